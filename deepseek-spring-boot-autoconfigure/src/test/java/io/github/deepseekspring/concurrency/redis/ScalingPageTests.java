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

package io.github.deepseekspring.concurrency.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import io.github.deepseekspring.autoconfigure.DeepSeekAutoConfiguration;
import io.github.deepseekspring.autoconfigure.DeepSeekProperties;
import io.github.deepseekspring.autoconfigure.redis.DeepSeekRedisAutoConfiguration;
import io.github.deepseekspring.concurrency.ConcurrencyLimiter;
import io.github.deepseekspring.concurrency.ConcurrencySettings;
import io.github.deepseekspring.concurrency.FairConcurrencyLimiter;
import io.github.deepseekspring.concurrency.LeaseStore;
import io.github.deepseekspring.concurrency.LeaseStore.Terms;
import io.github.deepseekspring.test.Page;
import io.github.deepseekspring.test.RedisServerProcess;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.data.redis.autoconfigure.DataRedisReactiveAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.PropertiesPropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of {@code docs/scaling.md}.
 */
class ScalingPageTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final Page PAGE = Page.of("docs/scaling.md");

	private static final List<String> PROPERTIES = PAGE.examples("yaml");

	@Test
	void examplesAreThoseOfThisClass() {
		assertThat(PROPERTIES).hasSize(3);
		PAGE.assertExamplesAreIn(getClass(), 1);
	}

	@Test
	void limitsAreSharedThroughTheRedisOfTheApplication() {
		unused(PROPERTIES.get(0)).run((context) -> {
			assertThat(context).hasSingleBean(RedisLeaseStore.class);
			assertThat(context.getBean(DataRedisConnectionDetails.class).getStandalone().getHost())
				.isEqualTo("redis.example.com");
			assertThat(context.getBean(DeepSeekProperties.class).concurrency().limits())
				.isEqualTo(ConcurrencySettings.defaults().limits());
		});
	}

	@Test
	void accountHasTheNameOfThePage() {
		try (RedisServerProcess server = RedisServerProcess.start()) {
			with(PROPERTIES.get(1)).withPropertyValues("spring.data.redis.port=" + server.port()).run((context) -> {
				Terms terms = new Terms("some-model", "some-instance", 10, null, Duration.ofSeconds(30),
						ConcurrencySettings.defaults().adaptive(), 1);
				context.getBean(LeaseStore.class).renew(terms, List.of(), 0).block(PATIENCE);
				assertThat(server.command("EXISTS deepseek:{production:some-model}:instances")).isEqualTo(":1");
			});
		}
	}

	@Test
	void redisOfTheLimitsIsBesideThatOfTheApplication() {
		unused(PROPERTIES.get(2)).withUserConfiguration(LimitsRedis.class).run((context) -> {
			assertThat(context).hasSingleBean(RedisLeaseStore.class);
			String name = context.getBean(DeepSeekProperties.class).concurrency().shared().connectionFactory();
			assertThat(context.getBeansOfType(ReactiveRedisConnectionFactory.class)).hasSize(2).containsKey(name);
			assertThat(context.getBean(ReactiveRedisConnectionFactory.class)).isNotSameAs(context.getBean(name));
		});
	}

	/**
	 * With a limiter that does not share its limits, so that nobody looks for the hosts
	 * of the page.
	 */
	private static ApplicationContextRunner unused(String yaml) {
		return with(yaml).withBean(ConcurrencyLimiter.class,
				() -> new FairConcurrencyLimiter(ConcurrencySettings.defaults()));
	}

	private static ApplicationContextRunner with(String yaml) {
		YamlPropertiesFactoryBean properties = new YamlPropertiesFactoryBean();
		properties.setResources(new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)));
		return new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(DeepSeekAutoConfiguration.class, DeepSeekRedisAutoConfiguration.class,
							DataRedisAutoConfiguration.class, DataRedisReactiveAutoConfiguration.class))
			.withPropertyValues("deepseek.api-key=sk-0123456789abcdef")
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new PropertiesPropertySource("page", properties.getObject())));
	}

	@Configuration(proxyBeanMethods = false)
	static class LimitsRedis {

		@Bean(defaultCandidate = false)
		LettuceConnectionFactory limitsRedis() {
			return new LettuceConnectionFactory("limits.example.com", 6379);
		}

	}

}
