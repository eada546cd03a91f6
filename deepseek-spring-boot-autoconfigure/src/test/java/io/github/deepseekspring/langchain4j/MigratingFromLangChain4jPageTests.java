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

package io.github.deepseekspring.langchain4j;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.SystemMessage;
import dev.langchain4j.service.TokenStream;
import dev.langchain4j.service.UserMessage;
import io.github.deepseekspring.core.DeepSeekTemplate;
import io.github.deepseekspring.core.PromptSpec;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.DeepSeekSimulator;
import io.github.deepseekspring.test.Page;
import io.github.deepseekspring.tool.ToolFunction;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Service;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of {@code docs/migrating-from-langchain4j.md}, but for those of its OpenAI
 * module, which are in a test of {@code samples/benchmark}.
 */
@Timeout(60)
class MigratingFromLangChain4jPageTests {

	private static final String MODULE_TESTS = "samples/benchmark/src/test/java/io/github/deepseekspring/"
			+ "samples/benchmark/streaming/OpenAiModuleTests.java";

	private static final String PARAMETERS = Page.source(MigratingFromLangChain4jPageTests.class)
		.replace("MigratingFromLangChain4jPageTests", "MigratedParameters");

	private static final String QUESTION = "Where is order 7?";

	@AutoClose
	private final DeepSeekSimulator simulator = DeepSeekSimulator.start();

	private final DeepSeekTemplate template = DeepSeekTemplate.builder()
		.baseUrl(this.simulator.baseUrl())
		.apiKey("sk-test")
		.build();

	@Test
	void examplesOfThePageAreThoseOfTheTests() {
		Page.of("docs/migrating-from-langchain4j.md")
			.assertExamplesAreIn(5, Page.source(getClass()), PARAMETERS, MODULE_TESTS);
	}

	@Test
	void aRequestHasParametersOfItsOwn() {
		ChatModel model = DeepSeekChatModel.builder(this.template).build();
		assertThat(new MigratedParameters().report(model, QUESTION).aiMessage().text()).isNotEmpty();
		assertThat(this.simulator.log().last().userId()).isEqualTo("nightly-report");
		assertThat(this.simulator.log().last().model()).isEqualTo("deepseek-v4-pro");
	}

	@Test
	void anAiServiceStaysAsItIs() {
		Before.Assistant assistant = new Before.AssistantConfiguration().assistant(
				DeepSeekChatModel.builder(this.template).build(),
				DeepSeekStreamingChatModel.builder(this.template).build());
		this.simulator.enqueue(Answer.toolCall("orderStatus", "{\"number\":7}"), Answer.text("It is packed."),
				Answer.chunks("So", "on."), Answer.text("{\"title\":\"Soup\"}"));
		assertThat(assistant.answer(QUESTION)).isEqualTo("It is packed.");
		assertThat(this.simulator.log().last().body()).contains("Order 7 is packed.");
		CompletableFuture<ChatResponse> answer = new CompletableFuture<>();
		assistant.stream(QUESTION).onPartialResponse((text) -> {
		}).onCompleteResponse(answer::complete).onError(answer::completeExceptionally).start();
		assertThat(answer).succeedsWithin(Handler.PATIENCE)
			.satisfies((response) -> assertThat(response.aiMessage().text()).isEqualTo("Soon."));
		assertThat(assistant.recipe("soup")).isEqualTo(new Recipe("Soup"));
	}

	@Test
	void theTemplateAnswersTheSame() {
		After.Assistant assistant = new After.Assistant(this.template);
		this.simulator.enqueue(Answer.toolCall("order_status", "{\"number\":7}"), Answer.text("It is packed."),
				Answer.chunks("So", "on."), Answer.text("{\"title\":\"Soup\"}"));
		assertThat(assistant.answer(QUESTION).block(Handler.PATIENCE)).isEqualTo("It is packed.");
		assertThat(this.simulator.log().last().body()).contains("Order 7 is packed.");
		assertThat(assistant.stream(QUESTION).collectList().block(Handler.PATIENCE)).isEqualTo(List.of("So", "on."));
		assertThat(assistant.recipe("soup").block(Handler.PATIENCE)).isEqualTo(new Recipe("Soup"));
	}

	record Recipe(String title) {

	}

	static class Before {

		interface Assistant {

			@SystemMessage("Be brief.")
			String answer(@UserMessage String question);

			@SystemMessage("Be brief.")
			TokenStream stream(@UserMessage String question);

			@UserMessage("A recipe for {{it}}")
			Recipe recipe(String dish);

		}

		static class OrderTools {

			@Tool("Tells how far an order is.")
			String orderStatus(@P(name = "number", value = "the number of the order") int number) {
				return "Order " + number + " is packed.";
			}

		}

		@Configuration(proxyBeanMethods = false)
		static class AssistantConfiguration {

			@Bean
			Assistant assistant(ChatModel model, StreamingChatModel streamingModel) {
				return AiServices.builder(Assistant.class)
					.chatModel(model)
					.streamingChatModel(streamingModel)
					.tools(new OrderTools())
					.build();
			}

		}

	}

	static class After {

		@Service
		static class Assistant {

			private final DeepSeekTemplate deepSeek;

			private final ToolFunction<Order> orderStatus = ToolFunction.of("order_status",
					"Tells how far an order is.", Order.class, (order) -> "Order " + order.number() + " is packed.");

			Assistant(DeepSeekTemplate deepSeek) {
				this.deepSeek = deepSeek;
			}

			Mono<String> answer(String question) {
				return prompt(question).content();
			}

			Flux<String> stream(String question) {
				return prompt(question).stream().content();
			}

			Mono<Recipe> recipe(String dish) {
				return this.deepSeek.prompt("A recipe for " + dish).entity(Recipe.class);
			}

			private PromptSpec prompt(String question) {
				return this.deepSeek.prompt().system("Be brief.").user(question).tools(this.orderStatus);
			}

		}

		record Order(int number) {

		}

	}

}
