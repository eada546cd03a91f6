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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.deepseekspring.StalledException;
import io.github.deepseekspring.chat.ChatCompletion;
import io.github.deepseekspring.chat.ChatCompletionChunk;
import io.github.deepseekspring.concurrency.ConcurrencySettings;
import io.github.deepseekspring.concurrency.FairConcurrencyLimiter;
import io.github.deepseekspring.concurrency.LimitGroupSnapshot;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.Outcome;
import io.github.deepseekspring.simulator.RawAnswerBuilder;
import io.github.deepseekspring.simulator.SimulatorClock;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.test.subscriber.TestSubscriber;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests when the one slot that there is goes from a request to the next, over sockets and
 * with a server whose time stands still.
 */
@Timeout(60)
class SlotReleaseTests {

	private static final Duration HOUR = Duration.ofHours(1);

	private static final Duration SHORT = Duration.ofMillis(200);

	private final SimulatorClock clock = SimulatorClock.manual();

	@AutoClose
	private final Wire wire = new Wire(this.clock);

	private final FairConcurrencyLimiter limiter = new FairConcurrencyLimiter(oneSlot());

	private DeepSeekTemplate template;

	@BeforeEach
	void build() {
		this.template = this.wire.builder().concurrencyLimiter(this.limiter).build();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenCancelledBeforeTheFirstChunkThenOneSlotIsFreed(boolean headersSent) {
		RawAnswerBuilder answer = Answer.raw();
		if (headersSent) {
			answer.keepAlive();
		}
		this.wire.answer(headersSent ? answer.hang() : answer.hangBeforeHeaders());
		Disposable first = stream().subscribe();
		this.wire.log().awaitRequests(1, Wire.PATIENCE);
		List<Disposable> waiters = letTwoWait();
		first.dispose();
		assertOneOfTwoRuns(waiters);
	}

	@Test
	void whenCancelledByTheFirstChunkThenOneSlotIsFreed() {
		this.wire.answer(HandWrittenStreams.texts("a").pause(HOUR).event(Payloads.chunk("b")).done().end());
		List<Disposable> waiters = new ArrayList<>();
		List<ChatCompletionChunk> received = new CopyOnWriteArrayList<>();
		stream().subscribe(new BaseSubscriber<>() {

			@Override
			protected void hookOnNext(ChatCompletionChunk chunk) {
				received.add(chunk);
				waiters.addAll(letTwoWait());
				cancel();
			}

		});
		this.wire.log().awaitRequests(2, Wire.PATIENCE);
		assertOneOfTwoRuns(waiters);
		assertThat(received).hasSize(1);
	}

	@Test
	void whenCancelledAfterTheFirstChunkThenOneSlotIsFreed() throws InterruptedException {
		this.wire.answer(HandWrittenStreams.texts("a").pause(HOUR).event(Payloads.chunk("b")).done().end());
		CountDownLatch chunk = new CountDownLatch(1);
		Disposable first = stream().subscribe((received) -> chunk.countDown());
		assertThat(chunk.await(Wire.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
		List<Disposable> waiters = letTwoWait();
		first.dispose();
		assertOneOfTwoRuns(waiters);
	}

	/**
	 * A slot that went back with the headers would let the next request start while the
	 * server still counts this one.
	 */
	@Test
	void whenAStreamHasBegunThenItsSlotIsTakenUntilTheEndOfTheBody() {
		this.wire.answer(HandWrittenStreams.texts("a").pause(HOUR).event(Payloads.finish("stop")).done().end());
		TestSubscriber<ChatCompletionChunk> first = TestSubscriber.create();
		stream().subscribe(first);
		assertHoldsItsSlotUntilTheEndOfTheBody();
		first.block(Wire.PATIENCE);
		assertThat(first.isTerminatedComplete()).isTrue();
	}

	@Test
	void whenAnAnswerHasBegunThenItsSlotIsTakenUntilTheEndOfTheBody() {
		this.wire.answer(
				Answer.raw(200, "application/json").write("\n").pause(HOUR).write(Payloads.completion("blue")).end());
		TestSubscriber<ChatCompletion> first = TestSubscriber.create();
		this.template.chat(Wire.REQUEST).subscribe(first);
		assertHoldsItsSlotUntilTheEndOfTheBody();
		first.block(Wire.PATIENCE);
		assertThat(first.isTerminatedComplete()).isTrue();
	}

	private void assertHoldsItsSlotUntilTheEndOfTheBody() {
		this.wire.log().awaitRequests(1, Wire.PATIENCE);
		List<Disposable> waiters = letTwoWait();
		assertThat(group().inFlight()).isOne();
		assertThat(group().waiting()).isEqualTo(2);
		this.clock.advance(HOUR);
		assertOneOfTwoRuns(waiters);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenServerNeverSaysAnythingThenTheClockFreesTheSlotBeforeTheSubscriberKnows(boolean streaming) {
		this.wire.answerAll(Answer.raw().hangBeforeHeaders());
		List<Integer> running = new CopyOnWriteArrayList<>();
		PromptSpec prompt = this.template.prompt("Hi")
			.timeouts((timeouts) -> streaming ? timeouts.withFirstData(SHORT) : timeouts.withOverall(SHORT));
		Publisher<?> answer = streaming ? prompt.stream().content() : prompt.content();
		TestSubscriber<Object> subscriber = TestSubscriber.create();
		Flux.from(answer).doOnError((ex) -> running.add(group().inFlight())).subscribe(subscriber);
		subscriber.block(Wire.PATIENCE);
		assertThat(subscriber.expectTerminalError()).isInstanceOf(StalledException.class);
		assertThat(running).containsExactly(0);
		assertThat(this.wire.log().last().ended().block(Wire.PATIENCE)).isEqualTo(Outcome.CANCELLED_BY_CLIENT);
	}

	@Test
	void whenSentAgainThenEachAttemptTakesOneSlotAndGivesItBack() {
		List<Integer> running = new CopyOnWriteArrayList<>();
		this.wire.simulator().answerAll((request) -> {
			running.add(group().inFlight());
			return (running.size() < 3) ? Answer.overloaded() : Answer.text("blue");
		});
		String content = this.wire.builder()
			.concurrencyLimiter(this.limiter)
			.retry(Wire.attempts(3))
			.build()
			.prompt("Hi")
			.content()
			.block(Wire.PATIENCE);
		assertThat(content).isEqualTo("blue");
		assertThat(running).containsExactly(1, 1, 1);
		assertThat(group().inFlight()).isZero();
	}

	private Flux<ChatCompletionChunk> stream() {
		return this.template.stream(Wire.REQUEST);
	}

	/**
	 * Send two requests that have to wait.
	 */
	private List<Disposable> letTwoWait() {
		this.wire.answer(Answer.raw().keepAlive().hang(), Answer.raw().keepAlive().hang());
		List<Disposable> waiters = List.of(stream().subscribe(), stream().subscribe());
		assertThat(group().waiting()).isEqualTo(2);
		return waiters;
	}

	/**
	 * A slot that is given back twice would let both run.
	 */
	private void assertOneOfTwoRuns(List<Disposable> waiters) {
		this.wire.log().awaitRequests(2, Wire.PATIENCE);
		assertThat(group().inFlight()).isOne();
		assertThat(group().waiting()).isOne();
		assertThat(this.wire.log().requests()).hasSize(2);
		waiters.forEach(Disposable::dispose);
		assertThat(group().inFlight()).isZero();
		assertThat(group().waiting()).isZero();
	}

	private LimitGroupSnapshot group() {
		return this.limiter.snapshot()
			.stream()
			.filter((group) -> group.models().contains("deepseek-v4-flash"))
			.findFirst()
			.orElseThrow();
	}

	private static ConcurrencySettings oneSlot() {
		ConcurrencySettings defaults = ConcurrencySettings.defaults();
		return new ConcurrencySettings(true, defaults.accountType(), Map.of("deepseek-v4-flash", 1), Map.of(), 1,
				Map.of(), 10, HOUR, defaults.linger(), defaults.adaptive());
	}

}
