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
import java.util.List;
import java.util.stream.IntStream;

import io.github.deepseekspring.concurrency.ConcurrencyLimiterListener.Scope;
import io.github.deepseekspring.concurrency.ConcurrencySettings.Adaptive;
import io.github.deepseekspring.concurrency.LeaseStore.Answer;
import io.github.deepseekspring.concurrency.LeaseStore.Lease;
import io.github.deepseekspring.concurrency.LeaseStore.Standing;
import io.github.deepseekspring.concurrency.LeaseStore.Throttling;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RedisLeaseStore}: what 429s do to the limit.
 */
class ThrottledScriptTests {

	private static final int CEILING = 500;

	private static final int RUNNING = 200;

	private static StoredLeases stored;

	private final RedisLeaseStore store = stored.store();

	private final Instance instance = Instance.of(this.store, "one", CEILING, null);

	private final Instance other = Instance.of(this.store, "two", CEILING, null);

	@BeforeAll
	static void start() {
		stored = new StoredLeases();
	}

	@AfterAll
	static void stop() {
		stored.close();
	}

	@BeforeEach
	void clear() {
		stored.clear();
		this.other.known();
		stored.endOfRebuilding();
	}

	@Test
	void whenALimitIsToldThenAllInstancesGoByIt() {
		long granted = run(RUNNING);
		Throttling throttling = this.instance.throttled(lease(0), granted, 25);
		assertThat(throttling.standing().limit()).isEqualTo(25);
		assertThat(throttling.standing().inFlight()).isEqualTo(RUNNING - 1);
		assertThat(throttling.standing().instances()).isEqualTo(2);
		assertThat(throttling.late()).isFalse();
		assertThat(throttling.scope()).isEqualTo(Scope.ACCOUNT);
		assertThat(this.other.renew().limit()).isEqualTo(25);
		assertThat(this.other.acquire(new Lease("", "new"))).containsExactly(Answer.REFUSED);
	}

	@Test
	void whenALimitIsToldThenItIsHeldForFiveSecondsAndLongerWhenItIsToldForLong() {
		long granted = run(RUNNING);
		long time = this.instance.throttled(lease(0), granted, 25).standing().time();
		assertThat(startOfCurve() - time).isEqualTo(5000);
		for (int i = 1; i <= 20; i++) {
			stored.age(4000);
			time = this.instance.throttled(lease(i), startOfCurve(), 25).standing().time();
		}
		assertThat(startOfCurve() - time).isBetween(8000L, 10_000L);
		for (int i = 21; i <= 190; i++) {
			stored.age(5000);
			time = this.instance.throttled(lease(i), startOfCurve(), 25).standing().time();
		}
		assertThat(startOfCurve() - time).isEqualTo(60_000);
	}

	@Test
	void whenAnotherLimitIsToldThenItIsHeldForFiveSeconds() {
		long granted = run(RUNNING);
		this.instance.throttled(lease(0), granted, 25);
		stored.age(60_000);
		long time = this.instance.throttled(lease(1), time(), 24).standing().time();
		assertThat(startOfCurve() - time).isEqualTo(5000);
	}

	@Test
	void whenALimitIsToldOfARequestThatIsLateThenItCanOnlyFall() {
		long granted = run(RUNNING);
		this.instance.throttled(lease(0), granted, 25);
		Throttling late = this.instance.throttled(lease(1), granted, 100);
		assertThat(late.late()).isTrue();
		assertThat(late.standing().limit()).isEqualTo(25);
		assertThat(late.standing().inFlight()).isEqualTo(RUNNING - 2);
		assertThat(this.instance.throttled(lease(2), 0, 7).standing().limit()).isEqualTo(7);
		stored.age(2);
		assertThat(this.instance.throttled(lease(3), time(), 40).standing().limit()).isEqualTo(40);
	}

	@Test
	void whenToldLimitsAreOutOfBoundsThenTheBoundsCount() {
		long granted = run(RUNNING);
		assertThat(this.instance.throttled(lease(0), granted, 5000).standing().limit()).isEqualTo(CEILING);
		stored.age(10);
		Instance careful = with(new Adaptive(true, 10, 0.85, Duration.ofSeconds(10), true, 3));
		assertThat(careful.throttled(lease(1), time(), 3).standing().limit()).isEqualTo(10);
	}

	@Test
	void whenNoLimitIsToldThenItFallsBelowWhatRunsOnce() {
		long granted = run(RUNNING);
		Throttling first = this.instance.throttled(lease(0), granted, null);
		assertThat(first.late()).isFalse();
		assertThat(first.standing().limit()).isEqualTo((int) (0.85 * (RUNNING - 1)));
		Throttling second = this.instance.throttled(lease(1), granted, null);
		assertThat(second.late()).isTrue();
		assertThat(second.standing().limit()).isBetween((int) (0.85 * (RUNNING - 1)), RUNNING - 10);
		stored.age(2);
		assertThat(this.instance.throttled(lease(2), time(), null).standing().limit())
			.isBetween((int) (0.85 * 0.85 * (RUNNING - 1)), (int) (0.85 * (RUNNING - 10)));
	}

	@Test
	void whenNoLimitIsToldOfALateRequestThenTheLimitIsAtMostWhatRuns() {
		long granted = run(RUNNING);
		this.instance.throttled(lease(0), granted, null);
		this.instance
			.giveBack(IntStream.range(50, RUNNING).mapToObj(ThrottledScriptTests::lease).toArray(Lease[]::new));
		assertThat(this.instance.throttled(lease(1), granted, null).standing().limit()).isEqualTo(48);
	}

	@Test
	void whenLeasesHaveLapsedThenTheyDoNotRun() {
		long granted = run(RUNNING);
		for (int i = 100; i < RUNNING; i++) {
			stored.setScore("leases", "|" + i, stored.now());
		}
		Standing standing = this.instance.throttled(lease(0), granted, null).standing();
		assertThat(standing.inFlight()).isEqualTo(99);
		assertThat(standing.limit()).isEqualTo((int) (0.85 * 99));
		assertThat(stored.users()).containsEntry("", Integer.toString(RUNNING - 1));
	}

	@Test
	void whenTheInstanceIsNotKnownThenWhatRunsIsNotKnownEither() {
		long granted = run(RUNNING);
		stored.clear();
		Throttling throttling = this.instance.throttled(lease(0), granted, null);
		assertThat(throttling.standing().limit()).isEqualTo(CEILING);
		assertThat(stored.limit()).isEmpty();
		assertThat(this.instance.throttled(lease(1), granted, 25).standing().limit()).isEqualTo(25);
	}

	@Test
	void whenTheLimitDoesNotAdaptThenTheLeaseIsTakenBackAndNothingElse() {
		long granted = run(RUNNING);
		Instance fixed = with(new Adaptive(false, 1, 0.85, Duration.ofSeconds(10), true, 3));
		Throttling throttling = fixed.throttled(lease(0), granted, 25);
		assertThat(throttling.standing().limit()).isEqualTo(CEILING);
		assertThat(throttling.standing().inFlight()).isEqualTo(RUNNING - 1);
		assertThat(stored.limit()).isEmpty();
	}

	@Test
	void whenToldLimitsAreNotReadThenTheLimitIsCut() {
		long granted = run(RUNNING);
		Instance deaf = with(new Adaptive(true, 1, 0.5, Duration.ofSeconds(10), false, 3));
		assertThat(deaf.throttled(lease(0), granted, 25).standing().limit()).isEqualTo((RUNNING - 1) / 2);
	}

	@Test
	void whenAUserRunsAboutAsManyAsItMayThenTheLimitIsTheUsers() {
		Instance expanded = Instance.of(this.store, "one", CEILING, 10);
		List<Lease> leases = IntStream.range(0, 9).mapToObj((i) -> new Lease("u", Integer.toString(i))).toList();
		expanded.renew(leases);
		Throttling throttling = expanded.throttled(leases.get(0), time(), null);
		assertThat(throttling.scope()).isEqualTo(Scope.USER);
		assertThat(throttling.standing().limit()).isEqualTo(CEILING);
		assertThat(throttling.standing().inFlight()).isEqualTo(8);
		assertThat(stored.users()).containsEntry("u", "8");
		assertThat(expanded.throttled(leases.get(1), time(), null).scope()).isEqualTo(Scope.ACCOUNT);
	}

	@Test
	void whenALimitIsToldThenItIsTheAccounts() {
		Instance expanded = Instance.of(this.store, "one", CEILING, 1);
		Lease lease = new Lease("u", "1");
		expanded.renew(lease);
		Throttling throttling = expanded.throttled(lease, time(), 40);
		assertThat(throttling.scope()).isEqualTo(Scope.ACCOUNT);
		assertThat(throttling.standing().limit()).isEqualTo(40);
	}

	@Test
	void whenTheLimitHasRecoveredAndWasUsedThenNothingIsLeftOfIt() {
		long granted = run(RUNNING);
		this.instance.throttled(lease(0), granted, null);
		this.instance
			.giveBack(IntStream.range(100, RUNNING).mapToObj(ThrottledScriptTests::lease).toArray(Lease[]::new));
		int limit = 0;
		for (int i = 0; i < 40 && limit < CEILING; i++) {
			stored.age(1000);
			limit = fill("round" + i);
		}
		assertThat(limit).isEqualTo(CEILING);
		this.instance.giveBack();
		assertThat(stored.limit()).isEmpty();
	}

	@Test
	void whenTheLimitIsNotUsedThenItStaysNearWhatWas() {
		long granted = run(RUNNING);
		this.instance.throttled(lease(0), granted, 20);
		stored.age(60_000);
		assertThat(this.instance.renew().limit()).isEqualTo(24);
	}

	private int fill(String name) {
		List<Lease> leases = new ArrayList<>();
		for (int i = 0; i < CEILING; i++) {
			leases.add(new Lease("", name + "-" + i));
		}
		this.instance.acquire(leases.toArray(Lease[]::new));
		return this.instance.giveBack().limit();
	}

	/**
	 * Let so many requests run and return the time when they got their leases.
	 */
	private long run(int count) {
		return this.instance.renew(IntStream.range(0, count).mapToObj(ThrottledScriptTests::lease).toList()).time();
	}

	private Instance with(Adaptive adaptive) {
		return Instance.of(this.store, "one", CEILING, null, Duration.ofSeconds(30), adaptive);
	}

	private static long time() {
		return stored.now() + 1;
	}

	private static long startOfCurve() {
		return Long.parseLong(stored.limit().getOrDefault("start", "0"));
	}

	private static Lease lease(int id) {
		return new Lease("", Integer.toString(id));
	}

}
