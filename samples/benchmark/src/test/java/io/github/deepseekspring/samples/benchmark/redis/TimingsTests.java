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

package io.github.deepseekspring.samples.benchmark.redis;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Timings}.
 */
class TimingsTests {

	private final Timings timings = new Timings();

	@Test
	void mediansStandBeforeTheLowestAndTheHighest() {
		this.timings.add(30, 100);
		this.timings.add(10, 100);
		this.timings.add(20, 400);
		assertThat(this.timings.row(64))
			.isEqualTo("| 64 | 20.0 (10.0-30.0) | 100.0 (100.0-400.0) | 0.10 (0.05-0.30) |");
	}

	@Test
	void whenTheNumberOfRoundsIsEvenThenTheMedianIsBetweenTwo() {
		this.timings.add(1, 2);
		this.timings.add(2, 4);
		assertThat(this.timings.row(1)).isEqualTo("| 1 | 1.5 (1.0-2.0) | 3.0 (2.0-4.0) | 0.50 (0.50-0.50) |");
	}

}
