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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.deepseekspring.user.Caller;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.publisher.TestPublisher;
import reactor.test.subscriber.TestSubscriber;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for what may happen while a request is taken back after a 429 or waits again.
 */
class TakenBackRacesTests {

	private static final String MODEL = TestSettings.MODEL;

	private static final Caller ALICE = TestSettings.caller("alice");

	private static final Caller BOB = TestSettings.caller("bob");

	private static final String QUEUED = "queued";

	private static final Duration AT_ONCE = Duration.ofMillis(1);

	private final CountDownLatch aliceIsTold = new CountDownLatch(1);

	private final CountDownLatch done = new CountDownLatch(1);

	@Test
	void whenCancelledWhileThe429IsReportedThenTheSourceSeesNoFailure() {
		TestSubscriber<String> subscriber = TestSubscriber.create();
		FairConcurrencyLimiter limiter = new FairConcurrencyLimiter(
				TestSettings.settings(1, null, TestSettings.MAX_WAIT, 3), new ConcurrencyLimiterListener() {

					@Override
					public void throttled(String group, Scope scope, boolean told) {
						subscriber.cancel();
					}

				});
		TestPublisher<String> source = TestPublisher.create();
		limiter.limit(source.flux(), MODEL, ALICE, null).subscribe(subscriber);
		assertThatNoException().isThrownBy(() -> source.error(TestSettings.tooMany(null, false, null)));
		assertThat(limiter.group(MODEL).counts().inFlight()).isZero();
		assertThat(subscriber.isTerminated()).isFalse();
	}

	/**
	 * A request waits for the second time before the thread that lined it up for the
	 * first time has come to tell so.
	 */
	@Test
	void whenItWaitsAgainBeforeItIsToldThatItWaitsThenSignalsDoNotOverlap() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(1, 2, TestSettings.MAX_WAIT);
		TestPublisher<String> first = TestPublisher.create();
		TestPublisher<String> second = TestPublisher.create();
		limiter.limit(first.flux(), MODEL, BOB, null).subscribe();
		limiter.limit(second.flux(), MODEL, BOB, null).subscribe();
		limiter.limit(Flux.<String>never(), MODEL, BOB, null).subscribe((element) -> {
		}, (displaced) -> {
			first.complete();
			await(this.aliceIsTold);
		});
		AtomicInteger attempts = new AtomicInteger();
		AtomicInteger signals = new AtomicInteger();
		AtomicBoolean overlap = new AtomicBoolean();
		Flux<String> source = Flux.defer(() -> (attempts.getAndIncrement() == 0)
				? Flux.error(TestSettings.tooMany(null, false, AT_ONCE)) : Flux.just("answer"));
		TestSubscriber<String> subscriber = TestSubscriber.create();
		limiter.limit(source, MODEL, ALICE, QUEUED).doOnNext((element) -> {
			overlap.compareAndSet(false, signals.getAndIncrement() > 0);
			if (this.aliceIsTold.getCount() > 0) {
				this.aliceIsTold.countDown();
				await(this.done);
			}
			signals.getAndDecrement();
		}).subscribe(subscriber);
		this.done.countDown();
		second.complete();
		subscriber.block(Duration.ofSeconds(10));
		assertThat(overlap).isFalse();
		assertThat(subscriber.getReceivedOnNext()).containsExactly(QUEUED, "answer");
	}

	/**
	 * Does not let the thread sleep, which may be one that must not.
	 */
	private static void await(CountDownLatch latch) {
		long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
		boolean reached = false;
		while (!reached && System.nanoTime() < end) {
			reached = latch.getCount() == 0;
		}
		assertThat(reached).isTrue();
	}

}
