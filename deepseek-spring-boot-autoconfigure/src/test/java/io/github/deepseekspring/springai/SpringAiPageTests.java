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

import io.github.deepseekspring.chat.Thinking;
import io.github.deepseekspring.core.DeepSeekTemplate;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.test.Page;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.model.tool.ToolExecutionResult;
import org.springframework.ai.support.ToolCallbacks;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of {@code docs/spring-ai.md}.
 */
class SpringAiPageTests {

	@AutoClose
	private final SimulatedChat chat = new SimulatedChat();

	private final ChatClient client = this.chat.client();

	private final DeepSeekChatModel model = this.chat.model();

	private final OrderTools orders = new OrderTools();

	private final String question = "Where is my order?";

	@Test
	void examplesOfThePageAreThoseOfThisTest() {
		Page.of("docs/spring-ai.md").assertExamplesAreIn(getClass(), 6);
	}

	@Test
	void chatClientsHaveTools() {
		this.chat.enqueue(Answer.toolCall("orderStatus", "{\"number\":7}"), Answer.chunks("It is ", "packed."));
		SupportController controller = new SupportController(ChatClient.builder(this.model), this.orders);
		assertThat(controller.ask(this.question).collectList().block(SimulatedChat.PATIENCE)).containsExactly("It is ",
				"packed.");
		assertThat(this.chat.last().body()).contains("Be brief.", "Order 7 is packed.");
	}

	@Test
	void modelsCanBeBuilt() {
		DeepSeekTemplate deepSeek = this.chat.template((builder) -> builder);
		DeepSeekChatModel model = DeepSeekChatModel.builder(deepSeek)
			.options(DeepSeekChatOptions.builder().model("deepseek-v4-pro").build())
			.build();
		model.call(new Prompt(this.question));
		assertThat(this.chat.last().model()).isEqualTo("deepseek-v4-pro");
	}

	@Test
	void optionsCanBeSetForACall() {
		Mono<String> answer = this.client.prompt(this.question)
			.options(DeepSeekChatOptions.builder()
				.thinking(Thinking.DISABLED)
				.temperature(0.2)
				.userId("nightly-report")
				.extra("new_field", true))
			.stream()
			.content()
			.reduce("", String::concat);
		assertThat(answer.block(SimulatedChat.PATIENCE)).isNotEmpty();
		assertThat(this.chat.last().userId()).isEqualTo("nightly-report");
		assertThat(this.chat.last().body()).contains("\"new_field\":true", "\"disabled\"");
	}

	@Test
	void applicationsCanRunTools() {
		ToolCallingManager toolCallingManager = ToolCallingManager.builder().build();
		this.chat.enqueue(Answer.reasoning("Look.").toolCall("orderStatus", "{\"number\":7}"),
				Answer.text("It is packed."));
		Prompt prompt = new Prompt(this.question,
				DeepSeekChatOptions.builder().toolCallbacks(ToolCallbacks.from(this.orders)).build());
		ChatResponse asked = this.model.call(prompt);
		ToolExecutionResult result = toolCallingManager.executeToolCalls(prompt, asked);
		ChatResponse told = this.model.call(new Prompt(result.conversationHistory(), prompt.getOptions()));
		assertThat(told.getResult().getOutput().getText()).isEqualTo("It is packed.");
		assertThat(this.chat.last().body()).contains("\"reasoning_content\":\"Look.\"", "Order 7 is packed.");
	}

	@Test
	void thoughtsCanBeShown() {
		this.chat.enqueue(Answer.reasoning("Hm").chunks("Be", "cause."));
		Flux<String> shown = this.model.stream(new Prompt(this.question)).map((response) -> {
			String thought = DeepSeekMessages.reasoningPiece(response);
			return (thought != null) ? "(" + thought + ")" : response.getResult().getOutput().getText();
		});
		assertThat(shown.collectList().block(SimulatedChat.PATIENCE)).containsExactly("(Hm)", "Be", "cause.", "");
	}

	@Test
	void entitiesCanBeAskedForAsJson() {
		this.chat.enqueue(Answer.text("{\"name\":\"Soup\",\"steps\":[]}"));
		Recipe recipe = this.client.prompt("A recipe for two")
			.call()
			.entity(Recipe.class, (entity) -> entity.useProviderStructuredOutput());
		assertThat(recipe).isEqualTo(new Recipe("Soup", List.of()));
	}

	record Recipe(String name, List<String> steps) {
	}

	@RestController
	static class SupportController {

		private final ChatClient client;

		SupportController(ChatClient.Builder builder, OrderTools orders) {
			this.client = builder.defaultSystem("Be brief.").defaultTools(orders).build();
		}

		@GetMapping(path = "/ask", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		Flux<String> ask(@RequestParam String question) {
			return this.client.prompt(question).stream().content();
		}

	}

	static class OrderTools {

		@Tool(description = "Tells how far an order is.")
		String orderStatus(int number) {
			return "Order " + number + " is packed.";
		}

	}

}
