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

package io.github.deepseekspring.concurrency;

import java.time.Duration;

import io.github.deepseekspring.concurrency.ConcurrencySettings.Adaptive;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests for {@link ConcurrencySettings}.
 */
class ConcurrencySettingsTests {

	@Test
	void shouldKnowTheDocumentedLimits() {
		ConcurrencySettings defaults = ConcurrencySettings.defaults();
		assertThat(defaults.limits()).containsOnly(entry("deepseek-v4-pro", 500), entry("deepseek-v4-flash", 2500));
		assertThat(defaults.aliases()).containsOnly(entry("deepseek-flash", "deepseek-v4-flash"),
				entry("deepseek-v4-flash-vision-exp", "deepseek-v4-flash"));
		assertThat(defaults.totalLimit()).isEqualTo(3500);
	}

	@Test
	void whenLimitIsZeroThenSaysWhoseLimitItIs() {
		assertThatIllegalArgumentException().isThrownBy(() -> TestSettings.settings(0, null, TestSettings.MAX_WAIT, 0))
			.withMessageContaining("'limits' must be at least 1");
	}

	@Test
	void whenQueueSizeIsNegativeThenFails() {
		assertThatIllegalArgumentException().isThrownBy(() -> TestSettings.settings(1, -1, TestSettings.MAX_WAIT, 0))
			.withMessageContaining("'maxQueue'");
	}

	@Test
	void whenMaxWaitIsNegativeThenFails() {
		assertThatIllegalArgumentException().isThrownBy(() -> TestSettings.settings(1, null, Duration.ofMillis(-1), 0))
			.withMessageContaining("'maxWait'");
	}

	@Test
	void whenAdaptiveSettingsMakeNoSenseThenFails() {
		Duration recovery = Duration.ofSeconds(10);
		assertThatIllegalArgumentException().isThrownBy(() -> new Adaptive(true, 0, 0.85, recovery, true, 3))
			.withMessageContaining("'min'");
		assertThatIllegalArgumentException().isThrownBy(() -> new Adaptive(true, 1, 1, recovery, true, 3))
			.withMessageContaining("'beta'");
		assertThatIllegalArgumentException().isThrownBy(() -> new Adaptive(true, 1, 0.85, Duration.ZERO, true, 3))
			.withMessageContaining("'recovery'");
		assertThatIllegalArgumentException().isThrownBy(() -> new Adaptive(true, 1, 0.85, recovery, true, -1))
			.withMessageContaining("'requeue'");
	}

}
