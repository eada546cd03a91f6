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

package io.github.deepseekspring.samples.benchmark.parts;

import java.util.ArrayList;
import java.util.List;

import io.github.deepseekspring.samples.benchmark.limiter.Measurements;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link PartsBenchmarks}.
 */
class PartsBenchmarksTests {

	private static final String IGNORE_LOCK = "jmh.ignoreLock";

	@BeforeAll
	static void allowOtherBenchmarksOnTheMachine() {
		System.setProperty(IGNORE_LOCK, "true");
	}

	@AfterAll
	static void restore() {
		System.clearProperty(IGNORE_LOCK);
	}

	@Test
	void eachBenchmarkRunsAndHasItsLineInTheTable() throws Exception {
		List<RunResult> results = new ArrayList<>();
		for (ChainedOptionsBuilder options : PartsBenchmarks.round()) {
			results.addAll(new Runner(
					options.forks(0).mode(Mode.SingleShotTime).warmupIterations(0).measurementIterations(1).build())
				.run());
		}
		Measurements measurements = new Measurements();
		measurements.addAll(results);
		String[] lines = new PartsTable(measurements).toString().split("\n");
		assertThat(lines).hasSize(2 + results.size());
		assertThat(lines).allMatch((line) -> line.chars().filter((c) -> c == '|').count() == 6);
	}

	@Test
	void whenTheArgumentIsUnknownThenFails() {
		assertThatIllegalArgumentException().isThrownBy(() -> PartsBenchmarks.main(new String[] { "-fast" }))
			.withMessage("The only argument is -quick");
	}

}
