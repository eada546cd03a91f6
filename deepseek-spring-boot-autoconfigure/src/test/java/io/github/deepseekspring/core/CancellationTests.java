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
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.Outcome;
import io.github.deepseekspring.simulator.RecordedRequest;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a call which nobody wants any more ends at the server.
 */
class CancellationTests {

	private static final long SEED = 20260101;

	private static final int ROUNDS = 1000;

	@AutoClose
	private final Wire wire = new Wire();

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenCancelledBeforeHeadersThenServerSeesIt(boolean streaming) {
		this.wire.answer(Answer.raw().hangBeforeHeaders());
		assertCancelReachesServer(streaming);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenCancelledInTheQueueThenServerSeesIt(boolean streaming) {
		this.wire.answer(Answer.raw().repeat("\n", Duration.ofMillis(10)));
		assertCancelReachesServer(streaming);
	}

	@Test
	void whenCancelledInTheAnswerThenServerSeesIt() {
		this.wire.answer(Answer.raw().repeat(Payloads.event(Payloads.chunk("on")), Duration.ofMillis(1)));
		assertThat(this.wire.stream().take(3).collectList().block(Wire.PATIENCE)).hasSize(3);
		assertServerSawIt();
	}

	@Test
	void whenCancelledInAnErrorThenServerSeesIt() {
		this.wire.answer(Answer.raw(500, "text/plain").repeat("no", Duration.ofMillis(10)));
		assertCancelReachesServer(true);
	}

	@Test
	void whenCancelledInEveryFormOfAStreamThenServerSeesIt() {
		this.wire.answerAll(Answer.raw().repeat(Payloads.event(Payloads.chunk("on")), Duration.ofMillis(1)));
		StreamSpec stream = this.wire.template().prompt("Why?").stream();
		for (Flux<?> form : new Flux<?>[] { stream.content(), stream.events(), stream.chunks(),
				stream.serverSentEvents() }) {
			assertThat(form.blockFirst(Wire.PATIENCE)).isNotNull();
		}
		assertServerSawIt();
	}

	@Test
	void whenCancelledAtAnyMomentThenNothingIsLeftAtTheServer() {
		this.wire.answerAll(Answer.raw().keepAlive().hang());
		DeepSeekTemplate template = this.wire.template();
		Random random = new Random(SEED);
		for (int i = 0; i < ROUNDS; i++) {
			Disposable call = template.stream(Wire.REQUEST).subscribe();
			LockSupport.parkNanos(random.nextInt(2_000_000));
			call.dispose();
		}
		assertServerSawIt();
	}

	private void assertCancelReachesServer(boolean streaming) {
		Publisher<?> answer = streaming ? this.wire.stream() : this.wire.call();
		Disposable call = Flux.from(answer).subscribe();
		this.wire.log().awaitRequests(1, Wire.PATIENCE);
		call.dispose();
		assertServerSawIt();
	}

	private void assertServerSawIt() {
		this.wire.log().awaitIdle(Wire.PATIENCE);
		assertThat(this.wire.log().requests()).isNotEmpty()
			.extracting(RecordedRequest::outcome)
			.containsOnly(Outcome.CANCELLED_BY_CLIENT);
		assertThat(this.wire.log().inFlight()).isZero();
	}

}
