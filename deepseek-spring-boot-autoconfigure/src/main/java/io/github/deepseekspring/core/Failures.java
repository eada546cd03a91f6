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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.deepseekspring.AccountSuspendedException;
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
		JsonNode error = errorObject(text);
		Words words = (error != null) ? Words.of(error) : new Words(text, null, null, null);
		return classify(status, words, masked(status, words),
				RetryAfter.parse(headers.getFirst(HttpHeaders.RETRY_AFTER)));
	}

	/**
	 * Return the exception for text that came instead of an answer after a 200.
	 */
	DeepSeekException ofText(String text) {
		JsonNode error = errorObject(text);
		return (error != null) ? ofErrorObject(error) : new MalformedAnswerException(
				"DeepSeek did not send an answer but", this.redaction.clean(text), null, this.state.callState());
	}

	/**
	 * Return the exception for an error object that came instead of (the rest of) an
	 * answer after a 200.
	 */
	DeepSeekException ofErrorObject(JsonNode error) {
		Words words = Words.of(error);
		return classify(statusOf(words), words, masked(HttpStatus.OK.value(), words), null);
	}

	/**
	 * Return the exception for a piece of an answer that cannot be read, which is not
	 * shown.
	 */
	MalformedAnswerException unreadable(String problem) {
		return new MalformedAnswerException(problem, null, null, this.state.callState());
	}

	/**
	 * Find the error in a JSON value.
	 * @return the error, or {@code null} when the value has none
	 */
	static @Nullable JsonNode errorObject(JsonNode value) {
		JsonNode error = value.path("error");
		if (error.isObject() || error.isString()) {
			return error;
		}
		return (value.path("message").isString() && !value.has("choices")) ? value : null;
	}

	private @Nullable JsonNode errorObject(String text) {
		if (!text.stripLeading().startsWith("{")) {
			return null;
		}
		try {
			return errorObject(this.mapper.readTree(text));
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	private ErrorAnswer masked(int status, Words words) {
		return new ErrorAnswer(status, this.redaction.clean(words.message), masked(words.type), masked(words.code),
				masked(words.param));
	}

	private @Nullable String masked(@Nullable String text) {
		return (text != null) ? this.redaction.clean(text) : null;
	}

	/**
	 * Guess the status that an error inside an answer would have had.
	 */
	private static int statusOf(Words words) {
		String kind = (words.type + " " + words.code).toLowerCase(Locale.ROOT);
		if (kind.contains("rate_limit")) {
			return HttpStatus.TOO_MANY_REQUESTS.value();
		}
		if (kind.contains("authentication")) {
			return HttpStatus.UNAUTHORIZED.value();
		}
		if (words.message.contains("Insufficient Balance")) {
			return HttpStatus.PAYMENT_REQUIRED.value();
		}
		if (kind.contains("unavailable") || kind.contains("overloaded")) {
			return HttpStatus.SERVICE_UNAVAILABLE.value();
		}
		return kind.startsWith("invalid_request") ? HttpStatus.BAD_REQUEST.value()
				: HttpStatus.INTERNAL_SERVER_ERROR.value();
	}

	private DeepSeekException classify(int status, Words words, ErrorAnswer answer, @Nullable Duration retryAfter) {
		return switch (status) {
			case 400, 404, 405, 413, 415, 422 -> refusal(words, answer);
			case 401 -> new InvalidApiKeyException(answer, this.state.callState());
			case 402 -> new InsufficientBalanceException(answer, this.state.callState());
			case 403 -> new AccountSuspendedException(answer, this.state.callState());
			case 429 -> rateLimit(words, answer, retryAfter);
			case 503 -> new OverloadedException(answer, this.state.callState(), retryAfter);
			default -> (status >= 500) ? new ServerException(answer, this.state.callState(), retryAfter)
					: new DeepSeekApiException("DeepSeek answered with an unexpected status", answer,
							this.state.callState(), false);
		};
	}

	private DeepSeekException refusal(Words words, ErrorAnswer answer) {
		return words.message.contains("Content Exists Risk")
				? new ContentRejectedException(answer, this.state.callState())
				: new InvalidRequestException(answer, this.state.callState());
	}

	private RateLimitException rateLimit(Words words, ErrorAnswer answer, @Nullable Duration retryAfter) {
		Matcher told = TOLD_LIMIT.matcher(words.message);
		Integer limit = told.find() ? Integer.valueOf(told.group(1)) : null;
		return new RateLimitException(answer, this.state.callState(), (limit != null && limit > 0) ? limit : null,
				words.message.contains("balance"), retryAfter);
	}

	/**
	 * An error as the server worded it. Decides what it is, and is not shown.
	 */
	private record Words(String message, @Nullable String type, @Nullable String code, @Nullable String param) {

		static Words of(JsonNode error) {
			if (error.isString()) {
				return new Words(error.stringValue(), null, null, null);
			}
			return new Words(error.path("message").asString(""), text(error, "type"), text(error, "code"),
					text(error, "param"));
		}

		private static @Nullable String text(JsonNode error, String name) {
			JsonNode value = error.path(name);
			return (value.isValueNode() && !value.isNull()) ? value.asString() : null;
		}

	}

}
