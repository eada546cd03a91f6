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

package io.github.deepseekspring.autoconfigure.simulator;

import java.time.Duration;

import io.github.deepseekspring.autoconfigure.DeepSeekAutoConfiguration;
import io.github.deepseekspring.autoconfigure.DeepSeekConnectionDetails;
import io.github.deepseekspring.autoconfigure.DeepSeekProperties;
import io.github.deepseekspring.core.DeepSeekTemplateCustomizer;
import io.github.deepseekspring.simulator.DeepSeekSimulator;
import io.github.deepseekspring.simulator.SimulatorClock;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * {@link AutoConfiguration Auto-configuration} that starts a {@code DeepSeekSimulator}
 * and leads the template to it when {@code deepseek.simulator.enabled} is {@code true}.
 * It wins over all other {@link DeepSeekConnectionDetails}, so that nothing reaches the
 * paid API.
 *
 * @since 0.1.0
 */
@AutoConfiguration(before = DeepSeekAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "deepseek.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty("deepseek.simulator.enabled")
@EnableConfigurationProperties(DeepSeekProperties.class)
public final class DeepSeekSimulatorAutoConfiguration {

	private static final String PREFIX = "deepseek.simulator.";

	private static final int MAX_PORT = 65535;

	DeepSeekSimulatorAutoConfiguration() {
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(DeepSeekSimulator.class)
	static class SimulatorConfiguration {

		private static final String CONNECTION_DETAILS = "deepSeekSimulatorConnectionDetails";

		private static final Log logger = LogFactory.getLog(DeepSeekSimulatorAutoConfiguration.class);

		@Bean(destroyMethod = "close")
		@ConditionalOnMissingBean
		DeepSeekSimulator deepSeekSimulator(DeepSeekProperties properties) {
			DeepSeekProperties.Simulator simulator = properties.simulator();
			require(simulator.enabled(), "enabled", false,
					"The application was processed ahead of time with the simulator. Process it again without it.");
			require(simulator.port() >= 0 && simulator.port() <= MAX_PORT, "port", simulator.port(),
					"The value must be from 0 to " + MAX_PORT + ".");
			require(simulator.timeScale() > 0 && Double.isFinite(simulator.timeScale()), "time-scale",
					simulator.timeScale(), "The value must be above 0.");
			requireNotNegative("queue-time", simulator.queueTime());
			requireNotNegative("thinking-time", simulator.thinkingTime());
			requireNotNegative("chunk-interval", simulator.chunkInterval());
			return DeepSeekSimulator.builder()
				.port(simulator.port())
				.clock(SimulatorClock.scaled(simulator.timeScale()))
				.queueTime(simulator.queueTime())
				.thinkingTime(simulator.thinkingTime())
				.chunkInterval(simulator.chunkInterval())
				.start();
		}

		@Bean
		static SimulatorPrecedence deepSeekSimulatorPrecedence() {
			return new SimulatorPrecedence(CONNECTION_DETAILS);
		}

		@Bean(CONNECTION_DETAILS)
		@Primary
		SimulatorConnectionDetails deepSeekSimulatorConnectionDetails(DeepSeekSimulator simulator) {
			logger.warn("DeepSeek is simulated at " + simulator.baseUrl()
					+ ", since 'deepseek.simulator.enabled' is set. No answer comes from a model.");
			return new SimulatorConnectionDetails(simulator.baseUrl());
		}

		/**
		 * Applied after those of the application, none of which can lead to the paid API.
		 */
		@Bean
		@Order(Ordered.LOWEST_PRECEDENCE)
		DeepSeekTemplateCustomizer deepSeekSimulatorCustomizer(DeepSeekSimulator simulator) {
			return (builder) -> builder.baseUrl(simulator.baseUrl());
		}

		private static void requireNotNegative(String name, Duration value) {
			require(!value.isNegative(), name, value, "The duration must not be negative.");
		}

		private static void require(boolean valid, String name, Object value, String reason) {
			if (!valid) {
				throw new InvalidConfigurationPropertyValueException(PREFIX + name, value, reason);
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingClass("io.github.deepseekspring.simulator.DeepSeekSimulator")
	static class MissingSimulatorConfiguration {

		MissingSimulatorConfiguration() {
			throw new InvalidConfigurationPropertyValueException(PREFIX + "enabled", true,
					"The simulator is not on the class path. Add the dependency "
							+ "'io.github.deepseekspring:deepseek-spring-boot-simulator', or remove the property.");
		}

	}

}
