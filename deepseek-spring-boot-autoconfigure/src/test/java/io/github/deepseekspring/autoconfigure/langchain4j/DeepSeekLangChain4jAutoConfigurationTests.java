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

import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.github.deepseekspring.autoconfigure.DeepSeekAutoConfiguration;
import io.github.deepseekspring.core.DeepSeekTemplate;
import io.github.deepseekspring.langchain4j.DeepSeekChatModel;
import io.github.deepseekspring.langchain4j.DeepSeekChatRequestParameters;
import io.github.deepseekspring.langchain4j.DeepSeekStreamingChatModel;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.DeepSeekSimulator;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DeepSeekLangChain4jAutoConfiguration}.
 */
@Timeout(60)
class DeepSeekLangChain4jAutoConfigurationTests {

	@AutoClose
	private final DeepSeekSimulator simulator = DeepSeekSimulator.start();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(DeepSeekAutoConfiguration.class, DeepSeekLangChain4jAutoConfiguration.class))
		.withPropertyValues("deepseek.api-key=sk-test", "deepseek.base-url=" + this.simulator.baseUrl());

	@Test
	void definesBothModels() {
		this.simulator.enqueue(Answer.text("Because."));
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(ChatModel.class).hasSingleBean(StreamingChatModel.class);
			assertThat(context.getBean(ChatModel.class).chat("Why?")).isEqualTo("Because.");
			assertThat(this.simulator.log().last().model()).isEqualTo("deepseek-v4-flash");
		});
	}

	@Test
	void whenLangChain4jIsMissingThenDefinesNothing() {
		this.runner.withClassLoader(new FilteredClassLoader("dev.langchain4j"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(DeepSeekTemplate.class)
				.doesNotHaveBean(DeepSeekLangChain4jAutoConfiguration.class));
	}

	@Test
	void whenDisabledThenDefinesNothing() {
		this.runner.withPropertyValues("deepseek.langchain4j.enabled=false")
			.run((context) -> assertThat(context).hasSingleBean(DeepSeekTemplate.class)
				.doesNotHaveBean(ChatModel.class)
				.doesNotHaveBean(StreamingChatModel.class));
		this.runner.withPropertyValues("deepseek.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ChatModel.class));
	}

	@Test
	void whenThereIsAnotherModelThenThatOfItsKindBacksOff() {
		this.runner.withUserConfiguration(OtherModel.class)
			.run((context) -> assertThat(context).hasSingleBean(ChatModel.class)
				.doesNotHaveBean(DeepSeekChatModel.class)
				.hasSingleBean(DeepSeekStreamingChatModel.class));
	}

	@Test
	void whenAnotherAutoConfigurationDefinesAModelThenOursBacksOffAlthoughItsNameComesEarlier() {
		this.runner.withConfiguration(AutoConfigurations.of(ZzzAutoConfiguration.class))
			.run((context) -> assertThat(context).hasSingleBean(ChatModel.class)
				.doesNotHaveBean(DeepSeekChatModel.class));
	}

	@Test
	void whenAskedForBesideAnotherModelThenIsInjectedByItsTypeOnly() {
		this.runner.withUserConfiguration(OtherModel.class)
			.withPropertyValues("deepseek.langchain4j.enabled=true")
			.run((context) -> {
				assertThat(context.getBeansOfType(ChatModel.class)).containsOnlyKeys("otherModel",
						"deepSeekLangChain4jChatModel");
				assertThat(context.getBean(ChatModel.class)).isNotInstanceOf(DeepSeekChatModel.class);
				assertThat(context.getBean(DeepSeekChatModel.class)).isNotNull();
				assertThat(context).hasSingleBean(DeepSeekStreamingChatModel.class);
			});
	}

	@Test
	void whenThereIsAModelOfOursThenItIsTheOnlyOne() {
		this.runner.withUserConfiguration(OwnModel.class)
			.withPropertyValues("deepseek.langchain4j.enabled=true")
			.run((context) -> assertThat(context).hasSingleBean(DeepSeekChatModel.class).hasBean("ownModel"));
	}

	@Test
	void parametersAndListenersAreThoseOfTheApplication() {
		this.runner.withUserConfiguration(Settings.class)
			.withPropertyValues("deepseek.chat.model=deepseek-v4-pro")
			.run((context) -> {
				DeepSeekChatModel model = context.getBean(DeepSeekChatModel.class);
				assertThat(model.defaultRequestParameters().modelName()).isEqualTo("deepseek-v4-pro");
				assertThat(model.defaultRequestParameters().temperature()).isEqualTo(0.3);
				List<ChatModelListener> ordered = List.of(context.getBean("first", ChatModelListener.class),
						context.getBean("second", ChatModelListener.class));
				assertThat(model.listeners()).isEqualTo(ordered);
				DeepSeekStreamingChatModel streaming = context.getBean(DeepSeekStreamingChatModel.class);
				assertThat(streaming.defaultRequestParameters()).isEqualTo(model.defaultRequestParameters());
				assertThat(streaming.listeners()).isEqualTo(ordered);
			});
	}

	@Test
	void callbacksRunOnAThreadOfReactor() {
		this.runner.run((context) -> assertThat(callbackThread(context.getBean(StreamingChatModel.class)))
			.startsWith("boundedElastic-"));
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void whenThreadsAreVirtualThenCallbacksRunOnOne() {
		this.runner.withPropertyValues("spring.threads.virtual.enabled=true")
			.run((context) -> assertThat(callbackThread(context.getBean(StreamingChatModel.class)))
				.startsWith("deepseek-callback-"));
	}

	private static String callbackThread(StreamingChatModel model) {
		CompletableFuture<String> thread = new CompletableFuture<>();
		model.chat("Why?", new StreamingChatResponseHandler() {

			@Override
			public void onCompleteResponse(ChatResponse response) {
				thread.complete(Thread.currentThread().getName());
			}

			@Override
			public void onError(Throwable failure) {
				thread.completeExceptionally(failure);
			}

		});
		return thread.join();
	}

	@Configuration(proxyBeanMethods = false)
	static class OtherModel {

		@Bean
		ChatModel otherModel() {
			return new ChatModel() {
			};
		}

	}

	@AutoConfiguration
	static class ZzzAutoConfiguration extends OtherModel {

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnModel {

		@Bean
		DeepSeekChatModel ownModel(DeepSeekTemplate template) {
			return DeepSeekChatModel.builder(template).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Settings {

		@Bean
		DeepSeekChatRequestParameters parameters() {
			return DeepSeekChatRequestParameters.builder().temperature(0.3).build();
		}

		@Bean
		@Order(2)
		ChatModelListener second() {
			return new ChatModelListener() {
			};
		}

		@Bean
		@Order(1)
		ChatModelListener first() {
			return new ChatModelListener() {
			};
		}

	}

}
