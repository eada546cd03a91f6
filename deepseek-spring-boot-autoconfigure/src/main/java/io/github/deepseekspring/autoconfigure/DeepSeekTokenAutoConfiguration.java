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

import io.github.deepseekspring.token.CostCalculator;
import io.github.deepseekspring.token.TokenCounter;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * {@link AutoConfiguration Auto-configuration} for {@link TokenCounter} and
 * {@link CostCalculator}. Neither needs an API key.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "deepseek.enabled", matchIfMissing = true)
@EnableConfigurationProperties({ TokenProperties.class, PriceProperties.class })
@Import({ TokenCounterConfigurations.Tokenizer.class, TokenCounterConfigurations.MissingLibrary.class,
		TokenCounterConfigurations.Estimator.class })
public final class DeepSeekTokenAutoConfiguration {

	DeepSeekTokenAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean
	CostCalculator deepSeekCostCalculator(PriceProperties properties) {
		return new CostCalculator(new PricePropertiesMapper(properties).priceTable());
	}

}
