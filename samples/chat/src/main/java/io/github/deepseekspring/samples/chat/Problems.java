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

package io.github.deepseekspring.samples.chat;

import java.time.Duration;

import io.github.deepseekspring.ClosedBeforeInferenceException;
import io.github.deepseekspring.ConcurrencyLimitExceededException;
import io.github.deepseekspring.ContentRejectedException;
import io.github.deepseekspring.DeepSeekException;
import io.github.deepseekspring.InvalidRequestException;
import io.github.deepseekspring.InvalidUserIdException;
import io.github.deepseekspring.OverloadedException;
import io.github.deepseekspring.RateLimitException;
import io.github.deepseekspring.StalledException;
import io.github.deepseekspring.UserIdRequiredException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponse;

/**
 * Says in the user's words what went wrong. What the operator has to know, such as a
 * wrong key or a used up balance, goes to the log and not to the user.
 */
@Component
final class Problems {

	private static final Log logger = LogFactory.getLog(Problems.class);

	private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

	ErrorResponse of(Throwable ex) {
		ErrorResponse problem = problem(ex);
		if (ex instanceof DeepSeekException) {
			logger.warn("Answered " + problem.getStatusCode().value() + ": " + ex.getMessage());
		}
		else {
			logger.error("Answered " + problem.getStatusCode().value(), ex);
		}
		return problem;
	}

	private static ErrorResponse problem(Throwable ex) {
		if (ex instanceof ConcurrencyLimitExceededException exceeded) {
			return switch (exceeded.getReason()) {
				case FULL, DISPLACED -> problem(ex, HttpStatus.TOO_MANY_REQUESTS,
						"Too many questions are waiting. Please try again in a moment.", exceeded.getRetryAfter());
				case TIMED_OUT -> problem(ex, HttpStatus.SERVICE_UNAVAILABLE,
						"No slot became free in time. Please try again in a moment.", exceeded.getRetryAfter());
				case SHUTDOWN -> problem(ex, HttpStatus.SERVICE_UNAVAILABLE,
						"The chat is restarting. Please try again in a moment.", exceeded.getRetryAfter());
			};
		}
		if (ex instanceof RateLimitException limited) {
			return problem(ex, HttpStatus.TOO_MANY_REQUESTS,
					"DeepSeek is answering too many questions for us right now.", orDefault(limited.getRetryAfter()));
		}
		if (ex instanceof OverloadedException overloaded) {
			return problem(ex, HttpStatus.SERVICE_UNAVAILABLE, "DeepSeek is overloaded. Please try again in a moment.",
					orDefault(overloaded.getRetryAfter()));
		}
		if (ex instanceof StalledException || ex instanceof ClosedBeforeInferenceException) {
			return problem(ex, HttpStatus.GATEWAY_TIMEOUT, "DeepSeek took too long to answer.", null);
		}
		if (ex instanceof ContentRejectedException) {
			return problem(ex, HttpStatus.UNPROCESSABLE_CONTENT, "DeepSeek does not talk about this.", null);
		}
		if (ex instanceof InvalidRequestException) {
			return problem(ex, HttpStatus.BAD_REQUEST, "DeepSeek does not accept this question.", null);
		}
		if (ex instanceof DeepSeekException && !(ex instanceof InvalidUserIdException)
				&& !(ex instanceof UserIdRequiredException)) {
			return problem(ex, HttpStatus.BAD_GATEWAY, "DeepSeek could not answer, or broke off in the middle.", null);
		}
		return problem(ex, HttpStatus.INTERNAL_SERVER_ERROR, "Something went wrong on our side.", null);
	}

	private static Duration orDefault(@Nullable Duration retryAfter) {
		return (retryAfter != null) ? retryAfter : RETRY_AFTER;
	}

	private static ErrorResponse problem(Throwable ex, HttpStatus status, String detail,
			@Nullable Duration retryAfter) {
		ErrorResponse.Builder problem = ErrorResponse.builder(ex, status, detail);
		if (retryAfter != null) {
			long seconds = Math.max(1, retryAfter.plusSeconds(1).minusNanos(1).toSeconds());
			problem.header(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
			// A header comes too late for a stream that has begun
			problem.property("retryAfter", seconds);
		}
		return problem.build();
	}

}
