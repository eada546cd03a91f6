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
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import io.github.deepseekspring.IncompleteToolCallException;
import io.github.deepseekspring.InvalidRequestException;
import io.github.deepseekspring.chat.Thinking;
import io.github.deepseekspring.chat.ToolChoice;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.ChatAnswer;
import io.github.deepseekspring.simulator.RecordedRequest;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.ChatClient.ChatClientRequestSpec;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.ToolContext;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.model.tool.ToolExecutionResult;
import org.springframework.ai.support.ToolCallbacks;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.ai.tool.function.FunctionToolCallback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for tools that Spring AI runs.
 */
class ToolCallingTests {

	private static final ChatAnswer TWO_CALLS = Answer.reasoning("I need both.")
		.text("Let me look.")
		.toolCall("weather", "{\"city\":\"Oslo\"}")
		.toolCall("time", "{\"city\":\"Rome\"}");

	@AutoClose
	private final SimulatedChat chat = new SimulatedChat();

	private final Clerk clerk = new Clerk();

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenTwoToolsAreCalledAtOnceThenTheNextRequestHasTheReasoningAndBothResults(boolean streaming) {
		this.chat.enqueue(TWO_CALLS, Answer.reasoning("Now I know.").text("Rain, at noon."));
		assertThat(ask(this.chat.client().prompt("Oslo?").tools(this.clerk), streaming)).endsWith("Rain, at noon.");
		assertThat(this.chat.requests()).hasSize(2)
			.allSatisfy((request) -> assertThat(request.stream()).isEqualTo(streaming));
		List<JsonNode> messages = messages(this.chat.last());
		assertThat(messages).extracting((message) -> message.path("role").asString())
			.containsExactly("user", "assistant", "tool", "tool");
		JsonNode assistant = messages.get(1);
		assertThat(assistant.path("reasoning_content").asString()).isEqualTo("I need both.");
		assertThat(assistant.path("content").asString()).isEqualTo("Let me look.");
		assertThat(
				assistant.path("tool_calls").valueStream().map((call) -> call.path("function").path("name").asString()))
			.containsExactly("weather", "time");
		for (int i = 0; i < 2; i++) {
			assertThat(messages.get(2 + i).path("tool_call_id").asString())
				.isEqualTo(assistant.path("tool_calls").path(i).path("id").asString())
				.isNotEmpty();
		}
		assertThat(messages.get(2).path("content").asString()).contains("Rain in Oslo");
		assertThat(messages.get(3).path("content").asString()).contains("noon in Rome");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenThereAreThreeRoundsThenEachRequestHasTheReasoningOfAllBefore(boolean streaming) {
		this.chat.enqueue(Answer.reasoning("First.").toolCall("weather", "{\"city\":\"Oslo\"}"),
				Answer.reasoning("Second.").toolCall("time", "{\"city\":\"Oslo\"}"),
				Answer.reasoning("Third.").text("Done."));
		assertThat(ask(this.chat.client().prompt("Oslo?").tools(this.clerk), streaming)).isEqualTo("Done.");
		assertThat(messages(this.chat.last()))
			.filteredOn((message) -> "assistant".equals(message.path("role").asString()))
			.extracting((message) -> message.path("reasoning_content").asString())
			.containsExactly("First.", "Second.");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenTheChatHasAMemoryThenTheNextTurnHasTheReasoningOfThisOne(boolean streaming) {
		ChatMemory memory = MessageWindowChatMemory.builder().build();
		ChatClient client = ChatClient.builder(this.chat.model())
			.defaultAdvisors(MessageChatMemoryAdvisor.builder(memory).build())
			.build();
		this.chat.enqueue(Answer.reasoning("Easy.").text("Blue."), Answer.text("Red."));
		for (String question : List.of("And the sky?", "And at sunset?")) {
			ask(client.prompt(question)
				.tools(this.clerk)
				.advisors((advisors) -> advisors.param(ChatMemory.CONVERSATION_ID, "7")), streaming);
		}
		List<JsonNode> messages = messages(this.chat.last());
		assertThat(messages).extracting((message) -> message.path("content").asString())
			.containsExactly("And the sky?", "Blue.", "And at sunset?");
		assertThat(messages.get(1).path("reasoning_content").asString()).isEqualTo("Easy.");
		assertThat(memory.get("7")).hasSize(4);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenThereIsAToolContextThenToolsGetItAndDeepSeekDoesNot(boolean streaming) {
		this.chat.enqueue(Answer.toolCall("customer", "{}"), Answer.text("You are."));
		ask(this.chat.client().prompt("Who?").tools(this.clerk).toolContext(Map.of("customer", "ada")), streaming);
		assertThat(this.clerk.customer).hasValue("ada");
		assertThat(this.chat.requests().get(0).body()).doesNotContain("ada");
	}

	@Test
	void whenTheApplicationRunsToolsItselfThenTheModelOnlyTellsTheCalls() {
		DeepSeekChatOptions options = DeepSeekChatOptions.builder()
			.toolCallbacks(ToolCallbacks.from(this.clerk))
			.build();
		Prompt prompt = new Prompt(new UserMessage("Oslo?"), options);
		this.chat.enqueue(TWO_CALLS, Answer.text("Rain, at noon."));
		ChatResponse asked = this.chat.model().call(prompt);
		assertThat(asked.hasToolCalls()).isTrue();
		assertThat(this.chat.requests()).hasSize(1);
		ToolExecutionResult result = ToolCallingManager.builder().build().executeToolCalls(prompt, asked);
		ChatResponse told = this.chat.model().call(new Prompt(result.conversationHistory(), options));
		assertThat(told.getResult().getOutput().getText()).isEqualTo("Rain, at noon.");
		assertThat(messages(this.chat.last()).get(1).path("reasoning_content").asString()).isEqualTo("I need both.");
	}

	@Test
	void whenCallsAreStreamedThenTheyComeWholeAndInTheLastResponseOnly() {
		this.chat.enqueue(TWO_CALLS);
		List<ChatResponse> responses = this.chat.model()
			.stream(new Prompt("Oslo?",
					DeepSeekChatOptions.builder().toolCallbacks(ToolCallbacks.from(this.clerk)).build()))
			.collectList()
			.block(SimulatedChat.PATIENCE);
		assertThat(responses).isNotNull()
			.filteredOn(ChatResponse::hasToolCalls)
			.singleElement()
			.isSameAs(responses.get(responses.size() - 1));
		AssistantMessage last = responses.get(responses.size() - 1).getResult().getOutput();
		assertThat(last.getToolCalls()).extracting(AssistantMessage.ToolCall::arguments)
			.containsExactly("{\"city\":\"Oslo\"}", "{\"city\":\"Rome\"}");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenTheAnswerIsCutOffInACallThenNoToolRuns(boolean streaming) {
		this.chat.enqueue(Answer.toolCall("customer", "{}").finishReason("length"));
		assertThatExceptionOfType(IncompleteToolCallException.class)
			.isThrownBy(() -> ask(this.chat.client().prompt("Who?").tools(this.clerk), streaming));
		assertThat(this.clerk.customer).hasNullValue();
	}

	@Test
	void toolsAreSentAsTheirSchemaSaysAndStrictOnlyIfAskedFor() {
		this.chat.client().prompt("Oslo?").tools(this.clerk).call().content();
		JsonNode tool = this.chat.last().json().path("tools").path(0);
		assertThat(tool.path("function").path("parameters").path("properties").has("city")).isTrue();
		assertThat(tool.toString()).doesNotContain("$schema", "strict");
		this.chat.client()
			.prompt("Oslo?")
			.tools(this.clerk)
			.options(DeepSeekChatOptions.builder()
				.strictTools(true)
				.thinking(Thinking.DISABLED)
				.toolChoice(ToolChoice.function("weather")))
			.call()
			.content();
		assertThat(this.chat.last().path()).startsWith("/beta/");
		assertThat(this.chat.last().body()).contains("\"strict\":true", "\"tool_choice\":{");
	}

	@Test
	void whenASchemaCannotBeStrictThenNothingIsSent() {
		DeepSeekChatOptions options = DeepSeekChatOptions.builder()
			.strictTools(true)
			.toolCallbacks(FunctionToolCallback.builder("search", (query) -> "nothing").inputType(Query.class).build())
			.build();
		assertThatExceptionOfType(InvalidRequestException.class)
			.isThrownBy(() -> this.chat.model().call(new Prompt("Oslo?", options)))
			.withMessageContaining("search");
		assertThat(this.chat.requests()).isEmpty();
	}

	private static String ask(ChatClientRequestSpec request, boolean streaming) {
		if (!streaming) {
			return String.valueOf(request.call().content());
		}
		return String.valueOf(request.stream().content().reduce("", String::concat).block(SimulatedChat.PATIENCE));
	}

	private static List<JsonNode> messages(RecordedRequest request) {
		return request.json().path("messages").valueStream().toList();
	}

	record Query(Map<String, Object> filters) {
	}

	static final class Clerk {

		private final AtomicReference<Object> customer = new AtomicReference<>();

		@Tool(name = "weather", description = "Tells the weather of a city.")
		String weather(String city) {
			return "Rain in " + city;
		}

		@Tool(name = "time", description = "Tells the time in a city.")
		String time(String city) {
			return "noon in " + city;
		}

		@Tool(name = "customer", description = "Tells who asks.")
		String customer(ToolContext context) {
			this.customer.set(context.getContext().get("customer"));
			return "known";
		}

	}

}
