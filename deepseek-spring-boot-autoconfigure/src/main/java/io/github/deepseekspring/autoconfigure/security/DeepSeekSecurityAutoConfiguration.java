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

package io.github.deepseekspring.autoconfigure.security;

import io.github.deepseekspring.autoconfigure.DeepSeekAutoConfiguration;
import io.github.deepseekspring.user.SecurityContextUserIdResolver;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;

/**
 * {@link AutoConfiguration Auto-configuration} that takes the user from Spring Security
 * where no other resolver knows one.
 *
 * @since 0.1.0
 */
@AutoConfiguration(before = DeepSeekAutoConfiguration.class)
@ConditionalOnClass(ReactiveSecurityContextHolder.class)
@ConditionalOnBooleanProperty(name = "deepseek.enabled", matchIfMissing = true)
public final class DeepSeekSecurityAutoConfiguration {

	DeepSeekSecurityAutoConfiguration() {
	}

	@Bean
	@Order(Ordered.LOWEST_PRECEDENCE)
	@ConditionalOnMissingBean
	SecurityContextUserIdResolver deepSeekSecurityContextUserIdResolver() {
		return new SecurityContextUserIdResolver();
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	@ConditionalOnMissingClass("io.micrometer.context.ContextSnapshotFactory")
	static class MissingContextPropagationConfiguration {

		private static final Log logger = LogFactory.getLog(DeepSeekSecurityAutoConfiguration.class);

		MissingContextPropagationConfiguration() {
			logger.warn("DeepSeek cannot see who is authenticated, since 'io.micrometer:context-propagation' is not "
					+ "on the class path. Calls are made without a user_id of their own.");
		}

	}

}
