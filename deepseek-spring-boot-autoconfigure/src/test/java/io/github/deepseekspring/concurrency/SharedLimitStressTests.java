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
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.github.deepseekspring.concurrency.ConcurrencyLimiterListener.Scope;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Several instances and threads at once, with requests that are cancelled at any time and
 * a store that answers at any time or not.
 */
@Timeout(120)
class SharedLimitStressTests {

	private static final int INSTANCES = 4;

	private static final int LIMIT = 20;

	private static final int REQUESTS = 20_000;

	private static final Duration LONGEST = Duration.ofSeconds(60);

	private final AtomicInteger running = new AtomicInteger();

	private final AtomicInteger mostRunning = new AtomicInteger();

	@Test
	void whenTheStoreAnswersThenTheLimitHoldsAndNoLeaseIsLost() {
		run(new UnsteadyStore(0, 0),
				new LeaseSettings(Duration.ofSeconds(90), Duration.ofSeconds(30), Duration.ofSeconds(20)));
		assertThat(this.mostRunning).hasValueLessThanOrEqualTo(LIMIT).hasValueGreaterThan(LIMIT / 2);
	}

	@Test
	void whenTheStoreIsSlowAndFailsThenNoLeaseIsLost() {
		run(new UnsteadyStore(0.02, 0.02),
				new LeaseSettings(Duration.ofSeconds(90), Duration.ofMillis(50), Duration.ofMillis(10)));
	}

	private void run(UnsteadyStore store, LeaseSettings settings) {
		List<FairConcurrencyLimiter> limiters = new ArrayList<>();
		for (int i = 0; i < INSTANCES; i++) {
			limiters.add(new FairConcurrencyLimiter(TestSettings.settings(LIMIT, REQUESTS, Duration.ofMinutes(5), 3),
					new ConcurrencyLimiterListener() {
					}, store, settings));
		}
		Flux.range(0, REQUESTS)
			.flatMap((number) -> request(limiters.get(number % INSTANCES), number).subscribeOn(Schedulers.parallel()),
					200)
			.as(StepVerifier::create)
			.expectNextCount(REQUESTS)
			.expectComplete()
			.verify(LONGEST);
		store.steady();
		Flux.interval(Duration.ofMillis(20))
			.takeUntil((any) -> limiters.stream().allMatch(SharedLimitStressTests::isShared))
			.blockLast(LONGEST);
		limiters.forEach(FairConcurrencyLimiter::shutdown);
		StepVerifier.create(Flux.fromIterable(limiters).flatMap(FairConcurrencyLimiter::whenReleased))
			.expectComplete()
			.verify(LONGEST);
		assertThat(limiters).flatExtracting(FairConcurrencyLimiter::snapshot).allSatisfy((group) -> {
			assertThat(group.inFlight()).isZero();
			assertThat(group.waiting()).isZero();
		});
		store.awaitQuiet();
		assertThat(store.leases()).isEmpty();
	}

	private static boolean isShared(FairConcurrencyLimiter limiter) {
		return limiter.snapshot().stream().allMatch((group) -> {
			LimitGroupSnapshot.Shared shared = group.shared();
			return shared != null && shared.available();
		});
	}

	/**
	 * A request that runs for up to a millisecond, and is cancelled one time in three.
	 */
	private Mono<Boolean> request(FairConcurrencyLimiter limiter, int number) {
		Random random = new Random(number);
		Flux<Integer> source = Flux.defer(() -> {
			this.mostRunning.accumulateAndGet(this.running.incrementAndGet(), Math::max);
			return Mono.delay(Duration.ofNanos(random.nextInt(1_000_000)))
				.map((any) -> number)
				.flux()
				.doFinally((signal) -> this.running.decrementAndGet());
		});
		Flux<Integer> limited = limiter.limit(source, TestSettings.MODEL, TestSettings.caller("user" + number % 13),
				null);
		Mono<Integer> maybeCancelled = (random.nextInt(3) == 0)
				? limited.takeUntilOther(Mono.delay(Duration.ofNanos(random.nextInt(20_000_000)))).next()
				: limited.next();
		return maybeCancelled.hasElement();
	}

	/**
	 * Keeps leases in memory and answers on other threads, after a while and in any
	 * order.
	 */
	private static final class UnsteadyStore implements LeaseStore {

		private final Set<Lease> leases = new HashSet<>();

		private final AtomicInteger underWay = new AtomicInteger();

		private final double slow;

		private final double failing;

		private final CountDownLatch quiet = new CountDownLatch(1);

		private volatile boolean steady;

		private long time;

		private UnsteadyStore(double slow, double failing) {
			this.slow = slow;
			this.failing = failing;
		}

		void steady() {
			this.steady = true;
		}

		synchronized Set<Lease> leases() {
			return Set.copyOf(this.leases);
		}

		/**
		 * Wait for the last call, answered or not.
		 */
		void awaitQuiet() {
			Mono.delay(Duration.ofMillis(20))
				.repeat(() -> this.underWay.get() > 0)
				.doOnComplete(this.quiet::countDown)
				.subscribe();
			assertThat(await()).isTrue();
		}

		private boolean await() {
			try {
				return this.quiet.await(LONGEST.toSeconds(), TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return false;
			}
		}

		@Override
		public Mono<Exchange> exchange(Terms terms, Collection<Lease> returned, List<Candidate> candidates) {
			return answer(terms, () -> {
				this.leases.removeAll(returned);
				List<Answer> answers = candidates.stream().map((candidate) -> grant(candidate.lease())).toList();
				return new Exchange(standing(), true, answers);
			});
		}

		private Answer grant(Lease lease) {
			if (this.leases.size() >= LIMIT) {
				return Answer.REFUSED;
			}
			this.leases.add(lease);
			return Answer.GRANTED;
		}

		@Override
		public Mono<Standing> renew(Terms terms, Collection<Lease> held, int expected) {
			return answer(terms, () -> {
				this.leases.addAll(held);
				return standing();
			});
		}

		@Override
		public Mono<Throttling> throttled(Terms terms, Lease lease, long grantedAt, @Nullable Integer toldLimit) {
			return answer(terms, () -> {
				this.leases.remove(lease);
				return new Throttling(standing(), false, Scope.ACCOUNT);
			});
		}

		private Standing standing() {
			this.time++;
			return new Standing(this.time, LIMIT, this.leases.size(), INSTANCES);
		}

		private <T> Mono<T> answer(Terms terms, Supplier<T> work) {
			ThreadLocalRandom random = ThreadLocalRandom.current();
			boolean late = !this.steady && random.nextDouble() < this.slow;
			boolean fails = !this.steady && random.nextDouble() < this.failing;
			Duration delay = Duration.ofNanos(random.nextInt(500_000)).plusMillis(late ? 30 : 0);
			return Mono.defer(() -> {
				this.underWay.incrementAndGet();
				return Mono.delay(delay).map((any) -> {
					synchronized (this) {
						return work.get();
					}
				}).doOnNext((any) -> {
					if (fails) {
						throw new IllegalStateException("lost after it was done");
					}
				}).doFinally((signal) -> this.underWay.decrementAndGet());
			});
		}

	}

}
