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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.deepseekspring.concurrency.ConcurrencySettings;
import io.github.deepseekspring.core.ChatDefaults;
import io.github.deepseekspring.core.RetrySettings;
import io.github.deepseekspring.stream.Timeouts;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DeepSeekPropertiesMapper} and {@link ConcurrencyPropertiesMapper} with
 * values that are bound by Boot. Values that are refused are in
 * {@link StartupFailureTests}.
 */
class DeepSeekPropertiesMapperTests {

	@Test
	void whenNothingIsSetThenMapsToTheDefaults() {
		DeepSeekProperties properties = bind();
		DeepSeekPropertiesMapper mapper = new DeepSeekPropertiesMapper(properties);
		assertThat(mapper.chatDefaults()).isEqualTo(ChatDefaults.defaults());
		assertThat(mapper.timeouts()).isEqualTo(Timeouts.defaults());
		assertThat(mapper.retry()).isEqualTo(RetrySettings.defaults());
		assertThat(mapper.maxInMemorySize()).isEqualTo(16 * 1024 * 1024);
		assertThat(concurrency(properties)).isEqualTo(ConcurrencySettings.defaults());
	}

	@Test
	void mapsChat() {
		DeepSeekProperties properties = bind("chat.model", "some-model", "chat.thinking", "false",
				"chat.reasoning-effort", "low", "chat.max-tokens", "393216", "chat.temperature", "2", "chat.top-p", "1",
				"chat.stop", "END,STOP");
		assertThat(new DeepSeekPropertiesMapper(properties).chatDefaults())
			.isEqualTo(new ChatDefaults("some-model", false, "low", 393216, 2.0, 1.0, List.of("END", "STOP")));
	}

	@Test
	void mapsTimeouts() {
		DeepSeekProperties properties = bind("timeouts.connect", "1s", "timeouts.first-data", "2s",
				"timeouts.payload-idle", "3s", "timeouts.wire-idle", "4s", "timeouts.call-wire-idle", "5s",
				"timeouts.subscriber-idle", "6s", "timeouts.overall", "7s");
		assertThat(new DeepSeekPropertiesMapper(properties).timeouts())
			.isEqualTo(new Timeouts(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(3),
					Duration.ofSeconds(4), Duration.ofSeconds(5), Duration.ofSeconds(6), Duration.ofSeconds(7)));
	}

	@Test
	void mapsRetry() {
		DeepSeekProperties properties = bind("retry.max-attempts", "1", "retry.initial-backoff", "0",
				"retry.max-backoff", "0", "retry.jitter", "0");
		assertThat(new DeepSeekPropertiesMapper(properties).retry())
			.isEqualTo(new RetrySettings(1, Duration.ZERO, Duration.ZERO, 0));
	}

	@Test
	void mapsConcurrency() {
		ConcurrencySettings settings = concurrency(bind("concurrency.enabled", "false", "concurrency.account-type",
				"expanded", "concurrency.default-limit", "9", "concurrency.max-queue", "0", "concurrency.max-wait", "0",
				"concurrency.adaptive.enabled", "false", "concurrency.adaptive.min", "2", "concurrency.adaptive.beta",
				"0.5", "concurrency.adaptive.recovery", "1m", "concurrency.adaptive.read-limit-from-429", "false",
				"concurrency.adaptive.requeue", "0"));
		assertThat(settings.enabled()).isFalse();
		assertThat(settings.accountType()).isEqualTo(ConcurrencySettings.AccountType.EXPANDED);
		assertThat(settings.defaultLimit()).isEqualTo(9);
		assertThat(settings.maxQueue()).isZero();
		assertThat(settings.maxWait()).isZero();
		assertThat(settings.adaptive())
			.isEqualTo(new ConcurrencySettings.Adaptive(false, 2, 0.5, Duration.ofMinutes(1), false, 0));
	}

	@Test
	void laysLimitsOverTheDocumentedOnes() {
		ConcurrencySettings settings = concurrency(bind("concurrency.limits.deepseek-v4-pro", "7",
				"concurrency.limits.another", "8", "concurrency.user-limits.deepseek-v4-pro", "3"));
		assertThat(settings.limits()).isEqualTo(Map.of("deepseek-v4-pro", 7, "deepseek-v4-flash", 2500, "another", 8));
		assertThat(settings.userLimits()).isEqualTo(Map.of("deepseek-v4-pro", 3, "deepseek-v4-flash", 2500));
	}

	@Test
	void aGroupGoesByAnyOfItsNames() {
		ConcurrencySettings settings = concurrency(
				bind("concurrency.limits.deepseek-flash", "11", "concurrency.limits.deepseek-v4-flash", "11",
						"concurrency.user-limits.deepseek-v4-flash-vision-exp", "4"));
		assertThat(settings.limits()).isEqualTo(Map.of("deepseek-v4-pro", 500, "deepseek-v4-flash", 11));
		assertThat(settings.userLimits()).containsEntry("deepseek-v4-flash", 4);
	}

	@Test
	void addsAliasesAndFollowsThem() {
		ConcurrencySettings settings = concurrency(bind("concurrency.aliases.my-flash", "deepseek-flash",
				"concurrency.aliases.[my.pro]", "deepseek-v4-pro", "concurrency.limits.[my.pro]", "12"));
		assertThat(settings.aliases()).containsEntry("my-flash", "deepseek-v4-flash")
			.containsEntry("my.pro", "deepseek-v4-pro")
			.containsEntry("deepseek-flash", "deepseek-v4-flash");
		assertThat(settings.limits()).isEqualTo(Map.of("deepseek-v4-pro", 12, "deepseek-v4-flash", 2500));
	}

	@Test
	void takesAModelOutOfADocumentedGroup() {
		ConcurrencySettings settings = concurrency(
				bind("concurrency.aliases.deepseek-v4-flash-vision-exp", "vision", "concurrency.limits.vision", "10"));
		assertThat(settings.aliases()).containsEntry("deepseek-v4-flash-vision-exp", "vision");
		assertThat(settings.limits())
			.isEqualTo(Map.of("deepseek-v4-pro", 500, "deepseek-v4-flash", 2500, "vision", 10));
	}

	private static ConcurrencySettings concurrency(DeepSeekProperties properties) {
		return new ConcurrencyPropertiesMapper(properties.concurrency()).settings();
	}

	private static DeepSeekProperties bind(String... keysAndValues) {
		Map<String, String> source = new LinkedHashMap<>();
		for (int i = 0; i < keysAndValues.length; i += 2) {
			source.put("deepseek." + keysAndValues[i], keysAndValues[i + 1]);
		}
		return new Binder(new MapConfigurationPropertySource(source)).bindOrCreate("deepseek",
				DeepSeekProperties.class);
	}

}
