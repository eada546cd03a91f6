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

import java.time.Duration;
import java.util.List;

import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.NonRetriableException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.RetriableException;
import dev.langchain4j.exception.TimeoutException;
import io.github.deepseekspring.AccountSuspendedException;
import io.github.deepseekspring.CallState;
import io.github.deepseekspring.ClosedBeforeInferenceException;
import io.github.deepseekspring.ConcurrencyLimitExceededException;
import io.github.deepseekspring.ConnectionFailedException;
import io.github.deepseekspring.DeepSeekApiException;
import io.github.deepseekspring.DeepSeekException;
import io.github.deepseekspring.ErrorAnswer;
import io.github.deepseekspring.InsufficientBalanceException;
import io.github.deepseekspring.InvalidApiKeyException;
import io.github.deepseekspring.OverloadedException;
import io.github.deepseekspring.ServerException;
import io.github.deepseekspring.TruncatedException;
import io.github.deepseekspring.UserIdRequiredException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class ExceptionMapperTests {

	private static final CallState STATE = new CallState(false, "trace-1");

	@ParameterizedTest
	@MethodSource
	void theKindFitsAndTheFailureIsItsCause(DeepSeekException failure, Class<?> kind) {
		assertThat(ExceptionMapper.map(failure)).isExactlyInstanceOf(kind)
			.hasCause(failure)
			.hasMessage(failure.getMessage());
		assertThat(failure.isRetryable()).isEqualTo(RetriableException.class.isAssignableFrom(kind));
	}

	static List<Arguments> theKindFitsAndTheFailureIsItsCause() {
		return List.of(Arguments.of(new InvalidApiKeyException(answer(401), STATE), AuthenticationException.class),
				Arguments.of(new AccountSuspendedException(answer(403), STATE), AuthenticationException.class),
				Arguments.of(new InsufficientBalanceException(answer(402), STATE), NonRetriableException.class),
				Arguments.of(new io.github.deepseekspring.InvalidRequestException(answer(400), STATE),
						InvalidRequestException.class),
				Arguments.of(new io.github.deepseekspring.ContentRejectedException(STATE),
						ContentFilteredException.class),
				Arguments.of(new io.github.deepseekspring.InvalidRequestException(answer(404), STATE),
						ModelNotFoundException.class),
				Arguments.of(io.github.deepseekspring.InvalidRequestException.ofField("messages", "it is empty"),
						InvalidRequestException.class),
				Arguments.of(new DeepSeekApiException("Moved", answer(302), STATE, false), NonRetriableException.class),
				Arguments.of(new io.github.deepseekspring.RateLimitException(answer(429), STATE, null, false, null),
						RateLimitException.class),
				Arguments.of(new ConcurrencyLimitExceededException(ConcurrencyLimitExceededException.Reason.FULL,
						"group", 1, 1, 1, Duration.ofSeconds(1)), RateLimitException.class),
				Arguments.of(new ServerException(answer(500), STATE, null), InternalServerException.class),
				Arguments.of(new OverloadedException(answer(503), STATE, null), InternalServerException.class),
				Arguments.of(new ClosedBeforeInferenceException(Duration.ofMinutes(10), 60, null, STATE),
						TimeoutException.class),
				Arguments.of(new ConnectionFailedException("No connection", null), RetriableException.class),
				Arguments.of(new TruncatedException("Cut off", null, STATE), RetriableException.class),
				Arguments.of(new UserIdRequiredException("nobody is authenticated"), NonRetriableException.class));
	}

	@Test
	void whatIsNoFailureOfACallStaysAsItIs() {
		IllegalStateException failure = new IllegalStateException();
		assertThat(ExceptionMapper.map((Throwable) failure)).isSameAs(failure);
	}

	private static ErrorAnswer answer(int status) {
		return new ErrorAnswer(status, "No", null, null, null);
	}

}
