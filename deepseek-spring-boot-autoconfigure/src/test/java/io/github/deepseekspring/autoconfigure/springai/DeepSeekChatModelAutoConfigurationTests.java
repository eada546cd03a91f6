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
import io.github.deepseekspring.core.DeepSeekOperations;
import io.github.deepseekspring.springai.DeepSeekChatModel;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.observation.ChatModelObservationConvention;
import org.springframework.ai.chat.observation.DefaultChatModelObservationConvention;
import org.springframework.ai.model.chat.client.autoconfigure.ChatClientAutoConfiguration;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.model.tool.autoconfigure.ToolCallingAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link DeepSeekChatModelAutoConfiguration}.
 */
class DeepSeekChatModelAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DeepSeekChatModelAutoConfiguration.class,
				ChatClientAutoConfiguration.class, ToolCallingAutoConfiguration.class, DeepSeekAutoConfiguration.class))
		.withPropertyValues("deepseek.api-key=sk-0123456789abcdef");

	@Test
	void definesTheModelAndTheChatClientGetsIt() {
		this.runner.withPropertyValues("deepseek.chat.model=deepseek-v4-pro").run((context) -> {
			assertThat(context).hasSingleBean(ChatModel.class).hasSingleBean(ChatClient.Builder.class);
			assertThat(context.getBean(DeepSeekChatModel.class).getOptions().getModel()).isEqualTo("deepseek-v4-pro");
		});
	}

	@Test
	void whenDeepSeekIsSelectedThenDefinesTheModel() {
		this.runner.withPropertyValues("spring.ai.model.chat=deepseek")
			.run((context) -> assertThat(context).hasSingleBean(DeepSeekChatModel.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "none", "openai" })
	void whenAnotherModelOrNoneIsSelectedThenDefinesNothing(String selected) {
		this.runner.withBean(ChatModel.class, () -> mock(ChatModel.class))
			.withPropertyValues("spring.ai.model.chat=" + selected)
			.run((context) -> assertThat(context).hasSingleBean(ChatModel.class)
				.doesNotHaveBean(DeepSeekChatModel.class));
	}

	@Test
	void whenThereIsAnotherModelThenBacksOff() {
		this.runner.withBean(ChatModel.class, () -> mock(ChatModel.class))
			.run((context) -> assertThat(context).hasSingleBean(ChatModel.class)
				.doesNotHaveBean(DeepSeekChatModel.class));
	}

	@Test
	void whenAnotherAutoConfigurationDefinesAModelThenBacksOffWhateverItsOrder() {
		this.runner.withConfiguration(AutoConfigurations.of(LateModelAutoConfiguration.class))
			.run((context) -> assertThat(context).hasSingleBean(ChatModel.class).hasBean("lateModel"));
	}

	@Test
	void whenThereIsAnotherModelAndOursIsAskedForThenThereAreBoth() {
		this.runner.withBean("other", ChatModel.class, () -> mock(ChatModel.class), (bean) -> bean.setPrimary(true))
			.withPropertyValues("spring.ai.model.chat=deepseek")
			.run((context) -> assertThat(context).hasSingleBean(DeepSeekChatModel.class)
				.getBeans(ChatModel.class)
				.hasSize(2));
	}

	@Test
	void whenThereIsAnOwnModelOfOurKindThenBacksOff() {
		DeepSeekChatModel own = DeepSeekChatModel.builder(mock(DeepSeekOperations.class)).build();
		this.runner.withBean("own", DeepSeekChatModel.class, () -> own)
			.withPropertyValues("spring.ai.model.chat=deepseek")
			.run((context) -> assertThat(context).getBean(DeepSeekChatModel.class).isSameAs(own));
	}

	@Test
	void whenDeepSeekIsDisabledThenDefinesNothing() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(DeepSeekChatModelAutoConfiguration.class, DeepSeekAutoConfiguration.class))
			.withPropertyValues("deepseek.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ChatModel.class));
	}

	@Test
	void whenTheApplicationMakesTheCallsItselfThenDefinesTheModelOnTopOfIt() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DeepSeekChatModelAutoConfiguration.class))
			.withBean(DeepSeekOperations.class, () -> mock(DeepSeekOperations.class))
			.run((context) -> assertThat(context).hasSingleBean(DeepSeekChatModel.class));
	}

	@Test
	void whenSpringAiIsMissingThenDefinesNothing() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(DeepSeekChatModelAutoConfiguration.class, DeepSeekAutoConfiguration.class))
			.withPropertyValues("deepseek.api-key=sk-0123456789abcdef")
			.withClassLoader(new FilteredClassLoader("org.springframework.ai"))
			.run((context) -> assertThat(context).hasSingleBean(DeepSeekOperations.class)
				.doesNotHaveBean("deepSeekSpringAiChatModel"));
	}

	@Test
	void takesTheBeansOfTheApplication() {
		ObservationRegistry registry = ObservationRegistry.create();
		ChatModelObservationConvention convention = new DefaultChatModelObservationConvention();
		ToolCallingManager manager = mock(ToolCallingManager.class);
		this.runner.withBean(ObservationRegistry.class, () -> registry)
			.withBean(ChatModelObservationConvention.class, () -> convention)
			.withBean("own", ToolCallingManager.class, () -> manager)
			.run((context) -> assertThat(context.getBean(DeepSeekChatModel.class))
				.hasFieldOrPropertyWithValue("observationRegistry", registry)
				.hasFieldOrPropertyWithValue("observationConvention", convention)
				.hasFieldOrPropertyWithValue("requests.toolCallingManager", manager));
	}

	@AutoConfiguration(after = ChatClientAutoConfiguration.class)
	static class LateModelAutoConfiguration {

		@Bean
		ChatModel lateModel() {
			return mock(ChatModel.class);
		}

	}

}
