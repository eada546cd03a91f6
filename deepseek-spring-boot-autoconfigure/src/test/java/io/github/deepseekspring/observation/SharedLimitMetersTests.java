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

package io.github.deepseekspring.observation;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.github.deepseekspring.concurrency.ConcurrencyLimiterListener.StoreOutcome;
import io.github.deepseekspring.concurrency.ConcurrencySettings;
import io.github.deepseekspring.concurrency.FairConcurrencyLimiter;
import io.github.deepseekspring.concurrency.LeaseSettings;
import io.github.deepseekspring.test.RecordingLeaseStore;
import io.github.deepseekspring.user.Caller;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the meters of limits that instances share.
 */
class SharedLimitMetersTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final String MODEL = "deepseek-v4-pro";

	private final MeterRegistry registry = new SimpleMeterRegistry();

	private final RecordingLeaseStore store = new RecordingLeaseStore();

	private final AtomicReference<FairConcurrencyLimiter> limiter = new AtomicReference<>();

	private final ConcurrencyLimiterMetrics metrics = new ConcurrencyLimiterMetrics(this.limiter::get);

	@Test
	void whenLimitsAreNotSharedThenThereAreNone() {
		ConcurrencyLimiterMetrics.limiter(ConcurrencySettings.defaults(), this.registry);
		assertThat(this.registry.getMeters())
			.noneMatch((meter) -> meter.getId().getName().startsWith("deepseek.concurrency.shared"));
	}

	@Test
	void everyGroupHasItsMetersFromTheStart() {
		share();
		for (String name : new String[] { "available", "limit", "inflight", "instances" }) {
			assertThat(this.registry.get("deepseek.concurrency.shared." + name).gauges())
				.extracting((gauge) -> gauge.getId().getTag("group"))
				.containsExactlyInAnyOrder("deepseek-v4-flash", MODEL, "default");
		}
		assertThat(this.registry.get("deepseek.concurrency.shared.calls").timers()).hasSize(3 * 3);
	}

	@Test
	void gaugesTellWhatTheStoreTold() {
		share();
		this.limiter.get().limit(Flux.never(), MODEL, Caller.NOBODY, null).subscribe();
		Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
			assertThat(gauge("available")).isEqualTo(1);
			assertThat(gauge("limit")).isEqualTo(500);
			assertThat(gauge("inflight")).isEqualTo(1);
			assertThat(gauge("instances")).isEqualTo(3);
			assertThat(calls("ok").count()).isPositive();
		});
	}

	@Test
	void whenTheStoreFailsThenItIsNotAvailable() {
		share();
		this.store.setAvailable(false);
		this.limiter.get().limit(Flux.never(), MODEL, Caller.NOBODY, null).subscribe();
		Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
			assertThat(gauge("available")).isZero();
			assertThat(calls("error").count()).isPositive();
		});
	}

	@Test
	void callsAreTimedByOutcome() {
		this.limiter.set(new FairConcurrencyLimiter(ConcurrencySettings.defaults(), this.metrics));
		this.metrics.bindTo(this.registry);
		this.metrics.storeCalled(MODEL, StoreOutcome.ANSWERED, Duration.ofMillis(2));
		this.metrics.storeCalled(MODEL, StoreOutcome.ANSWERED, Duration.ofMillis(3));
		this.metrics.storeCalled(MODEL, StoreOutcome.TIMED_OUT, Duration.ofMillis(150));
		this.metrics.storeCalled(MODEL, StoreOutcome.FAILED, Duration.ofMillis(7));
		Map.of("ok", 5.0, "timeout", 150.0, "error", 7.0)
			.forEach((outcome, total) -> assertThat(calls(outcome).totalTime(TimeUnit.MILLISECONDS)).as(outcome)
				.isEqualTo(total));
		assertThat(calls("ok").count()).isEqualTo(2);
	}

	private void share() {
		this.limiter.set(new FairConcurrencyLimiter(ConcurrencySettings.defaults(), this.metrics, this.store,
				LeaseSettings.defaults()));
		this.metrics.bindTo(this.registry);
	}

	private double gauge(String name) {
		return this.registry.get("deepseek.concurrency.shared." + name).tag("group", MODEL).gauge().value();
	}

	private Timer calls(String outcome) {
		return this.registry.get("deepseek.concurrency.shared.calls").tags("group", MODEL, "outcome", outcome).timer();
	}

}
