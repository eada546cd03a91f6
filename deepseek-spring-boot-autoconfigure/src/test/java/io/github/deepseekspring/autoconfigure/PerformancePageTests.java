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

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.github.deepseekspring.concurrency.FairConcurrencyLimiter;
import io.github.deepseekspring.test.Page;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.PropertiesPropertySource;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The example of {@code docs/performance.md}.
 */
class PerformancePageTests {

	private static final List<String> PROPERTIES = Page.of("docs/performance.md").examples("yaml");

	@Test
	void limitAndPoolAreThoseOfThePage() {
		assertThat(PROPERTIES).hasSize(1);
		YamlPropertiesFactoryBean properties = new YamlPropertiesFactoryBean();
		properties.setResources(new ByteArrayResource(PROPERTIES.get(0).getBytes(StandardCharsets.UTF_8)));
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(DeepSeekAutoConfiguration.class))
			.withPropertyValues("deepseek.api-key=sk-0123456789abcdef")
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new PropertiesPropertySource("page", properties.getObject())))
			.run((context) -> {
				assertThat(context.getBean(FairConcurrencyLimiter.class).snapshot())
					.anySatisfy((group) -> assertThat(group.ceiling()).isEqualTo(10_000));
				assertThat(context.getBean(DeepSeekConnector.class).maxConnections()).isGreaterThan(10_000);
			});
	}

}
