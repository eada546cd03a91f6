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

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.github.deepseekspring.CallState;
import io.github.deepseekspring.ErrorAnswer;
import io.github.deepseekspring.RateLimitException;
import io.github.deepseekspring.concurrency.CompositeConcurrencyLimiterListener;
import io.github.deepseekspring.concurrency.ConcurrencySettings;
import io.github.deepseekspring.concurrency.ConcurrencySettings.AccountType;
import io.github.deepseekspring.concurrency.ConcurrencySettings.Adaptive;
import io.github.deepseekspring.concurrency.FairConcurrencyLimiter;
import io.github.deepseekspring.concurrency.LeaseSettings;
import io.github.deepseekspring.test.RecordingLeaseStore;
import io.github.deepseekspring.user.Caller;
import io.github.deepseekspring.user.UserId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.search.RequiredSearch;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.publisher.TestPublisher;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ConcurrencyLimiterMetrics} of limiters that are made by hand.
 */
class ConcurrencyLimiterMetricsTests {

	private static final String MODEL = "tested";

	private static final Duration MAX_WAIT = Duration.ofSeconds(30);

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	private final MeterRegistry registry = new SimpleMeterRegistry();

	@BeforeEach
	void stopTime() {
		VirtualTimeScheduler.set(this.time);
	}

	@AfterEach
	void resumeTime() {
		VirtualTimeScheduler.reset();
	}

	@Test
	void everyGroupHasItsGaugesFromTheStart() {
		ConcurrencyLimiterMetrics.limiter(ConcurrencySettings.defaults(), this.registry);
		Map<String, Integer> limits = Map.of("deepseek-v4-pro", 500, "deepseek-v4-flash", 2500, "default", 500);
		limits.forEach((group, limit) -> {
			assertThat(gauge("limit", group)).isEqualTo(limit.doubleValue());
			assertThat(gauge("ceiling", group)).isEqualTo(limit.doubleValue());
			assertThat(gauge("inflight", group)).isZero();
			assertThat(gauge("waiting", group)).isZero();
			assertThat(gauge("users.waiting", group)).isZero();
		});
		assertThat(this.registry.find("deepseek.concurrency.inflight").gauges()).hasSize(3);
	}

	@Test
	void everyCounterExistsFromTheStart() {
		ConcurrencyLimiterMetrics.limiter(ConcurrencySettings.defaults(), this.registry);
		assertThat(this.registry.find("deepseek.concurrency.wait").timers()).hasSize(5)
			.allMatch((timer) -> timer.count() == 0);
		assertThat(this.registry.find("deepseek.concurrency.rejected").counters()).hasSize(5 * 4)
			.allMatch((counter) -> counter.count() == 0);
		assertThat(this.registry.find("deepseek.concurrency.throttled").counters()).hasSize(3 * 2 * 2)
			.allMatch((counter) -> counter.count() == 0);
	}

	@Test
	void metersAreWhatTheirDocumentationSays() {
		AtomicReference<FairConcurrencyLimiter> limiter = new AtomicReference<>();
		ConcurrencyLimiterMetrics metrics = new ConcurrencyLimiterMetrics(limiter::get);
		limiter.set(new FairConcurrencyLimiter(ConcurrencySettings.defaults(), metrics, new RecordingLeaseStore(),
				LeaseSettings.defaults()));
		metrics.bindTo(this.registry);
		Set<String> names = new TreeSet<>();
		for (ConcurrencyMeter documented : ConcurrencyMeter.values()) {
			names.add(documented.getName());
			List<String> keys = List.of(documented.getKeyNames()).stream().map((key) -> key.asString()).toList();
			assertThat(this.registry.find(documented.getName()).meters()).isNotEmpty().allSatisfy((meter) -> {
				assertThat(meter.getId().getType()).isEqualTo(documented.getType());
				assertThat(meter.getId().getDescription()).isNotBlank();
				assertThat(meter.getId().getTags()).extracting(Tag::getKey).containsExactlyInAnyOrderElementsOf(keys);
				if (documented.getType() != Meter.Type.TIMER) {
					assertThat(meter.getId().getBaseUnit()).isEqualTo(documented.getBaseUnit());
				}
			});
		}
		assertThat(this.registry.getMeters()).extracting((meter) -> meter.getId().getName())
			.containsOnlyElementsOf(names);
	}

	@Test
	void gaugesTellWhatRunsAndWaits() {
		FairConcurrencyLimiter limiter = ConcurrencyLimiterMetrics.limiter(settings(2, 10), this.registry);
		for (String caller : List.of("a", "a", "a", "b", "b")) {
			limiter.limit(Flux.never(), MODEL, new Caller(caller, null), null).subscribe();
		}
		assertThat(gauge("inflight", MODEL)).isEqualTo(2);
		assertThat(gauge("waiting", MODEL)).isEqualTo(3);
		assertThat(gauge("users.waiting", MODEL)).isEqualTo(2);
		assertThat(gauge("inflight", "default")).isZero();
	}

	@Test
	void limitFallsWhileTheCeilingStays() {
		FairConcurrencyLimiter limiter = ConcurrencyLimiterMetrics.limiter(settings(5, 10), this.registry);
		subscribe(limiter, Flux.error(tooMany(2)));
		assertThat(gauge("limit", MODEL)).isEqualTo(2);
		assertThat(gauge("ceiling", MODEL)).isEqualTo(5);
	}

	@Test
	void waitIsTimedOfRequestsThatHadTo() {
		FairConcurrencyLimiter limiter = ConcurrencyLimiterMetrics.limiter(settings(1, 10), this.registry);
		TestPublisher<String> holder = TestPublisher.create();
		subscribe(limiter, holder.flux());
		subscribe(limiter, Flux.just("a"));
		this.time.advanceTimeBy(Duration.ofSeconds(3));
		holder.complete();
		subscribe(limiter, Flux.just("a"));
		Timer wait = search("wait", "group", MODEL, "model", "nickname").timer();
		assertThat(wait.count()).isEqualTo(1);
		assertThat(wait.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(3000);
	}

	@Test
	void refusalsAreCountedByReason() {
		FairConcurrencyLimiter limiter = ConcurrencyLimiterMetrics.limiter(settings(1, 2), this.registry);
		limiter.limit(Flux.never(), MODEL, new Caller("a", null), null).subscribe();
		for (String caller : List.of("a", "a", "a", "b")) {
			limiter.limit(Flux.never(), MODEL, new Caller(caller, null), null).onErrorComplete().subscribe();
		}
		assertThat(rejected("full")).isEqualTo(1);
		assertThat(rejected("displaced")).isEqualTo(1);
		this.time.advanceTimeBy(MAX_WAIT);
		assertThat(rejected("timeout")).isEqualTo(2);
		limiter.shutdown();
		subscribe(limiter, Flux.never());
		assertThat(search("rejected", "model", "nickname", "reason", "shutdown").counter().count()).isEqualTo(1);
	}

	@Test
	void throttlingIsCountedByScopeAndWhetherTold() {
		FairConcurrencyLimiter limiter = ConcurrencyLimiterMetrics.limiter(settings(5, 10), this.registry);
		subscribe(limiter, Flux.error(tooMany(2)));
		subscribe(limiter, Flux.error(tooMany(2)));
		subscribe(limiter, Flux.error(tooMany(null)));
		assertThat(throttled("account", true)).isEqualTo(2);
		assertThat(throttled("account", false)).isEqualTo(1);
		ConcurrencySettings expanded = new ConcurrencySettings(true, AccountType.EXPANDED, Map.of(MODEL, 10),
				Map.of(MODEL, 1), 10, Map.of("nickname", MODEL), 10, MAX_WAIT, Duration.ZERO, Adaptive.defaults());
		subscribe(ConcurrencyLimiterMetrics.limiter(expanded, this.registry), Flux.error(tooMany(null)));
		assertThat(throttled("user", false)).isEqualTo(1);
		assertThat(throttled("user", true)).isZero();
	}

	@Test
	void modelsThatTheSettingsDoNotKnowMakeNoMeters() {
		FairConcurrencyLimiter limiter = ConcurrencyLimiterMetrics.limiter(settings(1, 1), this.registry);
		Set<Meter.Id> before = ids();
		TestPublisher<String> holder = TestPublisher.create();
		limiter.limit(holder.flux(), "held", Caller.NOBODY, null).subscribe();
		limiter.limit(Flux.empty(), "waiting", Caller.NOBODY, null).subscribe();
		for (int i = 0; i < 1000; i++) {
			limiter.limit(Flux.never(), "invented-" + i, Caller.NOBODY, null).onErrorComplete().subscribe();
		}
		holder.complete();
		for (int i = 0; i < 1000; i++) {
			limiter.limit(Flux.error(tooMany(null)), "invented-" + i, Caller.NOBODY, null)
				.onErrorComplete()
				.subscribe();
		}
		assertThat(ids()).isEqualTo(before);
		assertThat(search("rejected", "group", "default", "model", "other", "reason", "full").counter().count())
			.isEqualTo(1000);
		assertThat(search("wait", "group", "default", "model", "other").timer().count()).isEqualTo(1);
		assertThat(search("throttled", "group", "default", "scope", "account", "told", "false").counter().count())
			.isEqualTo(1000);
	}

	@Test
	void noMeterNamesAUser() {
		FairConcurrencyLimiter limiter = ConcurrencyLimiterMetrics.limiter(settings(1, 1), this.registry);
		for (int i = 0; i < 5; i++) {
			subscribe(limiter, Flux.never());
		}
		subscribe(limiter, Flux.error(tooMany(1)));
		assertThat(this.registry.getMeters()).isNotEmpty()
			.noneMatch((meter) -> meter.getId().toString().contains("alice"));
	}

	@Test
	void twoLimitersOfOneRegistryAreToldApartByATag() {
		FairConcurrencyLimiter first = ConcurrencyLimiterMetrics.limiter(settings(1, 1), this.registry,
				Tag.of("account", "first"));
		FairConcurrencyLimiter second = ConcurrencyLimiterMetrics.limiter(settings(2, 1), this.registry,
				Tag.of("account", "second"));
		subscribe(first, Flux.error(tooMany(1)));
		assertThat(search("limit", "account", "first", "group", MODEL).gauge().value()).isEqualTo(1);
		assertThat(search("limit", "account", "second", "group", MODEL).gauge().value()).isEqualTo(2);
		assertThat(search("throttled", "account", "first", "scope", "account", "told", "true").counters())
			.extracting(Counter::count)
			.contains(1.0);
		assertThat(search("throttled", "account", "second").counters()).extracting(Counter::count).containsOnly(0.0);
		second.shutdown();
	}

	@Test
	void whenBoundTwiceThenCountsOnce() {
		ConcurrencyLimiterMetrics[] metrics = new ConcurrencyLimiterMetrics[1];
		FairConcurrencyLimiter limiter = limiter(metrics);
		metrics[0].bindTo(this.registry);
		metrics[0].bindTo(this.registry);
		subscribe(limiter, Flux.error(tooMany(null)));
		assertThat(throttled("account", false)).isEqualTo(1);
	}

	@Test
	void whenBoundToTwoRegistriesThenCountsInBoth() {
		MeterRegistry second = new SimpleMeterRegistry();
		ConcurrencyLimiterMetrics[] metrics = new ConcurrencyLimiterMetrics[1];
		FairConcurrencyLimiter limiter = limiter(metrics);
		metrics[0].bindTo(this.registry);
		metrics[0].bindTo(second);
		subscribe(limiter, Flux.error(tooMany(null)));
		assertThat(throttled("account", false)).isEqualTo(1);
		assertThat(second.get("deepseek.concurrency.throttled")
			.tags("group", MODEL, "scope", "account", "told", "false")
			.counter()
			.count()).isEqualTo(1);
	}

	@Test
	void whenNotBoundThenRequestsAreServedAllTheSame() {
		FairConcurrencyLimiter limiter = limiter(new ConcurrencyLimiterMetrics[1]);
		subscribe(limiter, Flux.error(tooMany(null)));
		assertThat(limiter.snapshot()).anyMatch((group) -> group.throttledUntold() == 1);
	}

	@Test
	void whenClosedThenTheNextLimiterHasGaugesOfItsOwnAndCountsOn() {
		ConcurrencyLimiterMetrics[] metrics = new ConcurrencyLimiterMetrics[1];
		FairConcurrencyLimiter first = limiter(metrics);
		metrics[0].bindTo(this.registry);
		subscribe(first, Flux.error(tooMany(2)));
		metrics[0].close();
		assertThat(this.registry.getMeters()).noneMatch(Gauge.class::isInstance);
		subscribe(first, Flux.error(tooMany(2)));
		FairConcurrencyLimiter second = ConcurrencyLimiterMetrics.limiter(settings(7, 1), this.registry);
		subscribe(second, Flux.error(tooMany(4)));
		assertThat(gauge("limit", MODEL)).isEqualTo(4);
		assertThat(throttled("account", true)).isEqualTo(2);
	}

	@Test
	void gaugesDoNotKeepTheLimiterAlive() throws InterruptedException {
		ReferenceQueue<FairConcurrencyLimiter> collected = new ReferenceQueue<>();
		WeakReference<FairConcurrencyLimiter> limiter = new WeakReference<>(
				ConcurrencyLimiterMetrics.limiter(settings(1, 1), this.registry), collected);
		long end = System.nanoTime() + PATIENCE.toNanos();
		do {
			System.gc();
		}
		while (collected.remove(100) == null && System.nanoTime() < end);
		assertThat(limiter.get()).isNull();
		assertThat(gauge("inflight", MODEL)).isNaN();
	}

	private static FairConcurrencyLimiter limiter(ConcurrencyLimiterMetrics[] metrics) {
		FairConcurrencyLimiter[] limiter = new FairConcurrencyLimiter[1];
		metrics[0] = new ConcurrencyLimiterMetrics(() -> limiter[0]);
		limiter[0] = new FairConcurrencyLimiter(settings(5, 10),
				new CompositeConcurrencyLimiterListener(List.of(metrics[0])));
		return limiter[0];
	}

	private static ConcurrencySettings settings(int limit, int maxQueue) {
		return new ConcurrencySettings(true, AccountType.REGULAR, Map.of(MODEL, limit), Map.of(), limit,
				Map.of("nickname", MODEL), maxQueue, MAX_WAIT, Duration.ZERO,
				new Adaptive(true, 1, 0.85, Duration.ofSeconds(10), true, 0));
	}

	private static RateLimitException tooMany(@Nullable Integer limit) {
		return new RateLimitException(new ErrorAnswer(429, "Too many requests.", null, null, null),
				CallState.NOT_ANSWERED, limit, false, null);
	}

	private static void subscribe(FairConcurrencyLimiter limiter, Flux<String> source) {
		limiter.limit(source, "nickname", new Caller("alice", UserId.of("alice")), null).onErrorComplete().subscribe();
	}

	private Set<Meter.Id> ids() {
		return Set.copyOf(this.registry.getMeters().stream().map(Meter::getId).toList());
	}

	private double gauge(String name, String group) {
		return search(name, "group", group).gauge().value();
	}

	private double rejected(String reason) {
		return search("rejected", "group", MODEL, "model", MODEL, "reason", reason).counter().count();
	}

	private double throttled(String scope, boolean told) {
		return search("throttled", "group", MODEL, "scope", scope, "told", String.valueOf(told)).counter().count();
	}

	private RequiredSearch search(String name, String... tags) {
		return this.registry.get("deepseek.concurrency." + name).tags(tags);
	}

}
