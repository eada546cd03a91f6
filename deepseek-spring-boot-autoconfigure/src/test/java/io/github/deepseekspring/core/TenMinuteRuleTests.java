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
import java.util.concurrent.CompletableFuture;

import io.github.deepseekspring.ClosedBeforeInferenceException;
import io.github.deepseekspring.StalledException;
import io.github.deepseekspring.StalledException.Clock;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.Outcome;
import io.github.deepseekspring.simulator.RawAnswerBuilder;
import io.github.deepseekspring.simulator.SimulatorClock;
import io.github.deepseekspring.stream.Timeouts;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of long waits in DeepSeek's queue, in the time of the simulator.
 *
 * @see <a href="https://api-docs.deepseek.com/quick_start/rate_limit">Rate limit</a>
 */
class TenMinuteRuleTests {

	@AutoClose
	private final Wire wire = new Wire(SimulatorClock.manual());

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenAnswerComesJustBeforeTenMinutesThenItArrives(boolean streaming) {
		this.wire.answer(Answer.text("blue").queuedFor(Duration.ofMinutes(10).minusSeconds(1)));
		assertThat(contentAfter(Duration.ofMinutes(10), streaming)).isEqualTo("blue");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenServerWaitsForTenMinutesThenAnswerArrives(boolean streaming) {
		RawAnswerBuilder answer = Answer.raw();
		for (int i = 0; i < 60; i++) {
			answer.write(streaming ? ": keep-alive\n\n" : "\n").pause(Duration.ofSeconds(10));
		}
		this.wire.answer(answer.write(streaming ? Payloads.stream("blue") : Payloads.completion("blue")).end());
		assertThat(contentAfter(Duration.ofMinutes(10), streaming)).isEqualTo("blue");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenServerClosesAfterTenMinutesThenInferenceNeverBegan(boolean streaming) {
		this.wire.answer(Answer.text("never").queuedFor(Duration.ofMinutes(11)));
		DeepSeekTemplate template = this.wire.builder().retry(Wire.attempts(3)).build();
		CompletableFuture<Signals<?>> signals = subscribe(template, streaming);
		pass(Duration.ofMinutes(11));
		ClosedBeforeInferenceException failure = signals.join().failure(ClosedBeforeInferenceException.class);
		assertThat(failure.getKeepAlives()).isEqualTo(60);
		assertThat(failure.getWaited()).isPositive();
		assertThat(failure.isDelivered()).isFalse();
		assertThat(failure.isRetryable()).isTrue();
		assertThat(failure.getTraceId()).isNotEmpty();
		this.wire.log().awaitIdle(Wire.PATIENCE);
		assertThat(this.wire.log().requests()).singleElement()
			.satisfies((request) -> assertThat(request.outcome()).isEqualTo(Outcome.QUEUE_TIMEOUT));
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenServerDoesNotCloseThenOurOwnClockDoes(boolean streaming) {
		try (Wire real = new Wire()) {
			real.answerAll(Answer.raw().repeat(streaming ? ": keep-alive\n\n" : "\n", Duration.ofMillis(20)));
			Duration limit = Duration.ofMillis(300);
			DeepSeekTemplate template = real.builder()
				.retry(Wire.attempts(3))
				.timeouts(Timeouts.defaults().withFirstData(Duration.ofHours(1)))
				.build();
			PromptSpec prompt = template.prompt("Why?").timeouts((timeouts) -> timeouts.withFirstData(limit));
			Publisher<?> answer = streaming ? prompt.stream().content() : prompt.content();
			StalledException failure = Signals.of(answer).failure(StalledException.class);
			assertThat(failure.getClock()).isEqualTo(Clock.FIRST_DATA);
			assertThat(failure.getLimit()).isEqualTo(limit);
			assertThat(failure.isDelivered()).isFalse();
			real.log().awaitIdle(Wire.PATIENCE);
			assertThat(real.log().requests()).singleElement()
				.satisfies((request) -> assertThat(request.outcome()).isEqualTo(Outcome.CANCELLED_BY_CLIENT));
		}
	}

	private String contentAfter(Duration simulated, boolean streaming) {
		PromptSpec prompt = this.wire.template().prompt("Why?");
		Mono<String> content = streaming ? prompt.stream().content().reduce("", String::concat) : prompt.content();
		CompletableFuture<String> answer = content.toFuture();
		pass(simulated);
		return Mono.fromFuture(answer).blockOptional(Wire.PATIENCE).orElseThrow();
	}

	private static CompletableFuture<Signals<?>> subscribe(DeepSeekTemplate template, boolean streaming) {
		Publisher<?> answer = streaming ? template.stream(Wire.REQUEST) : template.chat(Wire.REQUEST);
		return CompletableFuture.supplyAsync(() -> Signals.of(answer));
	}

	private void pass(Duration simulated) {
		this.wire.log().awaitRequests(1, Wire.PATIENCE);
		this.wire.simulator().clock().advance(simulated);
	}

}
