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

package io.github.deepseekspring.stream;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.github.deepseekspring.ClosedBeforeInferenceException;
import io.github.deepseekspring.DeepSeekException;
import io.github.deepseekspring.StalledException;
import io.github.deepseekspring.StalledException.Clock;
import io.github.deepseekspring.TruncatedException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

import org.springframework.http.codec.ServerSentEvent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of payloads that are signs of life, with and without a name, and in pieces.
 */
class PingTests {

	private static final String NAMED = "event: ping\ndata: ping\n\n";

	private static final String NAMELESS = "data: ping\n\n";

	private static final String TWO_LINES = "event: ping\ndata: pi\ndata: ng\n\n";

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private final VirtualTimeScheduler time = VirtualTimeScheduler.getOrSet();

	private final ManualBody body = new ManualBody();

	private final AnswerState state = new AnswerState();

	private final AnswerClocks clocks = new AnswerClocks(Timeouts.defaults(), true);

	@AfterEach
	void giveBackTheTimeAndCountTheBuffers() {
		VirtualTimeScheduler.reset();
		assertThat(this.body.buffers().held()).as("buffers that nobody released").isZero();
	}

	@Test
	void pingIsAKeepAliveAndNotDelivered() {
		StepVerifier.create(answer()).then(() -> this.body.send(NAMED + NAMELESS)).assertNext((event) -> {
			assertThat(KeepAlives.isKeepAlive(event)).isTrue();
			assertThat(event.comment()).isEqualTo("ping");
		}).assertNext((event) -> {
			assertThat(KeepAlives.isKeepAlive(event)).isTrue();
			assertThat(event.comment()).isEmpty();
			assertThat(this.state.callState().delivered()).isFalse();
			assertThat(this.state.keepAlives()).isEqualTo(2);
		})
			.then(() -> this.body.send("data: fin\n\n"))
			.assertNext((event) -> assertThat(event.data()).isEqualTo("fin"))
			.then(this.body::complete)
			.expectComplete()
			.verify(LIMIT);
		assertThat(this.state.callState().delivered()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { NAMED, NAMELESS, TWO_LINES })
	void pingsAreNoFirstData(String ping) {
		StepVerifier.create(answer().filter((event) -> event.data() != null)).then(() -> {
			pings(ping, Duration.ofSeconds(629));
			assertThat(this.body.isCancelled()).isFalse();
			this.time.advanceTimeBy(Duration.ofSeconds(1));
		}).expectErrorSatisfies((failure) -> assertStalled(failure, Clock.FIRST_DATA)).verify(LIMIT);
	}

	@ParameterizedTest
	@ValueSource(strings = { NAMED, NAMELESS, TWO_LINES })
	void pingsAreNoFurtherData(String ping) {
		StepVerifier.create(answer().filter((event) -> event.data() != null)).then(() -> {
			pings(ping, Duration.ofSeconds(600));
			this.body.send("data: 1\n\n");
			pings(ping, Duration.ofSeconds(119));
			assertThat(this.body.isCancelled()).isFalse();
			this.time.advanceTimeBy(Duration.ofSeconds(1));
		})
			.expectNextCount(1)
			.expectErrorSatisfies((failure) -> assertStalled(failure, Clock.PAYLOAD_IDLE))
			.verify(LIMIT);
	}

	@ParameterizedTest
	@ValueSource(strings = { NAMED, NAMELESS, TWO_LINES })
	void whenAPingComesInPiecesThenItIsNoData(String ping) {
		StepVerifier.create(answer().filter((event) -> event.data() != null)).then(() -> {
			this.body.send("data: 1\n\n");
			for (int second = 0; second < 119; second++) {
				this.time.advanceTimeBy(Duration.ofSeconds(1));
				this.body.send(String.valueOf(ping.charAt(second % ping.length())));
			}
			assertThat(this.body.isCancelled()).isFalse();
			this.time.advanceTimeBy(Duration.ofSeconds(1));
		})
			.expectNextCount(1)
			.expectErrorSatisfies((failure) -> assertStalled(failure, Clock.PAYLOAD_IDLE))
			.verify(LIMIT);
	}

	@ParameterizedTest
	@ValueSource(strings = { NAMED, NAMELESS, TWO_LINES })
	void pingsKeepTheWireAlive(String ping) {
		StepVerifier.create(answer().filter((event) -> event.data() != null)).then(() -> {
			pings(ping, Duration.ofSeconds(301));
			this.body.send("data: fin\n\n").complete();
		}).expectNextCount(1).expectComplete().verify(LIMIT);
	}

	@Test
	void whenOnlyPingsComeThenItWasClosedBeforeInference() {
		StepVerifier.create(answer().filter((event) -> event.data() != null))
			.then(() -> this.body.send(NAMED + NAMELESS + TWO_LINES + ": keep-alive\n\n").complete())
			.expectErrorSatisfies((failure) -> {
				assertThat(failure).isInstanceOf(ClosedBeforeInferenceException.class);
				assertThat(((ClosedBeforeInferenceException) failure).getKeepAlives()).isEqualTo(4);
			})
			.verify(LIMIT);
	}

	@Test
	void whenAnEventBreaksOffBehindPingsThenItIsTruncated() {
		StepVerifier.create(answer().filter((event) -> event.data() != null))
			.then(() -> this.body.send(NAMED + "data: 1\n").complete())
			.expectErrorSatisfies((failure) -> {
				assertThat(failure).isInstanceOf(TruncatedException.class);
				assertThat(((DeepSeekException) failure).isDelivered()).isFalse();
			})
			.verify(LIMIT);
	}

	private Flux<ServerSentEvent<String>> answer() {
		return AnswerFlux.ofEventStream(this.body, 1024, new PingHandler(), this.state, this.clocks)
			.doOnSubscribe((subscription) -> this.clocks.sent());
	}

	/**
	 * Let one ping come every second.
	 */
	private void pings(String ping, Duration duration) {
		for (long second = 0; second < duration.toSeconds(); second++) {
			this.time.advanceTimeBy(Duration.ofSeconds(1));
			this.body.send(ping);
		}
	}

	private static void assertStalled(Throwable failure, Clock clock) {
		assertThat(failure).isInstanceOfSatisfying(StalledException.class,
				(stalled) -> assertThat(stalled.getClock()).isEqualTo(clock));
	}

	/**
	 * An API of texts that knows pings.
	 */
	private static final class PingHandler implements PayloadHandler<String> {

		private final TextHandler texts = TextHandler.completeWithFin();

		@Override
		public @Nullable String decode(@Nullable String event, byte[] bytes, int offset, int length) {
			boolean ping = "ping".equals(event)
					|| "ping".equals(new String(bytes, offset, length, StandardCharsets.UTF_8));
			return ping ? null : this.texts.decode(event, bytes, offset, length);
		}

		@Override
		public boolean knowsKeepAlives() {
			return true;
		}

		@Override
		public boolean isComplete() {
			return this.texts.isComplete();
		}

		@Override
		public boolean isTerminated() {
			return this.texts.isTerminated();
		}

		@Override
		public DeepSeekException noise(String text) {
			return this.texts.noise(text);
		}

	}

}
