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

import java.time.Duration;
import java.util.List;

import io.github.deepseekspring.autoconfigure.DeepSeekAutoConfiguration;
import io.github.deepseekspring.autoconfigure.simulator.DeepSeekSimulatorAutoConfiguration;
import io.github.deepseekspring.concurrency.ConcurrencyLimiter;
import io.github.deepseekspring.concurrency.ConcurrencySettings;
import io.github.deepseekspring.concurrency.LeaseStore;
import io.github.deepseekspring.concurrency.redis.RedisLeaseStore;
import io.github.deepseekspring.core.DeepSeekTemplate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisReactiveAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.data.redis.RedisConnectionFailureException;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.atLeastOnce;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;

/**
 * Tests for {@link DeepSeekRedisAutoConfiguration}.
 */
class DeepSeekRedisAutoConfigurationTests {

	private static final String TYPE = "deepseek.concurrency.shared.type=redis";

	private static final String NAME = "deepseek.concurrency.shared.connection-factory=";

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final LeaseStore.Terms TERMS = new LeaseStore.Terms("group", "instance", 1, null,
			Duration.ofSeconds(30), ConcurrencySettings.defaults().adaptive(), 1);

	private final ApplicationContextRunner notShared = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DeepSeekAutoConfiguration.class, DeepSeekRedisAutoConfiguration.class))
		.withPropertyValues("deepseek.api-key=sk-0123456789abcdef");

	private final ApplicationContextRunner withoutFactory = this.notShared.withPropertyValues(TYPE);

	private final ApplicationContextRunner runner = this.withoutFactory.withConfiguration(
			AutoConfigurations.of(DataRedisAutoConfiguration.class, DataRedisReactiveAutoConfiguration.class));

	@Test
	void definesTheStoreForTheConnectionOfTheApplication() {
		this.runner.run((context) -> assertThat(context).hasSingleBean(DeepSeekTemplate.class)
			.hasSingleBean(RedisLeaseStore.class)
			.hasSingleBean(LeaseStore.class));
	}

	@Test
	void whenRedisIsNotThereThenStartsAllTheSame() {
		this.runner.withPropertyValues("spring.data.redis.host=127.0.0.1", "spring.data.redis.port=1")
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(RedisLeaseStore.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "deepseek.concurrency.shared.type=none", "deepseek.enabled=false",
			"deepseek.concurrency.enabled=false" })
	void whenNothingIsSharedThenDefinesNothing(String property) {
		this.runner.withPropertyValues(property)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(LeaseStore.class));
	}

	@Test
	void whenNothingIsSharedThenNeedsNoRedis() {
		this.notShared.withClassLoader(new FilteredClassLoader("org.springframework.data.redis", "io.lettuce"))
			.run((context) -> assertThat(context).hasSingleBean(DeepSeekTemplate.class)
				.doesNotHaveBean(LeaseStore.class));
	}

	@Test
	void whenNothingIsSharedThenLeavesTheConnectionsOfTheApplicationAlone() {
		ReactiveRedisConnectionFactory factory = mock(ReactiveRedisConnectionFactory.class);
		this.notShared.withBean("factory", ReactiveRedisConnectionFactory.class, () -> factory).run((context) -> {
			assertThat(context).hasSingleBean(DeepSeekTemplate.class);
			then(factory).shouldHaveNoInteractions();
		});
	}

	@Test
	void whenSpringDataRedisIsMissingThenSaysWhatToAdd() {
		this.withoutFactory.withClassLoader(new FilteredClassLoader("org.springframework.data.redis", "io.lettuce"))
			.run((context) -> assertThatFailureOf(context, "deepseek.concurrency.shared.type",
					"spring-boot-starter-data-redis-reactive"));
	}

	@Test
	void whenThereIsNoConnectionFactoryThenSaysWhatToDo() {
		this.withoutFactory.run((context) -> assertThatFailureOf(context, "deepseek.concurrency.shared.type",
				"There is no ReactiveRedisConnectionFactory bean", "spring.data.redis.*"));
	}

	@Test
	void whenThereAreSeveralConnectionFactoriesThenNamesThem() {
		this.withoutFactory.withUserConfiguration(TwoFactoriesConfiguration.class)
			.run((context) -> assertThatFailureOf(context, "deepseek.concurrency.shared.type", "[first, second]",
					"'deepseek.concurrency.shared.connection-factory'"));
	}

	@Test
	void whenTheNamedConnectionFactoryIsMissingThenNamesThoseThatThereAre() {
		for (String name : new String[] { "third", "" }) {
			this.withoutFactory.withUserConfiguration(TwoFactoriesConfiguration.class)
				.withPropertyValues(NAME + name)
				.run((context) -> assertThatFailureOf(context, "deepseek.concurrency.shared.connection-factory",
						"[first, second]"));
		}
	}

	@Test
	void whenAConnectionFactoryIsNamedThenUsesThatOne() {
		this.withoutFactory.withUserConfiguration(TwoFactoriesConfiguration.class)
			.withPropertyValues(NAME + "second")
			.run((context) -> assertThatOnlyIsUsed(context, "second", "first"));
	}

	@Test
	void whenAConnectionFactoryIsPrimaryThenUsesThatOne() {
		this.withoutFactory.withUserConfiguration(PrimaryFactoryConfiguration.class)
			.run((context) -> assertThatOnlyIsUsed(context, "first", "second"));
	}

	@Test
	void whenThereIsNeitherKeyNorAccountIdThenNamesBoth() {
		this.runner.withPropertyValues("deepseek.api-key=")
			.run((context) -> assertThatFailureOf(context, "deepseek.concurrency.shared.type", "'deepseek.api-key'",
					"'deepseek.concurrency.shared.account-id'"));
	}

	@Test
	void whenTheAccountIdIsNotAllowedThenNamesIt() {
		this.runner.withPropertyValues("deepseek.concurrency.shared.account-id=a:b")
			.run((context) -> assertThatFailureOf(context, "deepseek.concurrency.shared.account-id", "1 to 64"));
	}

	@Test
	void whenDeepSeekIsSimulatedThenNeedsNoKey() {
		this.runner.withConfiguration(AutoConfigurations.of(DeepSeekSimulatorAutoConfiguration.class))
			.withPropertyValues("deepseek.api-key=", "deepseek.simulator.enabled=true")
			.run((context) -> assertThat(context).hasSingleBean(DeepSeekTemplate.class)
				.hasSingleBean(RedisLeaseStore.class));
	}

	@Test
	void whenOwnStoreThenBacksOffAndNeedsNothingOfRedis() {
		LeaseStore own = mock(LeaseStore.class);
		this.withoutFactory.withBean("own", LeaseStore.class, () -> own)
			.withClassLoader(new FilteredClassLoader("org.springframework.data.redis", "io.lettuce"))
			.run((context) -> assertThat(context).hasSingleBean(DeepSeekTemplate.class)
				.getBean(LeaseStore.class)
				.isSameAs(own));
	}

	@Test
	void whenOwnLimiterThenMakesNoStoreUnlessThatIsAskedFor() {
		this.withoutFactory.withBean("own", ConcurrencyLimiter.class, () -> mock(ConcurrencyLimiter.class))
			.run((context) -> assertThat(context).hasSingleBean(DeepSeekTemplate.class));
	}

	private static void assertThatFailureOf(AssertableApplicationContext context, String key, String... texts) {
		assertThat(context).getFailure()
			.rootCause()
			.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class,
					(ex) -> assertThat(ex.getName()).isEqualTo(key))
			.hasMessageContainingAll(texts);
	}

	private static void assertThatOnlyIsUsed(AssertableApplicationContext context, String used, String other) {
		context.getBean(LeaseStore.class).renew(TERMS, List.of(), 0).onErrorComplete().block(PATIENCE);
		then(context.getBean(used, ReactiveRedisConnectionFactory.class)).should(atLeastOnce()).getReactiveConnection();
		then(context.getBean(other, ReactiveRedisConnectionFactory.class)).should(never()).getReactiveConnection();
	}

	private static ReactiveRedisConnectionFactory unreachable() {
		ReactiveRedisConnectionFactory factory = mock(ReactiveRedisConnectionFactory.class);
		given(factory.getReactiveConnection()).willThrow(new RedisConnectionFailureException("There is no Redis"));
		return factory;
	}

	@Configuration(proxyBeanMethods = false)
	static class TwoFactoriesConfiguration {

		@Bean
		ReactiveRedisConnectionFactory first() {
			return unreachable();
		}

		@Bean
		ReactiveRedisConnectionFactory second() {
			return unreachable();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PrimaryFactoryConfiguration {

		@Bean
		@Primary
		ReactiveRedisConnectionFactory first() {
			return unreachable();
		}

		@Bean
		ReactiveRedisConnectionFactory second() {
			return unreachable();
		}

	}

}
