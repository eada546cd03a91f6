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

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.deepseekspring.concurrency.LeaseStore.Lease;
import io.github.deepseekspring.concurrency.SharedLimitFixture.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.test.util.ReflectionTestUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the leases that a store is told of again: with each heartbeat, and when it
 * may have lost them.
 */
class LeaseRenewalTests {

	private SharedLimitFixture fixture = SharedLimitFixture.of(4);

	@AfterEach
	void close() {
		this.fixture.close();
	}

	private ScriptedLeaseStore store() {
		return this.fixture.store;
	}

	@Test
	void whenTheStoreIsAwayThenNoMoreIsRememberedThanItMayKnowOf() {
		store().failure = new IllegalStateException("gone");
		for (int i = 0; i < 1000; i++) {
			this.fixture.request("ada").complete();
			this.fixture.pass(300);
		}
		assertThat(remembered("due")).isLessThan(20);
		assertThat(remembered("returned")).as("those of one lease").isLessThanOrEqualTo(101);
		assertThat(remembered("held")).isZero();
	}

	/**
	 * Count what is kept for the store, which nobody sees from outside.
	 */
	private int remembered(String field) {
		LimitGroup group = this.fixture.limiter.group(TestSettings.MODEL);
		Object slots = Objects.requireNonNull(ReflectionTestUtils.getField(group, "slots"));
		Object leases = Objects.requireNonNull(ReflectionTestUtils.getField(slots, "leases"));
		Object kept = Objects.requireNonNull(ReflectionTestUtils.getField(leases, field));
		return (kept instanceof Map<?, ?> map) ? map.size() : ((Collection<?>) kept).size();
	}

	@Test
	void leasesAreRenewedWithEachHeartbeat() {
		this.fixture.request("ada");
		int calls = store().renewed.size();
		this.fixture.pass(30_000);
		assertThat(store().renewed).hasSize(calls + 3);
		assertThat(store().renewed.get(calls)).isEqualTo(List.copyOf(store().leases));
	}

	@Test
	void whenThereAreManyLeasesThenTheyAreRenewedPartByPart() {
		this.fixture = new SharedLimitFixture(1200, null, TestSettings.MAX_WAIT);
		for (int i = 0; i < 1200; i++) {
			this.fixture.request("user" + i);
		}
		int calls = store().renewed.size();
		this.fixture.pass(10_000);
		assertThat(store().renewed.subList(calls, store().renewed.size())).extracting((leases) -> leases.size())
			.containsExactly(500, 500, 200);
	}

	@Test
	void whenAHeartbeatIsNeverAnsweredThenTheStoreIsLost() {
		this.fixture.request("ada");
		store().fallSilent();
		this.fixture.pass(10_000);
		assertThat(this.fixture.shared().available()).isTrue();
		this.fixture.pass(10_000);
		assertThat(this.fixture.shared().available()).isFalse();
	}

	@Test
	void whenTheStoreHasForgottenTheInstanceThenItIsToldOfAllBeforeItGrantsMore() {
		this.fixture.request("ada");
		store().leases.clear();
		store().known = false;
		Request next = this.fixture.request("grace");
		assertThat(next.isRunning()).isTrue();
		assertThat(store().leases).hasSize(2);
		assertThat(store().renewed.get(store().renewed.size() - 1)).hasSize(1);
	}

	@Test
	void whenRenewalsAreDoneTooLateThenLeasesOfRequestsThatHaveEndedGoBack() {
		store().fallSilent();
		Request ended = this.fixture.request("ada");
		Request running = this.fixture.request("grace");
		this.fixture.pass(40_000);
		assertThat(store().unanswered()).isGreaterThan(5);
		ended.complete();
		store().answerAll();
		this.fixture.pass(1000);
		assertThat(this.fixture.shared().available()).isTrue();
		assertThat(store().leases).hasSize(1);
		running.complete();
		assertThat(store().leases).isEmpty();
	}

	@Test
	void whenRequestEndsWhileTheStoreComesBackAfterLongThenItsLeaseGoesBack() {
		store().failure = new IllegalStateException("gone");
		Request request = this.fixture.request("ada");
		this.fixture.pass(31_000);
		store().failure = null;
		store().fallSilent();
		while (store().unanswered() == 0) {
			this.fixture.pass(100);
		}
		store().answerNext();
		assertThat(store().unanswered()).isOne();
		request.complete();
		store().answerAll();
		this.fixture.pass(1000);
		assertThat(this.fixture.shared().available()).isTrue();
		assertThat(store().leases).isEmpty();
	}

	@Test
	void whenTheStoreHasLostItsDataThenItIsToldHowManyLeasesThereWere() {
		this.fixture.request("ada");
		store().leases.add(new Lease("", "other.1"));
		this.fixture.request("grace");
		store().failure = new IllegalStateException("gone");
		this.fixture.request("linus");
		store().leases.clear();
		store().failure = null;
		this.fixture.pass(250);
		assertThat(this.fixture.shared().available()).isTrue();
		assertThat(store().expected).isEqualTo(3);
	}

	@Test
	void whenTheStoreIsAwayForLongThenNothingIsKeptForIt() {
		store().failure = new IllegalStateException("gone");
		this.fixture.request("ada").complete();
		this.fixture.pass(31_000);
		for (int i = 0; i < 100; i++) {
			this.fixture.request("ada").complete();
		}
		store().leases.add(new Lease("", "other.1"));
		store().failure = null;
		this.fixture.pass(10_000);
		assertThat(this.fixture.shared().available()).isTrue();
		assertThat(store().leases).hasSize(1);
	}

}
