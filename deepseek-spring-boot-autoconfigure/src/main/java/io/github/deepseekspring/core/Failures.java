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

package io.github.deepseekspring.core;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.deepseekspring.AccountSuspendedException;
import io.github.deepseekspring.CallState;
import io.github.deepseekspring.ContentRejectedException;
import io.github.deepseekspring.DeepSeekApiException;
import io.github.deepseekspring.DeepSeekException;
import io.github.deepseekspring.ErrorAnswer;
import io.github.deepseekspring.InsufficientBalanceException;
import io.github.deepseekspring.InvalidApiKeyException;
import io.github.deepseekspring.InvalidRequestException;
import io.github.deepseekspring.MalformedAnswerException;
import io.github.deepseekspring.OverloadedException;
import io.github.deepseekspring.RateLimitException;
import io.github.deepseekspring.ServerException;
import io.github.deepseekspring.stream.AnswerState;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/**
 * Makes our exceptions from what the server says in one attempt. Decides by the content
 * of an error, since its content type is often wrong.
 */
final class Failures {

	private static final Pattern TOLD_LIMIT = Pattern.compile("concurrency limit of (\\d{1,9})");

	/**
	 * What only an answer holds, which is not shown. Of a long one, only the beginning
	 * can be there.
	 */
	private static final Pattern ANSWER = Pattern
		.compile("\"(choices|stop_reason|content_block|delta)\"|\"content\"\\s*:\\s*\\[");

	/**
	 * The statuses that the types of errors of the Anthropic style stand for.
	 */
	private static final Map<String, HttpStatus> STATUSES = Map.of("not_found_error", HttpStatus.NOT_FOUND,
			"request_too_large", HttpStatus.CONTENT_TOO_LARGE, "billing_error", HttpStatus.PAYMENT_REQUIRED,
			"permission_error", HttpStatus.FORBIDDEN);

	private final JsonMapper mapper;

	private final Redaction redaction;

	private final AnswerState state;

	Failures(JsonMapper mapper, Redaction redaction, AnswerState state) {
		this.mapper = mapper;
		this.redaction = redaction;
		this.state = state;
	}

	AnswerState state() {
		return this.state;
	}

	/**
	 * Return the exception for a status that is not 200.
	 */
	DeepSeekException ofStatus(int status, HttpHeaders headers, byte[] body) {
		String text = new String(body, StandardCharsets.UTF_8);
		JsonNode found = find(text);
		ServerError error = (found != null) ? ServerError.of(found) : ServerError.ofText(isAnswer(text) ? "" : text);
		return classify(status, error, answer(status, error),
				RetryAfter.parse(headers.getFirst(HttpHeaders.RETRY_AFTER)));
	}

	/**
	 * Return the exception for text that came instead of an answer after a 200.
	 */
	DeepSeekException ofText(String text) {
		JsonNode error = find(text);
		if (error != null) {
			return ofErrorObject(error);
		}
		return isAnswer(text) ? unreadable("The answer came in a form that was not asked for")
				: new MalformedAnswerException("DeepSeek did not send an answer but", this.redaction.clean(text), null,
						this.state.callState());
	}

	/**
	 * Return the exception for an error object that came instead of (the rest of) an
	 * answer after a 200.
	 */
	DeepSeekException ofErrorObject(JsonNode found) {
		ServerError error = ServerError.of(found);
		return classify(statusOf(error), error, answer(HttpStatus.OK.value(), error), null);
	}

	/**
	 * Return the exception for a piece of an answer that cannot be read, which is not
	 * shown.
	 */
	MalformedAnswerException unreadable(String problem) {
		return new MalformedAnswerException(problem, null, null, this.state.callState());
	}

	private static boolean isAnswer(String text) {
		return ANSWER.matcher(text).find();
	}

	private @Nullable JsonNode find(String text) {
		if (!text.stripLeading().startsWith("{")) {
			return null;
		}
		try {
			return ServerError.find(this.mapper.readTree(text));
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	private ErrorAnswer answer(int status, ServerError error) {
		return new ErrorAnswer(status, this.redaction.clean(error.message()), name(error.type()), name(error.code()),
				name(error.param()));
	}

	private @Nullable String name(@Nullable String value) {
		return (value != null) ? this.redaction.cleanName(value) : null;
	}

	/**
	 * Guess the status that an error inside an answer would have had.
	 */
	private static int statusOf(ServerError error) {
		String kind = (error.type() + " " + error.code()).toLowerCase(Locale.ROOT);
		if (kind.contains("rate_limit")) {
			return HttpStatus.TOO_MANY_REQUESTS.value();
		}
		if (kind.contains("authentication")) {
			return HttpStatus.UNAUTHORIZED.value();
		}
		if (error.message().contains("Insufficient Balance")) {
			return HttpStatus.PAYMENT_REQUIRED.value();
		}
		if (kind.contains("unavailable") || kind.contains("overloaded")) {
			return HttpStatus.SERVICE_UNAVAILABLE.value();
		}
		if (kind.startsWith("invalid_request")) {
			return HttpStatus.BAD_REQUEST.value();
		}
		return STATUSES.getOrDefault(String.valueOf(error.type()), HttpStatus.INTERNAL_SERVER_ERROR).value();
	}

	private DeepSeekException classify(int status, ServerError error, ErrorAnswer answer,
			@Nullable Duration retryAfter) {
		CallState reached = this.state.callState();
		return switch (status) {
			case 400, 404, 405, 413, 415, 422 -> error.message().contains("Content Exists Risk")
					? new ContentRejectedException(answer, reached) : new InvalidRequestException(answer, reached);
			case 401 -> new InvalidApiKeyException(answer, reached);
			case 402 -> new InsufficientBalanceException(answer, reached);
			case 403 -> error.envelope() ? new AccountSuspendedException(answer, reached) : unexpected(answer);
			case 429 -> rateLimit(error, answer, retryAfter);
			case 503 -> new OverloadedException(answer, reached, retryAfter);
			case 529 -> "overloaded_error".equals(error.type()) ? new OverloadedException(answer, reached, retryAfter)
					: new ServerException(answer, reached, retryAfter);
			default -> (status >= 500) ? new ServerException(answer, reached, retryAfter) : unexpected(answer);
		};
	}

	private DeepSeekApiException unexpected(ErrorAnswer answer) {
		return new DeepSeekApiException("DeepSeek answered with an unexpected status", answer, this.state.callState(),
				false);
	}

	private RateLimitException rateLimit(ServerError error, ErrorAnswer answer, @Nullable Duration retryAfter) {
		Matcher told = TOLD_LIMIT.matcher(error.message());
		Integer limit = told.find() ? Integer.valueOf(told.group(1)) : null;
		return new RateLimitException(answer, this.state.callState(), (limit != null && limit > 0) ? limit : null,
				error.message().contains("balance"), retryAfter);
	}

}
