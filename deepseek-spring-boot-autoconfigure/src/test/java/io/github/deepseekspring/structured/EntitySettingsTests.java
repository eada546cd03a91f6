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

package io.github.deepseekspring.structured;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link EntitySettings}.
 */
class EntitySettingsTests {

	private final EntitySettings defaults = EntitySettings.defaults();

	@Test
	void shouldAskThreeTimesInJsonModeByDefault() {
		assertThat(this.defaults).isEqualTo(new EntitySettings(EntitySettings.Mode.JSON_OBJECT, 3));
	}

	@Test
	void shouldChangeOneSettingAtATime() {
		assertThat(this.defaults.withMaxAttempts(1)).isEqualTo(new EntitySettings(EntitySettings.Mode.JSON_OBJECT, 1));
		assertThat(this.defaults.withMode(EntitySettings.Mode.STRICT_TOOL))
			.isEqualTo(new EntitySettings(EntitySettings.Mode.STRICT_TOOL, 3));
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, -1, Integer.MIN_VALUE })
	void whenThereIsNoAttemptThenFails(int maxAttempts) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.defaults.withMaxAttempts(maxAttempts))
			.withMessage("'maxAttempts' must be positive");
	}

	@Test
	@SuppressWarnings("NullAway")
	void whenThereIsNoModeThenFails() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.defaults.withMode(null))
			.withMessage("'mode' must not be null");
	}

	@Test
	void whenNothingMayBeHeldThenFails() {
		assertThatIllegalArgumentException().isThrownBy(() -> Entities.create(0))
			.withMessage("'maxSize' must be positive");
	}

}
