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

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the limiter keeps what the simulation shows of it.
 */
class LimiterSimulationTests {

	private static final int SEEDS = 3;

	@Test
	void whenTheLimitFallsAndRisesAndIsNotToldThenFewAreThrottledAndCapacityIsUsed() {
		List<Result> results = run(Scenario.drop(), Variant.UNTOLD);
		assertThat(Column.THROTTLED.mean(results)).isBetween(10.0, 110.0);
		assertThat(Column.USED.mean(results)).isBetween(0.965, 1.0);
		assertThat(Column.RECOVERY.worst(results)).isLessThan(14);
		assertUsersAreServedFairly(results);
	}

	@Test
	void whenTheLimitFallsAndRisesAndIsToldThenFewerAreThrottledAndCapacityIsUsed() {
		List<Result> results = run(Scenario.drop(), Variant.TOLD);
		assertThat(Column.THROTTLED.mean(results)).isBetween(5.0, 35.0);
		assertThat(Column.USED.mean(results)).isBetween(0.965, 1.0);
		assertThat(Column.RECOVERY.mean(results)).isLessThan(11);
		assertUsersAreServedFairly(results);
	}

	@Test
	void whenTheLimitStaysThenLightUsersHardlyWait() {
		List<Result> results = run(Scenario.steady(Scenario.CONFIGURED_LIMIT), Variant.UNTOLD);
		assertThat(Column.THROTTLED.worst(results)).isZero();
		assertThat(Column.LIGHT_SERVED.worst(results)).isEqualTo(1);
		assertThat(Column.LIGHT_WAIT.worst(results)).isLessThan(1);
		assertThat(Column.FAIRNESS.worst(results)).isGreaterThan(0.999);
	}

	@Test
	void whenTheTrueLimitIsFarBelowTheConfiguredOneThenItIsFound() {
		for (int limit : new int[] { 39, 5 }) {
			List<Result> untold = run(Scenario.steady(limit), Variant.UNTOLD);
			List<Result> told = run(Scenario.steady(limit), Variant.TOLD);
			assertThat(Column.THROTTLED.worst(untold)).isLessThan(300);
			assertThat(Column.THROTTLED.worst(told)).isLessThan(85);
			assertThat(Column.USED.worst(untold)).isGreaterThan(0.9);
			assertThat(Column.LIGHT_SERVED.worst(untold)).isGreaterThan(0.85);
			assertThat(Column.LIGHT_SERVED.worst(told)).isGreaterThan(0.85);
		}
	}

	@Test
	void whenAThousandComeAtOnceThenOnlyThoseAboveTheTrueLimitAreThrottled() {
		List<Result> results = run(Scenario.burstOfRequests(), Variant.TOLD);
		assertThat(Column.THROTTLED.worst(results)).isBetween(290.0, 320.0);
		assertThat(Column.FAILED.worst(results)).isLessThan(5);
		assertThat(Column.LIGHT_SERVED.worst(results)).isEqualTo(1);
	}

	@Test
	void whenThereIsNoLimiterThenThousandsAreThrottledAndUsersFail() {
		Result result = Simulation.run(Scenario.drop(), Variant.NONE, 1);
		assertThat(result.throttled()).isBetween(50_000.0, 60_000.0);
		assertThat(result.failed()).isGreaterThan(10_000);
		assertThat(result.used()).isBetween(0.99, 1.015);
	}

	@Test
	void whenThereIsOneLineForAllThenLightUsersWaitForTheHeavyOne() {
		Result result = Simulation.run(Scenario.steady(Scenario.CONFIGURED_LIMIT), Variant.SEMAPHORE, 1);
		assertThat(result.throttled()).isZero();
		assertThat(result.lightWaited()).isGreaterThan(15);
		assertThat(result.lightServed()).isBetween(0.6, 0.7);
	}

	private static List<Result> run(Scenario scenario, Variant variant) {
		return new Experiment(scenario, variant).run(SEEDS);
	}

	private static void assertUsersAreServedFairly(List<Result> results) {
		assertThat(Column.LIGHT_SERVED.mean(results)).isGreaterThan(0.945);
		assertThat(Column.FAIRNESS.worst(results)).isGreaterThan(0.99);
	}

}
