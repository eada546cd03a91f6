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

import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * A row of the table.
 *
 * @param scenario what the users and the server do
 * @param variant what stands between them
 */
record Experiment(Scenario scenario, Variant variant) {

	/**
	 * Return all experiments: limits that fall and rise, that stay, and that are far
	 * below the configured one, and then those that show what the figures depend on.
	 */
	static List<Experiment> all() {
		return Stream
			.of(each(Scenario.drop(), Variant.values()),
					each(Scenario.steady(Scenario.CONFIGURED_LIMIT), Variant.SEMAPHORE, Variant.UNTOLD),
					adapting(Scenario.steady(39), Variant.SEMAPHORE), adapting(Scenario.steady(5), Variant.SEMAPHORE),
					adapting(Scenario.burstOfRequests(), Variant.SEMAPHORE),
					adapting(Scenario.drop().withLoad(1), Variant.NONE),
					adapting(Scenario.drop().withLoad(3), Variant.NONE),
					adapting(Scenario.drop().withService(ServiceTime.LOGNORMAL), Variant.NONE),
					adapting(Scenario.drop().withRoundTrip(1), Variant.NONE))
			.flatMap(List::stream)
			.toList();
	}

	private static List<Experiment> adapting(Scenario scenario, Variant beside) {
		return each(scenario, beside, Variant.UNTOLD, Variant.TOLD);
	}

	private static List<Experiment> each(Scenario scenario, Variant... variants) {
		return Stream.of(variants).map((variant) -> new Experiment(scenario, variant)).toList();
	}

	String name() {
		return this.scenario.name() + ": " + this.variant.label();
	}

	/**
	 * Run it with the first seeds.
	 */
	List<Result> run(int seeds) {
		return LongStream.rangeClosed(1, seeds)
			.mapToObj((seed) -> Simulation.run(this.scenario, this.variant, seed))
			.toList();
	}

}
