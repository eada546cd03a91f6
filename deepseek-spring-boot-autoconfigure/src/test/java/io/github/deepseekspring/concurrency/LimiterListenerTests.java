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

package io.github.deepseekspring.concurrency;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.deepseekspring.ConcurrencyLimitExceededException.Reason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.publisher.TestPublisher;
import reactor.test.scheduler.VirtualTimeScheduler;
import reactor.test.subscriber.TestSubscriber;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what a {@link FairConcurrencyLimiter} tells about itself.
 */
class LimiterListenerTests {

	private static final String MODEL = TestSettings.MODEL;

	private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	private final List<String> events = new ArrayList<>();

	@BeforeEach
	void stopTime() {
		VirtualTimeScheduler.set(this.time);
	}

	@AfterEach
	void resumeTime() {
		VirtualTimeScheduler.reset();
	}

	@Test
	void whenARequestHadToWaitThenListenerLearnsHowLong() {
		FairConcurrencyLimiter limiter = limiter(1, 10, new Recorder());
		TestPublisher<String> holder = TestPublisher.create();
		subscribe(limiter, holder.flux());
		subscribe(limiter, Flux.just("a"));
		this.time.advanceTimeBy(Duration.ofSeconds(3));
		holder.complete();
		assertThat(this.events).containsExactly("tested nickname waited PT3S");
	}

	@Test
	void whenARequestIsRefusedThenListenerLearnsWhy() {
		FairConcurrencyLimiter limiter = limiter(1, 1, new Recorder());
		subscribe(limiter, Flux.never());
		subscribe(limiter, Flux.never());
		subscribe(limiter, Flux.never());
		this.time.advanceTimeBy(TestSettings.MAX_WAIT);
		limiter.shutdown();
		subscribe(limiter, Flux.never());
		assertThat(this.events).containsExactly("tested nickname FULL", "tested nickname TIMED_OUT",
				"tested nickname SHUTDOWN");
		assertThat(snapshot(limiter).rejected()).containsEntry(Reason.FULL, 1L)
			.containsEntry(Reason.TIMED_OUT, 1L)
			.containsEntry(Reason.SHUTDOWN, 1L)
			.containsEntry(Reason.DISPLACED, 0L);
	}

	@Test
	void whenTheServerThrottlesThenListenerLearnsWhoAndWhether() {
		FairConcurrencyLimiter limiter = limiter(3, 1, new Recorder());
		subscribe(limiter, Flux.error(TestSettings.tooMany(2, false, null)));
		subscribe(limiter, Flux.error(TestSettings.tooMany(null, false, null)));
		assertThat(this.events).startsWith("tested ACCOUNT true", "tested ACCOUNT false");
		FairConcurrencyLimiter expanded = new FairConcurrencyLimiter(TestSettings.expanded(10, 1, null),
				new Recorder());
		this.events.clear();
		subscribe(expanded, Flux.error(TestSettings.tooMany(null, false, null)));
		assertThat(this.events).containsExactly("tested USER false");
	}

	@Test
	void whenListenerThrowsThenRequestsAreServedAllTheSame() {
		FairConcurrencyLimiter limiter = limiter(1, 10, new ConcurrencyLimiterListener() {

			@Override
			public void waited(String group, String model, Duration wait) {
				throw new IllegalStateException("thrown by a listener");
			}

		});
		TestPublisher<String> holder = TestPublisher.create();
		subscribe(limiter, holder.flux());
		TestSubscriber<String> waiter = subscribe(limiter, Flux.just("a"));
		holder.complete();
		assertThat(waiter.isTerminatedComplete()).isTrue();
	}

	@Test
	void snapshotTellsWhatRunsAndWaits() {
		FairConcurrencyLimiter limiter = limiter(2, 10, new Recorder());
		for (String caller : List.of("a", "a", "a", "b", "b")) {
			limiter.limit(Flux.never(), MODEL, TestSettings.caller(caller), null).subscribe();
		}
		LimitGroupSnapshot snapshot = snapshot(limiter);
		assertThat(snapshot.group()).isEqualTo(MODEL);
		assertThat(snapshot.models()).containsExactly(MODEL, "nickname");
		assertThat(snapshot.limit()).isEqualTo(2);
		assertThat(snapshot.ceiling()).isEqualTo(2);
		assertThat(snapshot.inFlight()).isEqualTo(2);
		assertThat(snapshot.waiting()).isEqualTo(3);
		assertThat(snapshot.waitingCallers()).isEqualTo(2);
		assertThat(snapshot.lastThrottledAt()).isNull();
		assertThat(snapshot.throttledTold() + snapshot.throttledUntold()).isZero();
		assertThat(limiter.snapshot()).extracting(LimitGroupSnapshot::group).containsExactly("other", MODEL, "default");
	}

	@Test
	void snapshotTellsWhenAndHowOftenTheServerThrottled() {
		FairConcurrencyLimiter limiter = limiter(3, 10, new Recorder());
		subscribe(limiter, Flux.error(TestSettings.tooMany(2, true, Duration.ofHours(1))));
		this.time.advanceTimeBy(Duration.ofSeconds(5));
		subscribe(limiter, Flux.error(TestSettings.tooMany(null, false, Duration.ofHours(1))));
		LimitGroupSnapshot snapshot = snapshot(limiter);
		assertThat(snapshot.throttledTold()).isEqualTo(1);
		assertThat(snapshot.throttledUntold()).isEqualTo(1);
		assertThat(snapshot.lastThrottledAt()).isEqualTo(Instant.ofEpochMilli(this.time.now(TimeUnit.MILLISECONDS)));
		assertThat(snapshot.balanceLimited()).isTrue();
	}

	private static FairConcurrencyLimiter limiter(int limit, int maxQueue, ConcurrencyLimiterListener listener) {
		return new FairConcurrencyLimiter(TestSettings.settings(limit, maxQueue, TestSettings.MAX_WAIT, 0), listener);
	}

	private static TestSubscriber<String> subscribe(FairConcurrencyLimiter limiter, Flux<String> source) {
		TestSubscriber<String> subscriber = TestSubscriber.create();
		limiter.limit(source, "nickname", TestSettings.user("alice"), null).subscribe(subscriber);
		return subscriber;
	}

	private static LimitGroupSnapshot snapshot(FairConcurrencyLimiter limiter) {
		return limiter.snapshot().stream().filter((group) -> group.group().equals(MODEL)).findFirst().orElseThrow();
	}

	private final class Recorder implements ConcurrencyLimiterListener {

		@Override
		public void waited(String group, String model, Duration wait) {
			LimiterListenerTests.this.events.add(group + " " + model + " waited " + wait);
		}

		@Override
		public void rejected(String group, String model, Reason reason) {
			LimiterListenerTests.this.events.add(group + " " + model + " " + reason);
		}

		@Override
		public void throttled(String group, Scope scope, boolean told) {
			LimiterListenerTests.this.events.add(group + " " + scope + " " + told);
		}

	}

}
