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

import java.time.Duration;
import java.util.List;

import io.github.deepseekspring.ConnectionFailedException;
import io.github.deepseekspring.DeepSeekException;
import io.github.deepseekspring.InvalidApiKeyException;
import io.github.deepseekspring.OverloadedException;
import io.github.deepseekspring.StalledException;
import io.github.deepseekspring.StalledException.Clock;
import io.github.deepseekspring.chat.ChatCompletionChunk;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.Outcome;
import io.github.deepseekspring.simulator.RawAnswerBuilder;
import io.github.deepseekspring.simulator.RecordedRequest;
import io.github.deepseekspring.stream.Timeouts;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the clocks and of the connections.
 */
class HostileConnectionTests {

	private static final Duration SHORT = Duration.ofMillis(300);

	/**
	 * A connection goes back to the pool just after its answer has ended, so that the
	 * next request can come too early for it.
	 */
	private static final long RACE = 2;

	private static final Duration TICK = Duration.ofMillis(50);

	@AutoClose
	private final Wire wire = new Wire();

	@Test
	void commentsDoNotKeepADeadStreamAlive() {
		this.wire.answer(begun().repeat(": keep-alive\n\n", TICK));
		Signals<ChatCompletionChunk> signals = stream(Timeouts.defaults().withPayloadIdle(SHORT));
		assertThat(signals.items()).hasSize(3);
		StalledException failure = signals.failure(StalledException.class);
		assertThat(failure.getClock()).isEqualTo(Clock.PAYLOAD_IDLE);
		assertThat(failure.isDelivered()).isTrue();
		assertThat(failure).hasMessageContaining("deepseek.timeouts.payload-idle");
		assertServerSawTheEnd();
	}

	@Test
	void commentsKeepAWaitingStreamAlive() {
		RawAnswerBuilder queued = Answer.raw();
		for (int i = 0; i < 12; i++) {
			queued.keepAlive().pause(TICK);
		}
		this.wire.answer(queued.write(Payloads.stream("blue")).end());
		assertThat(stream(Timeouts.defaults().withPayloadIdle(SHORT).withWireIdle(SHORT)).complete()).hasSize(2);
	}

	@Test
	void blankLinesKeepAWaitingCallAlive() {
		RawAnswerBuilder queued = Answer.raw(200, "application/json");
		for (int i = 0; i < 12; i++) {
			queued.write("\n").pause(TICK);
		}
		this.wire.answer(queued.write(Payloads.completion("blue")).end());
		assertThat(call(Timeouts.defaults().withCallWireIdle(SHORT)).complete()).hasSize(1);
	}

	@Test
	void whenStreamFallsSilentThenStalls() {
		this.wire.answer(begun().hang(), Answer.raw().hang(), Answer.raw().hangBeforeHeaders());
		for (int i = 0; i < 3; i++) {
			StalledException failure = stream(Timeouts.defaults().withWireIdle(SHORT)).failure(StalledException.class);
			assertThat(failure.getClock()).isEqualTo(Clock.WIRE_IDLE);
			assertThat(failure.isDelivered()).isEqualTo(i == 0);
		}
		assertServerSawTheEnd();
	}

	@Test
	void whenCallFallsSilentThenStalls() {
		RawAnswerBuilder half = Answer.raw(200, "application/json").write(Payloads.completion("blue").substring(0, 99));
		this.wire.answer(half.hang(), Answer.raw(200, "application/json").hang(), Answer.raw().hangBeforeHeaders());
		for (int i = 0; i < 3; i++) {
			StalledException failure = call(Timeouts.defaults().withCallWireIdle(SHORT))
				.failure(StalledException.class);
			assertThat(failure.getClock()).isEqualTo(Clock.CALL_WIRE_IDLE);
			assertThat(failure.isDelivered()).isFalse();
		}
		assertServerSawTheEnd();
	}

	@Test
	void silenceOfAStreamsLengthDoesNotEndACall() {
		this.wire.answer(Answer.raw(200, "application/json")
			.write("\n")
			.pause(SHORT.multipliedBy(2))
			.write(Payloads.completion("blue"))
			.end());
		assertThat(call(Timeouts.defaults().withWireIdle(SHORT).withPayloadIdle(SHORT)).complete()).hasSize(1);
	}

	@Test
	void whenWholeCallTakesTooLongThenStalls() {
		this.wire.answerAll(begun().repeat(Payloads.event(Payloads.chunk("on")), TICK));
		Signals<ChatCompletionChunk> signals = stream(Timeouts.defaults().withOverall(Duration.ofSeconds(2)));
		StalledException failure = signals.failure(StalledException.class);
		assertThat(failure.getClock()).isEqualTo(Clock.OVERALL);
		assertThat(failure.isDelivered()).isTrue();
		assertServerSawTheEnd();
	}

	@Test
	void whenNoConnectionCanBeMadeThenSaysSoWithoutAnAnswer() {
		this.wire.simulator().close();
		for (boolean streaming : new boolean[] { false, true }) {
			DeepSeekException failure = this.wire.failure(streaming);
			assertThat(failure).isExactlyInstanceOf(ConnectionFailedException.class);
			assertThat(failure.isRetryable()).isTrue();
			assertThat(failure.isDelivered()).isFalse();
			assertThat(failure.getTraceId()).isNull();
		}
	}

	@Test
	void whenConnectionEndsBeforeHeadersThenConnectionFailed() {
		this.wire.answer(Answer.raw().resetBeforeHeaders(), Answer.raw().closeBeforeHeaders(),
				Answer.raw().resetBeforeHeaders(), Answer.raw().closeBeforeHeaders());
		for (boolean streaming : new boolean[] { false, false, true, true }) {
			assertThat(this.wire.failure(streaming)).isExactlyInstanceOf(ConnectionFailedException.class);
		}
		assertThat(this.wire.log().requests()).hasSize(4);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void connectionIsUsedAgainAfterAnAnswer(boolean streaming) {
		RawAnswerBuilder answer = Answer.raw()
			.write(streaming ? Payloads.stream("blue") : Payloads.completion("blue"))
			.pause(Duration.ofMillis(30));
		this.wire.answerAll(answer.end());
		for (int i = 0; i < 10; i++) {
			assertThat(this.wire.content(streaming)).isEqualTo("blue");
			this.wire.log().awaitIdle(Wire.PATIENCE);
		}
		assertThat(this.wire.log().connectionsAccepted()).isLessThanOrEqualTo(RACE);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void connectionIsUsedAgainAfterAnError(boolean streaming) {
		this.wire.answerAll(Answer.missingKey());
		for (int i = 0; i < 10; i++) {
			InvalidApiKeyException failure = (InvalidApiKeyException) this.wire.failure(streaming);
			assertThat(failure.getAnswer().message()).isEqualTo("Authentication Fails (governor)");
			this.wire.log().awaitIdle(Wire.PATIENCE);
		}
		assertThat(this.wire.log().connectionsAccepted()).isLessThanOrEqualTo(RACE);
	}

	@Test
	void whenServerKeepsTheBodyOpenAfterTheEndThenAnswerIsComplete() {
		this.wire.answer(Answer.raw().write(Payloads.stream("blue")).hang(),
				Answer.raw().write(Payloads.stream("blue")).repeat(": keep-alive\n\n", TICK));
		for (int i = 0; i < 2; i++) {
			assertThat(this.wire.content(true)).isEqualTo("blue");
		}
		assertServerSawTheEnd();
	}

	@Test
	void whenConnectionIsCutAfterTheFinishReasonThenAnswerIsComplete() {
		String body = Payloads.stream("blue");
		this.wire.answer(Answer.raw().write(body.replace("data: [DONE]\n\n", "")).reset(),
				Answer.raw().write(body).reset(), Answer.raw().write(body).resetMidChunk(": keep"));
		for (int i = 0; i < 3; i++) {
			assertThat(this.wire.content(true)).isEqualTo("blue");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenErrorNeverEndsThenItsStatusCountsAfterAMoment(boolean streaming) {
		this.wire.answer(Answer.raw(503, "text/plain").write("Service is too busy").hang());
		OverloadedException failure = (OverloadedException) this.wire.failure(streaming);
		assertThat(failure.getAnswer().message()).isEqualTo("Service is too busy");
		assertServerSawTheEnd();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenErrorBreaksOffThenWhatCameIsTold(boolean streaming) {
		this.wire.answer(Answer.raw(503, "text/plain").write("Service is too busy").reset());
		OverloadedException failure = (OverloadedException) this.wire.failure(streaming);
		assertThat(failure.getAnswer().message()).isEqualTo("Service is too busy");
	}

	private static RawAnswerBuilder begun() {
		RawAnswerBuilder answer = Answer.raw();
		List.of("one", "two", "three").forEach((text) -> answer.event(Payloads.chunk(text)));
		return answer;
	}

	private Signals<ChatCompletionChunk> stream(Timeouts timeouts) {
		return Signals.of(this.wire.builder().timeouts(timeouts).build().stream(Wire.REQUEST));
	}

	private Signals<?> call(Timeouts timeouts) {
		Publisher<?> answer = this.wire.builder().timeouts(timeouts).build().chat(Wire.REQUEST);
		return Signals.of(answer);
	}

	private void assertServerSawTheEnd() {
		this.wire.log().awaitIdle(Wire.PATIENCE);
		assertThat(this.wire.log().requests()).isNotEmpty()
			.extracting(RecordedRequest::outcome)
			.containsOnly(Outcome.CANCELLED_BY_CLIENT);
	}

}
