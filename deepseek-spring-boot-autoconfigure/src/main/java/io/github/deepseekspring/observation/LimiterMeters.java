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

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToIntFunction;

import io.github.deepseekspring.ConcurrencyLimitExceededException.Reason;
import io.github.deepseekspring.concurrency.ConcurrencyLimiterListener.Scope;
import io.github.deepseekspring.concurrency.ConcurrencyLimiterListener.StoreOutcome;
import io.github.deepseekspring.concurrency.FairConcurrencyLimiter;
import io.github.deepseekspring.concurrency.LimitGroupSnapshot;
import io.github.deepseekspring.concurrency.LimitGroupSnapshot.Shared;
import io.github.deepseekspring.observation.ConcurrencyMeter.Key;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;

/**
 * The meters of one limiter in one registry. All of them exist from the start, so that
 * the first refusal or 429 shows as a change. The gauges do not keep the limiter alive.
 */
final class LimiterMeters {

	/**
	 * Stands for all models that the limiter's settings do not know.
	 */
	private static final String OTHER = "other";

	private final MeterRegistry registry;

	private final Set<String> models = new HashSet<>();

	private final List<Meter> gauges = new ArrayList<>();

	private final MeterProvider<Timer> wait;

	private final MeterProvider<Counter> rejected;

	private final MeterProvider<Counter> throttled;

	private final MeterProvider<Timer> sharedCalls;

	LimiterMeters(MeterRegistry registry, FairConcurrencyLimiter limiter, Tags tags) {
		this.registry = registry;
		this.wait = timer(ConcurrencyMeter.WAIT, tags);
		this.rejected = counter(ConcurrencyMeter.REJECTED, tags);
		this.throttled = counter(ConcurrencyMeter.THROTTLED, tags);
		this.sharedCalls = timer(ConcurrencyMeter.SHARED_CALLS, tags);
		List<LimitGroupSnapshot> groups = limiter.snapshot();
		groups.forEach((group) -> this.models.addAll(group.models()));
		for (LimitGroupSnapshot group : groups) {
			registerGauges(limiter, tags.and(Key.GROUP.asString(), group.group()), group.group());
			registerCounters(group.group(), group.models().isEmpty() ? List.of(OTHER) : group.models());
			if (group.shared() != null) {
				registerShared(limiter, tags.and(Key.GROUP.asString(), group.group()), group.group());
			}
		}
	}

	private MeterProvider<Timer> timer(ConcurrencyMeter meter, Tags tags) {
		return Timer.builder(meter.getName()).description(meter.description()).tags(tags).withRegistry(this.registry);
	}

	private MeterProvider<Counter> counter(ConcurrencyMeter meter, Tags tags) {
		return Counter.builder(meter.getName())
			.description(meter.description())
			.baseUnit(meter.getBaseUnit())
			.tags(tags)
			.withRegistry(this.registry);
	}

	private void registerGauges(FairConcurrencyLimiter limiter, Tags tags, String group) {
		registerGauge(ConcurrencyMeter.IN_FLIGHT, tags, limiter, group, LimitGroupSnapshot::inFlight);
		registerGauge(ConcurrencyMeter.LIMIT, tags, limiter, group, LimitGroupSnapshot::limit);
		registerGauge(ConcurrencyMeter.CEILING, tags, limiter, group, LimitGroupSnapshot::ceiling);
		registerGauge(ConcurrencyMeter.WAITING, tags, limiter, group, LimitGroupSnapshot::waiting);
		registerGauge(ConcurrencyMeter.USERS_WAITING, tags, limiter, group, LimitGroupSnapshot::waitingCallers);
	}

	private void registerShared(FairConcurrencyLimiter limiter, Tags tags, String group) {
		registerSharedGauge(ConcurrencyMeter.SHARED_AVAILABLE, tags, limiter, group,
				(shared) -> shared.available() ? 1 : 0);
		registerSharedGauge(ConcurrencyMeter.SHARED_LIMIT, tags, limiter, group, Shared::limit);
		registerSharedGauge(ConcurrencyMeter.SHARED_IN_FLIGHT, tags, limiter, group, Shared::inFlight);
		registerSharedGauge(ConcurrencyMeter.SHARED_INSTANCES, tags, limiter, group, Shared::instances);
		for (StoreOutcome outcome : StoreOutcome.values()) {
			sharedCalls(group, outcome);
		}
	}

	private void registerSharedGauge(ConcurrencyMeter meter, Tags tags, FairConcurrencyLimiter limiter, String group,
			ToIntFunction<Shared> value) {
		registerGauge(meter, tags, limiter, group, (snapshot) -> {
			Shared shared = snapshot.shared();
			return (shared != null) ? value.applyAsInt(shared) : 0;
		});
	}

	private void registerGauge(ConcurrencyMeter meter, Tags tags, FairConcurrencyLimiter limiter, String group,
			ToIntFunction<LimitGroupSnapshot> value) {
		this.gauges.add(Gauge.builder(meter.getName(), limiter, (source) -> read(source, group, value))
			.description(meter.description())
			.baseUnit(meter.getBaseUnit())
			.tags(tags)
			.register(this.registry));
	}

	private static double read(FairConcurrencyLimiter limiter, String group, ToIntFunction<LimitGroupSnapshot> value) {
		return limiter.snapshot()
			.stream()
			.filter((snapshot) -> snapshot.group().equals(group))
			.mapToDouble(value::applyAsInt)
			.findFirst()
			.orElse(Double.NaN);
	}

	private void registerCounters(String group, List<String> groupModels) {
		for (String model : groupModels) {
			wait(group, model);
			for (Reason reason : Reason.values()) {
				rejected(group, model, reason);
			}
		}
		for (Scope scope : Scope.values()) {
			throttled(group, scope, true);
			throttled(group, scope, false);
		}
	}

	boolean belongTo(MeterRegistry other) {
		return this.registry == other;
	}

	Timer wait(String group, String model) {
		return this.wait.withTags(Key.GROUP.asString(), group, Key.MODEL.asString(), known(model));
	}

	Counter rejected(String group, String model, Reason reason) {
		return this.rejected.withTags(Key.GROUP.asString(), group, Key.MODEL.asString(), known(model),
				Key.REASON.asString(), value(reason));
	}

	Counter throttled(String group, Scope scope, boolean told) {
		return this.throttled.withTags(Key.GROUP.asString(), group, Key.SCOPE.asString(),
				scope.name().toLowerCase(Locale.ROOT), Key.TOLD.asString(), String.valueOf(told));
	}

	Timer sharedCalls(String group, StoreOutcome outcome) {
		return this.sharedCalls.withTags(Key.GROUP.asString(), group, Key.OUTCOME.asString(), value(outcome));
	}

	private String known(String model) {
		return this.models.contains(model) ? model : OTHER;
	}

	private static String value(Reason reason) {
		return switch (reason) {
			case FULL -> "full";
			case DISPLACED -> "displaced";
			case TIMED_OUT -> "timeout";
			case SHUTDOWN -> "shutdown";
		};
	}

	private static String value(StoreOutcome outcome) {
		return switch (outcome) {
			case ANSWERED -> "ok";
			case TIMED_OUT -> "timeout";
			case FAILED -> "error";
		};
	}

	void removeGauges() {
		this.gauges.forEach(this.registry::remove);
	}

}
