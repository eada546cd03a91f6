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

package io.github.deepseekspring.springai;

import java.util.List;

import io.github.deepseekspring.chat.ChatEvent;
import io.github.deepseekspring.core.DeepSeekTemplate;
import io.github.deepseekspring.core.PromptSpec;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.test.Page;
import io.github.deepseekspring.tool.ToolFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of {@code docs/migrating-from-spring-ai.md}, but for that of Spring AI's
 * DeepSeek module, which is in a test of {@code samples/benchmark-spring-ai}.
 */
@Timeout(60)
class MigratingFromSpringAiPageTests {

	private static final String MODULE_TESTS = "samples/benchmark-spring-ai/src/test/java/io/github/deepseekspring/"
			+ "samples/benchmark/springai/DeepSeekModuleTests.java";

	private static final String QUESTION = "Where is order 7?";

	@AutoClose
	private final SimulatedChat chat = new SimulatedChat();

	private final DeepSeekTemplate template = this.chat.template((builder) -> builder);

	@Test
	void examplesOfThePageAreThoseOfTheTests() {
		Page.of("docs/migrating-from-spring-ai.md").assertExamplesAreIn(5, Page.source(getClass()), MODULE_TESTS);
	}

	@Test
	void chatClientsStayAsTheyAre() {
		Before.SupportController controller = new Before.SupportController(ChatClient.builder(this.chat.model()));
		this.chat.enqueue(Answer.text("Soon."), Answer.chunks("So", "on."), Answer.text("{\"name\":\"Soup\"}"),
				Answer.toolCall("orderStatus", "{\"number\":7}"), Answer.text("It is packed."));
		assertThat(controller.answer(QUESTION)).isEqualTo("Soon.");
		assertThat(text(controller.stream(QUESTION))).isEqualTo("Soon.");
		assertThat(controller.recipe("soup")).isEqualTo(new Recipe("Soup"));
		assertThat(controller.order(QUESTION)).isEqualTo("It is packed.");
		assertThat(this.chat.last().body()).contains("Be brief.", "Order 7 is packed.");
	}

	@Test
	void theTemplateAnswersTheSame() {
		After.SupportController controller = new After.SupportController(this.template);
		this.chat.enqueue(Answer.text("Soon."), Answer.chunks("So", "on."), Answer.text("{\"name\":\"Soup\"}"),
				Answer.toolCall("order_status", "{\"number\":7}"), Answer.text("It is packed."));
		assertThat(controller.answer(QUESTION).block(SimulatedChat.PATIENCE)).isEqualTo("Soon.");
		assertThat(text(controller.stream(QUESTION))).isEqualTo("Soon.");
		assertThat(controller.recipe("soup").block(SimulatedChat.PATIENCE)).isEqualTo(new Recipe("Soup"));
		assertThat(controller.order(QUESTION).block(SimulatedChat.PATIENCE)).isEqualTo("It is packed.");
		assertThat(this.chat.last().body()).contains("Be brief.", "Order 7 is packed.");
	}

	@Test
	void thoughtsAreShown() {
		this.chat.enqueue(Answer.reasoning("Hm").chunks("Be", "cause."), Answer.reasoning("Hm").chunks("Be", "cause."));
		assertThat(text(shown(this.chat.model(), QUESTION))).isEqualTo("(Hm)Because.");
		assertThat(text(shown(this.template, QUESTION))).isEqualTo("(Hm)Because.");
		assertThat(this.chat.requests()).allSatisfy((request) -> {
			assertThat(request.model()).isEqualTo("deepseek-v4-pro");
			assertThat(request.body()).contains("\"max_tokens\":8000");
		});
	}

	Flux<String> shown(DeepSeekChatModel model, String question) {
		DeepSeekChatOptions options = DeepSeekChatOptions.builder().model("deepseek-v4-pro").maxTokens(8000).build();
		return model.stream(new Prompt(question, options)).mapNotNull((response) -> {
			String thought = DeepSeekMessages.reasoningPiece(response);
			return (thought != null) ? "(" + thought + ")" : response.getResult().getOutput().getText();
		});
	}

	Flux<String> shown(DeepSeekTemplate deepSeek, String question) {
		return deepSeek.prompt(question)
			.model("deepseek-v4-pro")
			.options((options) -> options.maxTokens(8000))
			.stream()
			.events()
			.mapNotNull((event) -> {
				if (event instanceof ChatEvent.Reasoning thought) {
					return "(" + thought.text() + ")";
				}
				return (event instanceof ChatEvent.Text text) ? text.text() : null;
			});
	}

	private static String text(Flux<String> pieces) {
		List<String> all = pieces.collectList().blockOptional(SimulatedChat.PATIENCE).orElseThrow();
		return String.join("", all);
	}

	record Recipe(String name) {

	}

	static class Before {

		@RestController
		static class SupportController {

			private final ChatClient client;

			SupportController(ChatClient.Builder builder) {
				this.client = builder.defaultSystem("Be brief.").build();
			}

			@GetMapping("/answer")
			@Nullable String answer(@RequestParam String question) {
				return this.client.prompt(question).call().content();
			}

			@GetMapping(path = "/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
			Flux<String> stream(@RequestParam String question) {
				return this.client.prompt(question).stream().content();
			}

			@GetMapping("/recipe")
			@Nullable Recipe recipe(@RequestParam String dish) {
				return this.client.prompt("A recipe for " + dish).call().entity(Recipe.class);
			}

			@GetMapping("/order")
			@Nullable String order(@RequestParam String question) {
				return this.client.prompt(question).tools(new OrderTools()).call().content();
			}

		}

		static class OrderTools {

			@Tool(description = "Tells how far an order is.")
			String orderStatus(int number) {
				return "Order " + number + " is packed.";
			}

		}

	}

	static class After {

		@RestController
		static class SupportController {

			private final DeepSeekTemplate deepSeek;

			private final ToolFunction<Order> orderStatus = ToolFunction.of("order_status",
					"Tells how far an order is.", Order.class, (order) -> "Order " + order.number() + " is packed.");

			SupportController(DeepSeekTemplate deepSeek) {
				this.deepSeek = deepSeek;
			}

			@GetMapping("/answer")
			Mono<String> answer(@RequestParam String question) {
				return prompt(question).content();
			}

			@GetMapping(path = "/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
			Flux<String> stream(@RequestParam String question) {
				return prompt(question).stream().content();
			}

			@GetMapping("/recipe")
			Mono<Recipe> recipe(@RequestParam String dish) {
				return prompt("A recipe for " + dish).entity(Recipe.class);
			}

			@GetMapping("/order")
			Mono<String> order(@RequestParam String question) {
				return prompt(question).tools(this.orderStatus).content();
			}

			private PromptSpec prompt(String question) {
				return this.deepSeek.prompt().system("Be brief.").user(question);
			}

		}

		record Order(int number) {

		}

	}

}
