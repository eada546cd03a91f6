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

package io.github.deepseekspring.samples.benchmark.latency;

import io.github.deepseekspring.samples.benchmark.client.Values;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link TimingTable} and {@link Timing}.
 */
class TimingTableTests {

	@Test
	void ratiosAreThoseOfTheRounds() {
		TimingTable table = new TimingTable();
		table.add("theirs", new Timing(100, 10, 20, 30, 40, 5));
		table.add("ours", new Timing(110, 11, 21, 31, 41, 6));
		table.add("theirs", new Timing(200, 12, 22, 32, 42, 5));
		table.add("ours", new Timing(260, 15, 25, 35, 45, 6));
		assertThat(table.calls("ours", "theirs", 1.2)).contains(
				"| ours | 185.0 (110.0-260.0) | 1.20 (1.10-1.30) | 33 (31-35) | 43 (41-45) | 6.0 (6.0-6.0) |",
				"Target: CPU of ours at most 1.2 of theirs.");
		assertThat(table.calls("ours", "theirs", 1.3)).contains("Met.");
		assertThat(table.calls("ours", "theirs", 1.1)).contains("**Not met.**");
		assertThat(table.streams("theirs"))
			.contains("| ours | 13 (11-15) | 23 (21-25) | 2 | 33 (31-35) | 43 (41-45) | 185 (110-260) |");
	}

	@Test
	void cpuIsWithoutTheCompilerIfItIsKnown() {
		Values work = new Values().with("answers", 10)
			.with("errors", 0)
			.with("cpuNanos", 50_000)
			.with("compilerNanos", 20_000)
			.with("firstP50", 1000)
			.with("firstP99", 2000)
			.with("endP50", 3000)
			.with("endP99", 4000)
			.with("allocatedBytes", 10_240);
		assertThat(Timing.of(work)).isEqualTo(new Timing(3, 1, 2, 3, 4, 1));
		assertThat(Timing.of(work.with("compilerNanos", -1)).cpu()).isEqualTo(5);
	}

	@Test
	void whenARequestFailedThenNothingIsMeasured() {
		Values work = new Values().with("errors", 2).with("error", "no answer");
		assertThatIllegalStateException().isThrownBy(() -> Timing.of(work)).withMessageContaining("no answer");
	}

}
