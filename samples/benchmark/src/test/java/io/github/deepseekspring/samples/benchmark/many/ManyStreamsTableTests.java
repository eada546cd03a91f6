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

package io.github.deepseekspring.samples.benchmark.many;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ManyStreamsTable} and {@link ManyStreamsTargets}.
 */
class ManyStreamsTableTests {

	private static final Outcome ONE = new Outcome(100, 100, 0, "", 12, 4, 2, 14, 10_240, 200);

	private static final Outcome OTHER = new Outcome(100, 100, 0, "", 13, 6, 4, 15, 12_288, 220);

	private static final Outcome FAILED = new Outcome(50, 60, 40, "com.example.PoolException: full | of tokens", 20, 5,
			5, 16, Double.NaN, 300);

	@Test
	void showsMediansAndRanges() {
		ManyStreamsTable table = new ManyStreamsTable();
		Contender contender = new Contender("ours", "template", 100);
		table.add(contender, ONE);
		table.add(contender, OTHER);
		assertThat(table.markdown().lines()).last()
			.isEqualTo(
					"| ours | 100 | 100 (100-100) | 100 (100-100) | 12.5 (12.0-13.0) | 5.0 (4.0-6.0) | 3.0 (2.0-4.0) "
							+ "| 11.0 (10.0-12.0) | 15 (14-15) | 210 (200-220) |  |");
	}

	@Test
	void showsTheClassOfTheFirstFailureAndNoHeapWhereItIsNotKnown() {
		ManyStreamsTable table = new ManyStreamsTable();
		table.add(new Contender("theirs", "webclient", 100), FAILED);
		assertThat(table.markdown().lines()).last()
			.isEqualTo("| theirs | 100 | 50 | 60 | 20.0 | 5.0 | 5.0 |  | 16 | 300 | `com.example.PoolException` |");
	}

	@Test
	void whenTargetsAreMetThenSaysSo() {
		ManyStreamsTargets targets = new ManyStreamsTargets();
		targets.compare(List.of(ONE, ONE), List.of(OTHER, OTHER), 100);
		targets.growth(List.of(OTHER), 200, List.of(ONE), 100);
		assertThat(targets.markdown().lines().skip(2)).containsExactly(
				"| 100 streams: all open at once, and complete | 2 of 2 rounds | yes |",
				"| 100 streams: at most 15 threads | 14 (14-14) | yes |",
				"| 100 streams: CPU without compiler, of WebClient with a large pool, at most 0.85 | 0.50 (0.50-0.50) "
						+ "| yes |",
				"| 100 streams: live heap, of WebClient with a large pool, at most 1.2 | 0.83 (0.83-0.83) | yes |",
				"| 200 streams: all open at once, and complete | 1 of 1 rounds | yes |",
				"| 200 streams: live heap per stream, of 100 streams, at most 1.15 | 1.20 | **no** |",
				"| 200 streams: CPU per stream without compiler, of 100 streams, at most 1.15 | 1.00 | yes |");
	}

	@Test
	void whenTargetsAreMissedOrNotKnownThenSaysSo() {
		ManyStreamsTargets targets = new ManyStreamsTargets();
		targets.compare(List.of(FAILED), List.of(ONE), 100);
		assertThat(targets.markdown().lines().skip(2)).hasSize(4).allMatch((row) -> row.endsWith("| **no** |"));
	}

}
