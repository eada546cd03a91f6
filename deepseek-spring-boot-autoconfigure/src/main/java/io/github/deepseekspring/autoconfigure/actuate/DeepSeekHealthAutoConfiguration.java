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

import java.time.Clock;

import io.github.deepseekspring.autoconfigure.DeepSeekAutoConfiguration;
import io.github.deepseekspring.concurrency.FairConcurrencyLimiter;
import io.github.deepseekspring.core.DeepSeekOperations;
import io.github.deepseekspring.health.AccountMonitor;
import io.github.deepseekspring.health.LastSuccess;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * {@link AutoConfiguration Auto-configuration} for {@link DeepSeekHealthIndicator}, which
 * is there only when it is asked for, since it calls a remote API.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = DeepSeekAutoConfiguration.class)
@ConditionalOnClass(ReactiveHealthIndicator.class)
@ConditionalOnSingleCandidate(DeepSeekOperations.class)
@ConditionalOnBooleanProperty("management.health.deepseek.enabled")
@EnableConfigurationProperties(DeepSeekHealthProperties.class)
public final class DeepSeekHealthAutoConfiguration {

	private static final String PREFIX = "management.health.deepseek.";

	DeepSeekHealthAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	LastSuccess deepSeekLastSuccess() {
		return new LastSuccess(Clock.systemUTC());
	}

	@Bean
	@ConditionalOnMissingBean
	AccountMonitor deepSeekAccountMonitor(DeepSeekOperations operations, DeepSeekHealthProperties properties) {
		if (properties.timeToLive().isZero() || properties.timeToLive().isNegative()) {
			throw new InvalidConfigurationPropertyValueException(PREFIX + "time-to-live", properties.timeToLive(),
					"The duration must be positive.");
		}
		if (properties.maxWait().isNegative()) {
			throw new InvalidConfigurationPropertyValueException(PREFIX + "max-wait", properties.maxWait(),
					"The duration must not be negative.");
		}
		return new AccountMonitor(operations, properties.timeToLive(), properties.maxWait());
	}

	@Bean
	@ConditionalOnMissingBean(name = "deepSeekHealthIndicator")
	DeepSeekHealthIndicator deepSeekHealthIndicator(AccountMonitor monitor, LastSuccess lastSuccess,
			ObjectProvider<FairConcurrencyLimiter> limiter, Environment environment) {
		boolean limited = environment.getProperty("deepseek.concurrency.enabled", Boolean.class, true);
		return new DeepSeekHealthIndicator(monitor, lastSuccess, (limited) ? limiter.getIfUnique() : null);
	}

}
