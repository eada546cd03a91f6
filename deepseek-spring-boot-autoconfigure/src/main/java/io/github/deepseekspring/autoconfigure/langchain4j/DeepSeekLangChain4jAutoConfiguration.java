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

package io.github.deepseekspring.autoconfigure.langchain4j;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import io.github.deepseekspring.autoconfigure.DeepSeekAutoConfiguration;
import io.github.deepseekspring.autoconfigure.DeepSeekProperties;
import io.github.deepseekspring.core.DeepSeekOperations;
import io.github.deepseekspring.langchain4j.DeepSeekChatModel;
import io.github.deepseekspring.langchain4j.DeepSeekChatRequestParameters;
import io.github.deepseekspring.langchain4j.DeepSeekStreamingChatModel;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.thread.Threading;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Fallback;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.core.task.VirtualThreadTaskExecutor;

/**
 * {@link AutoConfiguration Auto-configuration} for {@link DeepSeekChatModel} and
 * {@link DeepSeekStreamingChatModel}. It comes last, when all other models are known:
 * each backs off to another one of its kind, unless {@code deepseek.langchain4j.enabled}
 * is set to {@code true}. Beside another model they are injected only where they are
 * asked for by their type or name.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = DeepSeekAutoConfiguration.class)
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnClass(ChatModel.class)
@ConditionalOnBean(DeepSeekOperations.class)
@ConditionalOnBooleanProperty(name = DeepSeekLangChain4jAutoConfiguration.ENABLED, matchIfMissing = true)
@EnableConfigurationProperties({ DeepSeekProperties.class, LangChain4jProperties.class })
public final class DeepSeekLangChain4jAutoConfiguration {

	static final String ENABLED = "deepseek.langchain4j.enabled";

	DeepSeekLangChain4jAutoConfiguration() {
	}

	@Bean
	@Fallback
	@ConditionalOnMissingBean
	@Conditional(OnWantedChatModel.class)
	DeepSeekChatModel deepSeekLangChain4jChatModel(DeepSeekOperations deepSeek, DeepSeekProperties properties,
			ObjectProvider<DeepSeekChatRequestParameters> parameters, ObjectProvider<ChatModelListener> listeners) {
		return DeepSeekChatModel.builder(deepSeek)
			.defaultRequestParameters(effective(properties, parameters))
			.listeners(listeners.orderedStream().toList())
			.build();
	}

	@Bean
	@Fallback
	@ConditionalOnMissingBean
	@Conditional(OnWantedStreamingChatModel.class)
	DeepSeekStreamingChatModel deepSeekLangChain4jStreamingChatModel(DeepSeekOperations deepSeek,
			DeepSeekProperties properties, ObjectProvider<DeepSeekChatRequestParameters> parameters,
			ObjectProvider<ChatModelListener> listeners, Environment environment) {
		DeepSeekStreamingChatModel.Builder builder = DeepSeekStreamingChatModel.builder(deepSeek)
			.defaultRequestParameters(effective(properties, parameters))
			.listeners(listeners.orderedStream().toList());
		if (Threading.VIRTUAL.isActive(environment)) {
			builder.callbackScheduler(Schedulers.fromExecutor(new VirtualThreadTaskExecutor("deepseek-callback-")));
		}
		return builder.build();
	}

	/**
	 * The model is told here although the template has it as its default, so that
	 * listeners see it.
	 */
	private static DeepSeekChatRequestParameters effective(DeepSeekProperties properties,
			ObjectProvider<DeepSeekChatRequestParameters> parameters) {
		DeepSeekChatRequestParameters model = DeepSeekChatRequestParameters.builder()
			.modelName(properties.chat().model())
			.build();
		return model.overrideWith(parameters.getIfAvailable(() -> DeepSeekChatRequestParameters.EMPTY));
	}

	static class OnWantedChatModel extends AnyNestedCondition {

		OnWantedChatModel() {
			super(ConfigurationPhase.REGISTER_BEAN);
		}

		@ConditionalOnBooleanProperty(ENABLED)
		static class AskedFor {

		}

		@ConditionalOnMissingBean(ChatModel.class)
		static class NoOther {

		}

	}

	static class OnWantedStreamingChatModel extends AnyNestedCondition {

		OnWantedStreamingChatModel() {
			super(ConfigurationPhase.REGISTER_BEAN);
		}

		@ConditionalOnBooleanProperty(ENABLED)
		static class AskedFor {

		}

		@ConditionalOnMissingBean(StreamingChatModel.class)
		static class NoOther {

		}

	}

}
