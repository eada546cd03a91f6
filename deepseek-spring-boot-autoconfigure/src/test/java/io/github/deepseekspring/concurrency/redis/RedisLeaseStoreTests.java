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
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.github.deepseekspring.concurrency.LeaseStore.Answer;
import io.github.deepseekspring.concurrency.LeaseStore.Candidate;
import io.github.deepseekspring.concurrency.LeaseStore.Exchange;
import io.github.deepseekspring.concurrency.LeaseStore.Lease;
import io.github.deepseekspring.concurrency.LeaseStore.Standing;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import org.springframework.data.redis.core.ReactiveStringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link RedisLeaseStore}: leases, users and instances.
 */
class RedisLeaseStoreTests {

	private static final Lease A = new Lease("", "1.a");

	private static final Lease B = new Lease("", "1.b");

	private static final Lease C = new Lease("", "1.c");

	private static StoredLeases stored;

	private final RedisLeaseStore store = stored.store();

	private final Instance one = Instance.of(this.store, "one", 2, null);

	private final Instance expanded = Instance.of(this.store, "expanded", 10, 2);

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
	void whenLeasesAreFreeThenTheyAreGrantedAndOthersRefused() {
		Exchange exchange = this.one.known().exchange(List.of(), List.of(free(A), free(B), free(C)));
		assertThat(exchange.answers()).containsExactly(Answer.GRANTED, Answer.GRANTED, Answer.REFUSED);
		assertThat(exchange.known()).isTrue();
		assertThat(exchange.standing().limit()).isEqualTo(2);
		assertThat(exchange.standing().inFlight()).isEqualTo(2);
		assertThat(exchange.standing().instances()).isOne();
		assertThat(exchange.standing().time()).isBetween(stored.now() - 20_000, stored.now());
	}

	@Test
	void whenALeaseIsAskedForTwiceThenItIsGivenOnceAndLastsNoLonger() {
		this.one.known().acquire(A);
		Map<String, Long> expiry = stored.scores("leases");
		stored.setScore("leases", "|1.a", expiry.get("|1.a") - 5);
		Exchange again = this.one.exchange(List.of(), List.of(free(A)));
		assertThat(again.answers()).containsExactly(Answer.GRANTED);
		assertThat(again.standing().inFlight()).isOne();
		assertThat(stored.scores("leases")).containsExactly(Map.entry("|1.a", expiry.get("|1.a") - 5));
		assertThat(stored.users()).containsExactly(Map.entry("", "1"));
	}

	@Test
	void whenALeaseIsReturnedThenAnotherGetsItsPlaceInTheSameCall() {
		this.one.known().acquire(A, B);
		Exchange exchange = this.one.exchange(List.of(A), List.of(free(C)));
		assertThat(exchange.answers()).containsExactly(Answer.GRANTED);
		assertThat(stored.scores("leases")).containsOnlyKeys("|1.b", "|1.c");
	}

	@Test
	void whenALeaseIsReturnedTwiceThenNothingChanges() {
		this.one.known().acquire(A, B);
		assertThat(this.one.giveBack(A, A).inFlight()).isOne();
		assertThat(this.one.giveBack(A).inFlight()).isOne();
		assertThat(stored.users()).containsExactly(Map.entry("", "1"));
	}

	@Test
	void whenALeaseIsNotRenewedThenItLapsesAndIsFree() {
		this.one.known().acquire(A, B);
		stored.setScore("leases", "|1.a", stored.now());
		assertThat(this.one.acquire(C)).containsExactly(Answer.GRANTED);
		assertThat(stored.users()).containsExactly(Map.entry("", "2"));
		this.one.giveBack(B, C);
		assertThat(stored.keys()).containsExactly(StoredLeases.PREFIX + "instances",
				StoredLeases.PREFIX + "rebuilding");
	}

	@Test
	void whenALeaseIsRenewedThenItLastsAnotherWhile() {
		this.one.known().acquire(A);
		stored.setScore("leases", "|1.a", stored.now() + 1);
		Standing standing = this.one.renew(A);
		assertThat(stored.scores("leases").get("|1.a")).isEqualTo(standing.time() + 30_000);
		assertThat(stored.users()).containsExactly(Map.entry("", "1"));
	}

	@Test
	void whenLeasesThatAreGoneAreRenewedThenTheyAreBackWhateverTheLimit() {
		this.one.known().acquire(A);
		Standing standing = this.one.renew(A, B, C);
		assertThat(standing.inFlight()).isEqualTo(3);
		assertThat(stored.users()).containsExactly(Map.entry("", "3"));
		assertThat(this.one.acquire(new Lease("", "1.d"))).containsExactly(Answer.REFUSED);
	}

	@Test
	void whenALapsedLeaseIsRenewedThenItIsCountedOnce() {
		this.one.known().acquire(A);
		stored.setScore("leases", "|1.a", stored.now() - 1);
		assertThat(this.one.renew(A).inFlight()).isOne();
		assertThat(stored.users()).containsExactly(Map.entry("", "1"));
	}

	@Test
	void whenAUserHasAllItsLeasesThenOthersAreServedAllTheSame() {
		assertThat(this.expanded.known()
			.acquire(lease("u", 1), lease("u", 2), lease("u", 3), lease("v", 4), lease("", 5), lease("", 6),
					lease("", 7)))
			.containsExactly(Answer.GRANTED, Answer.GRANTED, Answer.USER_LIMITED, Answer.GRANTED, Answer.GRANTED,
					Answer.GRANTED, Answer.USER_LIMITED);
		assertThat(stored.users()).containsOnly(Map.entry("u", "2"), Map.entry("v", "1"), Map.entry("", "2"));
		assertThat(stored.scores("waiting")).isEmpty();
		this.expanded.giveBack(lease("u", 1));
		assertThat(this.expanded.acquire(lease("u", 3))).containsExactly(Answer.GRANTED);
	}

	@Test
	void whenTheAccountHasNoLeaseLeftThenUsersAtTheirLimitDoNotWaitForOne() {
		Instance small = Instance.of(this.store, "small", 2, 2).known();
		assertThat(small.acquire(lease("u", 1), lease("u", 2), lease("v", 3), lease("u", 4)))
			.containsExactly(Answer.GRANTED, Answer.GRANTED, Answer.REFUSED, Answer.USER_LIMITED);
		assertThat(stored.scores("waiting")).containsOnlyKeys("small:1");
	}

	@Test
	void whenAUserIsRefusedByTheAccountThenNoLaterCandidateIsServed() {
		this.one.known().acquire(A);
		stored.setScore("waiting", "other:1", stored.now() - 60_000);
		stored.setScore("seen", "other", stored.now());
		assertThat(this.one.ask(free(B), Instance.candidate(C, 0, 120_000))).containsExactly(Answer.REFUSED,
				Answer.REFUSED);
	}

	@Test
	void whenAnInstanceIsNotKnownThenItGetsNothingUntilItHasRenewed() {
		Exchange unknown = this.one.exchange(List.of(), List.of(free(A), free(B)));
		assertThat(unknown.known()).isFalse();
		assertThat(unknown.answers()).containsExactly(Answer.REFUSED, Answer.REFUSED);
		assertThat(stored.keys()).isEmpty();
		this.one.known();
		stored.endOfRebuilding();
		this.one.renew(C);
		assertThat(this.one.acquire(A, B)).containsExactly(Answer.GRANTED, Answer.REFUSED);
	}

	@Test
	void whenARegistrationHasLapsedThenTheInstanceIsNotKnown() {
		this.one.known().acquire(A);
		stored.setScore("instances", "one", stored.now());
		Exchange exchange = this.one.exchange(List.of(A), List.of(free(B)));
		assertThat(exchange.known()).isFalse();
		assertThat(exchange.standing().inFlight()).isZero();
	}

	@Test
	void whenSeveralInstancesAreKnownThenTheyAreCountedUntilTheyLapse() {
		this.one.known();
		assertThat(this.expanded.renew().instances()).isEqualTo(2);
		stored.setScore("instances", "one", stored.now() - 1);
		assertThat(this.expanded.giveBack().instances()).isOne();
		assertThat(this.expanded.renew().instances()).isOne();
		assertThat(stored.scores("instances")).containsOnlyKeys("expanded");
	}

	@Test
	void whenAllDataIsLostThenTheFirstThingIsToRenew() {
		this.one.known().acquire(A, B);
		stored.clear();
		assertThat(this.one.exchange(List.of(), List.of(free(C))).known()).isFalse();
		assertThat(this.one.renew(A, B).inFlight()).isEqualTo(2);
		assertThat(this.one.acquire(C)).containsExactly(Answer.REFUSED);
	}

	@Test
	void whenTheScriptsAreLostThenTheyAreSentAgain() {
		this.one.known().acquire(A);
		stored.server().command("SCRIPT FLUSH");
		assertThat(this.one.acquire(A, B)).containsExactly(Answer.GRANTED, Answer.GRANTED);
		stored.server().command("SCRIPT FLUSH");
		assertThat(this.one.renew(A, B).inFlight()).isEqualTo(2);
		stored.server().command("SCRIPT FLUSH");
		assertThat(this.one.throttled(A, 0, 1).standing().inFlight()).isOne();
	}

	@Test
	void whenTheLeasesAloneAreLostThenNobodyIsCountedForThem() {
		this.expanded.known().acquire(lease("u", 1), lease("u", 2));
		stored.server().command("DEL " + StoredLeases.PREFIX + "leases");
		assertThat(this.expanded.acquire(lease("u", 3), lease("u", 4))).containsOnly(Answer.GRANTED);
		assertThat(stored.users()).containsExactly(Map.entry("u", "2"));
	}

	@Test
	void whenManyLeasesHaveLapsedThenAThousandAreRemovedAtATime() {
		Instance large = Instance.of(this.store, "large", 3000, null).known();
		large.renew(IntStream.range(0, 1500).mapToObj((i) -> lease("u" + i % 3, i)).toList());
		stored.server()
			.command("ZADD " + StoredLeases.PREFIX + "leases "
					+ String.join(" ", IntStream.range(0, 1500).mapToObj((i) -> "1 u" + i % 3 + "|" + i).toList()));
		assertThat(large.giveBack().inFlight()).isEqualTo(500);
		assertThat(stored.users().values().stream().mapToInt(Integer::parseInt).sum()).isEqualTo(500);
		assertThat(large.giveBack().inFlight()).isZero();
		assertThat(stored.users()).isEmpty();
	}

	@Test
	void allKeysOfAGroupAreInOneSlotAndLapse() {
		this.one.known().acquire(A, B, C);
		this.one.throttled(A, 0, 1);
		assertThat(stored.keys()).containsExactly(StoredLeases.PREFIX + "instances", StoredLeases.PREFIX + "leases",
				StoredLeases.PREFIX + "limit", StoredLeases.PREFIX + "rebuilding", StoredLeases.PREFIX + "seen",
				StoredLeases.PREFIX + "users", StoredLeases.PREFIX + "waiting");
		for (String key : List.of("leases", "users", "instances")) {
			assertThat(stored.expiry(key)).as(key).isBetween(Duration.ofSeconds(70), Duration.ofSeconds(90));
		}
		assertThat(stored.expiry("waiting")).isBetween(Duration.ofSeconds(40), Duration.ofSeconds(60));
		assertThat(stored.expiry("seen")).isBetween(Duration.ofSeconds(40), Duration.ofSeconds(60));
		assertThat(stored.expiry("limit")).isBetween(Duration.ofSeconds(3580), Duration.ofSeconds(3600));
	}

	@Test
	void whenRedisFailsThenTheAnswerIsItsError() {
		stored.server().command("SET " + StoredLeases.PREFIX + "leases text");
		StepVerifier.create(this.store.renew(this.one.terms(), List.of(A), 1))
			.expectErrorSatisfies((error) -> assertThat(error.getCause()).hasMessageContaining("WRONGTYPE"))
			.verify(Duration.ofSeconds(20));
	}

	@Test
	void whenAThreadThatMustNotBlockIsTheFirstToAskThenItIsNotBlocked() {
		StoredLeases fresh = new StoredLeases();
		try (fresh) {
			StepVerifier.create(fresh.store().renew(this.one.terms(), List.of(A), 1).subscribeOn(Schedulers.parallel()))
				.assertNext((standing) -> assertThat(standing.inFlight()).isOne())
				.expectComplete()
				.verify(Duration.ofSeconds(20));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a b", "a:b", "{a}", "sk-ä" })
	void whenTheAccountIsNoNameThenItIsRefused(String account) {
		ReactiveStringRedisTemplate template = stored.template();
		assertThatIllegalArgumentException().isThrownBy(() -> new RedisLeaseStore(template, account))
			.withMessageContaining("'account'");
	}

	private static Candidate free(Lease lease) {
		return Instance.candidate(lease, 0, 0);
	}

	private static Lease lease(String user, int id) {
		return new Lease(user, Integer.toString(id));
	}

}
