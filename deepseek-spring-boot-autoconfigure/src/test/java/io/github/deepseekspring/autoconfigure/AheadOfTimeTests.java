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

package io.github.deepseekspring.autoconfigure;

import java.nio.file.Path;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for applications that are processed ahead of time, and started from what was
 * generated.
 */
class AheadOfTimeTests {

	private static final String SIMULATOR_ENABLED = "--deepseek.simulator.enabled=true";

	private static final String SHARED = "--deepseek.concurrency.shared.type=redis";

	/**
	 * Nobody listens there, which the start does not mind.
	 */
	private static final String NO_REDIS = "--spring.data.redis.port=1";

	@TempDir
	private static Path directory;

	private static ProcessedApplication plain;

	private static ProcessedApplication complete;

	@BeforeAll
	static void process() {
		plain = ProcessedApplication.of(PlainApplication.class, directory.resolve("plain"));
		complete = ProcessedApplication.of(CompleteApplication.class, directory.resolve("complete"), SIMULATOR_ENABLED,
				SHARED, "--management.endpoints.web.exposure.include=deepseek",
				"--management.health.deepseek.enabled=true");
	}

	@Test
	void whenThereIsNoKeyAtBuildTimeThenThatOfTheStartIsUsed() {
		assertThat(plain.call("inspect", "--deepseek.api-key=a-key", "--deepseek.chat.model=deepseek-v4-pro"))
			.isEqualTo("deepseek-v4-pro, key set");
	}

	@Test
	void whenThereIsNoKeyAtTheStartEitherThenItFailsAsAlways() {
		assertThatException().isThrownBy(() -> plain.call("inspect"))
			.withStackTraceContaining(DeepSeekApiKeyMissingException.class.getName());
	}

	@Test
	void allPartsStartAndAnswer() {
		assertThat(complete.call("ask", SIMULATOR_ENABLED, SHARED, NO_REDIS)).isEqualTo("5 requests");
	}

	@Test
	void whenTheSimulatorIsEnabledOnlyAtTheStartThenItFailsBeforeAnythingIsSent() {
		assertThatException().isThrownBy(() -> plain.call("inspect", "--deepseek.api-key=a-key", SIMULATOR_ENABLED))
			.withStackTraceContaining("deepseek.simulator.enabled")
			.withStackTraceContaining("processed ahead of time without the simulator");
	}

	@Test
	void whenTheSimulatorIsEnabledOnlyAtBuildTimeThenItFailsRatherThanToSimulate() {
		assertThatException().isThrownBy(() -> complete.call("ask", "--deepseek.api-key=a-key", SHARED, NO_REDIS))
			.withStackTraceContaining("deepseek.simulator.enabled")
			.withStackTraceContaining("processed ahead of time with the simulator");
	}

	@Test
	void whenLimitsAreSharedOnlyAtTheStartThenItFailsRatherThanToShareNone() {
		assertThatException().isThrownBy(() -> plain.call("inspect", "--deepseek.api-key=a-key", SHARED))
			.withStackTraceContaining("deepseek.concurrency.shared.type")
			.withStackTraceContaining("processed ahead of time without a store");
	}

	@Test
	void whenLimitsAreSharedOnlyAtBuildTimeThenItFailsRatherThanToShareThem() {
		assertThatException().isThrownBy(() -> complete.call("ask", SIMULATOR_ENABLED))
			.withStackTraceContaining("deepseek.concurrency.shared.type")
			.withStackTraceContaining("processed ahead of time with Redis");
	}

}
