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

package io.github.deepseekspring.autoconfigure.redis;

import java.net.URI;
import java.time.Duration;

import io.github.deepseekspring.autoconfigure.DeepSeekConnectionDetails;
import io.github.deepseekspring.autoconfigure.DeepSeekProperties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link AccountName}.
 */
class AccountNameTests {

	private static final String KEY = "sk-0123456789abcdef";

	@Test
	void shouldNotTellTheKey() {
		String name = name(null, KEY);
		assertThat(name).matches("[A-Za-z0-9_-]{16}").isNotEqualTo(KEY.substring(0, 16));
		assertThat(KEY).doesNotContain(name.substring(0, 4));
	}

	/**
	 * Instances of this version and the next one share their limits.
	 */
	@Test
	void shouldBeTheSameInEveryInstanceAndVersion() {
		assertThat(name(null, KEY)).isEqualTo("65xuPC20Ipxp8CrB");
	}

	@Test
	void whenKeysDifferThenNamesDiffer() {
		assertThat(name(null, KEY)).isNotEqualTo(name(null, KEY + "0"));
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "a", "Team.one_prod-eu", "0123456789012345678901234567890123456789012345678901234567890123" })
	void whenThereIsAnAccountIdThenNeedsNoKey(String accountId) {
		assertThat(name(accountId, "")).isEqualTo(name(accountId, KEY)).isEqualTo(accountId);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "a b", "a:b", "{a}", "\u00E4", "a\n",
			"01234567890123456789012345678901234567890123456789012345678901234" })
	void whenTheAccountIdIsNotAllowedThenNamesTheProperty(String accountId) {
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> name(accountId, KEY))
			.withMessageContaining("deepseek.concurrency.shared.account-id")
			.withMessageContaining("1 to 64 characters");
	}

	@Test
	void whenThereIsNeitherKeyNorAccountIdThenNamesBothProperties() {
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class).isThrownBy(() -> name(null, ""))
			.withMessageContaining("'deepseek.api-key'")
			.withMessageContaining("'deepseek.concurrency.shared.account-id'");
	}

	private static String name(@Nullable String accountId, String apiKey) {
		return AccountName.of(new DeepSeekProperties.Shared(DeepSeekProperties.Shared.Type.REDIS, accountId, null,
				Duration.ofSeconds(30), Duration.ofSeconds(10), Duration.ofMillis(150)), new Details(apiKey));
	}

	private record Details(String apiKey) implements DeepSeekConnectionDetails {

		@Override
		public URI getBaseUrl() {
			return URI.create("https://deepseek.example");
		}

		@Override
		public String getApiKey() {
			return this.apiKey;
		}

	}

}
