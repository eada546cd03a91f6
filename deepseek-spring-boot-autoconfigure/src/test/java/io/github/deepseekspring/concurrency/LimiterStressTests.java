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
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.deepseekspring.ConcurrencyLimitExceededException;
import io.github.deepseekspring.ConcurrencyLimitExceededException.Reason;
import io.github.deepseekspring.user.Caller;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FairConcurrencyLimiter} with everything at the same time.
 */
@Timeout(900)
class LimiterStressTests {

	private static final String MODEL = TestSettings.MODEL;

	private static final int LIMIT = 5;

	private static final int THREADS = 4;

	private static final int OPERATIONS_PER_THREAD = Integer.getInteger("deepseek.limiter.operations", 2_000_000)
			/ THREADS;

	private static final int MAX_OPEN_PER_THREAD = 10;

	private static final Duration PATIENCE = Duration.ofSeconds(840);

	private static final IllegalStateException BROKEN = new IllegalStateException("broken");

	private final AtomicInteger running = new AtomicInteger();

	private final AtomicInteger highest = new AtomicInteger();

	private final AtomicInteger ended = new AtomicInteger();

	private final AtomicInteger served = new AtomicInteger();

	private final AtomicInteger timedOut = new AtomicInteger();

	private final AtomicInteger violations = new AtomicInteger();

	@Test
	void whenAllSortsOfRequestsRaceThenTheLimitHoldsAndNothingIsLeft() throws Exception {
		FairConcurrencyLimiter limiter = new FairConcurrencyLimiter(
				TestSettings.settings(LIMIT, 1000, Duration.ofMillis(5), 1));
		runOnAllThreads((thread) -> {
			Random random = new Random(thread);
			Semaphore open = new Semaphore(MAX_OPEN_PER_THREAD);
			for (int i = 0; i < OPERATIONS_PER_THREAD; i++) {
				assertThat(open.tryAcquire(30, TimeUnit.SECONDS)).as("an earlier request ends").isTrue();
				Caller caller = TestSettings.caller("caller-" + random.nextInt(7));
				String whileQueued = random.nextBoolean() ? "queued" : null;
				RandomSubscriber subscriber = new RandomSubscriber(random, open);
				if (random.nextInt(4) == 0) {
					limiter.limit(source(random).next(), MODEL, caller).subscribe(subscriber);
				}
				else {
					limiter.limit(source(random), MODEL, caller, whileQueued).subscribe(subscriber);
				}
				subscriber.cancelPerhaps();
			}
			assertThat(open.tryAcquire(MAX_OPEN_PER_THREAD, 30, TimeUnit.SECONDS)).as("all requests end").isTrue();
		});
		awaitIdle(limiter);
		assertThat(limiter.group(MODEL).counts().known()).as("known").isZero();
		assertThat(this.ended).hasValue(THREADS * OPERATIONS_PER_THREAD);
		assertThat(this.highest).hasValueLessThanOrEqualTo(LIMIT);
		assertThat(this.running).hasValue(0);
		assertThat(this.violations).as("signals after the end").hasValue(0);
		assertThat(this.served).as("requests that ran").hasValueGreaterThan(OPERATIONS_PER_THREAD / 2);
		assertThat(this.timedOut).as("requests that waited too long").hasValueGreaterThan(0);
	}

	/**
	 * On one thread it is certain which limit was in force when a request got its slot.
	 */
	@Test
	void whenLimitsMoveThenNoGrantExceedsTheLimitInForce() {
		VirtualTimeScheduler time = VirtualTimeScheduler.create();
		VirtualTimeScheduler.set(time);
		try {
			for (ConcurrencySettings settings : List.of(TestSettings.settings(20, 100, Duration.ofSeconds(30), 3),
					TestSettings.expanded(20, 4, 100))) {
				FairConcurrencyLimiter limiter = new FairConcurrencyLimiter(settings);
				LimitGroup group = limiter.group(MODEL);
				Random random = new Random(7);
				List<BaseSubscriber<String>> open = new ArrayList<>();
				Set<Integer> limits = new TreeSet<>();
				TreeSet<Integer> excess = new TreeSet<>();
				for (int i = 0; i < 200_000; i++) {
					BaseSubscriber<String> subscriber = new BaseSubscriber<>() {

						@Override
						protected void hookOnError(Throwable failure) {
						}

					};
					Flux<String> source = Flux.defer(() -> {
						int limit = group.snapshot().limit();
						limits.add(limit);
						excess.add(group.counts().inFlight() - limit);
						return (random.nextInt(10) == 0)
								? throttled(random.nextBoolean() ? null : 1 + random.nextInt(25))
								: Mono.delay(Duration.ofMillis(random.nextInt(5000))).map((tick) -> "a").flux();
					});
					limiter.limit(source, MODEL, TestSettings.user("user-" + random.nextInt(9)), null)
						.subscribe(subscriber);
					open.add(subscriber);
					if (open.size() > 50) {
						open.remove(random.nextInt(50)).cancel();
					}
					time.advanceTimeBy(Duration.ofMillis(random.nextInt(300)));
				}
				for (int seconds = 0; seconds < 60; seconds++) {
					time.advanceTimeBy(Duration.ofSeconds(1));
				}
				assertThat(excess.last()).as("highest number in flight beyond the limit").isZero();
				assertThat(limits).hasSizeGreaterThan(10);
				assertThat(group.counts().inFlight()).isZero();
				assertThat(group.counts().waiting()).isZero();
			}
		}
		finally {
			VirtualTimeScheduler.reset();
		}
	}

	@Test
	void whenCancelRacesTheGrantThenNoSlotIsLostOrGivenTwice() throws Exception {
		FairConcurrencyLimiter limiter = TestSettings.limiter(1);
		int rounds = 20_000;
		CyclicBarrier barrier = new CyclicBarrier(2);
		ExecutorService executor = Executors.newSingleThreadExecutor();
		try {
			for (int i = 0; i < rounds; i++) {
				BaseSubscriber<String> holder = new BaseSubscriber<>() {
				};
				BaseSubscriber<String> waiter = new BaseSubscriber<>() {
				};
				limiter.limit(counted(Flux.never()), MODEL, Caller.NOBODY, null).subscribe(holder);
				limiter.limit(counted(Flux.never()), MODEL, Caller.NOBODY, null).subscribe(waiter);
				Future<?> other = executor.submit(() -> {
					barrier.await(10, TimeUnit.SECONDS);
					waiter.cancel();
					return null;
				});
				barrier.await(10, TimeUnit.SECONDS);
				holder.cancel();
				other.get(10, TimeUnit.SECONDS);
				assertThat(limiter.group(MODEL).counts().inFlight()).isZero();
				assertThat(limiter.group(MODEL).counts().waiting()).isZero();
			}
		}
		finally {
			executor.shutdownNow();
		}
		assertThat(this.running).hasValue(0);
		assertThat(this.highest).hasValue(1);
	}

	@Test
	void whenManyWaitersOfOneCallerCancelNewestFirstThenNoneIsLeft() {
		int waiters = 50_000;
		FairConcurrencyLimiter limiter = TestSettings.limiter(1, waiters, TestSettings.MAX_WAIT);
		BaseSubscriber<String> holder = new BaseSubscriber<>() {
		};
		limiter.limit(Flux.<String>never(), MODEL, Caller.NOBODY, null).subscribe(holder);
		List<BaseSubscriber<String>> subscribers = new ArrayList<>();
		for (int i = 0; i < waiters; i++) {
			BaseSubscriber<String> subscriber = new BaseSubscriber<>() {
			};
			limiter.limit(Flux.<String>never(), MODEL, Caller.NOBODY, null).subscribe(subscriber);
			subscribers.add(subscriber);
		}
		assertThat(limiter.group(MODEL).counts().waiting()).isEqualTo(waiters);
		for (int i = waiters - 1; i >= 0; i--) {
			subscribers.get(i).cancel();
		}
		assertThat(limiter.group(MODEL).counts().waiting()).isZero();
		holder.cancel();
		assertThat(limiter.group(MODEL).counts().inFlight()).isZero();
	}

	@Test
	void whenManyCallersHaveBeenServedThenNothingOfThemIsLeft() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(1, 10, TestSettings.MAX_WAIT);
		for (int i = 0; i < 100_000; i++) {
			BaseSubscriber<String> holder = new BaseSubscriber<>() {
			};
			limiter.limit(Flux.<String>never(), MODEL, TestSettings.caller("holder-" + i), null).subscribe(holder);
			limiter.limit(Flux.just("a"), MODEL, TestSettings.caller("waiter-" + i), null).subscribe();
			holder.cancel();
		}
		assertThat(limiter.group(MODEL).counts().known()).isZero();
	}

	private void runOnAllThreads(Task task) throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(THREADS);
		try {
			CountDownLatch start = new CountDownLatch(THREADS);
			List<Future<?>> futures = new ArrayList<>();
			for (int i = 0; i < THREADS; i++) {
				int thread = i;
				futures.add(executor.submit(() -> {
					start.countDown();
					start.await();
					task.run(thread);
					return null;
				}));
			}
			for (Future<?> future : futures) {
				future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
			}
		}
		finally {
			executor.shutdownNow();
		}
	}

	/**
	 * A subscriber that cancelled may be gone before its source has been told.
	 */
	private static void awaitIdle(FairConcurrencyLimiter limiter) {
		LimitGroup group = limiter.group(MODEL);
		Boolean idle = Flux.interval(Duration.ofMillis(10))
			.map((tick) -> group.counts().inFlight() == 0 && group.counts().waiting() == 0)
			.filter(Boolean::booleanValue)
			.blockFirst(PATIENCE);
		assertThat(idle).isTrue();
	}

	private Flux<String> source(Random random) {
		Flux<String> source = switch (random.nextInt(64)) {
			case 7 -> Mono.delay(Duration.ofNanos(random.nextInt(2_000_000))).map((tick) -> "slow").flux();
			case 8, 9, 10, 11, 12 -> Flux.just("a", "b").publishOn(Schedulers.parallel());
			case 13 -> throttled(null);
			case 14 -> throttled(1 + random.nextInt(LIMIT + 1));
			case 15, 16, 17, 18, 19 -> Flux.<String>error(BROKEN).subscribeOn(Schedulers.parallel());
			case 20 -> Flux.<String>never().takeUntilOther(Mono.delay(Duration.ofMillis(1)));
			case 21, 22, 23, 24 -> new Flux<>() {

				@Override
				public void subscribe(CoreSubscriber<? super String> actual) {
					throw BROKEN;
				}

			};
			case 25, 26 -> Flux.just("a")
				.concatWith(
						Mono.<String>never().timeout(Duration.ofNanos(random.nextInt(500_000)), Mono.error(BROKEN)));
			default -> switch (random.nextInt(3)) {
				case 0 -> Flux.just("a", "b", "c");
				case 1 -> Flux.empty();
				default -> Flux.error(BROKEN);
			};
		};
		return counted(source);
	}

	private static Flux<String> throttled(@Nullable Integer told) {
		return Flux.error(TestSettings.tooMany(told, false, Duration.ofMillis(1)));
	}

	/**
	 * Count from being subscribed to until being told to end, or ending.
	 */
	private Flux<String> counted(Flux<String> source) {
		return Flux.defer(() -> {
			AtomicBoolean counts = new AtomicBoolean(true);
			this.served.incrementAndGet();
			this.highest.accumulateAndGet(this.running.incrementAndGet(), Math::max);
			Runnable end = () -> {
				if (counts.compareAndSet(true, false)) {
					this.running.decrementAndGet();
				}
			};
			return source.doOnTerminate(end).doOnCancel(end);
		});
	}

	private interface Task {

		void run(int thread) throws Exception;

	}

	/**
	 * Asks for little or much, cancels at once, soon, later or never, and sees to it that
	 * signals come one after another and none comes after the end.
	 */
	private final class RandomSubscriber implements CoreSubscriber<String> {

		private final Semaphore open;

		private final int demand;

		private final int plan;

		private final long delay;

		private final AtomicBoolean over = new AtomicBoolean();

		private final AtomicInteger signals = new AtomicInteger();

		private volatile Subscription subscription = Operators.emptySubscription();

		private volatile @Nullable Thread signalling;

		private volatile boolean terminated;

		private RandomSubscriber(Random random, Semaphore open) {
			this.open = open;
			this.demand = 1 + random.nextInt(3);
			this.plan = random.nextInt(10);
			this.delay = random.nextInt(2_000_000);
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			this.subscription = subscription;
			if (this.plan == 0) {
				cancel();
			}
			else {
				subscription.request((this.plan < 5) ? this.demand : Long.MAX_VALUE);
			}
		}

		private void cancelPerhaps() {
			if (this.plan == 1) {
				cancel();
			}
			if (this.plan == 2 || this.plan == 3) {
				Schedulers.parallel().schedule(this::cancel, this.delay, TimeUnit.NANOSECONDS);
			}
		}

		private void cancel() {
			this.subscription.cancel();
			over();
		}

		@Override
		public void onNext(String element) {
			signal();
			if (this.plan == 4) {
				cancel();
			}
			else {
				this.subscription.request(1);
			}
			this.signals.decrementAndGet();
		}

		@Override
		public void onError(Throwable failure) {
			if (failure instanceof ConcurrencyLimitExceededException exceeded
					&& exceeded.getReason() == Reason.TIMED_OUT) {
				LimiterStressTests.this.timedOut.incrementAndGet();
			}
			terminate();
		}

		@Override
		public void onComplete() {
			terminate();
		}

		private void terminate() {
			signal();
			this.terminated = true;
			this.signals.decrementAndGet();
			over();
		}

		/**
		 * A source that answers within {@code request} calls back while it is called.
		 */
		private void signal() {
			boolean overlapping = this.signals.getAndIncrement() > 0 && this.signalling != Thread.currentThread();
			this.signalling = Thread.currentThread();
			if (overlapping || this.terminated) {
				LimiterStressTests.this.violations.incrementAndGet();
			}
		}

		private void over() {
			if (this.over.compareAndSet(false, true)) {
				LimiterStressTests.this.ended.incrementAndGet();
				this.open.release();
			}
		}

	}

}
