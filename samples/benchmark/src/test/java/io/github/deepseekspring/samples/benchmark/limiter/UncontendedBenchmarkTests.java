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

import java.time.Duration;

import io.github.deepseekspring.user.Caller;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.test.StepVerifier;

/**
 * Tests for {@link UncontendedBenchmark}.
 */
class UncontendedBenchmarkTests {

	private final UncontendedBenchmark benchmark = new UncontendedBenchmark();

	@Test
	void theLimiterLetsTheRequestThrough() {
		verify(this.benchmark.limited(new Caller("user", null)));
		this.benchmark.nothingIsLeft();
	}

	@Test
	void theRivalsLetTheRequestThrough() {
		verify(this.benchmark.bulkheaded());
		verify(this.benchmark.pooled());
	}

	private void verify(Publisher<String> guarded) {
		StepVerifier.create(guarded).expectNext("x").expectComplete().verify(Duration.ofSeconds(10));
	}

}
