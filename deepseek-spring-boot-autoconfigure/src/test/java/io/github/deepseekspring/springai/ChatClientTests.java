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
import java.util.concurrent.atomic.AtomicReference;

import io.github.deepseekspring.simulator.Answer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.ResponseEntity;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.client.advisor.api.AdvisorChain;
import org.springframework.ai.chat.client.advisor.api.BaseAdvisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.MessageAggregator;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.converter.BeanOutputConverter;
import org.springframework.ai.document.Document;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what chat clients do beyond calls and tools.
 */
class ChatClientTests {

	private static final String RECIPE = "{\"name\":\"Soup\",\"steps\":[\"Cook.\"]}";

	@AutoClose
	private final SimulatedChat chat = new SimulatedChat();

	@Test
	void entitiesAreAskedForInTheText() {
		this.chat.enqueue(Answer.text(RECIPE));
		assertThat(this.chat.client().prompt("A recipe").call().entity(Recipe.class))
			.isEqualTo(new Recipe("Soup", List.of("Cook.")));
		assertThat(this.chat.last().body()).contains("JSON Schema").doesNotContain("response_format");
	}

	@Test
	void entitiesAreAskedForAsJsonObjectsWithTheirSchemaWhenTheProviderIsToSeeToThem() {
		this.chat.enqueue(Answer.reasoning("Hungry.").text(RECIPE));
		ResponseEntity<ChatResponse, Recipe> answer = this.chat.client()
			.prompt("A recipe")
			.system("Be brief.")
			.call()
			.responseEntity(Recipe.class, (entity) -> entity.useProviderStructuredOutput());
		assertThat(answer.entity()).isEqualTo(new Recipe("Soup", List.of("Cook.")));
		List<JsonNode> messages = this.chat.last().json().path("messages").valueStream().toList();
		assertThat(messages).extracting((message) -> message.path("role").asString())
			.containsExactly("system", "system", "user");
		assertThat(messages.get(1).path("content").asString()).contains("json", "\"steps\"");
		assertThat(messages.get(2).path("content").asString()).isEqualTo("A recipe");
		assertThat(this.chat.last().body()).contains("\"response_format\":{\"type\":\"json_object\"}");
	}

	@Test
	void streamsCanBeConverted() {
		BeanOutputConverter<Recipe> converter = new BeanOutputConverter<>(Recipe.class);
		this.chat.enqueue(Answer.text(RECIPE));
		String json = this.chat.client()
			.prompt("A recipe. " + converter.getFormat())
			.stream()
			.content()
			.reduce("", String::concat)
			.block(SimulatedChat.PATIENCE);
		assertThat(converter.convert(String.valueOf(json))).isEqualTo(new Recipe("Soup", List.of("Cook.")));
	}

	@Test
	void memoriesHoldWhatWasSaid() {
		ChatMemory memory = MessageWindowChatMemory.builder().build();
		ChatClient client = ChatClient.builder(this.chat.model())
			.defaultAdvisors(MessageChatMemoryAdvisor.builder(memory).build())
			.build();
		this.chat.enqueue(Answer.text("Hello, Ada."), Answer.text("Ada."));
		for (String text : List.of("I am Ada.", "Who am I?")) {
			client.prompt(text)
				.advisors((advisors) -> advisors.param(ChatMemory.CONVERSATION_ID, "7"))
				.stream()
				.content()
				.blockLast(SimulatedChat.PATIENCE);
		}
		assertThat(this.chat.last().json().path("messages").valueStream())
			.extracting((message) -> message.path("content").asString())
			.containsExactly("I am Ada.", "Hello, Ada.", "Who am I?");
	}

	@Test
	void advisorsCanAddWhatTheyHaveFound() {
		this.chat.enqueue(Answer.text("In May."), Answer.text("In May."));
		ChatClient client = ChatClient.builder(this.chat.model()).defaultAdvisors(new Library()).build();
		assertThat(client.prompt("When do you close?").call().content()).isEqualTo("In May.");
		assertThat(client.prompt("When do you close?").stream().content().blockLast(SimulatedChat.PATIENCE))
			.isNotNull();
		assertThat(this.chat.requests()).hasSize(2)
			.allSatisfy((request) -> assertThat(request.body()).contains("We close in May.", "When do you close?"));
	}

	@Test
	void whenAStreamIsAggregatedThenMetadataAndReasoningAreThere() {
		this.chat.enqueue(Answer.reasoning("Light scatters.").chunks("Be", "cause.").usage(20, 12, 8, 5));
		AtomicReference<ChatResponse> whole = new AtomicReference<>();
		new MessageAggregator().aggregate(this.chat.model().stream(new Prompt("Why?")), whole::set)
			.blockLast(SimulatedChat.PATIENCE);
		ChatResponse response = whole.get();
		assertThat(response.getResult().getOutput().getText()).isEqualTo("Because.");
		assertThat(DeepSeekMessages.reasoning(response.getResult().getOutput())).isEqualTo("Light scatters.");
		assertThat(response.getResult().getMetadata().getFinishReason()).isEqualTo("stop");
		assertThat(response.getMetadata().getModel()).isEqualTo("deepseek-flash");
		assertThat(response.getMetadata().getId()).isNotEmpty();
		assertThat(response.getMetadata().getUsage().getTotalTokens()).isEqualTo(28);
	}

	record Recipe(String name, List<String> steps) {
	}

	static final class Library implements BaseAdvisor {

		private final Document found = new Document("We close in May.");

		@Override
		public ChatClientRequest before(ChatClientRequest request, AdvisorChain chain) {
			Prompt prompt = request.prompt()
				.augmentUserMessage((user) -> user.mutate().text(this.found.getText() + "\n" + user.getText()).build());
			return request.mutate().prompt(prompt).build();
		}

		@Override
		public ChatClientResponse after(ChatClientResponse response, AdvisorChain chain) {
			return response;
		}

		@Override
		public int getOrder() {
			return 0;
		}

	}

}
