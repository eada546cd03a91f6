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
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import io.github.deepseekspring.ConcurrencyLimitExceededException.Reason;
import io.github.deepseekspring.concurrency.ConcurrencyLimiterListener;
import io.github.deepseekspring.concurrency.ConcurrencySettings;
import io.github.deepseekspring.concurrency.FairConcurrencyLimiter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.util.Assert;

/**
 * Meters of a {@link FairConcurrencyLimiter}, as listed in {@link ConcurrencyMeter}. It
 * has to be the limiter's listener, or one of several, and counts what happens from the
 * time when it is bound to a registry. {@link #limiter} does all of that at once for a
 * limiter that is made by hand.
 *
 * @since 0.1.0
 */
public final class ConcurrencyLimiterMetrics implements ConcurrencyLimiterListener, MeterBinder, AutoCloseable {

	private final Supplier<FairConcurrencyLimiter> limiter;

	private final Tags tags;

	private final List<LimiterMeters> bound = new CopyOnWriteArrayList<>();

	/**
	 * Create the meters of a limiter that may not be there yet.
	 * @param limiter returns the limiter that this is a listener of; asked when the
	 * meters are bound to a registry
	 * @param tags further tags of all meters, which are needed to tell several limiters
	 * apart in one registry
	 */
	public ConcurrencyLimiterMetrics(Supplier<FairConcurrencyLimiter> limiter, Tag... tags) {
		Assert.notNull(limiter, "'limiter' must not be null");
		this.limiter = limiter;
		this.tags = Tags.of(tags);
	}

	/**
	 * Create a limiter with meters.
	 * @param settings the settings of the limiter
	 * @param registry where the meters are registered
	 * @param tags further tags of all meters, which are needed to tell several limiters
	 * apart in one registry
	 * @return the limiter
	 */
	public static FairConcurrencyLimiter limiter(ConcurrencySettings settings, MeterRegistry registry, Tag... tags) {
		AtomicReference<FairConcurrencyLimiter> reference = new AtomicReference<>();
		ConcurrencyLimiterMetrics metrics = new ConcurrencyLimiterMetrics(reference::get, tags);
		FairConcurrencyLimiter limiter = new FairConcurrencyLimiter(settings, metrics);
		reference.set(limiter);
		metrics.bindTo(registry);
		return limiter;
	}

	/**
	 * Register the meters. Has no effect on a registry that has them already.
	 */
	@Override
	public synchronized void bindTo(MeterRegistry registry) {
		if (this.bound.stream().noneMatch((meters) -> meters.belongTo(registry))) {
			this.bound.add(new LimiterMeters(registry, this.limiter.get(), this.tags));
		}
	}

	@Override
	public void waited(String group, String model, Duration wait) {
		this.bound.forEach((meters) -> meters.wait(group, model).record(wait));
	}

	@Override
	public void rejected(String group, String model, Reason reason) {
		this.bound.forEach((meters) -> meters.rejected(group, model, reason).increment());
	}

	@Override
	public void throttled(String group, Scope scope, boolean told) {
		this.bound.forEach((meters) -> meters.throttled(group, scope, told).increment());
	}

	@Override
	public void storeCalled(String group, StoreOutcome outcome, Duration duration) {
		this.bound.forEach((meters) -> meters.sharedCalls(group, outcome).record(duration));
	}

	/**
	 * Remove the gauges and stop to count. What was counted stays in registries that are
	 * still in use, and is counted on by the next limiter's meters.
	 */
	@Override
	public synchronized void close() {
		this.bound.forEach(LimiterMeters::removeGauges);
		this.bound.clear();
	}

}
