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
import java.time.Instant;
import java.util.concurrent.TimeUnit;

import io.github.deepseekspring.RateLimitException;
import io.github.deepseekspring.concurrency.ConcurrencyLimiterListener.Scope;
import io.github.deepseekspring.concurrency.LimitGroupSnapshot.Throttling;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what a {@link LimitGroupSnapshot} tells of the latest 429.
 */
class LastThrottlingTests {

	private static final Duration LONG = Duration.ofHours(1);

	private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	@BeforeEach
	void stopTime() {
		VirtualTimeScheduler.set(this.time);
	}

	@AfterEach
	void resumeTime() {
		VirtualTimeScheduler.reset();
	}

	@Test
	void whenThereWasNoneThenTellsNone() {
		LimitGroupSnapshot snapshot = snapshot(TestSettings.limiter(3));
		assertThat(snapshot.lastThrottling()).isNull();
		assertThat(snapshot.lastThrottledAt()).isNull();
	}

	@Test
	void tellsTheLatestOne() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(3);
		reject(limiter, TestSettings.tooMany(2, true, LONG));
		assertThat(throttling(limiter)).isEqualTo(new Throttling(now(), 2, Scope.ACCOUNT, true));
		this.time.advanceTimeBy(Duration.ofSeconds(5));
		reject(limiter, TestSettings.tooMany(null, false, LONG));
		assertThat(throttling(limiter)).isEqualTo(new Throttling(now(), null, Scope.ACCOUNT, false));
		assertThat(snapshot(limiter).lastThrottledAt()).isEqualTo(now());
		assertThat(snapshot(limiter).balanceLimited()).isTrue();
	}

	@Test
	void whenItConcernedAUserThenTellsThatButNotWhom() {
		FairConcurrencyLimiter limiter = new FairConcurrencyLimiter(TestSettings.expanded(10, 1, null));
		reject(limiter, TestSettings.tooMany(null, false, LONG));
		assertThat(throttling(limiter)).isEqualTo(new Throttling(now(), null, Scope.USER, false));
		assertThat(snapshot(limiter).toString()).doesNotContain("alice");
	}

	private Instant now() {
		return Instant.ofEpochMilli(this.time.now(TimeUnit.MILLISECONDS));
	}

	private static void reject(FairConcurrencyLimiter limiter, RateLimitException rejection) {
		limiter.limit(Flux.error(rejection), TestSettings.MODEL, TestSettings.user("alice"), null)
			.onErrorComplete()
			.subscribe();
	}

	private static @Nullable Throttling throttling(FairConcurrencyLimiter limiter) {
		return snapshot(limiter).lastThrottling();
	}

	private static LimitGroupSnapshot snapshot(FairConcurrencyLimiter limiter) {
		return limiter.snapshot()
			.stream()
			.filter((group) -> group.group().equals(TestSettings.MODEL))
			.findFirst()
			.orElseThrow();
	}

}
