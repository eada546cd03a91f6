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

package io.github.deepseekspring.autoconfigure.observation;

import io.github.deepseekspring.core.DeepSeekTemplateCustomizer;
import io.github.deepseekspring.observation.DeepSeekMeterObservationHandler;
import io.github.deepseekspring.observation.DeepSeekObservationConvention;
import io.github.deepseekspring.token.CostCalculator;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * {@link AutoConfiguration Auto-configuration} for the observation of calls. Adds nothing
 * without an {@link ObservationRegistry}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(
		afterName = { "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration",
				"org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
				"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration" })
@ConditionalOnClass({ ObservationRegistry.class, WebClient.class })
@ConditionalOnBean(ObservationRegistry.class)
@ConditionalOnBooleanProperty(name = "deepseek.enabled", matchIfMissing = true)
@EnableConfigurationProperties(ObservationProperties.class)
public final class DeepSeekObservationAutoConfiguration {

	private static final Log logger = LogFactory.getLog(DeepSeekObservationAutoConfiguration.class);

	DeepSeekObservationAutoConfiguration() {
	}

	/**
	 * Applied before the application's own customizers.
	 */
	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	DeepSeekTemplateCustomizer deepSeekObservationCustomizer(ObservationRegistry registry,
			ObjectProvider<DeepSeekObservationConvention> convention, ObjectProvider<CostCalculator> costCalculator,
			ObservationProperties properties) {
		if (properties.includeContent()) {
			logger.warn("What users ask DeepSeek and what it answers becomes part of the traces, since "
					+ "'deepseek.observations.include-content' is set.");
		}
		return (builder) -> builder.observation((settings) -> settings.withRegistry(registry)
			.withConvention(convention.getIfAvailable())
			.withCostCalculator(costCalculator.getIfAvailable())
			.withIncludeContent(properties.includeContent()));
	}

	/**
	 * Without a registry of meters there are only traces.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterRegistry.class)
	@ConditionalOnBean(MeterRegistry.class)
	static class MeterConfiguration {

		@Bean
		@ConditionalOnMissingBean
		DeepSeekMeterObservationHandler deepSeekMeterObservationHandler(MeterRegistry registry) {
			return new DeepSeekMeterObservationHandler(registry);
		}

	}

}
