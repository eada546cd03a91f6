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

package io.github.deepseekspring.autoconfigure.actuate;

import java.util.List;

import io.github.deepseekspring.autoconfigure.DeepSeekAutoConfiguration;
import io.github.deepseekspring.concurrency.ConcurrencyLimiter;
import io.github.deepseekspring.concurrency.ConcurrencySettings;
import io.github.deepseekspring.concurrency.FairConcurrencyLimiter;
import io.github.deepseekspring.core.DeepSeekTemplate;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link DeepSeekEndpointAutoConfiguration}.
 */
class DeepSeekEndpointAutoConfigurationTests {

	private final ApplicationContextRunner notExposed = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(DeepSeekAutoConfiguration.class, DeepSeekEndpointAutoConfiguration.class))
		.withPropertyValues("deepseek.api-key=sk-0123456789abcdef");

	private final ApplicationContextRunner runner = this.notExposed
		.withPropertyValues("management.endpoints.web.exposure.include=deepseek");

	@Test
	void definesTheEndpoint() {
		this.runner.withPropertyValues("deepseek.concurrency.limits.deepseek-v4-pro=7").run((context) -> {
			DeepSeekEndpoint endpoint = context.getBean(DeepSeekEndpoint.class);
			assertThat(endpoint.groups().groups()).containsOnlyKeys("deepseek-v4-flash", "deepseek-v4-pro", "default");
			assertThat(endpoint.group("deepseek-v4-pro")).isNotNull()
				.extracting(DeepSeekEndpoint.GroupDescriptor::ceiling)
				.isEqualTo(7);
			assertThat(endpoint.group("unknown")).isNull();
		});
	}

	@Test
	void whenNotExposedThenDefinesNothing() {
		this.notExposed.run((context) -> assertThat(context).hasSingleBean(DeepSeekTemplate.class)
			.doesNotHaveBean(DeepSeekEndpoint.class));
	}

	@Test
	void whenAccessIsDeniedThenDefinesNothing() {
		this.runner.withPropertyValues("management.endpoint.deepseek.access=NONE")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(DeepSeekEndpoint.class));
	}

	@Test
	void whenActuatorIsMissingThenDefinesNothing() {
		this.runner.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
			.run((context) -> assertThat(context).hasSingleBean(DeepSeekTemplate.class)
				.doesNotHaveBean("deepSeekEndpoint"));
	}

	@Test
	void whenMicrometerIsMissingThenDefinesTheEndpointAllTheSame() {
		this.runner.withClassLoader(new FilteredClassLoader("io.micrometer.core"))
			.run((context) -> assertThat(context).hasSingleBean(DeepSeekEndpoint.class));
	}

	@Test
	void whenDeepSeekOrTheLimiterIsDisabledThenDefinesNothing() {
		for (String property : List.of("deepseek.enabled=false", "deepseek.concurrency.enabled=false")) {
			this.runner.withPropertyValues(property)
				.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(DeepSeekEndpoint.class));
		}
	}

	@Test
	void whenOwnLimiterIsOfAnotherKindThenBacksOff() {
		this.runner.withBean("own", ConcurrencyLimiter.class, () -> mock(ConcurrencyLimiter.class))
			.run((context) -> assertThat(context).hasSingleBean(DeepSeekTemplate.class)
				.doesNotHaveBean(DeepSeekEndpoint.class));
	}

	@Test
	void whenOwnFairLimiterThenShowsThatOne() {
		this.runner.withPropertyValues("deepseek.concurrency.limits.deepseek-v4-pro=7")
			.withBean("own", FairConcurrencyLimiter.class,
					() -> new FairConcurrencyLimiter(ConcurrencySettings.defaults()))
			.run((context) -> assertThat(context.getBean(DeepSeekEndpoint.class).group("deepseek-v4-pro")).isNotNull()
				.extracting(DeepSeekEndpoint.GroupDescriptor::ceiling)
				.isEqualTo(500));
	}

	@Test
	void whenOwnEndpointThenBacksOff() {
		DeepSeekEndpoint own = new DeepSeekEndpoint(new FairConcurrencyLimiter(ConcurrencySettings.defaults()));
		this.runner.withBean("own", DeepSeekEndpoint.class, () -> own)
			.run((context) -> assertThat(context).getBean(DeepSeekEndpoint.class).isSameAs(own));
	}

}
