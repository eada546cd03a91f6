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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import io.github.deepseekspring.concurrency.ConcurrencySettings.Adaptive;
import io.github.deepseekspring.concurrency.LeaseStore.Answer;
import io.github.deepseekspring.concurrency.LeaseStore.Candidate;
import io.github.deepseekspring.concurrency.LeaseStore.Exchange;
import io.github.deepseekspring.concurrency.LeaseStore.Lease;
import io.github.deepseekspring.concurrency.LeaseStore.Standing;
import io.github.deepseekspring.concurrency.redis.Instance;
import io.github.deepseekspring.concurrency.redis.StoredLeases;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests that the limit of many instances behaves as that of a single one: both get the
 * same 429s at the same times, and are always used.
 */
class SharedLimitCurveTests {

	private static final int STEPS = 250;

	private static StoredLeases stored;

	private final Deque<Sent> running = new ArrayDeque<>();

	private long shift;

	private int nextId;

	@BeforeAll
	static void start() {
		stored = new StoredLeases();
	}

	@AfterAll
	static void stop() {
		stored.close();
	}

	@ParameterizedTest
	@CsvSource({ "500, 1", "500, 2", "2500, 3", "40, 4", "7, 5" })
	void theLimitIsThatOfASingleInstance(int ceiling, long seed) {
		stored.clear();
		Random random = new Random(seed);
		AdaptiveLimit local = new AdaptiveLimit(ceiling, Adaptive.defaults());
		Instance shared = Instance.of(stored.store(), "one", ceiling, null, Duration.ofHours(1), Adaptive.defaults())
			.known();
		int reduced = 0;
		int recovered = 0;
		for (int step = 0; step < STEPS; step++) {
			boolean wasReduced = local.isReduced();
			fill(shared, local, ceiling);
			recovered += (wasReduced && !local.isReduced()) ? 1 : 0;
			if (random.nextInt((step % 100 < 50) ? 5 : 25) == 0) {
				Integer told = random.nextBoolean() ? 1 + random.nextInt(ceiling) : null;
				reject(shared, local, random.nextInt(4) == 0 && wasReduced, told);
				drain(shared, local);
			}
			pass(1 + random.nextInt(1000));
			reduced += local.isReduced() ? 1 : 0;
		}
		assertThat(reduced).isGreaterThan(STEPS / 5);
		assertThat(recovered).isPositive();
	}

	private void fill(Instance shared, AdaptiveLimit local, int ceiling) {
		List<Candidate> candidates = new ArrayList<>();
		for (int i = 0; i < Math.min(ceiling, local.current() * 2 + 10) - this.running.size(); i++) {
			candidates.add(Instance.candidate(new Lease("", Integer.toString(this.nextId++)), 0, 0));
		}
		int before = this.running.size();
		Exchange exchange = shared.exchange(List.of(), candidates);
		Standing standing = exchange.standing();
		local.accepted(before, true, nanos(standing));
		assertThat(standing.limit()).isCloseTo(local.current(), within(1));
		for (int i = 0; i < candidates.size(); i++) {
			if (exchange.answers().get(i) == Answer.GRANTED) {
				this.running.add(new Sent(candidates.get(i).lease(), standing.time() + this.shift, local.round()));
			}
		}
		assertThat(this.running).hasSize(standing.inFlight());
	}

	private void reject(Instance shared, AdaptiveLimit local, boolean oldest, @Nullable Integer told) {
		Sent rejected = oldest ? this.running.removeFirst() : this.running.removeLast();
		Standing standing = shared.throttled(rejected.lease, rejected.time - this.shift, told).standing();
		local.rejected(told, rejected.round, this.running.size(), nanos(standing));
		assertThat(standing.inFlight()).isEqualTo(this.running.size());
		assertThat(standing.limit()).isCloseTo(local.current(), within(1));
	}

	/**
	 * Let no more run than may, since only then all that runs was accepted.
	 */
	private void drain(Instance shared, AdaptiveLimit local) {
		List<Lease> ended = new ArrayList<>();
		while (this.running.size() > local.current()) {
			ended.add(this.running.removeFirst().lease);
		}
		shared.exchange(ended, List.of());
	}

	private void pass(long millis) {
		this.shift += millis;
		stored.age(millis);
	}

	private long nanos(Standing standing) {
		return TimeUnit.MILLISECONDS.toNanos(standing.time() + this.shift);
	}

	/**
	 * A request that runs.
	 *
	 * @param lease its lease
	 * @param time when it got it
	 * @param round in which round of the local limit that was
	 */
	private record Sent(Lease lease, long time, int round) {
	}

}
