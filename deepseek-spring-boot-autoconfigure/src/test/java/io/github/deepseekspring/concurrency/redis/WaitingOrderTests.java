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

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import io.github.deepseekspring.concurrency.LeaseStore.Answer;
import io.github.deepseekspring.concurrency.LeaseStore.Candidate;
import io.github.deepseekspring.concurrency.LeaseStore.Lease;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RedisLeaseStore}: the order of those that wait in several instances.
 */
class WaitingOrderTests {

	private static final Lease HELD = new Lease("", "held");

	private static StoredLeases stored;

	private final Instance one = Instance.of(stored.store(), "one", 1, null);

	private final Instance two = Instance.of(stored.store(), "two", 1, null);

	@BeforeAll
	static void start() {
		stored = new StoredLeases();
	}

	@AfterAll
	static void stop() {
		stored.close();
	}

	@BeforeEach
	void fill() {
		stored.clear();
		this.two.known();
		this.one.known().acquire(HELD);
	}

	@Test
	void whenALeaseIsFreeThenItIsLeftToWhoeverElseHasWaitedLonger() {
		assertThat(this.one.ask(waiting("a", 0, 500))).containsExactly(Answer.REFUSED);
		this.two.giveBack(HELD);
		assertThat(this.two.ask(waiting("b", 0, 100))).containsExactly(Answer.REFUSED);
		assertThat(this.one.ask(waiting("a", 0, 600))).containsExactly(Answer.GRANTED);
	}

	@Test
	void whenALeaseIsFreeThenItIsNotLeftToThoseThatHaveWaitedLess() {
		this.one.ask(waiting("a", 0, 0));
		this.two.giveBack(HELD);
		assertThat(this.two.ask(waiting("b", 0, 5000))).containsExactly(Answer.GRANTED);
	}

	@Test
	void rankCountsBeforeAge() {
		this.one.ask(waiting("a", 1, 0));
		this.two.giveBack(HELD);
		assertThat(this.two.ask(waiting("b", 2, 3_600_000))).containsExactly(Answer.REFUSED);
		assertThat(this.two.ask(waiting("b", 1, 60_000))).containsExactly(Answer.GRANTED);
	}

	@Test
	void ageIsToldApartByTheMillisecondForEveryRank() {
		this.one.ask(waiting("a", 31, 1000), waiting("b", 31, 999));
		Map<String, Long> places = stored.scores("waiting");
		assertThat(places.get("one:2") - places.get("one:1")).isOne();
		assertThat(31 * 10_000_000_000_000L + stored.now() - places.get("one:1")).isBetween(1000L, 21_000L);
	}

	@Test
	void whenMoreLeasesAreFreeThanOthersWaitBeforeThenTheRestIsGranted() {
		Instance wide = Instance.of(stored.store(), "two", 4, null);
		Instance other = Instance.of(stored.store(), "one", 1, null);
		other.ask(waiting("a", 0, 900), waiting("b", 0, 800));
		assertThat(wide.ask(waiting("c", 0, 100), waiting("d", 0, 50))).containsExactly(Answer.GRANTED, Answer.REFUSED);
	}

	@Test
	void whenAnInstanceAsksAgainThenItWaitsWithWhatItAskedForLast() {
		this.one.ask(waiting("a", 0, 900), waiting("b", 0, 800));
		assertThat(stored.scores("waiting")).containsOnlyKeys("one:1", "one:2");
		this.one.ask(waiting("b", 0, 900));
		assertThat(stored.scores("waiting")).containsOnlyKeys("one:1");
		this.one.giveBack();
		assertThat(stored.scores("waiting")).isEmpty();
		assertThat(stored.scores("seen")).isEmpty();
	}

	@Test
	void whenAnInstanceHasNotAskedForASecondThenNothingIsLeftToIt() {
		this.one.ask(waiting("a", 0, 900), waiting("b", 0, 900));
		this.two.giveBack(HELD);
		stored.setScore("seen", "one", stored.now() - 1001);
		assertThat(this.two.ask(waiting("c", 0, 0))).containsExactly(Answer.GRANTED);
		assertThat(stored.scores("waiting")).isEmpty();
		assertThat(stored.scores("seen")).isEmpty();
	}

	@Test
	void whenManyWaitThenSixteenOfAnInstanceAreRemembered() {
		List<Candidate> many = new ArrayList<>();
		for (int i = 0; i < 40; i++) {
			many.add(waiting("id" + i, i / 8, 1000 - i));
		}
		assertThat(this.one.ask(many.toArray(Candidate[]::new))).isEqualTo(Collections.nCopies(40, Answer.REFUSED));
		Map<String, Long> places = stored.scores("waiting");
		assertThat(places).hasSize(16).containsKeys("one:1", "one:16");
		assertThat(places.get("one:16")).isBetween(10_000_000_000_000L, 20_000_000_000_000L);
	}

	private static Candidate waiting(String id, int rank, long millis) {
		return Instance.candidate(new Lease("", id), rank, millis);
	}

}
