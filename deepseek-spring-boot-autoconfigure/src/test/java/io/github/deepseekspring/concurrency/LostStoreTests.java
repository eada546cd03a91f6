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

import io.github.deepseekspring.ConcurrencyLimitExceededException;
import io.github.deepseekspring.concurrency.ConcurrencyLimiterListener.StoreOutcome;
import io.github.deepseekspring.concurrency.SharedLimitFixture.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a limit whose store is slow, fails, forgets, and comes back.
 */
class LostStoreTests {

	private SharedLimitFixture fixture = SharedLimitFixture.of(4);

	@AfterEach
	void close() {
		this.fixture.close();
	}

	private ScriptedLeaseStore store() {
		return this.fixture.store;
	}

	@Test
	void whenTheStoreDoesNotAnswerInTimeThenTheRequestRunsWithoutIt() {
		store().fallSilent();
		Request request = this.fixture.request("ada");
		this.fixture.pass(149);
		assertThat(request.isRunning()).isFalse();
		this.fixture.pass(1);
		assertThat(request.isRunning()).isTrue();
		assertThat(request.seen).containsExactly(SharedLimitFixture.SENT);
		assertThat(this.fixture.outcomes).endsWith(StoreOutcome.TIMED_OUT);
		assertThat(this.fixture.shared().available()).isFalse();
	}

	@Test
	void whenRequestComesDuringASlowCallThenItWaitsNoLongerThanTheOthers() {
		store().fallSilent();
		this.fixture.request("ada");
		this.fixture.pass(100);
		Request later = this.fixture.request("grace");
		this.fixture.pass(40);
		store().answerNext();
		assertThat(later.isRunning()).isFalse();
		this.fixture.pass(109);
		assertThat(later.isRunning()).isFalse();
		this.fixture.pass(1);
		assertThat(later.isRunning()).isTrue();
	}

	@Test
	void whenCallFailsThenTheRequestRunsAtOnce() {
		store().failure = new IllegalStateException("gone");
		Request request = this.fixture.request("ada");
		assertThat(request.isRunning()).isTrue();
		assertThat(this.fixture.outcomes).endsWith(StoreOutcome.FAILED);
	}

	@Test
	void whenTheStoreIsLostThenRequestsDoNotWaitForIt() {
		store().failure = new IllegalStateException("gone");
		this.fixture.request("ada");
		store().failure = null;
		store().fallSilent();
		assertThat(this.fixture.request("grace").isRunning()).isTrue();
		this.fixture.pass(10_000);
		assertThat(this.fixture.request("linus").isRunning()).isTrue();
	}

	@Test
	void whenThereIsNoStoreFromTheStartThenLimitIsTheConfiguredOne() {
		ScriptedLeaseStore gone = new ScriptedLeaseStore(4);
		gone.failure = new IllegalStateException("gone");
		this.fixture.close();
		this.fixture = new SharedLimitFixture(gone, TestSettings.settings(4, null, TestSettings.MAX_WAIT, 3));
		List<Request> requests = requests(5);
		assertThat(requests).filteredOn(Request::isRunning).hasSize(4);
		requests.get(0).complete();
		assertThat(requests.get(4).isRunning()).isTrue();
	}

	@Test
	void whenTheStoreIsLostThenLimitIsWhatRunsAndAPartOfWhatIsFree() {
		store().instances = 2;
		this.fixture.request("ada");
		store().failure = new IllegalStateException("gone");
		List<Request> requests = requests(3);
		assertThat(requests).filteredOn(Request::isRunning).hasSize(1);
		assertThat(requests.get(2).seen).containsExactly(SharedLimitFixture.QUEUED);
		assertThat(this.fixture.snapshot().limit()).isEqualTo(2);
	}

	@Test
	void whenTheStoreIsLostAndNothingIsFreeThenLimitIsWhatRuns() {
		store().instances = 4;
		List<Request> running = requests(3);
		store().failure = new IllegalStateException("gone");
		Request waiting = this.fixture.request("linus");
		assertThat(waiting.isRunning()).isFalse();
		running.get(0).complete();
		assertThat(waiting.isRunning()).isTrue();
	}

	@Test
	void whenRequestsEndBeforeTheStoreIsGivenUpThenOthersTakeTheirPlaces() {
		store().instances = 4;
		List<Request> running = requests(4);
		store().fallSilent();
		running.forEach(Request::complete);
		List<Request> next = requests(5);
		this.fixture.pass(150);
		assertThat(next).filteredOn(Request::isRunning).hasSize(4);
	}

	@Test
	void whenNothingMayWaitThenRefusesWhatIsTooMuchWithoutTheStore() {
		this.fixture = new SharedLimitFixture(1, null, Duration.ZERO);
		this.fixture.request("ada");
		store().failure = new IllegalStateException("gone");
		assertThat(this.fixture.request("grace").failure()).isInstanceOf(ConcurrencyLimitExceededException.class);
		assertThat(this.fixture.request("linus").failure()).isInstanceOf(ConcurrencyLimitExceededException.class);
	}

	@Test
	void whenTheAnswerComesTooLateThenWhatItGrantsGoesBack() {
		store().fallSilent();
		Request request = this.fixture.request("ada");
		this.fixture.pass(150);
		request.complete();
		store().answerAll();
		this.fixture.pass(5000);
		assertThat(store().leases).isEmpty();
		assertThat(this.fixture.shared().available()).isTrue();
	}

	@Test
	void whenTheStoreIsBackThenItIsToldWhatRuns() {
		Request before = this.fixture.request("ada");
		store().failure = new IllegalStateException("gone");
		Request during = this.fixture.request("grace");
		store().leases.clear();
		store().failure = null;
		this.fixture.pass(250);
		assertThat(this.fixture.shared().available()).isTrue();
		assertThat(store().leases).hasSize(2);
		before.complete();
		during.complete();
		assertThat(store().leases).isEmpty();
	}

	@Test
	void whenTheStoreIsBackThenItsLimitCounts() {
		store().instances = 4;
		this.fixture.pass(10_000);
		store().failure = new IllegalStateException("gone");
		this.fixture.request("ada");
		Request waiting = this.fixture.request("grace");
		assertThat(waiting.isRunning()).isFalse();
		store().failure = null;
		this.fixture.pass(250);
		assertThat(waiting.isRunning()).isTrue();
		assertThat(this.fixture.snapshot().limit()).isEqualTo(4);
	}

	@Test
	void whenTheStoreStaysAwayThenItIsTriedLessAndLessOften() {
		store().failure = new IllegalStateException("gone");
		this.fixture.request("ada");
		List<Integer> calls = new ArrayList<>();
		for (int seconds = 0; seconds < 30; seconds++) {
			int before = this.fixture.outcomes.size();
			this.fixture.pass(1000);
			calls.add(this.fixture.outcomes.size() - before);
		}
		assertThat(calls.subList(0, 4)).containsExactly(2, 1, 0, 1);
		assertThat(calls.subList(10, 30).stream().mapToInt(Integer::intValue).sum()).isEqualTo(4);
	}

	@Test
	void whenAnswersAreAlwaysLateThenTheStoreIsNotTrustedAgain() {
		store().delay = Duration.ofMillis(151);
		this.fixture.request("ada");
		for (int i = 0; i < 200; i++) {
			this.fixture.pass(50);
			assertThat(this.fixture.shared().available()).isEqualTo(i < 2);
		}
		store().delay = Duration.ofMillis(100);
		this.fixture.pass(6000);
		assertThat(this.fixture.shared().available()).isTrue();
	}

	@Test
	void whenAnswersAreAlwaysLateThenTheStoreIsTriedLessAndLessOften() {
		store().delay = Duration.ofMillis(400);
		this.fixture.request("ada");
		this.fixture.pass(10_000);
		int calls = store().renewed.size();
		this.fixture.pass(60_000);
		assertThat(store().renewed.size() - calls).isBetween(10, 60);
	}

	@Test
	void whenTheStoreIsTriedThenItIsNotToldOfAnythingThatMayNotBeTrueLater() {
		store().failure = new IllegalStateException("gone");
		this.fixture.request("ada");
		store().failure = null;
		store().fallSilent();
		this.fixture.pass(30_000);
		int before = store().renewed.size();
		store().answerAll();
		assertThat(store().renewed.subList(before, store().renewed.size() - 1)).isNotEmpty()
			.allMatch((leases) -> leases.isEmpty());
	}

	@Test
	void whenRequestsKeepComingThenTheStoreIsJoinedAllTheSame() {
		this.fixture = new SharedLimitFixture(1000, null, TestSettings.MAX_WAIT);
		store().failure = new IllegalStateException("gone");
		this.fixture.request("ada");
		store().failure = null;
		store().delay = Duration.ofMillis(20);
		Deque<Request> running = new ArrayDeque<>();
		for (int i = 0; i < 1000 && !this.fixture.shared().available(); i++) {
			running.add(this.fixture.request("user" + i));
			if (running.size() > 100) {
				running.remove().complete();
			}
			this.fixture.pass(1);
		}
		assertThat(this.fixture.shared().available()).isTrue();
		this.fixture.pass(1000);
		assertThat(store().leases).hasSize(running.size() + 1);
	}

	@Test
	void whenTheClockOfTheStoreIsSetBackThenItIsStillBelieved() {
		this.fixture.request("ada");
		store().time = -1_000_000;
		this.fixture.request("grace");
		assertThat(this.fixture.shared().inFlight()).isEqualTo(2);
	}

	@Test
	void whenTheStoreThawsThenItIsTriedSoon() {
		store().fallSilent();
		this.fixture.request("ada");
		this.fixture.pass(20_000);
		store().answerAll();
		this.fixture.pass(500);
		assertThat(this.fixture.shared().available()).isTrue();
		assertThat(store().leases).hasSize(1);
	}

	private List<Request> requests(int number) {
		List<Request> requests = new ArrayList<>();
		for (int i = 0; i < number; i++) {
			requests.add(this.fixture.request("user" + i));
		}
		return requests;
	}

}
