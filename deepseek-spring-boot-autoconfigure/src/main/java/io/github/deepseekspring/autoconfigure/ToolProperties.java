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

import io.github.deepseekspring.tool.ToolSettings;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Configuration properties of tools that run by themselves.
 *
 * @param maxRounds How often the model is asked within one call at most, at least 1. A
 * call whose last answer still asks for tools fails.
 * @param maxConcurrency How many tools of one call run at the same time, at least 1.
 * @since 0.1.0
 */
@ConfigurationProperties("deepseek.tools")
public record ToolProperties(@DefaultValue("10") int maxRounds, @DefaultValue("8") int maxConcurrency) {

	ToolSettings applyTo(ToolSettings settings) {
		PropertyRules.atLeast("tools.max-rounds", 1, this.maxRounds);
		PropertyRules.atLeast("tools.max-concurrency", 1, this.maxConcurrency);
		return settings.withMaxRounds(this.maxRounds).withMaxConcurrency(this.maxConcurrency);
	}

}
