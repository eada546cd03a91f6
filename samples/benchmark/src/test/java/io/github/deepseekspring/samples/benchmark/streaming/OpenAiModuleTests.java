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

package io.github.deepseekspring.samples.benchmark.streaming;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiChatRequestParameters;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.DeepSeekSimulator;
import io.github.deepseekspring.simulator.Fault;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what {@code docs/migrating-from-langchain4j.md} says about LangChain4j's
 * OpenAI module, and for its examples of it.
 */
@Timeout(60)
class OpenAiModuleTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final String QUESTION = "Why is the sky blue?";

	@AutoClose
	private final DeepSeekSimulator simulator = DeepSeekSimulator.start();

	private final ChatModel model = new Models().chatModel(url(), "sk-test");

	private final StreamingChatModel streamingModel = new Models().streamingChatModel(url(), "sk-test");

	@Test
	void bothModelsAnswer() {
		this.simulator.answerAll((request) -> Answer.reasoning("Hm").chunks("Because of ", "scattering."));
		assertThat(this.model.chat(QUESTION)).isEqualTo("Because of scattering.");
		assertThat(stream()).succeedsWithin(PATIENCE)
			.satisfies((answer) -> assertThat(answer.aiMessage().text()).isEqualTo("Because of scattering."))
			.satisfies((answer) -> assertThat(answer.aiMessage().thinking()).isEqualTo("Hm"));
	}

	@Test
	void aStreamThatEndsInTheMiddleIsComplete() {
		this.simulator.enqueue(Answer.chunks("a", "b").fault(Fault.truncate().beforeFinish()));
		assertThat(stream()).succeedsWithin(PATIENCE)
			.satisfies((answer) -> assertThat(answer.aiMessage().text()).isEqualTo("ab"));
	}

	@Test
	void keepAlivesAloneAreACompleteAnswer() {
		this.simulator.enqueue(Answer.raw().write(": keep-alive\n\n").end());
		assertThat(stream()).succeedsWithin(PATIENCE)
			.satisfies((answer) -> assertThat(answer.aiMessage().text()).isNullOrEmpty());
	}

	@Test
	void anErrorAfterStatus200IsACompleteAnswer() {
		this.simulator.enqueue(Answer.text("x").fault(Fault.errorInStream("Out of order").afterChunks(0)));
		assertThat(stream()).succeedsWithin(PATIENCE)
			.satisfies((answer) -> assertThat(answer.aiMessage().text()).isNullOrEmpty());
	}

	@Test
	void whenThereAreTooManyRequestsThenAStreamFailsAtOnce() {
		this.simulator.enqueue(Answer.rateLimited());
		assertThat(stream()).failsWithin(PATIENCE).withThrowableThat().withCauseInstanceOf(RateLimitException.class);
		assertThat(this.simulator.log().requests()).hasSize(1);
	}

	@Test
	void theUserIsToldWhereARequestSaysSo() {
		this.model.chat(QUESTION);
		assertThat(this.simulator.log().last().userId()).isNull();
		report(this.model, QUESTION);
		assertThat(this.simulator.log().last().userId()).isEqualTo("nightly-report");
		assertThat(this.simulator.log().last().model()).isEqualTo("deepseek-v4-pro");
	}

	ChatResponse report(ChatModel model, String question) {
		return model.chat(ChatRequest.builder()
			.messages(UserMessage.from(question))
			.parameters(OpenAiChatRequestParameters.builder()
				.modelName("deepseek-v4-pro")
				.customParameters(Map.of("user_id", "nightly-report"))
				.build())
			.build());
	}

	private String url() {
		return this.simulator.baseUrl().toString();
	}

	private CompletableFuture<ChatResponse> stream() {
		CompletableFuture<ChatResponse> result = new CompletableFuture<>();
		this.streamingModel.chat(QUESTION, new StreamingChatResponseHandler() {

			@Override
			public void onCompleteResponse(ChatResponse response) {
				result.complete(response);
			}

			@Override
			public void onError(Throwable failure) {
				result.completeExceptionally(failure);
			}

		});
		return result;
	}

	@Configuration(proxyBeanMethods = false)
	static class Models {

		@Bean
		ChatModel chatModel(@Value("${app.deepseek.url}") String url, @Value("${app.deepseek.key}") String key) {
			return OpenAiChatModel.builder()
				.baseUrl(url)
				.apiKey(key)
				.modelName("deepseek-v4-flash")
				.returnThinking(true)
				.sendThinking(true)
				.build();
		}

		@Bean
		StreamingChatModel streamingChatModel(@Value("${app.deepseek.url}") String url,
				@Value("${app.deepseek.key}") String key) {
			return OpenAiStreamingChatModel.builder()
				.baseUrl(url)
				.apiKey(key)
				.modelName("deepseek-v4-flash")
				.returnThinking(true)
				.sendThinking(true)
				.build();
		}

	}

}
