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

import java.util.concurrent.atomic.AtomicReference;

import io.github.deepseekspring.core.DeepSeekTemplateCustomizer;
import io.github.deepseekspring.tool.ToolSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ToolProperties}.
 */
class ToolPropertiesTests {

	private final AtomicReference<ToolSettings> seen = new AtomicReference<>();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DeepSeekAutoConfiguration.class))
		.withPropertyValues("deepseek.api-key=sk-0123456789abcdef")
		.withBean(DeepSeekTemplateCustomizer.class, () -> (builder) -> builder.toolSettings((settings) -> {
			this.seen.set(settings);
			return settings;
		}));

	@Test
	void whenNothingIsSetThenSettingsAreTheDefaults() {
		this.runner.run((context) -> assertThat(this.seen).hasValue(ToolSettings.defaults()));
	}

	@Test
	void whenValuesAreSetThenTheTemplateStartsWithThem() {
		this.runner.withPropertyValues("deepseek.tools.max-rounds=3", "deepseek.tools.max-concurrency=1")
			.run((context) -> assertThat(this.seen)
				.hasValue(ToolSettings.defaults().withMaxRounds(3).withMaxConcurrency(1)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "deepseek.tools.max-rounds", "deepseek.tools.max-concurrency" })
	void whenAValueIsNotAllowedThenNamesTheKey(String key) {
		this.runner.withPropertyValues(key + "=0")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("Property " + key + " ")
				.hasMessageContaining("at least 1"));
	}

}
