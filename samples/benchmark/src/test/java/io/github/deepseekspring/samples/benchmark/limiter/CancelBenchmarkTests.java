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

import java.util.stream.Stream;

import io.github.deepseekspring.samples.benchmark.limiter.CancelBenchmark.Cpu;
import io.github.deepseekspring.samples.benchmark.limiter.CancelBenchmark.First;
import io.github.deepseekspring.samples.benchmark.limiter.CancelBenchmark.LimiterQueue;
import io.github.deepseekspring.samples.benchmark.limiter.CancelBenchmark.PoolQueue;
import io.github.deepseekspring.samples.benchmark.limiter.CancelBenchmark.Queue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CancelBenchmark}.
 */
class CancelBenchmarkTests {

	@ParameterizedTest
	@EnumSource
	void cancelsAllThatWaitAndCanDoSoAgain(First first) {
		Stream.of(new LimiterQueue(), new PoolQueue()).forEach((queue) -> {
			queue.first = first;
			lineUpAndCancel(queue);
			lineUpAndCancel(queue);
		});
	}

	private void lineUpAndCancel(Queue queue) {
		Cpu cpu = new Cpu();
		queue.lineUp();
		assertThat(queue.waiting()).isEqualTo(10_000);
		queue.cancelAll(cpu);
		assertThat(queue.waiting()).isZero();
		assertThat(cpu.cancelNanos()).isPositive();
	}

}
