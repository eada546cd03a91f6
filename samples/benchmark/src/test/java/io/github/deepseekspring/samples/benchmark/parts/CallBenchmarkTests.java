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

package io.github.deepseekspring.samples.benchmark.parts;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.deepseekspring.chat.ChatCompletion;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CallBenchmark}.
 */
class CallBenchmarkTests {

	private final CallBenchmark benchmark = new CallBenchmark();

	@Test
	void bothClientsReadTheAnswer() {
		verify(this.benchmark.plain());
		verify(this.benchmark.call());
	}

	@Test
	void bothClientsSendTheSameBody() {
		List<String> bodies = new ArrayList<>();
		this.benchmark.connector.onRequest((body) -> bodies.add(body.toString(StandardCharsets.UTF_8)));
		verify(this.benchmark.plain());
		verify(this.benchmark.call());
		assertThat(bodies).hasSize(2);
		assertThat(bodies.get(1)).isEqualTo(bodies.get(0)).contains("\"model\":", "\"user_id\":");
	}

	private void verify(Mono<ChatCompletion> call) {
		StepVerifier.create(call)
			.assertNext((answer) -> assertThat(answer.choices().get(0).message().content()).startsWith("Io, Europa"))
			.expectComplete()
			.verify(Duration.ofSeconds(10));
	}

}
