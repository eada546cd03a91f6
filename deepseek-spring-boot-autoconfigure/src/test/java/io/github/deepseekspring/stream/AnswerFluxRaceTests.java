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

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.deepseekspring.StalledException;
import io.github.deepseekspring.TruncatedException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.test.scheduler.VirtualTimeScheduler;

import org.springframework.http.codec.ServerSentEvent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An {@link AnswerFlux} whose body, clocks and subscriber act at the same time on threads
 * of their own.
 */
class AnswerFluxRaceTests {

	private static final int ROUNDS = 4000;

	private final ExecutorService threads = Executors.newFixedThreadPool(4);

	private VirtualTimeScheduler time;

	@BeforeEach
	void takeOverTheTime() {
		this.time = VirtualTimeScheduler.getOrSet();
	}

	@AfterEach
	void giveBackTheTimeAndTheThreads() {
		VirtualTimeScheduler.reset();
		this.threads.shutdownNow();
	}

	@Test
	void whenTheBodyEndsWhileItIsAskedForMoreThenNothingIsLost() throws Exception {
		for (int i = 0; i < ROUNDS; i++) {
			Round round = new Round();
			race(() -> round.subscriber.subscription().request(1), () -> {
				round.sendWhenAsked("data: end\n\n");
				round.body.complete();
			});
			round.assertSettled();
			assertThat(round.subscriber.payloads.get()).isOne();
			assertThat(round.subscriber.failure).isNull();
		}
	}

	@Test
	void whenCompletionAndAClockRaceThenThereIsOneEnd() throws Exception {
		int completed = 0;
		for (int i = 0; i < ROUNDS; i++) {
			Round round = new Round();
			round.subscriber.subscription().request(Long.MAX_VALUE);
			round.body.send("data: 1\n\nda");
			race(() -> {
				round.body.send("ta: fin\n\n");
				round.body.complete();
			}, () -> this.time.advanceTimeBy(Duration.ofHours(2)));
			round.assertSettled();
			assertThat(round.subscriber.ends.get()).isOne();
			completed += (round.subscriber.failure == null) ? 1 : 0;
			if (round.subscriber.failure != null) {
				assertThat(round.subscriber.failure).isInstanceOf(StalledException.class);
			}
		}
		assertThat(completed).isPositive();
	}

	@Test
	void whenAFailureAndAClockRaceThenThereIsOneEnd() throws Exception {
		for (int i = 0; i < ROUNDS; i++) {
			Round round = new Round();
			round.subscriber.subscription().request(Long.MAX_VALUE);
			round.body.send("data: 1\n\nda");
			race(() -> round.body.fail(new IOException("cut")), () -> this.time.advanceTimeBy(Duration.ofHours(2)));
			round.assertSettled();
			assertThat(round.subscriber.ends.get()).isOne();
			assertThat(round.subscriber.failure).isInstanceOfAny(StalledException.class, TruncatedException.class);
		}
	}

	@Test
	void whenEverythingRacesThenSignalsAreSerialAndBuffersAreReleased() throws Exception {
		for (int i = 0; i < ROUNDS; i++) {
			Round round = new Round();
			race(() -> round.subscriber.subscription().request(1), () -> round.subscriber.subscription().request(2),
					() -> {
						round.sendWhenAsked("data: 1\n\ndata: 2\n\ndata: fin\n\ndata: [DONE]\n\n");
						round.body.complete();
					}, () -> this.time.advanceTimeBy(Duration.ofHours(2)));
			round.assertSettled();
			assertThat(round.subscriber.ends.get()).isOne();
		}
	}

	@Test
	void whenTheSubscriberCancelsAtTheSameTimeThenBuffersAreReleased() throws Exception {
		for (int i = 0; i < ROUNDS; i++) {
			Round round = new Round();
			round.subscriber.subscription().request(1);
			race(() -> round.subscriber.subscription().cancel(), () -> round.body.send("data: 1\n\ndata: 2\n\n"),
					() -> this.time.advanceTimeBy(Duration.ofHours(2)));
			round.assertSettled();
			assertThat(round.subscriber.ends.get()).isLessThanOrEqualTo(1);
			assertThat(round.body.isCancelled()).isTrue();
		}
	}

	private void race(Runnable... actions) throws Exception {
		CyclicBarrier start = new CyclicBarrier(actions.length);
		List<Future<?>> running = new ArrayList<>();
		for (Runnable action : actions) {
			running.add(this.threads.submit(() -> {
				start.await();
				action.run();
				return null;
			}));
		}
		for (Future<?> action : running) {
			action.get(30, TimeUnit.SECONDS);
		}
	}

	/**
	 * One answer, sent and not yet asked for anything.
	 */
	private static final class Round {

		private final ManualBody body = new ManualBody();

		private final SerialSubscriber subscriber = new SerialSubscriber();

		Round() {
			AnswerClocks clocks = new AnswerClocks(Timeouts.defaults(), true);
			AnswerFlux.ofEventStream(this.body, 1024, TextHandler.completeWithFin(), new AnswerState(), clocks)
				.subscribe(this.subscriber);
			clocks.sent();
		}

		/**
		 * Send as the network does, which may be within the call that asks.
		 */
		void sendWhenAsked(String text) {
			while (this.body.outstanding() == 0 && !this.body.isCancelled()) {
				Thread.yield();
			}
			if (this.body.outstanding() > 0) {
				this.body.send(text);
			}
		}

		void assertSettled() {
			assertThat(this.body.buffers().held()).as("buffers that nobody released").isZero();
			assertThat(this.subscriber.overlaps.get()).as("signals at the same time or after the end").isZero();
		}

	}

	/**
	 * A subscriber that notices signals at the same time and after the end.
	 */
	private static final class SerialSubscriber implements CoreSubscriber<ServerSentEvent<String>> {

		private final AtomicInteger inside = new AtomicInteger();

		private final AtomicInteger overlaps = new AtomicInteger();

		private final AtomicInteger ends = new AtomicInteger();

		private final AtomicInteger payloads = new AtomicInteger();

		private volatile @Nullable Subscription subscription;

		private volatile @Nullable Throwable failure;

		Subscription subscription() {
			Subscription subscription = this.subscription;
			assertThat(subscription).isNotNull();
			return subscription;
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			this.subscription = subscription;
		}

		@Override
		public void onNext(ServerSentEvent<String> event) {
			signal(this.payloads);
		}

		@Override
		public void onError(Throwable failure) {
			this.failure = failure;
			signal(this.ends);
		}

		@Override
		public void onComplete() {
			signal(this.ends);
		}

		private void signal(AtomicInteger counter) {
			if (this.inside.getAndIncrement() != 0 || this.ends.get() != 0) {
				this.overlaps.incrementAndGet();
			}
			counter.incrementAndGet();
			this.inside.decrementAndGet();
		}

	}

}
