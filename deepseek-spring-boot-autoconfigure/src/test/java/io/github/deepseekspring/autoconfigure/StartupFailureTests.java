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

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

import io.github.deepseekspring.autoconfigure.redis.DeepSeekRedisAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for what a developer reads when an application cannot start.
 */
@ExtendWith(OutputCaptureExtension.class)
class StartupFailureTests {

	private static final String KEY = "sk-0123456789abcdef";

	@Test
	void whenKeyIsMissingThenTellsHowToSetIt(CapturedOutput output) {
		fail();
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("No API key is configured for DeepSeek: the property 'deepseek.api-key' is not set.")
			.contains("DEEPSEEK_API_KEY")
			.contains("define a bean of type DeepSeekConnectionDetails")
			.contains("'deepseek.simulator.enabled=true'")
			.contains("'deepseek.enabled=false'");
	}

	@Test
	void whenKeyIsEmptyThenTellsHowToSetIt(CapturedOutput output) {
		fail("deepseek.api-key=");
		assertThat(output).contains("No API key is configured for DeepSeek");
	}

	@Test
	void whenKeyOfABeanIsMissingThenNamesTheBean(CapturedOutput output) {
		fail(EmptyKeyConfiguration.class);
		assertThat(output).contains(
				"No API key is configured for DeepSeek: the API key of the DeepSeekConnectionDetails bean is not set.");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, value = {
			"sk-\u200B0123|Character 4 of 8 in the property 'deepseek.api-key' is not a visible ASCII character (U+200B).",
			"sk-0123\u00E9|Character 8 of 8 in the property 'deepseek.api-key' is not a visible ASCII character (U+00E9).",
			" sk-0123|Character 1 of 8 in the property 'deepseek.api-key' is a blank.",
			"sk-0123 |Character 8 of 8 in the property 'deepseek.api-key' is a blank.",
			"sk-0123\t|Character 8 of 8 in the property 'deepseek.api-key' is a tab.",
			"sk-0123\u007F|Character 8 of 8 in the property 'deepseek.api-key' is not a visible ASCII character (U+007F).",
			"'   '|Character 1 of 3 in the property 'deepseek.api-key' is a blank.",
			"${sk-0123}|There is a placeholder in the property 'deepseek.api-key' that could not be resolved." })
	void whenKeyHasAnUnusableCharacterThenTellsWhereWithoutShowingTheKey(String key, String message,
			CapturedOutput output) {
		failWithKey(key);
		assertThat(output).contains("APPLICATION FAILED TO START").contains(message).doesNotContain("0123");
	}

	@ParameterizedTest
	@ValueSource(strings = { "sk-0123\n", "sk-0123\r" })
	void whenKeyHasALineBreakThenTellsWhereWithoutShowingTheKey(String key, CapturedOutput output) {
		failWithKey(key);
		assertThat(output).contains("Character 8 of 8 in the property 'deepseek.api-key' is a line break.")
			.doesNotContain("0123");
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '"', value = { "https://user:pa55@deepseek.example,user information before the '@'",
			"https://deepseek.example?key=pa55,a query behind the '?'" })
	void whenUrlHasCredentialsThenDoesNotShowThem(String url, String description, CapturedOutput output) {
		failWithKey(KEY, "deepseek.base-url=" + url);
		assertThat(output).contains("There is " + description + " in the property 'deepseek.base-url'.")
			.doesNotContain("pa55")
			.doesNotContain(KEY);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "deepseek.base-url|/v1|must be absolute",
			"deepseek.base-url|deepseek.example|must be absolute",
			"deepseek.base-url|ftp://deepseek.example|must be absolute",
			"deepseek.base-url|https:///v1|must be absolute",
			"deepseek.base-url|https://deepseek.example#a|must have no fragment",
			"deepseek.max-in-memory-size|0B|must be positive and less than 2GB",
			"deepseek.max-in-memory-size|2GB|must be positive and less than 2GB",
			"deepseek.chat.max-tokens|0|must be from 1 to 393216",
			"deepseek.chat.max-tokens|393217|must be from 1 to 393216",
			"deepseek.chat.temperature|2.1|must be from 0 to 2", "deepseek.chat.temperature|-0.1|must be from 0 to 2",
			"deepseek.chat.temperature|NaN|must be from 0 to 2", "deepseek.chat.top-p|0|must be above 0",
			"deepseek.chat.top-p|1.01|not above 1",
			"deepseek.chat.stop|1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17|more than 16",
			"deepseek.timeouts.connect|0s|must be positive", "deepseek.timeouts.first-data|-1s|must be positive",
			"deepseek.timeouts.payload-idle|0|must be positive", "deepseek.timeouts.wire-idle|0|must be positive",
			"deepseek.timeouts.call-wire-idle|0|must be positive",
			"deepseek.timeouts.subscriber-idle|0|must be positive", "deepseek.timeouts.overall|0|must be positive",
			"deepseek.retry.max-attempts|0|must be at least 1",
			"deepseek.retry.initial-backoff|-1s|must not be negative",
			"deepseek.retry.max-backoff|1ms|must not be shorter than 'deepseek.retry.initial-backoff'",
			"deepseek.retry.jitter|1.1|must be from 0 to 1",
			"deepseek.user-id.scope|tenant|needs a bean of type TenantResolver",
			"deepseek.user-id.scope|constant|needs 'deepseek.user-id.constant', which is not set",
			"deepseek.concurrency.limits.deepseek-v4-pro|0|must be from 1 to 1000000",
			"deepseek.concurrency.limits.some-model|-1|must be from 1 to 1000000",
			"deepseek.concurrency.limits.default|20|is 'deepseek.concurrency.default-limit'",
			"deepseek.concurrency.user-limits.deepseek-flash|0|must be from 1 to 1000000",
			"deepseek.concurrency.user-limits.unknown|5|has no limit in 'deepseek.concurrency.limits'",
			"deepseek.concurrency.default-limit|0|must be from 1 to 1000000",
			"deepseek.concurrency.aliases.my-model|unknown|has no limit in 'deepseek.concurrency.limits'",
			"deepseek.concurrency.aliases.deepseek-v4-pro|deepseek-v4-flash|is a limit group itself",
			"deepseek.concurrency.max-queue|-1|must be at least 0",
			"deepseek.concurrency.max-wait|-1s|must not be negative",
			"deepseek.concurrency.max-wait|366d|at most 365 days",
			"deepseek.concurrency.linger|-1s|must not be negative", "deepseek.concurrency.linger|366d|at most 365 days",
			"deepseek.concurrency.adaptive.min|0|must be from 1 to 500",
			"deepseek.concurrency.adaptive.min|501|must be from 1 to 500",
			"deepseek.concurrency.adaptive.beta|1|must be above 0 and below 1",
			"deepseek.concurrency.adaptive.recovery|0s|must be positive",
			"deepseek.concurrency.adaptive.requeue|-1|must be at least 0",
			"deepseek.concurrency.shared.type|redis|There is no ReactiveRedisConnectionFactory bean",
			"deepseek.concurrency.shared.lease|61m|must be at most 1h",
			"deepseek.concurrency.shared.lease|29s|must be at least three times",
			"deepseek.concurrency.shared.heartbeat|11s|must be at least three times",
			"deepseek.concurrency.shared.heartbeat|0s|must be positive",
			"deepseek.concurrency.shared.heartbeat|150ms|must be less than 'deepseek.concurrency.shared.heartbeat'",
			"deepseek.concurrency.shared.acquire-timeout|0ms|must be at least 1ms",
			"deepseek.concurrency.shared.acquire-timeout|10s|must be less than 'deepseek.concurrency.shared.heartbeat'" })
	void whenValueIsNotAllowedThenNamesTheKeyItsOriginAndTheReason(String key, String value, String reason,
			CapturedOutput output) {
		failWithKey(KEY, key + "=" + value);
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("Invalid value '" + value + "' for configuration property '" + key + "' (originating from")
			.contains(reason)
			.doesNotContain(KEY);
	}

	@Test
	void whenConstantBreaksTheRuleThenNamesTheKey(CapturedOutput output) {
		failWithKey(KEY, "deepseek.user-id.scope=constant", "deepseek.user-id.constant=a b");
		assertThat(output).contains("Invalid value 'a b' for configuration property 'deepseek.user-id.constant'")
			.contains("character 2 is not allowed");
	}

	@Test
	void whenRequiredWithScopeNoneThenNamesTheKey(CapturedOutput output) {
		failWithKey(KEY, "deepseek.user-id.scope=none", "deepseek.user-id.required=true");
		assertThat(output).contains("Invalid value 'true' for configuration property 'deepseek.user-id.required'")
			.contains("cannot be required while 'deepseek.user-id.scope' is 'none'");
	}

	@Test
	void whenSecretIsEmptyThenNamesTheKey(CapturedOutput output) {
		failWithKey(KEY, "deepseek.user-id.secret=");
		assertThat(output).contains("Invalid value '' for configuration property 'deepseek.user-id.secret'");
	}

	@Test
	void whenTwoNamesOfAGroupDifferThenNamesBoth(CapturedOutput output) {
		failWithKey(KEY, "deepseek.concurrency.limits.deepseek-flash=5",
				"deepseek.concurrency.limits.deepseek-v4-flash=6");
		assertThat(output).contains("for configuration property 'deepseek.concurrency.limits.deepseek-")
			.contains("'deepseek-flash'")
			.contains("'deepseek-v4-flash'")
			.contains("are names of one limit group and must not differ");
	}

	@Test
	void whenNameOfAModelHasADotThenNamesTheKeyWithBrackets(CapturedOutput output) {
		failWithKey(KEY, "deepseek.concurrency.limits[my.model]=0");
		assertThat(output)
			.contains("Invalid value '0' for configuration property 'deepseek.concurrency.limits[my.model]'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "deepseek.user-id.scope", "deepseek.user-id.encoding", "deepseek.concurrency.account-type",
			"deepseek.concurrency.shared.type", "deepseek.timeouts.connect", "deepseek.concurrency.max-queue" })
	void whenValueCannotBeConvertedThenNamesTheKey(String key, CapturedOutput output) {
		failWithKey(KEY, key + "=nonsense");
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains(key)
			.contains("nonsense")
			.doesNotContain(KEY);
	}

	private static void failWithKey(String key, String... properties) {
		List<String> all = new ArrayList<>(List.of(properties));
		all.add("deepseek.api-key=" + key);
		fail(NoConfiguration.class, all.toArray(String[]::new));
	}

	private static void fail(String... properties) {
		fail(NoConfiguration.class, properties);
	}

	private static void fail(Class<?> configuration, String... properties) {
		String[] arguments = new String[properties.length];
		for (int i = 0; i < properties.length; i++) {
			arguments[i] = "--" + properties[i];
		}
		SpringApplication application = new SpringApplicationBuilder(Application.class, configuration)
			.web(WebApplicationType.NONE)
			.build();
		assertThatException().isThrownBy(() -> application.run(arguments));
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ SslAutoConfiguration.class, DeepSeekAutoConfiguration.class,
			DeepSeekRedisAutoConfiguration.class })
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	static class NoConfiguration {

	}

	@Configuration(proxyBeanMethods = false)
	static class EmptyKeyConfiguration {

		@Bean
		DeepSeekConnectionDetails connectionDetails() {
			return new TestConnectionDetails(URI.create("https://deepseek.example"), "");
		}

	}

}
