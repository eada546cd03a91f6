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
import io.github.deepseekspring.autoconfigure.DeepSeekConnectionDetails;
import io.github.deepseekspring.autoconfigure.DeepSeekProperties;
import io.github.deepseekspring.autoconfigure.DeepSeekTokenAutoConfiguration;
import io.github.deepseekspring.concurrency.FairConcurrencyLimiter;
import io.github.deepseekspring.token.CostCalculator;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.Sanitizer;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * {@link AutoConfiguration Auto-configuration} for {@link DeepSeekEndpoint}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { DeepSeekAutoConfiguration.class, DeepSeekTokenAutoConfiguration.class })
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnBean({ DeepSeekProperties.class, DeepSeekConnectionDetails.class })
public final class DeepSeekEndpointAutoConfiguration {

	DeepSeekEndpointAutoConfiguration() {
	}

	@Bean
	@ConditionalOnAvailableEndpoint
	@ConditionalOnMissingBean
	DeepSeekEndpoint deepSeekEndpoint(DeepSeekProperties properties, DeepSeekConnectionDetails connectionDetails,
			ObjectProvider<FairConcurrencyLimiter> limiter, ObjectProvider<CostCalculator> costCalculator,
			ObjectProvider<SanitizingFunction> sanitizingFunctions) {
		CostCalculator calculator = costCalculator.getIfUnique();
		ClientDescriptor client = ClientDescriptor.of(properties,
				baseUrl(connectionDetails, sanitizingFunctions.orderedStream().toList()),
				(calculator != null) ? calculator.prices() : null);
		return new DeepSeekEndpoint(client, properties.concurrency().enabled() ? limiter.getIfUnique() : null);
	}

	/**
	 * The address is the one text that may tell what an operator wants to hide, as that
	 * of a gateway.
	 */
	private static String baseUrl(DeepSeekConnectionDetails connectionDetails, List<SanitizingFunction> functions) {
		String address = ClientDescriptor.address(connectionDetails.getBaseUrl());
		return String
			.valueOf(new Sanitizer(functions).sanitize(new SanitizableData(null, "deepseek.base-url", address), true));
	}

}
