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

package io.github.deepseekspring.samples.benchmark.streaming;

import java.util.List;

import io.github.deepseekspring.samples.benchmark.client.Values;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ResultTable}, {@link ResultChart} and what they are made of.
 */
class ResultTableTests {

	@Test
	void rowTellsMedianAndRangeOfTheRoundsAndTheSharesOfEachRound() {
		Results results = new Results(1);
		add(results, 1, "raw", 1, 2, 3);
		add(results, 2, "raw", 4, 4, 4);
		add(results, 3, "raw", 3, 3, 3);
		add(results, 1, "webclient", 8, 8, 9);
		add(results, 2, "webclient", 8, 8, 8);
		add(results, 3, "webclient", 6, 6, 6);
		assertThat(new ResultTable(results)).hasToString(
				"""
						| 1 chunk at a time | CPU us per chunk | of raw | of raw-jackson | of webclient | of spring-ai | of bare \
						| B per chunk | target | met |
						|---|---:|---:|---:|---:|---:|---:|---:|---|---|
						| raw | 3.00 (2.00-4.00) |  |  | 0.50 |  |  | 1,000 |  |  |
						| webclient | 8.00 (6.00-8.00) | 2.00 |  |  |  |  | 1,000 |  |  |
						""");
	}

	@Test
	void targetsAreComparedWithTheMedianOfTheShares() {
		Results results = new Results(50);
		add(results, 1, "webclient", 10);
		add(results, 1, "bare", 1.5);
		add(results, 1, "template", 2);
		assertThat(new ResultTable(results).toString())
			.contains("| **bare** | 1.50 (1.50-1.50) |  |  | 0.15 |  |  | 1,000 "
					+ "| <= 0.20 of webclient<br><= 0.10 of spring-ai<br><= 1100 B | yes<br>not measured<br>yes |")
			.contains("| **template** | 2.00 (2.00-2.00) |  |  | 0.20 |  | 1.33 | 1,000 | <= 1.15 of bare | **no** |");
	}

	@Test
	void bytesAreALowerBoundWhenThreadsHaveEnded() {
		Results results = new Results(1);
		results.add(1, "langchain4j", List.of(new Measurement(1, 5000, true), new Measurement(1, 5000, false)));
		assertThat(new ResultTable(results).toString()).contains("| >= 5,000 |");
	}

	@Test
	void measurementIsPerChunkAndWithoutTheCompiler() {
		Values values = Values
			.parse("errors=0 answers=4 cpuNanos=9000 compilerNanos=1000 allocatedBytes=80 unseenThreads=0");
		assertThat(Measurement.of(values, 2)).isEqualTo(new Measurement(1, 10, true));
	}

	@Test
	void unknownTimeOfTheCompilerIsNotSubtracted() {
		Values values = Values
			.parse("errors=0 answers=4 cpuNanos=8000 compilerNanos=-1 allocatedBytes=80 unseenThreads=3");
		assertThat(Measurement.of(values, 2)).isEqualTo(new Measurement(1, 10, false));
	}

	@Test
	void chartHasABarForEachClientAndCutsTheOneThatIsTooLong() {
		Results results = new Results(1);
		add(results, 1, "raw", 1);
		add(results, 1, "bare", 2);
		add(results, 1, "openai-java", 50);
		String chart = new ResultChart(List.of(results)).toString();
		assertThat(chart).contains("<rect class=\"other\" x=\"120\" y=\"50\" width=\"110.0\"")
			.contains("<rect class=\"ours\" x=\"120\" y=\"76\" width=\"220.0\"")
			.contains("<rect class=\"other\" x=\"120\" y=\"102\" width=\"440.0\"")
			.containsOnlyOnce("<path class=\"cut\"")
			.contains("<text x=\"568.0\" y=\"114\">50.00</text>")
			.contains("prefers-color-scheme: dark");
	}

	private static void add(Results results, int round, String client, double... cpuMicros) {
		for (double micros : cpuMicros) {
			results.add(round, client, List.of(new Measurement(micros, 1000, true)));
		}
	}

}
