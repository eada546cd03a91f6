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

import io.github.deepseekspring.ConcurrencyLimitExceededException;
import io.github.deepseekspring.ConcurrencyLimitExceededException.Reason;
import io.github.deepseekspring.concurrency.LeaseStore.Candidate;
import io.github.deepseekspring.concurrency.LeaseStore.Lease;
import io.github.deepseekspring.concurrency.SharedLimitFixture.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a limit that is shared through a store that answers.
 */
class SharedLimitTests {

	private static final Lease OF_ANOTHER = new Lease("", "other.1");

	private SharedLimitFixture fixture = SharedLimitFixture.of(2);

	@AfterEach
	void close() {
		this.fixture.close();
	}

	private ScriptedLeaseStore store() {
		return this.fixture.store;
	}

	@Test
	void whenTheLimiterIsMadeThenTheStoreKnowsTheInstance() {
		assertThat(store().renewed).containsExactly(List.of());
	}

	@Test
	void whenRequestRunsThenItHasALeaseUntilItEnds() {
		Request request = this.fixture.request("ada");
		assertThat(request.isRunning()).isTrue();
		assertThat(store().leases).hasSize(1);
		request.complete();
		assertThat(store().leases).isEmpty();
		assertThat(this.fixture.snapshot().inFlight()).isZero();
	}

	@Test
	void whenRequestIsCancelledThenItsLeaseGoesBack() {
		Request request = this.fixture.request("ada");
		request.cancel();
		assertThat(store().leases).isEmpty();
	}

	@Test
	void whenRequestsRunThenNoTwoHaveTheSameLeaseAndNoLeaseTellsTheUser() {
		this.fixture.request("ada");
		this.fixture.request("ada");
		assertThat(store().leases).hasSize(2).allSatisfy((lease) -> assertThat(lease.user()).isEmpty());
		assertThat(store().leases.toString()).doesNotContain("ada");
	}

	@Test
	void whenGrantedAtOnceThenNobodyIsToldOfAWait() {
		Request request = this.fixture.request("ada");
		assertThat(request.seen).containsExactly(SharedLimitFixture.SENT);
		assertThat(this.fixture.waits).isEmpty();
	}

	@Test
	void whenTheAnswerTakesAWhileThenNobodyIsToldOfAWait() {
		store().fallSilent();
		Request request = this.fixture.request("ada");
		this.fixture.pass(100);
		assertThat(request.isRunning()).isFalse();
		store().answerAll();
		assertThat(request.seen).containsExactly(SharedLimitFixture.SENT);
		assertThat(this.fixture.waits).isEmpty();
	}

	@Test
	void whenOthersHaveAllLeasesThenWaitsAndAsksAgain() {
		store().leases.addAll(List.of(OF_ANOTHER, new Lease("", "other.2")));
		Request request = this.fixture.request("ada");
		assertThat(request.seen).containsExactly(SharedLimitFixture.QUEUED);
		store().leases.remove(OF_ANOTHER);
		this.fixture.pass(75);
		assertThat(request.seen).containsExactly(SharedLimitFixture.QUEUED, SharedLimitFixture.SENT);
		assertThat(this.fixture.waits).hasSize(1);
	}

	@Test
	void whenNothingWaitsThenTheStoreIsNotAsked() {
		this.fixture.request("ada").complete();
		int calls = this.fixture.outcomes.size();
		this.fixture.pass(5000);
		assertThat(this.fixture.outcomes).hasSize(calls);
	}

	@Test
	void whenWaitingThenAsksNoMoreThanFortyTimesASecond() {
		store().leases.addAll(List.of(OF_ANOTHER, new Lease("", "other.2")));
		this.fixture.request("ada");
		int calls = store().asked.size();
		this.fixture.pass(1000);
		assertThat(store().asked.size() - calls).isBetween(12, 40);
	}

	@Test
	void whenRequestEndsThenTheNextOneIsAskedForInTheSameCall() {
		Request first = this.fixture.request("ada");
		this.fixture.request("ada");
		Request waiting = this.fixture.request("grace");
		int calls = this.fixture.outcomes.size();
		first.complete();
		assertThat(waiting.isRunning()).isTrue();
		assertThat(this.fixture.outcomes).hasSize(calls + 1);
		assertThat(store().leases).hasSize(2);
	}

	@Test
	void whenWaiterIsCancelledWhileItIsAskedForThenItsLeaseGoesToTheNext() {
		store().fallSilent();
		Request cancelled = this.fixture.request("ada");
		Request next = this.fixture.request("grace");
		cancelled.cancel();
		store().answerNext();
		assertThat(next.isRunning()).isTrue();
		store().answerAll();
		assertThat(store().leases).hasSize(1);
	}

	@Test
	void whenNobodyNeedsAGrantedLeaseAnyMoreThenItGoesBack() {
		store().fallSilent();
		this.fixture.request("ada").cancel();
		store().answerAll();
		assertThat(store().leases).isEmpty();
	}

	@Test
	void whenTheLastWaiterIsGoneThenTheStoreIsTold() {
		store().leases.addAll(List.of(OF_ANOTHER, new Lease("", "other.2")));
		Request request = this.fixture.request("ada");
		request.cancel();
		int calls = this.fixture.outcomes.size();
		this.fixture.pass(75);
		assertThat(this.fixture.outcomes).hasSize(calls + 1);
		this.fixture.pass(1000);
		assertThat(this.fixture.outcomes).hasSize(calls + 1);
	}

	@Test
	void candidatesAreInFairOrder() {
		this.fixture = new SharedLimitFixture(10, null, TestSettings.MAX_WAIT);
		this.fixture.request("ada");
		this.fixture.request("ada");
		store().fallSilent();
		this.fixture.request("eve");
		this.fixture.pass(10);
		for (String user : List.of("ada", "grace", "grace", "linus")) {
			this.fixture.request(user);
			this.fixture.pass(10);
		}
		store().answerAll();
		List<Candidate> candidates = store().asked.get(store().asked.size() - 1);
		assertThat(candidates).extracting(Candidate::rank).containsExactly(0, 0, 1, 2);
		assertThat(candidates.get(0).waited()).isGreaterThan(candidates.get(1).waited());
	}

	@Test
	void whenThereAreManyThenAllAreAskedForTogether() {
		this.fixture = new SharedLimitFixture(1000, null, TestSettings.MAX_WAIT);
		store().fallSilent();
		List<Request> requests = new ArrayList<>();
		for (int i = 0; i < 401; i++) {
			requests.add(this.fixture.request("user" + i));
		}
		store().answerAll();
		assertThat(requests).allMatch(Request::isRunning);
		assertThat(store().asked).hasSize(2);
	}

	@Test
	void whenThereAreMoreThanOneCallAsksForThenTheOthersWaitNoLongerForAnAnswer() {
		this.fixture = new SharedLimitFixture(1000, null, TestSettings.MAX_WAIT);
		store().delay = Duration.ofMillis(100);
		this.fixture.pass(1000);
		store().fallSilent();
		Request first = this.fixture.request("first");
		List<Request> requests = new ArrayList<>();
		for (int i = 0; i < 600; i++) {
			requests.add(this.fixture.request("user" + i));
		}
		this.fixture.pass(100);
		store().delay = Duration.ofMillis(20);
		store().answerNext();
		assertThat(first.isRunning()).isTrue();
		store().fallSilent();
		this.fixture.pass(20);
		store().answerNext();
		assertThat(requests).filteredOn(Request::isRunning).hasSize(500);
		this.fixture.pass(29);
		assertThat(requests).filteredOn(Request::isRunning).hasSize(500);
		this.fixture.pass(1);
		assertThat(requests).allMatch(Request::isRunning);
	}

	@Test
	void whenMuchIsRefusedThenLittleIsAskedForAgain() {
		store().leases.addAll(List.of(OF_ANOTHER, new Lease("", "other.2")));
		this.fixture = new SharedLimitFixture(store(), TestSettings.settings(100, 200, TestSettings.MAX_WAIT, 3));
		for (int i = 0; i < 100; i++) {
			this.fixture.request("user" + i);
		}
		this.fixture.pass(200);
		assertThat(store().asked.get(store().asked.size() - 1)).hasSize(32);
	}

	@Test
	void whenTheStoreIsFarAwayThenItIsAskedAgainNoSoonerAfterAnAnswer() {
		store().leases.addAll(List.of(OF_ANOTHER, new Lease("", "other.2")));
		store().delay = Duration.ofMillis(100);
		this.fixture.request("ada");
		this.fixture.pass(10_000);
		assertThat(store().asked).hasSizeBetween(50, 90);
	}

	@Test
	void whenNothingMayWaitThenRefusesWhatTheStoreRefuses() {
		this.fixture = new SharedLimitFixture(1, null, Duration.ZERO);
		assertThat(this.fixture.request("ada").isRunning()).isTrue();
		assertThat(this.fixture.request("grace").failure()).isInstanceOfSatisfying(
				ConcurrencyLimitExceededException.class, (ex) -> assertThat(ex.getReason()).isEqualTo(Reason.FULL));
	}

	@Test
	void whenNothingMayQueueThenRefusesWhatTheStoreRefuses() {
		this.fixture = new SharedLimitFixture(1, 0, TestSettings.MAX_WAIT);
		assertThat(this.fixture.request("ada").isRunning()).isTrue();
		assertThat(this.fixture.request("grace").failure()).isInstanceOfSatisfying(
				ConcurrencyLimitExceededException.class, (ex) -> assertThat(ex.getReason()).isEqualTo(Reason.FULL));
	}

	@Test
	void whenTheQueueIsTooShortThenTheNewestOfTheLongestLineIsRefused() {
		this.fixture = new SharedLimitFixture(1, 2, TestSettings.MAX_WAIT);
		this.fixture.request("running");
		store().fallSilent();
		Request eve1 = this.fixture.request("eve");
		Request eve2 = this.fixture.request("eve");
		Request ada = this.fixture.request("ada");
		store().answerAll();
		assertThat(eve2.failure()).isInstanceOf(ConcurrencyLimitExceededException.class);
		assertThat(List.of(eve1, ada)).allSatisfy((waiting) -> {
			assertThat(waiting.failure()).isNull();
			assertThat(waiting.seen).containsExactly(SharedLimitFixture.QUEUED);
		});
	}

	@Test
	void whenWaitedAsLongAsItMayThenIsRefused() {
		this.fixture = new SharedLimitFixture(1, null, Duration.ofSeconds(1));
		this.fixture.request("ada");
		Request waiting = this.fixture.request("grace");
		this.fixture.pass(1000);
		assertThat(waiting.failure()).isInstanceOfSatisfying(ConcurrencyLimitExceededException.class,
				(ex) -> assertThat(ex.getReason()).isEqualTo(Reason.TIMED_OUT));
	}

	@Test
	void snapshotTellsHowAllInstancesStand() {
		store().leases.add(OF_ANOTHER);
		store().instances = 3;
		this.fixture.request("ada");
		assertThat(this.fixture.shared()).satisfies((shared) -> {
			assertThat(shared.available()).isTrue();
			assertThat(shared.inFlight()).isEqualTo(2);
			assertThat(shared.instances()).isEqualTo(3);
			assertThat(shared.limit()).isEqualTo(2);
		});
		assertThat(this.fixture.snapshot().inFlight()).isEqualTo(1);
	}

}
