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

import java.util.List;

import io.github.deepseekspring.autoconfigure.DeepSeekProperties;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;

/**
 * Finds the connection factory that leads to the shared limits, or says what is missing.
 */
final class ConnectionFactories {

	private static final String PREFIX = "deepseek.concurrency.shared.";

	private static final String NAME = PREFIX + "connection-factory";

	private final ListableBeanFactory beanFactory;

	ConnectionFactories(ListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	ReactiveRedisConnectionFactory find(DeepSeekProperties.Shared properties) {
		String name = properties.connectionFactory();
		return (name != null) ? named(name) : single(properties.type());
	}

	private ReactiveRedisConnectionFactory named(String name) {
		if (!names().contains(name)) {
			throw new InvalidConfigurationPropertyValueException(NAME, name,
					"There is no ReactiveRedisConnectionFactory bean of that name. Those that there are: " + names()
							+ ".");
		}
		return this.beanFactory.getBean(name, ReactiveRedisConnectionFactory.class);
	}

	private ReactiveRedisConnectionFactory single(DeepSeekProperties.Shared.Type type) {
		ReactiveRedisConnectionFactory factory = this.beanFactory.getBeanProvider(ReactiveRedisConnectionFactory.class)
			.getIfUnique();
		if (factory == null) {
			throw new InvalidConfigurationPropertyValueException(PREFIX + "type", type, reason());
		}
		return factory;
	}

	private String reason() {
		if (names().isEmpty()) {
			return "There is no ReactiveRedisConnectionFactory bean. Add the dependency "
					+ "'org.springframework.boot:spring-boot-starter-data-redis-reactive', which brings Lettuce, and set "
					+ "'spring.data.redis.*', or define the bean. Jedis is not reactive.";
		}
		return "There are several ReactiveRedisConnectionFactory beans: " + names()
				+ ". Make one of them primary, or name one with '" + NAME + "'.";
	}

	private List<String> names() {
		return List.of(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.beanFactory,
				ReactiveRedisConnectionFactory.class));
	}

}
