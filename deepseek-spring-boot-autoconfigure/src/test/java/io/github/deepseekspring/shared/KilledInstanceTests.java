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
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;

import io.github.deepseekspring.simulator.Outcome;
import io.github.deepseekspring.simulator.RecordedRequest;
import io.github.deepseekspring.test.RedisServerProcess;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests what becomes of the leases of JVMs that are killed or told to end, beside others
 * that go on.
 */
@Timeout(180)
class KilledInstanceTests {

	private static final int REQUESTS = 100;

	private static final String KILLED = "killed";

	private static final String LASTING = "lasting";

	private static final String OTHER = "other";

	private static final Duration LEASE = Duration.ofSeconds(1);

	private static final Duration HEARTBEAT = Duration.ofMillis(300);

	private static final Duration LONGER_LEASE = Duration.ofSeconds(3);

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	/**
	 * As many leases as a stream of 15 minutes has with leases of 30 seconds.
	 */
	private static final Duration LONG_STREAM = LEASE.multipliedBy(30);

	private final Account account = new Account(REQUESTS + 1);

	private final RedisServerProcess redis = RedisServerProcess.start();

	private final Leases leases = new Leases(this.redis);

	@AfterEach
	void stop() {
		this.redis.close();
		this.account.close();
	}

	@Test
	void whenAnInstanceIsKilledThenItsLeasesLapseAndALongStreamOfAnotherKeepsItsOwn() {
		this.account.answersTake(
				Map.of(LASTING, LONG_STREAM, KILLED, LONG_STREAM.multipliedBy(10), OTHER, Duration.ofSeconds(8)));
		try (InstanceProcess lasting = InstanceProcess.start(1, LASTING, settings());
				InstanceProcess killed = InstanceProcess.start(REQUESTS, KILLED, settings());
				Instance other = Instance.start(settings())) {
			await(() -> this.account.running() == REQUESTS + 1);
			await(() -> this.leases.held().size() == REQUESTS + 1);
			Set<String> before = this.leases.held();
			Load load = new Load().once(other, OTHER, REQUESTS).start();
			await(() -> other.group().waiting() == REQUESTS);
			killed.kill();
			assertThat(this.leases.lasting(LEASE.toMillis())).as("leases that are not given up within one")
				.hasSizeLessThanOrEqualTo(1);
			await(() -> this.account.running() == REQUESTS + 1);
			Set<String> left = new HashSet<>(this.leases.held());
			assertThat(left).hasSize(REQUESTS + 1);
			left.retainAll(before);
			assertThat(left).as("leases that are left from before").hasSize(1);
			assertStaysWhileStreamRuns(left.iterator().next());
			lasting.awaitEnd(PATIENCE);
			assertThat(stream().outcome()).isEqualTo(Outcome.COMPLETED);
			load.finish(PATIENCE);
			assertThat(load.failures()).isEmpty();
			await(() -> this.leases.count() == 0);
			assertThat(this.account.throttled()).isZero();
		}
	}

	private void assertStaysWhileStreamRuns(String lease) {
		while (stream().outcome() == Outcome.IN_FLIGHT) {
			boolean held = this.leases.held().contains(lease);
			assertThat(held || stream().outcome() != Outcome.IN_FLIGHT).as("whether the lease of a stream is held")
				.isTrue();
			Times.pass(Duration.ofMillis(20));
		}
	}

	@Test
	void whenAnInstanceIsToldToEndThenItsLeasesStayUntilItsStreamsEnd() {
		this.account.answersTake(LONGER_LEASE.multipliedBy(2), LONGER_LEASE.multipliedBy(3));
		try (InstanceProcess ending = InstanceProcess.start(REQUESTS, KILLED,
				settings().leases(LONGER_LEASE, LONGER_LEASE.dividedBy(3)).acquireTimeout(LEASE.dividedBy(2)))) {
			await(() -> this.account.requests() == REQUESTS);
			ending.terminate();
			int running = this.account.running();
			while (running > 0) {
				int held = this.leases.held().size();
				running = this.account.running();
				assertThat(held).as("leases of requests that run").isGreaterThanOrEqualTo(running);
				Times.pass(Duration.ofMillis(20));
			}
			ending.awaitEnd(PATIENCE);
			assertThat(this.leases.count()).isZero();
			assertThat(this.account.simulator().log().requests()).extracting(RecordedRequest::outcome)
				.containsOnly(Outcome.COMPLETED);
		}
	}

	private RecordedRequest stream() {
		return this.account.simulator()
			.log()
			.requests()
			.stream()
			.filter((request) -> LASTING.equals(request.userId()))
			.findFirst()
			.orElseThrow();
	}

	private Settings settings() {
		return Settings.shared(this.account.simulator(), REQUESTS + 1, this.redis)
			.leases(LEASE, HEARTBEAT)
			.acquireTimeout(Duration.ofMillis(250));
	}

	private static void await(Callable<Boolean> condition) {
		Awaitility.await().atMost(PATIENCE).until(condition);
	}

}
