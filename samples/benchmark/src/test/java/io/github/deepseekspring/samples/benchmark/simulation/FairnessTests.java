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

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link Fairness}.
 */
class FairnessTests {

	@Test
	void whenThereIsEnoughThenEverybodyGetsWhatTheyWant() {
		assertThat(Fairness.maxMinShares(new double[] { 3, 1, 2 }, 6)).containsExactly(3, 1, 2);
	}

	@Test
	void whenThereIsNotEnoughThenThoseWhoWantMostShareWhatIsLeft() {
		assertThat(Fairness.maxMinShares(new double[] { 10, 1, 3, 8 }, 12)).containsExactly(4, 1, 3, 4);
	}

	@Test
	void whenEverybodyGetsTheirShareThenIsOne() {
		assertThat(Fairness.jain(new double[] { 1, 5, 0 }, new double[] { 1, 5, 0 })).isCloseTo(1, within(1e-9));
	}

	@Test
	void whenOneOfFourGetsEverythingThenIsAQuarter() {
		assertThat(Fairness.jain(new double[] { 4, 0, 0, 0 }, new double[] { 1, 1, 1, 1 })).isCloseTo(0.25,
				within(1e-9));
	}

}
