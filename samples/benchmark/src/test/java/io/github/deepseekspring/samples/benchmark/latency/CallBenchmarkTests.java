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

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CallBenchmark}.
 */
@Timeout(120)
class CallBenchmarkTests {

	private final CallBenchmark benchmark = new CallBenchmark(new PrintStream(OutputStream.nullOutputStream()));

	@Test
	void callsAreComparedWithWebClient() {
		assertThat(this.benchmark.calls(CallBenchmark.CALLERS.subList(0, 2), 1, 2, 3).lines()).hasSize(6)
			.anyMatch((row) -> row.matches("\\| webclient (\\|[^|]*){2}(\\|[^|]*){3}\\|"))
			.anyMatch((row) -> row.matches("\\| template (\\|[^|]*){5}\\|"));
	}

	@Test
	void streamsHaveATimeToTheFirstContent() {
		assertThat(this.benchmark.streams(List.of("raw"), 1, 2, 3).lines()).last()
			.asString()
			.matches("\\| raw (\\|[^|]*){2}\\| 0 (\\|[^|]*){3}\\|");
	}

}
