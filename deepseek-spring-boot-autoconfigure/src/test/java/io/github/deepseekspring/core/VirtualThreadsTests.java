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

package io.github.deepseekspring.core;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.SimulatorClock;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.task.VirtualThreadTaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that virtual threads can wait in large numbers.
 */
@EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "Virtual threads need Java 21")
@Timeout(120)
class VirtualThreadsTests {

	private static final int THREADS = 300;

	private static final Duration HOUR = Duration.ofHours(1);

	private final SimulatorClock clock = SimulatorClock.manual();

	@AutoClose
	private final Wire wire = new Wire(this.clock);

	private final BlockingDeepSeekOperations deepSeek = new BlockingDeepSeekTemplate(this.wire.template());

	/**
	 * If a thread that waits kept its carrier, no more could wait than there are
	 * processors.
	 */
	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void manyWaitAtOnce(boolean streaming) {
		this.wire.answerAll(Answer.text("done").headersAfter(HOUR));
		VirtualThreadTaskExecutor threads = new VirtualThreadTaskExecutor("call-");
		List<CompletableFuture<String>> answers = IntStream.range(0, THREADS)
			.mapToObj((number) -> threads.submitCompletable(() -> streaming ? streamed() : content()))
			.toList();
		this.wire.log().awaitRequests(THREADS, Wire.PATIENCE);
		assertThat(this.wire.log().inFlight()).isEqualTo(THREADS);
		this.clock.advance(HOUR);
		assertThat(answers).allSatisfy((answer) -> assertThat(answer).succeedsWithin(Wire.PATIENCE).isEqualTo("done"));
	}

	private String content() {
		return String.valueOf(this.deepSeek.prompt("Hi").content());
	}

	private String streamed() {
		try (Stream<String> tokens = this.deepSeek.prompt("Hi").stream().content()) {
			return tokens.reduce("", String::concat);
		}
	}

}
