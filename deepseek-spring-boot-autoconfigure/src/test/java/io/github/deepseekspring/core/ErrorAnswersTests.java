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

import java.util.ArrayList;
import java.util.List;

import io.github.deepseekspring.ContentRejectedException;
import io.github.deepseekspring.DeepSeekApiException;
import io.github.deepseekspring.DeepSeekException;
import io.github.deepseekspring.ErrorAnswer;
import io.github.deepseekspring.InsufficientBalanceException;
import io.github.deepseekspring.InvalidApiKeyException;
import io.github.deepseekspring.InvalidRequestException;
import io.github.deepseekspring.OverloadedException;
import io.github.deepseekspring.RateLimitException;
import io.github.deepseekspring.ServerException;
import io.github.deepseekspring.concurrency.ConcurrencySettings;
import io.github.deepseekspring.concurrency.ConcurrencySettings.Adaptive;
import io.github.deepseekspring.concurrency.FairConcurrencyLimiter;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.FixedAnswer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what becomes of the server's errors.
 *
 * @see <a href="https://api-docs.deepseek.com/quick_start/error_codes">Error codes</a>
 */
class ErrorAnswersTests {

	private static final String TRACE = "0f4792bde8ce42348";

	@AutoClose
	private final Wire wire = new Wire();

	/**
	 * Status, exception, whether a retry can help.
	 */
	static List<Arguments> statuses() {
		List<Arguments> rows = new ArrayList<>();
		for (int status : new int[] { 400, 404, 405, 413, 415, 422 }) {
			rows.add(Arguments.of(status, InvalidRequestException.class, false));
		}
		rows.add(Arguments.of(401, InvalidApiKeyException.class, false));
		rows.add(Arguments.of(402, InsufficientBalanceException.class, false));
		rows.add(Arguments.of(429, RateLimitException.class, true));
		for (int status : new int[] { 500, 501, 502, 504, 520, 529, 599 }) {
			rows.add(Arguments.of(status, ServerException.class, true));
		}
		rows.add(Arguments.of(503, OverloadedException.class, true));
		for (int status : new int[] { 201, 202, 204, 206, 300, 304, 409, 418, 451 }) {
			rows.add(Arguments.of(status, DeepSeekApiException.class, false));
		}
		return rows;
	}

	@ParameterizedTest
	@MethodSource("statuses")
	void statusDecidesTheException(int status, Class<? extends DeepSeekException> type, boolean retryable) {
		String json = Payloads.error("What the server said", "some_type", "some_code");
		boolean bodiless = status == 204 || status == 304;
		List<FixedAnswer> shapes = bodiless ? List.of(Answer.of(status, null, ""))
				: List.of(Answer.of(status, "application/json", json),
						Answer.of(status, "application/octet-stream", json), Answer.of(status, null, json),
						Answer.of(status, "text/plain", "What the server said"),
						Answer.of(status, null, "What the server said\n"),
						Answer.of(status, "text/html",
								"<html><head><title>What the</title></head><body>server<br>said</body></html>"),
						Answer.of(status, "application/json", "{\"error\":\"What the server said\"}"),
						Answer.of(status, "application/json", "{\"message\":\"What the server said\",\"code\":7}"),
						Answer.of(status, "text/event-stream", json), Answer.of(status, "text/plain", ""));
		for (FixedAnswer shape : shapes) {
			for (boolean streaming : new boolean[] { false, true }) {
				this.wire.answerAll(shape.header("x-ds-trace-id", TRACE));
				DeepSeekException failure = failure(streaming);
				assertThat(failure).isExactlyInstanceOf(type);
				assertThat(failure.isRetryable()).isEqualTo(retryable);
				assertThat(failure.isDelivered()).isFalse();
				assertThat(failure.getTraceId()).isEqualTo(TRACE);
				assertThat(failure).hasMessageContaining(TRACE).hasMessageContaining(String.valueOf(status));
				ErrorAnswer answer = answerOf(failure);
				assertThat(answer.status()).isEqualTo(status);
				assertThat(answer.message()).isIn("What the server said", "");
			}
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void envelopeIsRead(boolean streaming) {
		this.wire.answer(Answer.of(400, "application/json",
				"{\"error\":{\"message\":\"Too big\",\"type\":\"invalid_request_error\",\"param\":\"max_tokens\","
						+ "\"code\":20012}}"));
		InvalidRequestException failure = (InvalidRequestException) this.wire.failure(streaming);
		assertThat(failure.getAnswer())
			.isEqualTo(new ErrorAnswer(400, "Too big", "invalid_request_error", "20012", "max_tokens"));
		assertThat(failure.getField()).isEqualTo("max_tokens");
	}

	@Test
	void whenEnvelopeIsIncompleteThenTheRestIsMissing() {
		for (String json : new String[] { "{\"error\":{}}", "{\"error\":{\"message\":null,\"type\":null}}", "{}",
				"{\"error\":null}", "[]", "{\"error\":" }) {
			this.wire.answer(Answer.of(500, "application/json", json));
			ErrorAnswer answer = answerOf(this.wire.failure(false));
			assertThat(answer.type()).isNull();
			assertThat(answer.code()).isNull();
			assertThat(answer.message()).isIn("", json);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenModerationRejectsThenItIsNoInvalidRequest(boolean streaming) {
		this.wire.answer(Answer.contentRisk());
		ContentRejectedException failure = (ContentRejectedException) this.wire.failure(streaming);
		assertThat(failure.getAnswer()).isNotNull();
		assertThat(failure.isRetryable()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenLimitIsToldThenItIsKept(boolean streaming) {
		this.wire.answerAll(Answer.rateLimited(26, 25));
		RateLimitException told = (RateLimitException) failure(streaming);
		assertThat(told.getLimit()).isEqualTo(25);
		assertThat(told.isBalanceLimited()).isTrue();
		assertThat(told.getRetryAfter()).isNull();
		this.wire.answerAll(Answer.retryAfter("7"));
		RateLimitException untold = (RateLimitException) failure(streaming);
		assertThat(untold.getLimit()).isNull();
		assertThat(untold.isBalanceLimited()).isFalse();
		assertThat(untold.getRetryAfter()).hasSeconds(7);
	}

	/**
	 * The server's words count, whatever of them is masked in the message.
	 */
	@Test
	void whenPromptQuotesAnErrorThenThatErrorIsStillTold() {
		PromptSpec prompt = template().prompt("What is 'Content Exists Risk', and what "
				+ "'exceeds your concurrency limit of 25 based on your remaining balance', and rate_limit_error?");
		this.wire.answer(Answer.contentRisk());
		assertThat(Signals.of(prompt.content()).failure()).isExactlyInstanceOf(ContentRejectedException.class);
		this.wire.answer(Answer.rateLimited(26, 25));
		RateLimitException failure = Signals.of(prompt.content()).failure(RateLimitException.class);
		assertThat(failure.getLimit()).isEqualTo(25);
		assertThat(failure.isBalanceLimited()).isTrue();
		this.wire.answer(Answer.raw().event(Payloads.error("slow down", "rate_limit_error", "x")).end());
		assertThat(Signals.of(prompt.stream().content()).failure()).isExactlyInstanceOf(RateLimitException.class);
	}

	@ParameterizedTest
	@CsvSource({ "rate_limit_error,x,RateLimitException", "authentication_error,x,InvalidApiKeyException",
			"service_unavailable_error,x,OverloadedException", "overloaded_error,x,OverloadedException",
			"invalid_request_error,invalid_request_error,InvalidRequestException", "server_error,x,ServerException",
			"x,x,ServerException" })
	void whenErrorComesInsideAStreamThenItsTypeDecides(String type, String code, String exception) {
		this.wire.answerAll(Answer.raw().event(Payloads.error("What the server said", type, code)).end());
		DeepSeekException failure = failure(true);
		assertThat(failure.getClass().getSimpleName()).isEqualTo(exception);
		assertThat(answerOf(failure)).isEqualTo(new ErrorAnswer(200, "What the server said", type, code, null));
		assertThat(failure.isDelivered()).isFalse();
	}

	@Test
	void whenErrorComesAfterDataThenCallWasDelivered() {
		this.wire.answer(Answer.raw()
			.event(Payloads.chunk("blue"))
			.event(Payloads.error("Insufficient Balance", "unknown_error", "invalid_request_error"))
			.end());
		DeepSeekException failure = this.wire.failure(true);
		assertThat(failure).isExactlyInstanceOf(InsufficientBalanceException.class);
		assertThat(failure.isDelivered()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(ints = { 301, 302, 303, 307, 308 })
	void redirectsAreNotFollowed(int status) {
		this.wire.answerAll(Answer.of(status, null, "").header("Location", "/elsewhere"));
		for (boolean streaming : new boolean[] { false, true }) {
			assertThat(this.wire.failure(streaming)).isExactlyInstanceOf(DeepSeekApiException.class);
		}
		assertThat(this.wire.log().requests()).hasSize(2)
			.allSatisfy((request) -> assertThat(request.path()).isEqualTo("/chat/completions"));
	}

	@Test
	void whenErrorIsHugeThenItsMessageIsBounded() {
		String text = "no ".repeat(1_000_000);
		for (Answer answer : new Answer[] { Answer.of(500, "text/plain", text),
				Answer.of(500, "application/json", Payloads.error(text, text, text)),
				Answer.of(500, "text/plain", "x").header("x-ds-trace-id", "t".repeat(4000)) }) {
			this.wire.answer(answer);
			DeepSeekException failure = this.wire.failure(false);
			assertThat(failure.getMessage()).hasSizeLessThan(2500);
			assertThat(answerOf(failure).message()).hasSizeLessThanOrEqualTo(515);
		}
	}

	private DeepSeekException failure(boolean streaming) {
		Publisher<?> answer = streaming ? template().stream(Wire.REQUEST) : template().chat(Wire.REQUEST);
		return Signals.of(answer).failure();
	}

	/**
	 * Return a template whose limiter takes no request back.
	 */
	private DeepSeekTemplate template() {
		ConcurrencySettings defaults = ConcurrencySettings.defaults();
		Adaptive adaptive = new Adaptive(false, 1, 0.85, defaults.adaptive().recovery(), false, 0);
		return this.wire.builder()
			.concurrencyLimiter(new FairConcurrencyLimiter(new ConcurrencySettings(true, defaults.accountType(),
					defaults.limits(), defaults.userLimits(), defaults.defaultLimit(), defaults.aliases(), null,
					defaults.maxWait(), defaults.linger(), adaptive)))
			.build();
	}

	private static ErrorAnswer answerOf(DeepSeekException failure) {
		@Nullable ErrorAnswer answer = (failure instanceof DeepSeekApiException api) ? api.getAnswer()
				: ((InvalidRequestException) failure).getAnswer();
		assertThat(answer).isNotNull();
		return answer;
	}

}
