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

import io.github.deepseekspring.autoconfigure.DeepSeekAutoConfiguration;
import io.github.deepseekspring.autoconfigure.DeepSeekConnectionDetails;
import io.github.deepseekspring.autoconfigure.DeepSeekProperties;
import io.github.deepseekspring.concurrency.LeaseStore;
import io.github.deepseekspring.concurrency.redis.RedisLeaseStore;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;

/**
 * {@link AutoConfiguration Auto-configuration} that shares limits with other instances
 * through Redis when {@code deepseek.concurrency.shared.type} is {@code redis}. It uses a
 * connection factory of the application, and needs no connection for the start. A
 * {@link LeaseStore} of the application takes its place.
 *
 * @since 0.1.0
 */
@AutoConfiguration(before = DeepSeekAutoConfiguration.class,
		afterName = "org.springframework.boot.data.redis.autoconfigure.DataRedisReactiveAutoConfiguration")
@ConditionalOnBooleanProperty(name = "deepseek.enabled", matchIfMissing = true)
@ConditionalOnBooleanProperty(name = "deepseek.concurrency.enabled", matchIfMissing = true)
@ConditionalOnProperty(name = "deepseek.concurrency.shared.type", havingValue = "redis")
@ConditionalOnMissingBean(LeaseStore.class)
@EnableConfigurationProperties(DeepSeekProperties.class)
public final class DeepSeekRedisAutoConfiguration {

	private static final String TYPE = "deepseek.concurrency.shared.type";

	DeepSeekRedisAutoConfiguration() {
	}

	private static InvalidConfigurationPropertyValueException invalid(Object type, String reason) {
		return new InvalidConfigurationPropertyValueException(TYPE, type, reason);
	}

	/**
	 * Nothing of Redis is touched unless a limiter needs the store.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ReactiveStringRedisTemplate.class)
	static class RedisConfiguration {

		@Bean
		@Lazy
		RedisLeaseStore deepSeekLeaseStore(DeepSeekProperties properties, DeepSeekConnectionDetails connectionDetails,
				ListableBeanFactory beanFactory) {
			DeepSeekProperties.Shared shared = properties.concurrency().shared();
			if (shared.type() != DeepSeekProperties.Shared.Type.REDIS) {
				throw invalid(shared.type(),
						"The application was processed ahead of time with Redis. Process it again without it.");
			}
			return new RedisLeaseStore(
					new ReactiveStringRedisTemplate(new ConnectionFactories(beanFactory).find(shared)),
					AccountName.of(shared, connectionDetails));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingClass("org.springframework.data.redis.core.ReactiveStringRedisTemplate")
	static class MissingRedisConfiguration {

		MissingRedisConfiguration() {
			throw invalid(DeepSeekProperties.Shared.Type.REDIS,
					"Spring Data Redis is not on the class path. Add the dependency "
							+ "'org.springframework.boot:spring-boot-starter-data-redis-reactive', or remove the property.");
		}

	}

}
