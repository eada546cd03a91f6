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

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.deepseekspring.AccountSuspendedException;
import io.github.deepseekspring.ContentRejectedException;
import io.github.deepseekspring.DeepSeekException;
import io.github.deepseekspring.GenerationInterruptedException;
import io.github.deepseekspring.InsufficientBalanceException;
import io.github.deepseekspring.InvalidApiKeyException;
import io.github.deepseekspring.InvalidRequestException;
import io.github.deepseekspring.OverloadedException;
import io.github.deepseekspring.RateLimitException;
import io.github.deepseekspring.ServerException;
import io.github.deepseekspring.concurrency.ConcurrencySettings;
import io.github.deepseekspring.concurrency.ConcurrencySettings.Adaptive;
import io.github.deepseekspring.concurrency.FairConcurrencyLimiter;
import io.github.deepseekspring.messages.ContentBlock;
import io.github.deepseekspring.messages.MessageParam;
import io.github.deepseekspring.messages.MessageRequest;
import io.github.deepseekspring.messages.ThinkingBlock;
import io.github.deepseekspring.messages.ToolUseBlock;
import io.github.deepseekspring.simulator.Answer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what becomes of errors of message calls.
 */
class MessageErrorTests {

	private static final MessageRequest REQUEST = MessageRequest.builder().user("Why is the sky blue?").build();

	@AutoClose
	private final Wire wire = new Wire();

	static List<Arguments> types() {
		return List.of(Arguments.of("overloaded_error", OverloadedException.class),
				Arguments.of("rate_limit_error", RateLimitException.class),
				Arguments.of("authentication_error", InvalidApiKeyException.class),
				Arguments.of("invalid_request_error", InvalidRequestException.class),
				Arguments.of("not_found_error", InvalidRequestException.class),
				Arguments.of("request_too_large", InvalidRequestException.class),
				Arguments.of("billing_error", InsufficientBalanceException.class),
				Arguments.of("permission_error", AccountSuspendedException.class),
				Arguments.of("service_unavailable_error", OverloadedException.class),
				Arguments.of("api_error", ServerException.class), Arguments.of("novel_error", ServerException.class));
	}

	@ParameterizedTest
	@MethodSource("types")
	void errorsAfterTheStatusAreToldInBothShapes(String type, Class<? extends DeepSeekException> expected) {
		String error = "\"error\":{\"type\":\"" + type + "\",\"message\":\"What it said\"}";
		for (String data : List.of("{\"type\":\"error\"," + error + "}", "{" + error + "}")) {
			for (String name : List.of("event: error\n", "")) {
				this.wire.answer(Answer.raw().write(name + "data: " + data + "\n\n").end(),
						MessageEvents.texts("blue").write(name + "data: " + data + "\n\n").end());
				DeepSeekException atFirst = failure(true);
				assertThat(atFirst).isExactlyInstanceOf(expected).hasMessageContaining("What it said");
				assertThat(atFirst.isDelivered()).isFalse();
				assertThat(failure(true)).isExactlyInstanceOf(expected)
					.satisfies((later) -> assertThat(later.isDelivered()).isTrue());
			}
			this.wire.answer(Answer.raw(200, "application/json").write("\n\n" + data).end());
			assertThat(failure(false)).isExactlyInstanceOf(expected).hasMessageContaining("What it said");
		}
	}

	@Test
	void errorEventsWithoutAnErrorFailToo() {
		for (String event : List.of("event: error\ndata: {}\n\n", "data: {\"type\":\"error\",\"message\":\"no\"}\n\n",
				"event: error\ndata: {\"type\":\"error\",\"error\":\"no\"}\n\n")) {
			this.wire.answer(Answer.raw().write(event).end());
			assertThat(failure(true)).isExactlyInstanceOf(ServerException.class);
		}
	}

	@Test
	void eventsOfOtherTypesMaySayWhatTheyLike() {
		this.wire.answer(MessageEvents.texts("blue")
			.write(MessageEvents.event("novel", "\"message\":\"hello\",\"error\":null"))
			.write(MessageEvents.BLOCK_STOP + MessageEvents.DELTA + MessageEvents.STOP)
			.end());
		assertThat(Signals.of(this.wire.template().streamMessage(REQUEST)).complete()).hasSize(7);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void statusDecidesInBothShapes(boolean streaming) {
		Map<Integer, Class<? extends DeepSeekException>> statuses = Map.of(400, InvalidRequestException.class, 401,
				InvalidApiKeyException.class, 402, InsufficientBalanceException.class, 403,
				AccountSuspendedException.class, 429, RateLimitException.class, 500, ServerException.class, 503,
				OverloadedException.class, 529, OverloadedException.class);
		statuses.forEach((status, expected) -> {
			String error = "\"error\":{\"type\":\"overloaded_error\",\"message\":\"What it said\"}}";
			for (String prefix : List.of("{\"type\":\"error\",", "{")) {
				this.wire.answer(Answer.of(status, "application/json", prefix + error));
				assertThat(failure(streaming)).isExactlyInstanceOf(expected)
					.hasMessageContaining("What it said")
					.hasMessageContaining(String.valueOf(status));
			}
		});
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void reasonsThatTellOfAFailureAreFailures(boolean streaming) {
		Map<String, Class<? extends DeepSeekException>> reasons = Map.of("refusal", ContentRejectedException.class,
				"content_filter", ContentRejectedException.class, "insufficient_system_resource",
				GenerationInterruptedException.class, "aborted", GenerationInterruptedException.class);
		reasons.forEach((reason, expected) -> {
			this.wire.answer(
					streaming ? MessageEvents.texts("blue").write(MessageEvents.DELTA.replace("end_turn", reason)).end()
							: Answer.of(200, "application/json", MessageEvents.message("blue", reason)));
			assertThat(failure(streaming)).isExactlyInstanceOf(expected);
		});
		for (String reason : List.of("max_tokens", "pause_turn", "novel")) {
			this.wire.answer(Answer.of(200, "application/json", MessageEvents.message("blue", reason)));
			assertThat(MessageCallTests.call(this.wire.template(), REQUEST, false).stopReason()).hasToString(reason);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenTheRateIsLimitedThenTheLimiterSendsItAgain(boolean streaming) {
		this.wire.answer(
				Answer.of(429, "application/json",
						"{\"error\":{\"type\":\"rate_limit_error\",\"message\":\"Too many requests\"}}"),
				Answer.text("blue"));
		assertThat(MessageCallTests.call(this.wire.template(), REQUEST, streaming).text()).isEqualTo("blue");
		assertThat(this.wire.log().requests()).hasSize(2);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenOverloadedThenItIsSentAgainUntilSomethingWasDelivered(boolean streaming) {
		DeepSeekTemplate template = this.wire.builder().retry(Wire.attempts(3)).build();
		String overloaded = "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\"}}\n\n";
		Answer inStream = Answer.raw().write(MessageEvents.PING).write(overloaded).end();
		this.wire.answer(Answer.overloaded(), streaming ? inStream : Answer.overloaded(), Answer.text("blue"));
		assertThat(MessageCallTests.call(template, REQUEST, streaming).text()).isEqualTo("blue");
		assertThat(this.wire.log().requests()).hasSize(3);
		this.wire.answer(MessageEvents.texts("blue").write(overloaded).end());
		Signals.of(template.streamMessage(REQUEST)).failure(OverloadedException.class);
		assertThat(this.wire.log().requests()).hasSize(4);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenARuleIsBrokenThenNothingIsSent(boolean streaming) {
		DeepSeekTemplate template = this.wire.template();
		MessageRequest request = REQUEST.mutate().temperature(3.0).build();
		Publisher<?> answer = streaming ? template.streamMessage(request) : template.message(request);
		assertThat(Signals.of(answer).failure(InvalidRequestException.class).getField()).isEqualTo("temperature");
		Object unwritable = new Object() {

			@JsonProperty
			String secret() {
				throw new IllegalStateException("secret");
			}

		};
		MessageRequest other = REQUEST.mutate().extra("novel", Map.of("inner", List.of(unwritable))).build();
		InvalidRequestException failure = Signals.of(template.message(other)).failure(InvalidRequestException.class);
		assertThat(failure.getField()).startsWith("novel.inner[0]");
		assertThat(failure).hasMessageNotContaining("secret: ");
		assertThat(this.wire.log().requests()).isEmpty();
	}

	@Test
	void whatTheServerRepeatsOfTheRequestIsMasked() {
		String file = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
		List<String> secrets = List.of("my blood pressure is high", "the result of my tool", "my own thought is this",
				"the type of my illness", "the instruction to all", "the trace of my call");
		MessageRequest request = MessageRequest.builder()
			.system(secrets.get(4))
			.messages(
					MessageParam.user(ContentBlock.text(secrets.get(0)), ContentBlock.image("image/png", file + file)),
					MessageParam.assistant(new ToolUseBlock("t1", "f", Map.of("type", secrets.get(3)))),
					MessageParam.user(ContentBlock.toolResult("t1", secrets.get(1))),
					MessageParam.assistant(new ThinkingBlock(secrets.get(2), null)), MessageParam.user("?"))
			.extra("metadata", Map.of("type", secrets.get(5)))
			.build();
		String echo = "It says " + String.join(" and ", secrets) + " with " + file + " of " + Wire.API_KEY + ".";
		this.wire.answer(Answer.of(400, "application/json",
				"{\"error\":{\"message\":\"" + echo + "\",\"type\":\"invalid_request_error\"}}"));
		InvalidRequestException failure = Signals.of(this.wire.template().message(request))
			.failure(InvalidRequestException.class);
		assertThat(failure.getAnswer().message()).startsWith("It says ***")
			.contains("with ***")
			.doesNotContain(Wire.API_KEY)
			.doesNotContain(file.substring(0, 20))
			.doesNotContain("blood", "tool", "thought", "illness", "instruction", "trace");
	}

	/**
	 * Make a call whose limiter takes no request back.
	 */
	private DeepSeekException failure(boolean streaming) {
		ConcurrencySettings defaults = ConcurrencySettings.defaults();
		Adaptive adaptive = new Adaptive(false, 1, 0.85, defaults.adaptive().recovery(), false, 0);
		DeepSeekTemplate template = this.wire.builder()
			.concurrencyLimiter(new FairConcurrencyLimiter(new ConcurrencySettings(true, defaults.accountType(),
					defaults.limits(), defaults.userLimits(), defaults.defaultLimit(), defaults.aliases(), null,
					defaults.maxWait(), defaults.linger(), adaptive)))
			.build();
		Publisher<?> answer = streaming ? template.streamMessage(REQUEST) : template.message(REQUEST);
		return Signals.of(answer).failure();
	}

}
