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

import java.time.Duration;
import java.util.List;

import io.github.deepseekspring.core.ChatDefaults;
import io.github.deepseekspring.core.RetrySettings;
import io.github.deepseekspring.stream.Timeouts;
import org.jspecify.annotations.Nullable;

/**
 * Makes the settings of the template from the properties.
 */
final class DeepSeekPropertiesMapper {

	private static final int MAX_TOKENS = 393216;

	private static final int MAX_STOPS = 16;

	private final DeepSeekProperties properties;

	DeepSeekPropertiesMapper(DeepSeekProperties properties) {
		this.properties = properties;
	}

	ChatDefaults chatDefaults() {
		DeepSeekProperties.Chat chat = this.properties.chat();
		PropertyRules.require(!chat.model().isBlank(), "chat.model", chat.model(), "The name must not be empty.");
		String effort = chat.reasoningEffort();
		PropertyRules.require(effort == null || !effort.isBlank(), "chat.reasoning-effort", effort,
				"The name must not be empty.");
		Integer maxTokens = chat.maxTokens();
		if (maxTokens != null) {
			PropertyRules.between("chat.max-tokens", 1, MAX_TOKENS, maxTokens);
		}
		Double temperature = chat.temperature();
		PropertyRules.require(temperature == null || (temperature >= 0 && temperature <= 2), "chat.temperature",
				temperature, "The value must be from 0 to 2.");
		Double topP = chat.topP();
		PropertyRules.require(topP == null || (topP > 0 && topP <= 1), "chat.top-p", topP,
				"The value must be above 0 and not above 1.");
		return new ChatDefaults(chat.model(), chat.thinking(), effort, maxTokens, temperature, topP, stop(chat.stop()));
	}

	private static @Nullable List<String> stop(@Nullable List<String> stop) {
		if (stop == null || stop.isEmpty()) {
			return null;
		}
		PropertyRules.require(stop.size() <= MAX_STOPS, "chat.stop", stop,
				"There must not be more than " + MAX_STOPS + " texts.");
		PropertyRules.require(stop.stream().noneMatch(String::isEmpty), "chat.stop", stop,
				"None of the texts may be empty.");
		return List.copyOf(stop);
	}

	Timeouts timeouts() {
		DeepSeekProperties.Timeouts timeouts = this.properties.timeouts();
		PropertyRules.positive("timeouts.connect", timeouts.connect());
		PropertyRules.positive("timeouts.first-data", timeouts.firstData());
		PropertyRules.positive("timeouts.payload-idle", timeouts.payloadIdle());
		PropertyRules.positive("timeouts.wire-idle", timeouts.wireIdle());
		PropertyRules.positive("timeouts.call-wire-idle", timeouts.callWireIdle());
		PropertyRules.positive("timeouts.subscriber-idle", timeouts.subscriberIdle());
		Duration overall = timeouts.overall();
		if (overall != null) {
			PropertyRules.positive("timeouts.overall", overall);
		}
		return new Timeouts(timeouts.connect(), timeouts.firstData(), timeouts.payloadIdle(), timeouts.wireIdle(),
				timeouts.callWireIdle(), timeouts.subscriberIdle(), overall);
	}

	RetrySettings retry() {
		DeepSeekProperties.Retry retry = this.properties.retry();
		PropertyRules.atLeast("retry.max-attempts", 1, retry.maxAttempts());
		PropertyRules.notNegative("retry.initial-backoff", retry.initialBackoff());
		PropertyRules.require(retry.maxBackoff().compareTo(retry.initialBackoff()) >= 0, "retry.max-backoff",
				retry.maxBackoff(), "The duration must not be shorter than 'deepseek.retry.initial-backoff'.");
		PropertyRules.require(retry.jitter() >= 0 && retry.jitter() <= 1, "retry.jitter", retry.jitter(),
				"The value must be from 0 to 1.");
		return new RetrySettings(retry.maxAttempts(), retry.initialBackoff(), retry.maxBackoff(), retry.jitter());
	}

	int maxInMemorySize() {
		long bytes = this.properties.maxInMemorySize().toBytes();
		PropertyRules.require(bytes > 0 && bytes <= Integer.MAX_VALUE, "max-in-memory-size",
				this.properties.maxInMemorySize(), "The size must be positive and less than 2GB.");
		return (int) bytes;
	}

}
