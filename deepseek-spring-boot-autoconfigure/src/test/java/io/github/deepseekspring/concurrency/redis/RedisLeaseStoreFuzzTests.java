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

package io.github.deepseekspring.concurrency.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.github.deepseekspring.concurrency.ConcurrencySettings.Adaptive;
import io.github.deepseekspring.concurrency.LeaseStore.Answer;
import io.github.deepseekspring.concurrency.LeaseStore.Candidate;
import io.github.deepseekspring.concurrency.LeaseStore.Exchange;
import io.github.deepseekspring.concurrency.LeaseStore.Lease;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RedisLeaseStore}: many random operations of several instances with
 * leases that lapse all the time.
 */
class RedisLeaseStoreFuzzTests {

	private static final int INSTANCES = 4;

	private static final int OPERATIONS = 300_000;

	private static final int CHECKS = 1500;

	private static final int GRANTED = 3000;

	private static final int CUTS = 10;

	private static final int ROUNDS_BETWEEN_CHECKS = 4;

	private static final int CEILING = 200;

	private static final int USER_LIMIT = 40;

	private static final Duration LEASE = Duration.ofMillis(150);

	/**
	 * Untold cuts recover so fast that limits of all heights occur.
	 */
	private static final Adaptive ADAPTIVE = new Adaptive(true, 1, 0.85, Duration.ofMillis(300), true, 3);

	private final StoredLeases stored = new StoredLeases();

	private final ExecutorService threads = Executors.newFixedThreadPool(INSTANCES);

	private final AtomicInteger operations = new AtomicInteger();

	private final AtomicInteger checks = new AtomicInteger();

	private final AtomicInteger granted = new AtomicInteger();

	private final AtomicInteger cuts = new AtomicInteger();

	@AfterEach
	void stop() {
		this.threads.shutdownNow();
		this.stored.close();
	}

	@Test
	void usersAlwaysHaveAsManyLeasesAsThereAre() throws InterruptedException, ExecutionException, TimeoutException {
		List<Future<?>> running = new ArrayList<>();
		for (int i = 0; i < INSTANCES; i++) {
			Actor actor = new Actor(this.stored.store(), i);
			running.add(this.threads.submit(actor));
		}
		for (Future<?> actor : running) {
			actor.get(2, TimeUnit.MINUTES);
		}
		drain();
	}

	/**
	 * Whether all has happened often enough, which takes longer on a busy machine, where
	 * more leases lapse.
	 */
	private boolean isEnough() {
		return this.operations.get() >= OPERATIONS && this.checks.get() >= CHECKS && this.granted.get() >= GRANTED
				&& this.cuts.get() >= CUTS;
	}

	private void drain() {
		Instance last = Instance.of(this.stored.store(), "last", CEILING, USER_LIMIT);
		long start = System.nanoTime();
		while (last.giveBack().inFlight() > 0) {
			assertThat(System.nanoTime() - start).as("time until all leases have lapsed")
				.isLessThan(Duration.ofSeconds(20).toNanos());
		}
		assertThat(this.stored.users()).isEmpty();
		assertThat(this.stored.scores("leases")).isEmpty();
	}

	private void check() {
		assertThat(this.stored.mismatches()).isEmpty();
		this.checks.incrementAndGet();
	}

	/**
	 * One instance, which also forgets leases and gives some back twice.
	 */
	private final class Actor implements Runnable {

		private final Random random;

		private final Instance instance;

		private final Set<Lease> held = new LinkedHashSet<>();

		private final List<Lease> gone = new ArrayList<>();

		private long lastTime;

		private int nextId;

		Actor(RedisLeaseStore store, int number) {
			this.random = new Random(number);
			this.instance = Instance.of(store, "i" + number, CEILING, USER_LIMIT, LEASE, ADAPTIVE);
		}

		@Override
		public void run() {
			this.instance.renew();
			for (int round = 0; !isEnough(); round++) {
				int done = switch (this.random.nextInt(60)) {
					case 0, 1, 2, 3 -> renew();
					case 4 -> throttle();
					case 5, 6, 7, 8 -> forget();
					default -> exchange();
				};
				RedisLeaseStoreFuzzTests.this.operations.addAndGet(done);
				if (round % ROUNDS_BETWEEN_CHECKS == 0) {
					check();
				}
			}
		}

		private int exchange() {
			List<Lease> returned = new ArrayList<>(some(this.held, 40));
			returned.addAll(some(this.gone, 5));
			this.held.removeAll(returned);
			Set<String> fresh = new LinkedHashSet<>();
			List<Candidate> candidates = new ArrayList<>();
			for (int i = this.random.nextInt(60); i > 0; i--) {
				Lease lease = lease();
				fresh.add(lease.id());
				candidates.add(Instance.candidate(lease, this.random.nextInt(4), this.random.nextInt(500)));
			}
			some(this.held, 5).forEach((lease) -> candidates.add(Instance.candidate(lease, 0, 0)));
			Exchange exchange = this.instance.exchange(returned, candidates);
			if (!exchange.known()) {
				this.instance.renew();
			}
			for (int i = 0; i < candidates.size(); i++) {
				if (exchange.answers().get(i) == Answer.GRANTED) {
					Lease lease = candidates.get(i).lease();
					this.held.add(lease);
					if (fresh.contains(lease.id())) {
						assertThat(exchange.standing().inFlight()).isLessThanOrEqualTo(exchange.standing().limit());
						RedisLeaseStoreFuzzTests.this.granted.incrementAndGet();
					}
				}
			}
			this.lastTime = exchange.standing().time();
			this.gone.clear();
			this.gone.addAll(returned);
			return returned.size() + candidates.size();
		}

		private int renew() {
			List<Lease> renewed = some(this.held, 40);
			this.instance.renew(renewed);
			return renewed.size();
		}

		private int throttle() {
			List<Lease> rejected = some(this.held, 3);
			for (Lease lease : rejected) {
				this.held.remove(lease);
				Integer told = (this.random.nextInt(20) == 0) ? CEILING - this.random.nextInt(50) : null;
				if (!this.instance.throttled(lease, this.lastTime, told).late()) {
					RedisLeaseStoreFuzzTests.this.cuts.incrementAndGet();
				}
				this.gone.add(lease);
			}
			return rejected.size();
		}

		private int forget() {
			some(this.held, 5).forEach(this.held::remove);
			return 0;
		}

		private Lease lease() {
			String user = Stream.of("", "a", "b", "c", "d", "e", "f").toList().get(this.random.nextInt(7));
			return new Lease(user, this.instance.terms().instance() + "." + this.nextId++);
		}

		private List<Lease> some(Collection<Lease> leases, int most) {
			List<Lease> all = new ArrayList<>(leases);
			Collections.shuffle(all, this.random);
			return all.subList(0, Math.min(all.size(), this.random.nextInt(most + 1)));
		}

	}

}
