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

import io.github.deepseekspring.AccountSuspendedException;
import io.github.deepseekspring.DeepSeekApiException;
import io.github.deepseekspring.DeepSeekException;
import io.github.deepseekspring.ErrorAnswer;
import io.github.deepseekspring.InsufficientBalanceException;
import io.github.deepseekspring.InvalidRequestException;
import io.github.deepseekspring.MalformedAnswerException;
import io.github.deepseekspring.RateLimitException;
import io.github.deepseekspring.concurrency.ConcurrencyLimiter;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.user.Caller;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what is made of an error, and what of it is told.
 */
class FailureMappingTests {

	private static final String LIMIT = "Your current concurrency is 9, which exceeds your concurrency limit of 7 "
			+ "based on your remaining balance. Please top up.";

	@AutoClose
	private final Wire wire = new Wire();

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void when403HasAnEnvelopeThenAccountIsSuspended(boolean streaming) {
		String json = Payloads.error("Suspended", "permission_error", "x");
		this.wire.answer(Answer.suspended(), Answer.of(403, "application/octet-stream", json),
				Answer.of(403, null, "{\"error\":\"Suspended\"}"));
		for (int i = 0; i < 3; i++) {
			AccountSuspendedException failure = (AccountSuspendedException) this.wire.failure(streaming);
			assertThat(failure.isRetryable()).isFalse();
			assertThat(failure.getAnswer().status()).isEqualTo(403);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "<html><body><h1>Forbidden</h1></body></html>", "Forbidden", "" })
	void when403ComesFromSomethingInBetweenThenItIsNotTheAccount(String body) {
		this.wire.answer(Answer.of(403, "text/html", body));
		DeepSeekApiException failure = (DeepSeekApiException) this.wire.failure(false);
		assertThat(failure).isExactlyInstanceOf(DeepSeekApiException.class);
		assertThat(failure.getAnswer().status()).isEqualTo(403);
		assertThat(failure.getAnswer().message()).isEqualTo(body.isEmpty() ? "" : "Forbidden");
		assertThat(failure.isRetryable()).isFalse();
	}

	@Test
	void whenPromptHoldsTheServersWordsThenTheyAreStillUnderstood() {
		this.wire.answer(
				Answer.of(200, "application/json", Payloads.error(LIMIT, "rate_limit_error", "invalid_request_error")));
		DeepSeekTemplate template = this.wire.builder().concurrencyLimiter(noLimiter()).build();
		RateLimitException failure = Signals.of(template.prompt("What does this mean? " + LIMIT).completion())
			.failure(RateLimitException.class);
		assertThat(failure.getLimit()).isEqualTo(7);
		assertThat(failure.isBalanceLimited()).isTrue();
		assertThat(failure).hasMessageNotContaining("remaining balance");
	}

	@Test
	void whenPromptHoldsTheServersWordsThenErrorInsideAnAnswerIsStillUnderstood() {
		this.wire.answer(Answer.of(200, "application/json",
				Payloads.error("Insufficient Balance", "unknown_error", "invalid_request_error")));
		assertThat(failure("What is an Insufficient Balance?")).isExactlyInstanceOf(InsufficientBalanceException.class);
	}

	@ParameterizedTest
	@CsvSource({ "invalid_request_error,400,messages[2].content", "some-type.of_1,code-7,tools[0].function.name" })
	void whenTypeCodeAndParamAreNamesThenTheyAreTold(String type, String code, String param) {
		ErrorAnswer answer = refused(type, code, param);
		assertThat(answer.type()).isEqualTo(type);
		assertThat(answer.code()).isEqualTo(code);
		assertThat(answer.param()).isEqualTo(param);
	}

	@Test
	void whenTypeCodeAndParamAreNotNamesThenTheyAreMasked() {
		String api = Wire.API_KEY;
		for (String value : new String[] { "what the user said", "x".repeat(65), "a:b", "\u4f60\u597d", api }) {
			ErrorAnswer answer = refused(value, value, value);
			assertThat(answer.type()).isEqualTo("***");
			assertThat(answer.code()).isEqualTo("***");
			assertThat(answer.param()).isEqualTo("***");
		}
	}

	@Test
	void whenTypeCodeAndParamAreMissingThenTheyAreNull() {
		this.wire.answer(Answer.of(400, "application/json",
				"{\"error\":{\"message\":\"no\",\"type\":null,\"code\":{\"a\":1},\"param\":\"\"}}"));
		ErrorAnswer answer = ((InvalidRequestException) this.wire.failure(false)).getAnswer();
		assertThat(answer).isEqualTo(new ErrorAnswer(400, "no", null, null, null));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\n \"id\":\"a1\",\n \"choices\":[{\"message\":{\"content\":\"my secret\"}}]\n}\n",
			"{\"choices\":[{\"message\":{\"content\":\"my secret\"}}]}\n",
			"<pre>{\"choices\" : [{\"delta\":{\"content\":\"my secret\"}}]}</pre>\n",
			"{'x': \"choices\", my secret\n" })
	void whenAnswerComesAsTextThenItIsWithheld(String body) {
		this.wire.answer(Answer.of(200, "text/event-stream", body), Answer.of(502, "text/html", body));
		MalformedAnswerException noise = (MalformedAnswerException) this.wire.failure(true);
		assertThat(noise.getText()).isNull();
		assertThat(noise).hasMessageNotContaining("my secret");
		assertThat(this.wire.failure(true)).hasMessageNotContaining("my secret");
	}

	@Test
	void whenModelIsUnknownThenServersAdviceIsReadable() {
		String advice = "The supported API model names are deepseek-flash, deepseek-v4-pro, "
				+ "but you passed deepseek-v4-prro.";
		this.wire.answer(Answer.error(400, advice, "invalid_request_error", "invalid_request_error"));
		DeepSeekException failure = Signals
			.of(this.wire.template().prompt("Why?").model("deepseek-v4-prro").completion())
			.failure();
		assertThat(failure).hasMessageContaining(advice);
	}

	@Test
	void whenServerRepeatsThePromptThenItIsMasked() {
		this.wire.answer(Answer.error(400, "Cannot read: my blood\\npressure is high (sorry)", "invalid_request_error",
				"invalid_request_error"));
		assertThat(failure("Tell me, please.\nmy blood\npressure\nis high"))
			.hasMessageContaining("Cannot read: *** (sorry)");
	}

	private static ConcurrencyLimiter noLimiter() {
		return new ConcurrencyLimiter() {

			@Override
			public <T> Flux<T> limit(Flux<T> source, String model, Caller caller, @Nullable T whileQueued) {
				return source;
			}

			@Override
			public void shutdown() {
			}

		};
	}

	private ErrorAnswer refused(String type, String code, String param) {
		this.wire.answer(Answer.of(400, "application/json", "{\"error\":{\"message\":\"no\",\"type\":\"" + type
				+ "\",\"code\":\"" + code + "\",\"param\":\"" + param + "\"}}"));
		ErrorAnswer answer = ((InvalidRequestException) this.wire.failure(false)).getAnswer();
		assertThat(answer).isNotNull();
		return answer;
	}

	private DeepSeekException failure(String prompt) {
		Publisher<?> answer = this.wire.template().prompt(prompt).completion();
		return Signals.of(answer).failure();
	}

}
