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

package io.github.deepseekspring.autoconfigure.springai;

import io.github.deepseekspring.autoconfigure.DeepSeekAutoConfiguration;
import io.github.deepseekspring.autoconfigure.DeepSeekProperties;
import io.github.deepseekspring.core.DeepSeekOperations;
import io.github.deepseekspring.springai.DeepSeekChatModel;
import io.github.deepseekspring.springai.DeepSeekChatOptions;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.observation.ChatModelObservationConvention;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.Ordered;

/**
 * {@link AutoConfiguration Auto-configuration} for {@link DeepSeekChatModel}. It comes
 * last, when all other chat models are known: where there is one, ours is only defined if
 * {@code spring.ai.model.chat} asks for it. No other auto-configuration looks for chat
 * models, they are only injected, so nothing has to come later.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = DeepSeekAutoConfiguration.class)
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnClass(ChatModel.class)
@ConditionalOnBean(DeepSeekOperations.class)
@ConditionalOnProperty(name = DeepSeekChatModelAutoConfiguration.SELECTED_MODEL,
		havingValue = DeepSeekChatModel.PROVIDER, matchIfMissing = true)
@EnableConfigurationProperties(DeepSeekProperties.class)
public final class DeepSeekChatModelAutoConfiguration {

	static final String SELECTED_MODEL = "spring.ai.model.chat";

	DeepSeekChatModelAutoConfiguration() {
	}

	@Bean
	@ConditionalOnMissingBean(type = { "io.github.deepseekspring.springai.DeepSeekChatModel",
			"org.springframework.ai.deepseek.DeepSeekChatModel" })
	@Conditional(OnWantedChatModelCondition.class)
	DeepSeekChatModel deepSeekSpringAiChatModel(DeepSeekOperations operations, DeepSeekProperties properties,
			ObjectProvider<ToolCallingManager> toolCallingManager,
			ObjectProvider<ObservationRegistry> observationRegistry,
			ObjectProvider<ChatModelObservationConvention> observationConvention) {
		DeepSeekChatModel.Builder builder = DeepSeekChatModel.builder(operations)
			.options(DeepSeekChatOptions.builder().model(properties.chat().model()).build())
			.observationRegistry(observationRegistry.getIfUnique(() -> ObservationRegistry.NOOP));
		toolCallingManager.ifUnique(builder::toolCallingManager);
		observationConvention.ifUnique(builder::observationConvention);
		return builder.build();
	}

}
