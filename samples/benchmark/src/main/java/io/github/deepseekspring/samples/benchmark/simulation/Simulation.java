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

package io.github.deepseekspring.samples.benchmark.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

import io.github.deepseekspring.RateLimitException;
import io.github.deepseekspring.concurrency.ConcurrencyLimiter;
import org.jspecify.annotations.Nullable;

/**
 * One run. Requests keep coming after the time that is measured, so that the last
 * measured ones have the same company as the others.
 */
final class Simulation {

	private static final double AFTERMATH = 45;

	/**
	 * By then the longest answer has ended.
	 */
	private static final double REST = 3600;

	private final Scenario scenario;

	private final Variant variant;

	private final RandomGenerator random;

	private final SimulatedTime time;

	private final SimulatedServer server;

	private final @Nullable ConcurrencyLimiter limiter;

	private final List<SimulatedRequest> requests = new ArrayList<>();

	private Simulation(Scenario scenario, Variant variant, long seed, SimulatedTime time) {
		this.scenario = scenario;
		this.variant = variant;
		this.random = new SplittableRandom(seed);
		this.time = time;
		this.server = new SimulatedServer(time, scenario, variant.tellsLimit());
		this.limiter = variant.limiter();
	}

	/**
	 * Run it.
	 * @param scenario what the users and the server do
	 * @param variant what stands between them
	 * @param seed decides when who sends what; the same for each variant
	 * @return what came of it
	 */
	static Result run(Scenario scenario, Variant variant, long seed) {
		try (SimulatedTime time = new SimulatedTime()) {
			return new Simulation(scenario, variant, seed, time).run();
		}
	}

	private Result run() {
		this.time.after(0, this::arriveLater);
		if (this.scenario.burst() > 0) {
			this.time.after(this.scenario.from(), this::arriveAtOnce);
		}
		this.time.pass(this.scenario.to() + AFTERMATH + REST);
		return Result.of(this.scenario, this.requests, this.server);
	}

	private void arriveLater() {
		double next = this.random.nextExponential() / this.scenario.rate();
		if (this.time.now() + next > this.scenario.to() + AFTERMATH) {
			return;
		}
		this.time.after(next, () -> {
			boolean heavy = this.random.nextDouble() < this.scenario.shareOfHeavyUser();
			arrive(heavy ? Scenario.HEAVY_USER : 1 + this.random.nextInt(Scenario.USERS - 1));
			arriveLater();
		});
	}

	private void arriveAtOnce() {
		for (int i = 0; i < this.scenario.burst(); i++) {
			arrive(Scenario.HEAVY_USER);
		}
	}

	private void arrive(int user) {
		SimulatedRequest request = new SimulatedRequest(user, this.time.now(),
				this.scenario.service().next(this.random));
		this.requests.add(request);
		this.variant.guard(this.limiter, this.server.answer(request), user)
			.subscribe(null, (failure) -> request.throttled = failure instanceof RateLimitException,
					() -> request.completed = this.time.now());
	}

}
