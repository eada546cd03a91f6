/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.github.deepseekspring.langchain4j;

import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.NonRetriableException;
import dev.langchain4j.exception.RetriableException;
import dev.langchain4j.exception.TimeoutException;
import io.github.deepseekspring.AccountSuspendedException;
import io.github.deepseekspring.ClosedBeforeInferenceException;
import io.github.deepseekspring.ConcurrencyLimitExceededException;
import io.github.deepseekspring.ContentRejectedException;
import io.github.deepseekspring.DeepSeekException;
import io.github.deepseekspring.ErrorAnswer;
import io.github.deepseekspring.InvalidApiKeyException;
import io.github.deepseekspring.InvalidRequestException;
import io.github.deepseekspring.RateLimitException;
import io.github.deepseekspring.ServerException;
import io.github.deepseekspring.StalledException;

/**
 * Tells failures in the words of LangChain4j, which callers and its own retries decide
 * by. The failure itself is the cause.
 */
final class ExceptionMapper {

	private static final int NOT_FOUND = 404;

	private ExceptionMapper() {
	}

	static Throwable map(Throwable failure) {
		return (failure instanceof DeepSeekException ex) ? map(ex) : failure;
	}

	static LangChain4jException map(DeepSeekException ex) {
		String message = ex.getMessage();
		if (ex instanceof InvalidApiKeyException || ex instanceof AccountSuspendedException) {
			return new AuthenticationException(message, ex);
		}
		if (ex instanceof RateLimitException || ex instanceof ConcurrencyLimitExceededException) {
			return new dev.langchain4j.exception.RateLimitException(message, ex);
		}
		if (ex instanceof ServerException) {
			return new InternalServerException(message, ex);
		}
		if (ex instanceof ContentRejectedException) {
			return new ContentFilteredException(message, ex);
		}
		if (ex instanceof InvalidRequestException invalid) {
			return isNotFound(invalid) ? new ModelNotFoundException(message, ex)
					: new dev.langchain4j.exception.InvalidRequestException(message, ex);
		}
		if (ex instanceof StalledException || ex instanceof ClosedBeforeInferenceException) {
			return new TimeoutException(message, ex);
		}
		return ex.isRetryable() ? new RetriableException(message, ex) : new NonRetriableException(message, ex);
	}

	private static boolean isNotFound(InvalidRequestException ex) {
		ErrorAnswer answer = ex.getAnswer();
		return answer != null && answer.status() == NOT_FOUND;
	}

}
