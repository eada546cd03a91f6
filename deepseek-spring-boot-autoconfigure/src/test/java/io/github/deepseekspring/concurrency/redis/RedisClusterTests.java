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

import java.util.List;

import io.github.deepseekspring.concurrency.LeaseStore.Answer;
import io.github.deepseekspring.concurrency.LeaseStore.Lease;
import io.github.deepseekspring.test.RedisServerProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RedisLeaseStore} with a cluster, whose scripts may only use keys of
 * one slot.
 */
class RedisClusterTests {

	private static final Lease A = new Lease("u", "1");

	private static final Lease B = new Lease("", "2");

	private static StoredLeases stored;

	@BeforeAll
	static void start() {
		stored = new StoredLeases(RedisServerProcess.startCluster());
	}

	@AfterAll
	static void stop() {
		stored.close();
	}

	@Test
	void allScriptsWork() {
		Instance instance = Instance.of(stored.store(), "one", 1, null);
		assertThat(instance.renew().instances()).isOne();
		assertThat(instance.acquire(A, B)).containsExactly(Answer.GRANTED, Answer.REFUSED);
		assertThat(instance.throttled(A, 0, 1).standing().inFlight()).isZero();
		assertThat(instance.acquire(B)).containsExactly(Answer.GRANTED);
		assertThat(instance.giveBack(B).inFlight()).isZero();
		assertThat(stored.users()).isEmpty();
	}

	@Test
	void whateverAGroupIsCalledItsKeysAreInOneSlot() {
		for (String group : List.of("a}b", "{a}", "}{", "")) {
			GroupKeys keys = GroupKeys.of(StoredLeases.ACCOUNT, group);
			List<String> slots = keys.all()
				.stream()
				.map((key) -> stored.server().command("CLUSTER KEYSLOT " + key))
				.distinct()
				.toList();
			assertThat(slots).as(group).hasSize(1);
			assertThat(keys.all()).containsAll(keys.own()).doesNotHaveDuplicates();
		}
	}

}
