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

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;

import io.github.deepseekspring.samples.benchmark.client.Load;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ManyStreamsBenchmark}.
 */
@Timeout(120)
class ManyStreamsBenchmarkTests {

	@Test
	void allStreamsOfTheTemplateAreOpenAtOnceAndComplete() throws InterruptedException {
		ManyStreamsBenchmark benchmark = new ManyStreamsBenchmark(0, new PrintStream(OutputStream.nullOutputStream()));
		benchmark.measure(1, new Load(40, 1, 100, 3, 20), List.of(new Contender("ours", "template", 20)));
		assertThat(benchmark.table().lines()).hasSize(3)
			.element(2)
			.asString()
			.matches("\\| ours \\| 20 \\| 20 \\| 20 (\\|[^|]*){4}(\\|[^|]*){2}\\|  \\|");
	}

}
