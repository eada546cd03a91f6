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
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

import io.github.deepseekspring.concurrency.ConcurrencyLimiterListener.Scope;
import io.github.deepseekspring.concurrency.ConcurrencySettings.Adaptive;
import io.github.deepseekspring.concurrency.LeaseStore.Answer;
import io.github.deepseekspring.concurrency.LeaseStore.Candidate;
import io.github.deepseekspring.concurrency.LeaseStore.Exchange;
import io.github.deepseekspring.concurrency.LeaseStore.Lease;
import io.github.deepseekspring.concurrency.LeaseStore.Standing;
import io.github.deepseekspring.concurrency.LeaseStore.Throttling;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RedisLeaseStore}: a server that has lost its data while requests run.
 */
class LostDataTests {

	private static final int CEILING = 20;

	private static final Duration LEASE = Duration.ofMinutes(30);

	private static StoredLeases stored;

	private final RedisLeaseStore store = stored.store();

	private final Instance one = instance("one");

	private final Instance two = instance("two");

	private int nextId;

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
	}

	@Test
	void whenLeasesArePutBackThenNoMoreAreGrantedThanThese() {
		List<Lease> held = leases("one", 3);
		Standing standing = this.one.renew(held);
		assertThat(standing.limit()).isEqualTo(CEILING);
		assertThat(standing.inFlight()).isEqualTo(3);
		Exchange refused = this.one.exchange(List.of(), fresh(2));
		assertThat(refused.known()).isTrue();
		assertThat(refused.answers()).containsOnly(Answer.REFUSED);
		assertThat(refused.standing().limit()).isEqualTo(CEILING);
		assertThat(stored.scores("waiting")).containsOnlyKeys("one:1", "one:2");
		Exchange exchanged = this.one.exchange(held.subList(0, 2), fresh(3));
		assertThat(exchanged.answers()).containsExactly(Answer.GRANTED, Answer.GRANTED, Answer.REFUSED);
		assertThat(exchanged.standing().inFlight()).isEqualTo(3);
	}

	@Test
	void whenTheAccountWasNotFullThenPlacesAreKeptOnlyForThoseThatAreMissing() {
		this.one.renew(leases("one", 3), 7);
		List<Answer> answers = this.one.exchange(List.of(), fresh(14, 10)).answers();
		assertThat(answers.subList(0, 13)).containsOnly(Answer.GRANTED);
		assertThat(answers.get(13)).isEqualTo(Answer.REFUSED);
		this.two.renew(leases("two", 4), 5);
		assertThat(this.two.exchange(leases("two", 4), fresh(5)).answers())
			.as("one place is left for the request of the other instance that waits")
			.containsExactly(Answer.GRANTED, Answer.GRANTED, Answer.GRANTED, Answer.REFUSED, Answer.REFUSED);
	}

	@Test
	void whenAllThatThereWereAreBackThenTheLimitCounts() {
		this.one.renew(leases("one", 3), 3);
		assertThat(this.one.exchange(List.of(), fresh(17)).answers()).containsOnly(Answer.GRANTED);
	}

	@Test
	void whenLeasesThatAreNotThereAreReturnedThenNoneIsGrantedForThem() {
		this.one.renew(leases("one", 3));
		assertThat(this.one.exchange(leases("gone", 2), fresh(2)).answers()).containsOnly(Answer.REFUSED);
	}

	@Test
	void whenALeaseIsReturnedThenItsPlaceIsKept() {
		List<Lease> held = leases("one", 3);
		this.one.renew(held);
		this.one.giveBack(held.get(0));
		assertThat(this.one.exchange(List.of(), fresh(2)).answers()).containsExactly(Answer.GRANTED, Answer.REFUSED);
	}

	@Test
	void whenAnInstanceHadNoLeasesThenItGetsThoseThatOthersReturn() {
		List<Lease> held = leases("one", 3);
		this.one.renew(held);
		this.two.known();
		assertThat(this.two.exchange(List.of(), fresh(1)).answers()).containsOnly(Answer.REFUSED);
		this.one.giveBack(held.get(0));
		assertThat(this.two.exchange(List.of(), fresh(2)).answers()).containsExactly(Answer.GRANTED, Answer.REFUSED);
	}

	@Test
	void whenOthersPutTheirLeasesBackThenTheseCountToo() {
		List<Lease> held = leases("one", 3);
		this.one.renew(held);
		List<Lease> others = leases("two", 4);
		this.two.renew(others);
		this.two.renew(others);
		this.two.giveBack(others.get(0));
		Exchange exchange = this.one.exchange(held.subList(0, 1), fresh(4));
		assertThat(Collections.frequency(exchange.answers(), Answer.GRANTED)).isEqualTo(2);
		assertThat(exchange.standing().inFlight()).isEqualTo(7);
	}

	@Test
	void whenInstancesAreKnownBeforeTheyPutLeasesBackThenNoMoreAreGrantedThanThese() {
		this.one.known();
		this.two.known();
		List<Lease> held = leases("one", 3);
		this.one.renew(held);
		assertThat(this.one.exchange(held, fresh(4)).answers()).endsWith(Answer.GRANTED, Answer.REFUSED);
		assertThat(this.two.exchange(List.of(), fresh(1)).answers()).containsOnly(Answer.REFUSED);
	}

	@Test
	void whenMoreArePutBackThanMayRunThenTheLimitCounts() {
		List<Lease> held = leases("one", CEILING + 5);
		this.one.renew(held);
		assertThat(this.one.exchange(held.subList(0, 7), fresh(7)).answers()).containsExactly(Answer.GRANTED,
				Answer.GRANTED, Answer.REFUSED, Answer.REFUSED, Answer.REFUSED, Answer.REFUSED, Answer.REFUSED);
	}

	@Test
	void whenEveryInstanceHasHadAHeartbeatThenTheLimitCountsAgain() {
		this.one.renew(leases("one", 3));
		assertThat(stored.expiry("rebuilding")).isBetween(Duration.ofMinutes(9), Duration.ofMinutes(10));
		this.two.renew(leases("two", 4));
		assertThat(stored.expiry("rebuilding")).isBetween(Duration.ofMinutes(9), Duration.ofMinutes(10));
		stored.endOfRebuilding();
		assertThat(this.one.exchange(List.of(), fresh(14)).answers()).startsWith(Answer.GRANTED, Answer.GRANTED)
			.endsWith(Answer.GRANTED, Answer.REFUSED);
		this.one.renew(leases("one", 3));
		assertThat(rebuilding()).isFalse();
	}

	@Test
	void whenTheTimeIsOverThenTheServerForgetsByItself() {
		Instance quick = Instance.of(this.store, "quick", CEILING, null, Duration.ofMillis(3), Adaptive.defaults());
		quick.renew(leases("one", 3));
		long start = System.nanoTime();
		while (rebuilding()) {
			assertThat(System.nanoTime() - start).isLessThan(Duration.ofSeconds(20).toNanos());
		}
	}

	@Test
	void whenNothingRunsYetThenLeasesAreGrantedAtOnce() {
		this.one.known();
		this.two.known();
		List<Candidate> candidates = fresh(5);
		assertThat(this.one.exchange(List.of(), candidates).answers()).containsOnly(Answer.GRANTED);
		this.one.renew(candidates.stream().map(Candidate::lease).toList());
		assertThat(this.two.exchange(List.of(), fresh(5)).answers()).containsOnly(Answer.GRANTED);
	}

	@Test
	void whenAllInstancesWereAwayForLongerThanALeaseThenTheyPutTheirLeasesBack() {
		this.one.known();
		this.two.known();
		stored.endOfRebuilding();
		stored.setScore("instances", "one", stored.now() - 1);
		this.two.renew(leases("two", 2));
		assertThat(rebuilding()).isFalse();
		stored.setScore("instances", "two", stored.now() - 1);
		this.one.renew(leases("one", 3));
		assertThat(this.one.exchange(List.of(), fresh(1)).answers()).containsOnly(Answer.REFUSED);
		assertThat(stored.scores("leases")).hasSize(5);
	}

	@Test
	void whenNoLimitIsToldThenTheLimitIsNotCutButOneLessIsGranted() {
		List<Lease> held = leases("one", 4);
		long granted = this.one.renew(held).time();
		Throttling throttling = this.one.throttled(held.get(0), granted, null);
		assertThat(throttling.standing().limit()).isEqualTo(CEILING);
		assertThat(throttling.standing().inFlight()).isEqualTo(3);
		assertThat(stored.limit()).isEmpty();
		this.one.throttled(held.get(0), granted, null);
		assertThat(this.one.exchange(held.subList(1, 2), fresh(2)).answers()).containsExactly(Answer.GRANTED,
				Answer.REFUSED);
		stored.endOfRebuilding();
		assertThat(this.one.throttled(held.get(2), granted, null).standing().limit()).isEqualTo(1);
	}

	@Test
	void whenAllAreAnsweredThatTheyAreTooManyThenTheLowestLimitIsLeft() {
		Adaptive adaptive = new Adaptive(true, 2, 0.85, Duration.ofSeconds(10), true, 3);
		Instance careful = Instance.of(this.store, "one", CEILING, null, LEASE, adaptive);
		List<Lease> held = leases("one", 4);
		careful.renew(held);
		held.forEach((lease) -> careful.throttled(lease, 0, null));
		assertThat(careful.exchange(List.of(), fresh(3)).answers()).containsExactly(Answer.GRANTED, Answer.GRANTED,
				Answer.REFUSED);
	}

	@Test
	void whenALimitIsToldThenItCounts() {
		List<Lease> held = leases("one", 10);
		long granted = this.one.renew(held, 10).time();
		Throttling throttling = this.one.throttled(held.get(0), granted, 8);
		assertThat(throttling.standing().limit()).isEqualTo(8);
		assertThat(this.one.exchange(held.subList(1, 4), fresh(3)).answers()).containsExactly(Answer.GRANTED,
				Answer.GRANTED, Answer.REFUSED);
	}

	@Test
	void whenAUserIsToldThatItRunsTooManyThenTheAccountKeepsItsPlace() {
		Instance expanded = Instance.of(this.store, "one", CEILING, 2);
		List<Lease> held = List.of(new Lease("u", "1"), new Lease("u", "2"));
		expanded.renew(held);
		assertThat(expanded.throttled(held.get(0), 0, null).scope()).isEqualTo(Scope.USER);
		assertThat(expanded.exchange(List.of(), fresh(2)).answers()).containsExactly(Answer.GRANTED, Answer.REFUSED);
	}

	private Instance instance(String name) {
		return Instance.of(this.store, name, CEILING, null, LEASE, Adaptive.defaults());
	}

	private List<Candidate> fresh(int count) {
		return fresh(count, 0);
	}

	private List<Candidate> fresh(int count, long waitedMillis) {
		return IntStream.range(0, count)
			.mapToObj((i) -> Instance.candidate(new Lease("", "new." + this.nextId++), 0, waitedMillis))
			.toList();
	}

	private static boolean rebuilding() {
		return stored.keys().contains(StoredLeases.PREFIX + "rebuilding");
	}

	private static List<Lease> leases(String name, int count) {
		return IntStream.range(0, count).mapToObj((i) -> new Lease("", name + "." + i)).toList();
	}

}
