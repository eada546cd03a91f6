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
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.github.deepseekspring.RateLimitException;
import io.github.deepseekspring.concurrency.ConcurrencyLimiterListener.Scope;
import io.github.deepseekspring.concurrency.LeaseStore.Lease;
import io.github.deepseekspring.concurrency.SharedLimitFixture.Request;
import io.github.deepseekspring.user.Caller;
import io.github.deepseekspring.user.UserId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for 429s, users with limits, and the end of an instance that shares its limit.
 */
class SharedThrottlingTests {

	private SharedLimitFixture fixture = SharedLimitFixture.of(4);

	@AfterEach
	void close() {
		this.fixture.close();
	}

	private ScriptedLeaseStore store() {
		return this.fixture.store;
	}

	private void expand(int limit, int userLimit) {
		this.fixture = new SharedLimitFixture(new ScriptedLeaseStore(limit),
				TestSettings.expanded(limit, userLimit, 100));
	}

	@Test
	void whenRequestIsAnswered429ThenTheStoreIsToldAndTheRequestComesAgain() {
		Request request = this.fixture.request("ada");
		Lease lease = store().leases.iterator().next();
		long time = store().time;
		request.fail(TestSettings.tooMany(3, false, null));
		assertThat(store().rejections).containsExactly(new ScriptedLeaseStore.Rejection(lease, time, 3));
		assertThat(store().leases).isEmpty();
		assertThat(this.fixture.throttlings).containsExactly(Scope.ACCOUNT);
		this.fixture.pass(250);
		assertThat(request.attempts()).isEqualTo(2);
		assertThat(store().leases).hasSize(1).doesNotContain(lease);
	}

	@Test
	void whenTheStoreCutsTheLimitThenThatIsTheLimit() {
		Request request = this.fixture.request("ada");
		request.fail(TestSettings.tooMany(1, false, null));
		assertThat(this.fixture.snapshot().limit()).isEqualTo(1);
		assertThat(this.fixture.snapshot().throttledTold()).isEqualTo(1);
	}

	@Test
	void whenTheStoreIsAwayThenThe429CutsTheOwnLimit() {
		store().failure = new IllegalStateException("gone");
		Request request = this.fixture.request("ada");
		request.fail(TestSettings.tooMany(1, false, null));
		assertThat(this.fixture.snapshot().limit()).isEqualTo(1);
		assertThat(store().rejections).isEmpty();
	}

	@Test
	void whenTheStoreIsLostWithThe429ThenTheLeaseGoesBackLater() {
		Request request = this.fixture.request("ada");
		store().failure = new IllegalStateException("gone");
		request.fail(TestSettings.tooMany(null, false, null));
		assertThat(this.fixture.snapshot().throttledUntold()).isEqualTo(1);
		store().failure = null;
		this.fixture.pass(250);
		request.complete();
		this.fixture.pass(1000);
		assertThat(store().leases).isEmpty();
	}

	@Test
	void whenOneOfSeveralInstancesIsAloneThenALimitOfTheAccountIsNotItsOwn() {
		store().instances = 4;
		List<Request> requests = List.of(this.fixture.request("a"), this.fixture.request("b"),
				this.fixture.request("c"));
		store().failure = new IllegalStateException("gone");
		this.fixture.request("d");
		requests.get(0).fail(TestSettings.tooMany(4, false, null));
		assertThat(this.fixture.snapshot().limit()).isLessThan(3);
	}

	@Test
	void whenRequestWasSentBeforeTheLastCutThenNothingIsGivenAwayForAWhile() {
		store().late = true;
		Request rejected = this.fixture.request("ada");
		rejected.fail(TestSettings.tooMany(null, false, null));
		Request next = this.fixture.request("grace");
		assertThat(next.isRunning()).isFalse();
		this.fixture.pass(300);
		assertThat(next.isRunning()).isTrue();
	}

	@Test
	void whenUsersAreLimitedThenLeasesAreTheirsWithoutTellingTheirNames() {
		expand(4, 2);
		this.fixture.request("ada");
		this.fixture.request("ada");
		this.fixture.request("grace");
		assertThat(store().leases).extracting(Lease::user).doesNotContain("ada", "grace").hasSize(3);
		assertThat(store().leases.stream().map(Lease::user).distinct()).hasSize(2)
			.allMatch((name) -> name.length() == 16);
	}

	@Test
	void whenUserIsAtItsLimitInOtherInstancesThenTheOthersDoNotWaitForIt() {
		expand(4, 2);
		this.fixture.request("ada").complete();
		store().limitedUsers.add(LeaseNames.hash("ada"));
		Request limited = this.fixture.request("ada");
		Request other = this.fixture.request("grace");
		assertThat(limited.seen).containsExactly(SharedLimitFixture.QUEUED);
		this.fixture.pass(75);
		assertThat(other.isRunning()).isTrue();
		assertThat(limited.isRunning()).isFalse();
		store().limitedUsers.clear();
		this.fixture.pass(75);
		assertThat(limited.isRunning()).isTrue();
	}

	@Test
	void whenManyCallersOfOneLimitedUserWaitThenAnotherUserIsStillAskedFor() {
		expand(100, 50);
		store().limitedUsers.add(LeaseNames.hash("tenant"));
		for (int i = 0; i < 60; i++) {
			this.fixture.limiter
				.limit(Flux.never(), TestSettings.MODEL, new Caller("caller" + i, UserId.of("tenant")), null)
				.subscribe();
		}
		this.fixture.pass(200);
		Request other = this.fixture.request("grace");
		this.fixture.pass(75);
		assertThat(other.isRunning()).isTrue();
	}

	@Test
	void whenThe429IsOneOfAUserThenItsOwnLimitIsCut() {
		expand(100, 50);
		store().scope = Scope.USER;
		List<Request> requests = IntStream.range(0, 10).mapToObj((i) -> this.fixture.request("ada")).toList();
		requests.get(0).fail(TestSettings.tooMany(null, false, null));
		assertThat(this.fixture.throttlings).containsExactly(Scope.USER);
		Request next = this.fixture.request("ada");
		assertThat(next.isRunning()).isFalse();
		assertThat(this.fixture.request("grace").isRunning()).isTrue();
	}

	@Test
	void whenTheLimitOfAUserWasCutThenItRecovers() {
		expand(100, 20);
		store().scope = Scope.USER;
		List<Request> requests = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			requests.add(this.fixture.request("ada"));
		}
		Request lasting = requests.get(0);
		requests.subList(16, 20).forEach((request) -> request.fail(TestSettings.tooMany(null, false, null)));
		for (int second = 0; second < 60; second++) {
			this.fixture.pass(1000);
			requests.subList(1, 8).forEach(Request::complete);
			requests.subList(1, 8).replaceAll((ended) -> this.fixture.request("ada"));
		}
		assertThat(lasting.isRunning()).isTrue();
		assertThat(requests).allMatch(Request::isRunning);
	}

	@Test
	void whenTheStoreIsAwayThenA429DoesNotCountAgainstTheRequest() {
		store().failure = new IllegalStateException("gone");
		Request request = this.fixture.request("ada");
		for (int i = 0; i < 6; i++) {
			request.fail(TestSettings.tooMany(null, false, null));
			this.fixture.pass(4500);
			assertThat(request.isRunning()).isTrue();
		}
	}

	@Test
	void whenSharedForAWhileThenA429CountsAgainstTheRequest() {
		this.fixture.pass(20_000);
		Request request = this.fixture.request("ada");
		for (int i = 0; i < 4; i++) {
			request.fail(TestSettings.tooMany(null, false, null));
			this.fixture.pass(4500);
		}
		assertThat(request.failure()).isInstanceOf(RateLimitException.class);
	}

	@Test
	void whenShutDownThenRunningRequestsKeepTheirLeases() {
		Request running = this.fixture.request("ada");
		this.fixture.limiter.shutdown();
		int renewals = store().renewed.size();
		this.fixture.pass(30_000);
		assertThat(store().renewed).hasSize(renewals + 3);
		running.complete();
		assertThat(store().leases).isEmpty();
		int calls = this.fixture.outcomes.size();
		this.fixture.pass(60_000);
		assertThat(this.fixture.outcomes).hasSize(calls);
	}

	@Test
	void whenAllIsReturnedThenTheLimiterTellsSo() {
		Request running = this.fixture.request("ada");
		this.fixture.limiter.shutdown();
		CompletableFuture<Void> released = this.fixture.limiter.whenReleased().toFuture();
		assertThat(released).isNotDone();
		store().fallSilent();
		running.complete();
		assertThat(released).isNotDone();
		store().answerAll();
		assertThat(released).isCompleted();
	}

	@Test
	void whenTheStoreIsAwayAtTheEndThenNobodyWaitsForIt() {
		store().fallSilent();
		Request running = this.fixture.request("ada");
		this.fixture.pass(20_000);
		this.fixture.limiter.shutdown();
		CompletableFuture<Void> released = this.fixture.limiter.whenReleased().toFuture();
		assertThat(released).isNotDone();
		running.complete();
		assertThat(released).isCompleted();
	}

	@Test
	void whenTheStoreComesBackBeforeTheEndThenItIsToldOfTheEnd() {
		store().fallSilent();
		Request running = this.fixture.request("ada");
		this.fixture.pass(1000);
		this.fixture.limiter.shutdown();
		CompletableFuture<Void> released = this.fixture.limiter.whenReleased().toFuture();
		this.fixture.pass(1000);
		store().delay = Duration.ofMillis(20);
		store().answerAll();
		this.fixture.pass(6000);
		assertThat(this.fixture.shared().available()).isTrue();
		running.complete();
		this.fixture.pass(100);
		assertThat(released).isCompleted();
		assertThat(store().leases).isEmpty();
		assertThat(this.fixture.shared().available()).isTrue();
	}

	@Test
	void whenTheStoreDoesNotAnswerTheLastReturnThenNobodyWaitsForItForLong() {
		Request running = this.fixture.request("ada");
		this.fixture.limiter.shutdown();
		CompletableFuture<Void> released = this.fixture.limiter.whenReleased().toFuture();
		store().fallSilent();
		running.complete();
		this.fixture.pass(150);
		assertThat(released).isCompleted();
	}

}
