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

package io.github.deepseekspring.shared;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import io.github.deepseekspring.concurrency.ConcurrencyLimiterListener.StoreOutcome;
import io.github.deepseekspring.test.RedisServerProcess;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests what becomes of two instances whose Redis answers nothing for a while, comes
 * late, or forgets. Over sockets and in real time.
 */
@Timeout(120)
class FrozenRedisTests {

	private static final int LIMIT = 20;

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final Duration FREEZE = Duration.ofSeconds(5);

	private static final Duration WITHIN_FREEZE = Duration.ofSeconds(4);

	private final Account account = new Account(LIMIT);

	private final RedisServerProcess redis = RedisServerProcess.start();

	private final Leases leases = new Leases(this.redis);

	private final Load load = new Load();

	private final List<Instance> instances = new ArrayList<>();

	@AfterEach
	void stop() {
		this.load.stop();
		this.redis.thaw();
		this.instances.forEach(Instance::close);
		this.redis.close();
		this.account.close();
	}

	@Test
	void whenRedisFreezesThenNobodyWaitsForItAndLateLeasesAreReturned() {
		this.account.answersTake(Duration.ofSeconds(8));
		startTwo();
		await(() -> this.instances.stream().allMatch(Instance::isShared));
		this.redis.freeze();
		int requests = LIMIT / 2;
		this.load.once(this.instances.get(0), "user", requests).start();
		this.account.simulator().log().awaitRequests(requests, WITHIN_FREEZE);
		assertThat(this.instances.get(0).isShared()).isFalse();
		assertThat(this.instances.get(0).storeCalls().count(StoreOutcome.TIMED_OUT)).isPositive();
		this.redis.thaw();
		await(() -> this.instances.get(0).isShared() && this.leases.count() == requests);
		this.load.finish(PATIENCE);
		await(() -> this.leases.count() == 0);
		assertThat(this.load.failures()).isEmpty();
		assertThat(this.account.throttled()).isZero();
	}

	@Test
	void whenRedisFreezesUnderLoadThenRequestsGoOnAndNoLeaseIsLost() {
		this.account.answersTake(Duration.ofMillis(500), Duration.ofSeconds(1));
		startTwo();
		loadBoth();
		this.account.simulator().log().awaitRequests(3 * LIMIT, PATIENCE);
		this.redis.freeze();
		int before = this.account.requests();
		Account.Use use = this.account.use();
		Times.pass(FREEZE);
		assertThat(use.mean()).as("requests that run while Redis is frozen").isGreaterThan(0.9 * LIMIT);
		assertThat(this.account.requests()).as("requests sent meanwhile").isGreaterThan(before + 2 * LIMIT);
		this.redis.thaw();
		await(() -> this.instances.stream().allMatch(Instance::isShared));
		this.load.finish(PATIENCE);
		await(() -> this.leases.count() == 0);
		assertThat(this.load.failures()).isEmpty();
	}

	@Test
	void whenRedisComesAfterTheInstancesThenTheyShareFromThen() {
		this.account.answersTake(Duration.ofSeconds(2), Duration.ofSeconds(3));
		this.redis.stop();
		startTwo();
		loadBoth();
		await(() -> this.account.running() == LIMIT);
		assertThat(this.instances).noneMatch(Instance::isShared);
		this.redis.restart();
		await(() -> this.instances.stream().allMatch(Instance::isShared));
		long throttled = this.account.throttled();
		Account.Use use = this.account.use();
		Times.pass(FREEZE);
		assertThat(use.mean()).isGreaterThan(0.9 * LIMIT);
		assertThat(this.account.throttled()).isEqualTo(throttled);
		this.load.finish(PATIENCE);
		await(() -> this.leases.count() == 0);
		assertThat(this.load.failures()).isEmpty();
	}

	@Test
	void whenRedisForgetsAllThenLeasesAreBackWithinAHeartbeat() {
		Duration heartbeat = Duration.ofSeconds(2);
		this.account.answersTake(Duration.ofSeconds(6));
		startTwo(heartbeat);
		await(() -> this.instances.stream().allMatch(Instance::isShared));
		for (Instance instance : this.instances) {
			this.load.once(instance, "user", LIMIT / 4);
		}
		this.load.start();
		await(() -> this.leases.count() == LIMIT / 2);
		assertThat(this.redis.command("FLUSHALL")).isEqualTo("+OK");
		Awaitility.await()
			.atMost(heartbeat.plusSeconds(1))
			.untilAsserted(() -> assertThat(this.leases.count()).isEqualTo(LIMIT / 2));
		this.load.finish(PATIENCE);
		await(() -> this.leases.count() == 0);
		assertThat(this.load.failures()).isEmpty();
		assertThat(this.account.throttled()).isZero();
	}

	@Test
	void whenRedisForgetsDataOrScriptsUnderLoadThenRequestsGoOn() {
		this.account.answersTake(Duration.ofSeconds(1), Duration.ofSeconds(2));
		startTwo(Duration.ofSeconds(1));
		loadBoth();
		this.account.simulator().log().awaitRequests(2 * LIMIT, PATIENCE);
		assertThat(this.redis.command("SCRIPT FLUSH")).isEqualTo("+OK");
		this.account.simulator().log().awaitRequests(this.account.requests() + LIMIT, PATIENCE);
		assertThat(this.account.throttled()).isZero();
		assertThat(this.instances).allMatch(Instance::isShared);
		assertThat(this.redis.command("FLUSHALL")).isEqualTo("+OK");
		Times.pass(Duration.ofSeconds(2));
		long throttled = this.account.throttled();
		Account.Use use = this.account.use();
		this.account.simulator().log().awaitRequests(this.account.requests() + 2 * LIMIT, PATIENCE);
		assertThat(use.mean()).isGreaterThan(0.9 * LIMIT);
		assertThat(this.account.throttled()).as("answers with status 429 when all leases are back")
			.isEqualTo(throttled);
		this.load.finish(PATIENCE);
		await(() -> this.leases.count() == 0);
		assertThat(this.load.failures()).isEmpty();
		assertThat(this.instances).allMatch(Instance::isShared)
			.allMatch((instance) -> instance.storeCalls().count(StoreOutcome.FAILED) == 0);
	}

	private void startTwo() {
		startTwo(Duration.ofSeconds(10));
	}

	private void startTwo(Duration heartbeat) {
		Settings settings = Settings.shared(this.account.simulator(), LIMIT, this.redis)
			.leases(heartbeat.multipliedBy(3), heartbeat);
		this.instances.add(Instance.start(settings));
		this.instances.add(Instance.start(settings));
	}

	/**
	 * Want to run twice as many requests as may run.
	 */
	private void loadBoth() {
		for (Instance instance : this.instances) {
			this.load.heavy(instance, "one", LIMIT / 2).heavy(instance, "another", LIMIT / 2);
		}
		this.load.start();
	}

	private static void await(Callable<Boolean> condition) {
		Awaitility.await().atMost(PATIENCE).until(condition);
	}

}
