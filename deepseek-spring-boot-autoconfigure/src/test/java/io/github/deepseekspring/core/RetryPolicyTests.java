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

package io.github.deepseekspring.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.deepseekspring.CallState;
import io.github.deepseekspring.ConnectionFailedException;
import io.github.deepseekspring.DeepSeekException;
import io.github.deepseekspring.ErrorAnswer;
import io.github.deepseekspring.OverloadedException;
import io.github.deepseekspring.ServerException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of how long a request waits for its next attempt, in virtual time.
 */
class RetryPolicyTests {

	private static final DeepSeekException REFUSED = new ConnectionFailedException("refused", null);

	@Test
	void waitsDoubleUpToTheLongest() {
		RetrySettings settings = new RetrySettings(7, Duration.ofMillis(500), Duration.ofSeconds(5), 0);
		assertThat(waits(settings, REFUSED)).extracting(Duration::toMillis)
			.containsExactly(500L, 1000L, 2000L, 4000L, 5000L, 5000L);
	}

	@RepeatedTest(20)
	void waitsVaryByTheJitterAndAreNeverLongerThanTheLongest() {
		RetrySettings settings = new RetrySettings(6, Duration.ofSeconds(1), Duration.ofSeconds(4), 0.25);
		List<Duration> waits = waits(settings, REFUSED);
		assertThat(waits).hasSize(5);
		for (int i = 0; i < waits.size(); i++) {
			double wait = Math.min(4000 / 1.25, 1000 << i);
			assertThat(waits.get(i).toMillis()).isBetween((long) (wait * 0.75) - 1, (long) (wait * 1.25));
			assertThat(waits.get(i)).isLessThanOrEqualTo(settings.maxBackoff());
		}
	}

	@Test
	void waitsAreNotAllTheSame() {
		RetrySettings settings = new RetrySettings(60, Duration.ofSeconds(1), Duration.ofSeconds(1), 1);
		assertThat(waits(settings, REFUSED)).doesNotHaveDuplicates().hasSize(59);
	}

	@Test
	void manyAttemptsDoNotOverflow() {
		RetrySettings settings = new RetrySettings(100, Duration.ofHours(1), Duration.ofDays(1), 0);
		assertThat(waits(settings, REFUSED)).hasSize(99).last().isEqualTo(Duration.ofDays(1));
	}

	@Test
	void waitThatTheServerWantsIsKeptExactly() {
		RetrySettings settings = new RetrySettings(3, Duration.ofMillis(500), Duration.ofSeconds(10), 1);
		assertThat(waits(settings, failed(Duration.ofSeconds(10)))).containsExactly(Duration.ofSeconds(10),
				Duration.ofSeconds(10));
		assertThat(waits(settings, overloaded(Duration.ofSeconds(3)))).containsExactly(Duration.ofSeconds(3),
				Duration.ofSeconds(3));
		assertThat(waits(settings, overloaded(Duration.ofMillis(10_001)))).isEmpty();
	}

	@Test
	void whenOneAttemptIsAllowedThenNothingIsWaitedFor() {
		assertThat(waits(new RetrySettings(1, Duration.ZERO, Duration.ZERO, 0), REFUSED)).isEmpty();
	}

	/**
	 * Return the waits between the attempts of a source that always fails.
	 */
	private static List<Duration> waits(RetrySettings settings, DeepSeekException failure) {
		List<Long> times = new ArrayList<>();
		RetryPolicy policy = new RetryPolicy(settings);
		StepVerifier.withVirtualTime(() -> policy.retry(Flux.defer(() -> {
			times.add(Schedulers.parallel().now(TimeUnit.NANOSECONDS));
			return Flux.error(failure);
		})))
			.thenAwait(Duration.ofDays(365))
			.expectErrorMatches((error) -> error == failure)
			.verify(Duration.ofSeconds(20));
		List<Duration> waits = new ArrayList<>();
		for (int i = 1; i < times.size(); i++) {
			waits.add(Duration.ofNanos(times.get(i) - times.get(i - 1)));
		}
		return waits;
	}

	private static ServerException failed(@Nullable Duration retryAfter) {
		return new ServerException(new ErrorAnswer(500, "", null, null, null), CallState.NOT_ANSWERED, retryAfter);
	}

	private static ServerException overloaded(@Nullable Duration retryAfter) {
		return new OverloadedException(new ErrorAnswer(503, "", null, null, null), CallState.NOT_ANSWERED, retryAfter);
	}

}
