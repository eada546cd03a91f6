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
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.deepseekspring.ConcurrencyLimitExceededException;
import io.github.deepseekspring.user.Caller;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests requests whose time to wait ends at the moment that a slot gets free.
 */
@Timeout(120)
class TimeoutRaceTests {

	private static final int ROUNDS = 100_000;

	private static final Duration MAX_WAIT = Duration.ofSeconds(1);

	private final AtomicInteger running = new AtomicInteger();

	private final AtomicInteger granted = new AtomicInteger();

	private final AtomicInteger timedOut = new AtomicInteger();

	private VirtualTimeScheduler time;

	@BeforeEach
	void stopTime() {
		this.time = VirtualTimeScheduler.getOrSet();
	}

	@AfterEach
	void resumeTime() {
		VirtualTimeScheduler.reset();
	}

	@Test
	void whenTheTimeoutRacesTheGrantThenOneOfThemWinsAndNoSlotIsLost() throws Exception {
		FairConcurrencyLimiter limiter = TestSettings.limiter(1, 10, MAX_WAIT);
		CyclicBarrier barrier = new CyclicBarrier(2);
		ExecutorService executor = Executors.newSingleThreadExecutor();
		try {
			for (int round = 1; round <= ROUNDS; round++) {
				Request holder = new Request();
				Request waiter = new Request();
				subscribe(limiter, holder);
				subscribe(limiter, waiter);
				Future<?> other = executor.submit(() -> {
					barrier.await(10, TimeUnit.SECONDS);
					this.time.advanceTimeBy(MAX_WAIT);
					return null;
				});
				barrier.await(10, TimeUnit.SECONDS);
				holder.cancel();
				other.get(10, TimeUnit.SECONDS);
				assertThat(this.granted.get() + this.timedOut.get() - round).as("holders").isEqualTo(round);
				assertThat(limiter.group(TestSettings.MODEL).counts().inFlight()).isEqualTo(this.running.get());
				waiter.cancel();
				assertThat(this.running).hasValue(0);
				assertThat(limiter.group(TestSettings.MODEL).counts().inFlight()).isZero();
				assertThat(limiter.group(TestSettings.MODEL).counts().waiting()).isZero();
			}
		}
		finally {
			executor.shutdownNow();
		}
		assertThat(this.granted.get() - ROUNDS).as("waiters that got a slot").isPositive();
		assertThat(this.timedOut).as("waiters that timed out").hasPositiveValue();
	}

	private void subscribe(FairConcurrencyLimiter limiter, Request request) {
		Flux<String> source = Flux.<String>never().doOnSubscribe((subscription) -> {
			this.granted.incrementAndGet();
			this.running.incrementAndGet();
		}).doOnCancel(this.running::decrementAndGet);
		limiter.limit(source, TestSettings.MODEL, Caller.NOBODY, null).subscribe(request);
	}

	private final class Request extends BaseSubscriber<String> {

		@Override
		protected void hookOnError(Throwable failure) {
			assertThat(failure).isInstanceOf(ConcurrencyLimitExceededException.class);
			TimeoutRaceTests.this.timedOut.incrementAndGet();
		}

	}

}
