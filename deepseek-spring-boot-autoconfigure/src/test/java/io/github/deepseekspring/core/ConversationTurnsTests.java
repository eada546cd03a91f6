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

package io.github.deepseekspring.core;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.deepseekspring.chat.AssistantMessage;
import io.github.deepseekspring.chat.ChatCompletion;
import io.github.deepseekspring.chat.ChatMessage;
import io.github.deepseekspring.chat.Conversation;
import io.github.deepseekspring.chat.Thinking;
import io.github.deepseekspring.chat.Tool;
import io.github.deepseekspring.chat.ToolCall;
import io.github.deepseekspring.chat.Usage;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.RecordedRequest;
import io.github.deepseekspring.tool.ToolFunction;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the requests of a conversation's turns begin with the same bytes, and what
 * breaks that.
 */
class ConversationTurnsTests {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private static final Tool WEATHER = Tool.function("weather", "The weather", Map.of("type", "object"));

	@AutoClose
	private final Wire wire = new Wire();

	private final PromptSpec prompt = this.wire.template().prompt();

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenTurnsThinkThenEachBeginsWithTheBytesOfTheLastOne(boolean streaming) {
		this.wire.answer(Answer.reasoning("Hm, \u5929\u7a7a.").text("Because of \"scattering\"."),
				Answer.reasoning("").text("No."), Answer.text("Yes."));
		Conversation conversation = Conversation.empty().system("Be brief.").user("Why is the sky blue?");
		conversation = turn(this.prompt, conversation, streaming).user("And green?");
		conversation = turn(this.prompt, conversation, streaming).user("Really?");
		turn(this.prompt, conversation, streaming);
		assertEachBeginsWithTheOneBefore();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenToolsAreCalledThenEachTurnBeginsWithTheBytesOfTheLastOne(boolean streaming) {
		this.wire.answer(
				Answer.reasoning("I need it.")
					.toolCall("weather", "{\"city\": \"Oslo\"}")
					.toolCall("weather", "{\"city\": \"Rome\"}"),
				Answer.reasoning("Now I know.").text("Cold and warm."), Answer.text("Coats."));
		PromptSpec tools = this.prompt.options((request) -> request.tools(WEATHER));
		Conversation asked = turn(tools, Conversation.empty().user("Weather in Oslo and Rome?"), streaming);
		List<ToolCall> calls = calls(asked);
		Conversation told = asked.append(List.of(ChatMessage.tool(String.valueOf(calls.get(0).id()), "3 degrees"),
				ChatMessage.tool(String.valueOf(calls.get(1).id()), "23 degrees")));
		turn(tools, turn(tools, told, streaming).user("What to wear?"), streaming);
		assertEachBeginsWithTheOneBefore();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenEventsOfToolsAreAppendedThenTheHistoryIsWhatWasSent(boolean streaming) {
		this.wire.answer(
				Answer.reasoning("Both, \u5929.")
					.text("Let me see.")
					.toolCall("weather", "{\"city\": \"Oslo\"}")
					.toolCall("weather", "{\"city\":\"Rome\"}"),
				Answer.reasoning("").toolCall("weather", "{\"town\":1}"),
				Answer.reasoning("Now I know.").text("Cold and \"warm\"."), Answer.text("Coats."));
		PromptSpec tools = this.prompt
			.tools(ToolFunction.of("weather", "The weather", City.class, (city) -> city.name() + " is fine"));
		Conversation asked = Conversation.empty().system("Be brief.").user("Weather in Oslo and Rome?");
		PromptSpec call = tools.conversation(asked);
		Conversation told = (streaming ? call.stream().signals().events() : call.events())
			.reduce(asked, Conversation::append)
			.blockOptional(Wire.PATIENCE)
			.orElseThrow();
		assertThat(told.messages()).extracting(ChatMessage::role)
			.containsExactly("system", "user", "assistant", "tool", "tool", "assistant", "tool", "assistant");
		turn(tools, told.user("What to wear?"), streaming);
		assertEachBeginsWithTheOneBefore();
		List<byte[]> sent = messages();
		String before = text(sent.get(2));
		assertThat(text(sent.get(3))).isEqualTo(before.substring(0, before.length() - 1)
				+ ",{\"role\":\"assistant\",\"content\":\"Cold and \\\"warm\\\".\",\"reasoning_content\":\"Now I know.\"}"
				+ ",{\"role\":\"user\",\"content\":\"What to wear?\"}]");
	}

	@Test
	void whenAnswersHaveUnknownFieldsThenEachTurnBeginsWithTheBytesOfTheLastOne() {
		String unusual = """
				{"id":"a1","novel":{"a":1},"choices":[{"index":0,"finish_reason":"stop","message":{"novel":[1],\
				"reasoning_content":"Hm.","content":"Because.","role":"assistant","annotations":[]}}]}""";
		this.wire.answer(Answer.of(200, "application/json", unusual), Answer.text("No."));
		Conversation conversation = turn(this.prompt, Conversation.empty().user("Why?"), false);
		turn(this.prompt, conversation.user("And green?"), false);
		assertEachBeginsWithTheOneBefore();
	}

	@Test
	void whenTurnsAreAppendedThenThePrefixCacheKnowsAllThatWasSaid() {
		Conversation conversation = Conversation.empty().system("Be brief.").user("Why is the sky blue?");
		ChatCompletion first = complete(conversation);
		conversation = conversation.append(first).user("And green?");
		ChatCompletion second = complete(conversation);
		ChatCompletion third = complete(conversation.append(second).user("Really?"));
		assertThat(usage(first).cacheHitTokens()).isZero();
		assertThat(usage(second).cacheHitTokens()).isEqualTo(usage(first).promptTokens());
		assertThat(usage(third).cacheHitTokens()).isEqualTo(usage(second).promptTokens());
	}

	@Test
	void whenToolsComeLateThenAnswersWithoutReasoningChange() {
		Conversation conversation = Conversation.empty()
			.user("Why?")
			.append(ChatMessage.assistant("Because."))
			.user("And?");
		turn(this.prompt, conversation, false);
		turn(this.prompt.options((request) -> request.tools(WEATHER)), conversation, false);
		turn(this.prompt.options((request) -> request.tools(WEATHER).thinking(Thinking.DISABLED)), conversation, false);
		List<byte[]> messages = messages();
		assertThat(text(messages.get(1))).isNotEqualTo(text(messages.get(0)))
			.isEqualTo(text(messages.get(0)).replace("\"Because.\"", "\"Because.\",\"reasoning_content\":\"\""));
		assertThat(messages.get(2)).isEqualTo(messages.get(0));
	}

	@Test
	void whenAnswersHaveReasoningThenToolsMayComeLate() {
		Conversation conversation = Conversation.empty()
			.user("Why?")
			.append(ChatMessage.assistant("Because.").withReasoningContent("Hm."))
			.user("And?");
		turn(this.prompt, conversation, false);
		turn(this.prompt.options((request) -> request.tools(WEATHER)), conversation, false);
		assertThat(messages().get(1)).isEqualTo(messages().get(0));
	}

	private static Conversation turn(PromptSpec prompt, Conversation conversation, boolean streaming) {
		PromptSpec call = prompt.conversation(conversation);
		return (streaming ? call.stream().completion() : call.completion()).map(conversation::append)
			.blockOptional(Wire.PATIENCE)
			.orElseThrow();
	}

	private ChatCompletion complete(Conversation conversation) {
		return this.prompt.conversation(conversation).completion().blockOptional(Wire.PATIENCE).orElseThrow();
	}

	private static Usage usage(ChatCompletion completion) {
		assertThat(completion.usage()).isNotNull();
		return completion.usage();
	}

	private static List<ToolCall> calls(Conversation conversation) {
		ChatMessage last = conversation.messages().get(conversation.size() - 1);
		return ((AssistantMessage) last).toolCalls();
	}

	private void assertEachBeginsWithTheOneBefore() {
		List<byte[]> turns = messages();
		assertThat(turns).hasSizeGreaterThan(1);
		for (int i = 1; i < turns.size(); i++) {
			byte[] before = turns.get(i - 1);
			int length = before.length - 1;
			assertThat(Arrays.copyOf(turns.get(i), length)).isEqualTo(Arrays.copyOf(before, length));
			assertThat(turns.get(i)[length]).isEqualTo((byte) ',');
		}
	}

	/**
	 * Return the bytes of the messages of each request, brackets included.
	 */
	private List<byte[]> messages() {
		List<byte[]> messages = new ArrayList<>();
		for (RecordedRequest request : this.wire.log().requests()) {
			messages.add(messages(request.bytes()));
		}
		return messages;
	}

	private static byte[] messages(byte[] request) {
		try (JsonParser parser = MAPPER.createParser(request)) {
			while (parser.nextToken() != null) {
				if (parser.currentToken() == JsonToken.PROPERTY_NAME && "messages".equals(parser.currentName())) {
					parser.nextToken();
					int start = (int) parser.currentTokenLocation().getByteOffset();
					parser.skipChildren();
					return Arrays.copyOfRange(request, start, (int) parser.currentTokenLocation().getByteOffset() + 1);
				}
			}
		}
		throw new IllegalArgumentException("The request has no messages");
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

	record City(@JsonProperty("city") String name) {

	}

}
