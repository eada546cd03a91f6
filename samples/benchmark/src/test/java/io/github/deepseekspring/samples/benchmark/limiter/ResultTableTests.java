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

package io.github.deepseekspring.samples.benchmark.limiter;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link ResultTable}.
 */
class ResultTableTests {

	private final Measurements measurements = new Measurements();

	@BeforeEach
	void measureWhatIsGoodEnough() {
		add("UncontendedBenchmark.request", 5, 32);
		add("UncontendedBenchmark.semaphore", 6, 0);
		add("UncontendedBenchmark.resilience4j", 40, 144);
		add("UncontendedBenchmark.reactorPool", 600, 480);
		add("UncontendedBenchmark.limiter", 34, 80);
		add("UncontendedBenchmark.request threads=2", 5, 32);
		add("UncontendedBenchmark.semaphore threads=2", 6, 0);
		add("UncontendedBenchmark.resilience4j threads=2", 80, 144);
		add("UncontendedBenchmark.limiter threads=2", 60, 80);
		add("QueuedBenchmark.limiter standing=0", 400, 300);
		add("QueuedBenchmark.limiter standing=1000", 300, 280);
		add("CancelBenchmark.reactorPool first=OLDEST", 50, null);
		add("CancelBenchmark.reactorPool first=NEWEST", 10_000, null);
		add("CancelBenchmark.limiter first=OLDEST", 100, null);
		add("CancelBenchmark.limiter first=NEWEST", 80, null);
	}

	private void add(String name, double nanos, @Nullable Integer bytes) {
		Double allocated = (bytes != null) ? bytes.doubleValue() : null;
		this.measurements.add(name, nanos, allocated);
	}

	@Test
	void whenAllTargetsAreMetThenSaysSo() {
		assertThat(table()).doesNotContain("**no**")
			.contains("| Free slot: Resilience4j | 40.0 | 40.0-40.0 | 144 |  |  |  |  |\n")
			.contains("| Free slot: **limiter** | 34.0 | 34.0-34.0 | 80 | 0.85 | 0.0567 "
					+ "| <= 0.85 of Resilience4j, <= 80 B | yes |\n")
			.contains("| Queued: **limiter** | 400 | 400-400 | 300 |  | 0.67 "
					+ "| <= 0.67 of reactor-pool with a free slot, <= 300 B | yes |\n")
			.contains("| Cancelled, newest first: **limiter** | 80.0 | 80.0-80.0 |  |  | 0.0080 "
					+ "| <= 0.0100 of reactor-pool, newest first, <= 1.50 of the other end | yes |\n");
	}

	@Test
	void whenARequestTakesTooLongThenItsTargetIsNotMet() {
		add("UncontendedBenchmark.limiter", 35, 80);
		add("UncontendedBenchmark.limiter", 36, 80);
		assertThat(notMet()).containsExactly("Free slot: **limiter**");
	}

	@Test
	void whenARequestAllocatesTooMuchThenItsTargetIsNotMet() {
		add("QueuedBenchmark.limiter standing=0", 400, 304);
		add("QueuedBenchmark.limiter standing=0", 400, 304);
		assertThat(notMet()).containsExactly("Queued: **limiter**");
	}

	@Test
	void whenOneEndIsCancelledMoreSlowlyThenItsTargetIsNotMet() {
		add("CancelBenchmark.limiter first=NEWEST", 40, null);
		add("CancelBenchmark.limiter first=NEWEST", 40, null);
		assertThat(notMet()).containsExactly("Cancelled, oldest first: **limiter**");
	}

	@Test
	void theMiddleMeasurementCounts() {
		add("UncontendedBenchmark.request", 7, 32);
		add("UncontendedBenchmark.request", 1_000, 48);
		assertThat(table()).contains("| Free slot: the request alone | 7.0 | 5.0-1000 | 32 |");
	}

	@Test
	void whenSomethingWasNotMeasuredThenFails() {
		assertThatIllegalStateException().isThrownBy(() -> new ResultTable(new Measurements()).toString())
			.withMessage("Not measured: UncontendedBenchmark.request");
	}

	private String table() {
		return new ResultTable(this.measurements).toString();
	}

	private String[] notMet() {
		return table().lines()
			.filter((line) -> line.endsWith("| **no** |"))
			.map((line) -> line.split("\\|")[1].strip())
			.toArray(String[]::new);
	}

}
