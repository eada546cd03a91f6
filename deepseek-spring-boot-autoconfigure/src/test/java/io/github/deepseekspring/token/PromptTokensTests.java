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

package io.github.deepseekspring.token;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.deepseekspring.chat.AssistantMessage;
import io.github.deepseekspring.chat.ChatCompletionRequest;
import io.github.deepseekspring.chat.ChatMessage;
import io.github.deepseekspring.chat.ContentPart;
import io.github.deepseekspring.chat.ResponseFormat;
import io.github.deepseekspring.chat.Thinking;
import io.github.deepseekspring.chat.Tool;
import io.github.deepseekspring.chat.ToolCall;
import io.github.deepseekspring.chat.ToolChoice;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PromptTokens} with a token for each character.
 */
class PromptTokensTests {

	private static final TokenCounter CHARACTERS = String::length;

	private static final Tool WEATHER = Tool.function("weather", "Tells it", schema());

	private static final String WEATHER_JSON = "{\"name\": \"weather\", \"description\": \"Tells it\", "
			+ "\"parameters\": {\"type\": \"object\", \"properties\": {}, \"required\": [\"a\", \"b\"]}}";

	private static final ToolCall CALL = ToolCall.function("1", "weather", "{\"city\":\"Rome\"}");

	/**
	 * What is between the texts of the call counts seven tokens of its own.
	 */
	private static final int CALL_TOKENS = ("\n\n<tool_calls>\n<invoke name=\"weather\">\n"
			+ "<parameter name=\"city\" string=\"true\">Rome</parameter>\n</invoke>\n</tool_calls>")
		.length() + 6;

	@Test
	void aQuestionHasFourTokensAround() {
		assertThat(count(ChatMessage.user("ask"))).isEqualTo(4 + 3);
	}

	@Test
	void systemMessagesHaveNothingAround() {
		assertThat(count(ChatMessage.system("rule"), ChatMessage.user("ask"))).isEqualTo(4 + 4 + 3);
	}

	@Test
	void aFurtherTurnHasFourMore() {
		assertThat(count(ChatMessage.user("ask"), ChatMessage.assistant("answer"), ChatMessage.user("more")))
			.isEqualTo(8 + 3 + 6 + 4);
	}

	@Test
	void messagesOfOneTurnAreJoined() {
		assertThat(count(ChatMessage.user("ask"), ChatMessage.user("more"))).isEqualTo(4 + 3 + 2 + 4);
	}

	@Test
	void reasoningCountsOnlyIfThereAreTools() {
		AssistantMessage answer = ChatMessage.assistant("answer").withReasoningContent("because");
		ChatCompletionRequest without = ChatCompletionRequest.builder()
			.messages(ChatMessage.user("ask"), answer, ChatMessage.user("more"))
			.reasoningEffort("low")
			.build();
		assertThat(CHARACTERS.count(without)).isEqualTo(8 + 3 + 6 + 4);
		int tools = 221 + WEATHER_JSON.length();
		assertThat(CHARACTERS.count(without.mutate().tools(List.of(WEATHER)).build()))
			.isEqualTo(8 + 3 + 6 + 4 + tools + 7 + 1);
		assertThat(CHARACTERS.count(without.mutate().tools(List.of(WEATHER)).thinking(Thinking.DISABLED).build()))
			.isEqualTo(8 + 3 + 6 + 4 + tools);
	}

	@Test
	void theFunctionsOfToolsCountAsSpacedJson() {
		assertThat(CHARACTERS.count(request(ChatMessage.user("ask")).mutate().tools(List.of(WEATHER)).build()))
			.isEqualTo(4 + 3 + 221 + WEATHER_JSON.length());
		assertThat(
				CHARACTERS.count(request(ChatMessage.user("ask")).mutate().tools(List.of(WEATHER.asStrict())).build()))
			.isEqualTo(4 + 3 + 221 + WEATHER_JSON.length());
	}

	@Test
	void toolsThatMustNotBeCalledCountNothing() {
		ChatCompletionRequest request = request(ChatMessage.user("ask")).mutate()
			.tools(List.of(WEATHER))
			.toolChoice(ToolChoice.NONE)
			.build();
		assertThat(CHARACTERS.count(request)).isEqualTo(4 + 3);
	}

	@Test
	void aForcedCallIsBegunInThePrompt() {
		ChatCompletionRequest request = request(ChatMessage.user("ask")).mutate()
			.tools(List.of(WEATHER, Tool.function("other", null, null)))
			.toolChoice(ToolChoice.function("weather"))
			.build();
		assertThat(CHARACTERS.count(request)).isEqualTo(4 + 3 + 221 + WEATHER_JSON.length() + 7);
		int other = "{\"name\": \"other\"}".length();
		assertThat(CHARACTERS.count(request.mutate().toolChoice(ToolChoice.REQUIRED).build()))
			.isEqualTo(4 + 3 + 221 + WEATHER_JSON.length() + other + 7);
	}

	@Test
	void callsAndResultsCountAsTheModelReadsThem() {
		AssistantMessage calling = new AssistantMessage("", null, List.of(CALL), null, null);
		int result = "<tool_result>sunny</tool_result>".length();
		assertThat(count(ChatMessage.user("ask"), calling, ChatMessage.tool("1", "sunny")))
			.isEqualTo(8 + 3 + CALL_TOKENS + result);
		assertThat(
				count(ChatMessage.user("ask"), calling, ChatMessage.tool("1", "sunny"), ChatMessage.tool("1", "sunny")))
			.isEqualTo(8 + 3 + CALL_TOKENS + result + 2 + result);
	}

	@Test
	void imagesAndFilesCountTheMostThatIsDocumented() {
		assertThat(count(ChatMessage.user(ContentPart.text("ask"), ContentPart.image("https://images.example/1.png"))))
			.isEqualTo(4 + 3 + 1024);
		assertThat(count(ChatMessage.user(ContentPart.text("ask"), ContentPart.image("https://images.example/1.png"),
				ContentPart.file("file-api-1"), ContentPart.text("more"))))
			.isEqualTo(4 + 3 + 1 + 4 + 2048);
		AssistantMessage calling = new AssistantMessage("", null, List.of(CALL), null, null);
		assertThat(count(ChatMessage.user("ask"), calling,
				ChatMessage.tool("1", ContentPart.text("map"), ContentPart.image("https://images.example/1.png"))))
			.isEqualTo(count(ChatMessage.user("ask"), calling, ChatMessage.tool("1", "map")) + 1024);
	}

	@Test
	void jsonAndHardThinkingAreAskedForInThePrompt() {
		ChatCompletionRequest request = request(ChatMessage.user("ask"));
		assertThat(CHARACTERS.count(request.mutate().responseFormat(ResponseFormat.JSON_OBJECT).build()))
			.isEqualTo(4 + 3 + 20);
		assertThat(CHARACTERS.count(request.mutate().thinking(Thinking.ENABLED).build())).isEqualTo(4 + 3 + 79);
		assertThat(CHARACTERS.count(request.mutate().thinking(null).build())).isEqualTo(4 + 3 + 79);
		assertThat(CHARACTERS.count(request.mutate().thinking(null).reasoningEffort("low").build())).isEqualTo(4 + 3);
		assertThat(CHARACTERS.count(request.mutate().thinking(null).reasoningEffort("none").build())).isEqualTo(4 + 3);
	}

	@Test
	void anAnswerToContinueIsNotEnded() {
		assertThat(count(ChatMessage.user("ask"), ChatMessage.assistantPrefix("So"))).isEqualTo(4 + 3 + 2);
	}

	private static int count(ChatMessage... messages) {
		return CHARACTERS.count(request(messages));
	}

	private static ChatCompletionRequest request(ChatMessage... messages) {
		return ChatCompletionRequest.builder().messages(messages).thinking(Thinking.DISABLED).build();
	}

	private static Map<String, Object> schema() {
		Map<String, Object> schema = new LinkedHashMap<>();
		schema.put("type", "object");
		schema.put("properties", Map.of());
		schema.put("required", List.of("a", "b"));
		return schema;
	}

}
