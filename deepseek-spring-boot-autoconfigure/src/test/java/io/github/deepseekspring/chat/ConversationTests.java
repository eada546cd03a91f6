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

package io.github.deepseekspring.chat;

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Conversation}.
 */
class ConversationTests {

	private static final String MAPPERS = "io.github.deepseekspring.chat.Mappers#all";

	@Test
	void messagesAreInTheOrderInWhichTheyWereAppended() {
		Conversation conversation = Conversation.empty()
			.system("Be brief.")
			.user("Why?")
			.append(ChatMessage.assistant("Because."))
			.append(List.of(ChatMessage.user("And?"), ChatMessage.assistant("That is all.")));
		assertThat(conversation.messages()).containsExactly(ChatMessage.system("Be brief."), ChatMessage.user("Why?"),
				ChatMessage.assistant("Because."), ChatMessage.user("And?"), ChatMessage.assistant("That is all."));
		assertThat(conversation.size()).isEqualTo(5);
		assertThat(Conversation.empty().messages()).isEmpty();
	}

	@Test
	void whenAppendedToThenTheShorterOneStaysAsItIs() {
		Conversation question = Conversation.of(ChatMessage.user("Why?"));
		Conversation one = question.append(ChatMessage.assistant("Because."));
		Conversation other = question.append(ChatMessage.assistant("No idea."));
		assertThat(question.messages()).containsExactly(ChatMessage.user("Why?"));
		assertThat(one.messages()).containsExactly(ChatMessage.user("Why?"), ChatMessage.assistant("Because."));
		assertThat(other.messages()).containsExactly(ChatMessage.user("Why?"), ChatMessage.assistant("No idea."));
	}

	@Test
	void messagesAreThoseThatWereGiven() {
		ChatMessage[] given = { ChatMessage.user("Why?"), ChatMessage.assistant("Because.") };
		Conversation conversation = Conversation.of(Arrays.asList(given));
		ChatMessage question = given[0];
		given[0] = ChatMessage.user("What?");
		assertThat(conversation.messages().get(0)).isSameAs(question);
		assertThat(conversation.user("And?").messages().get(1)).isSameAs(given[1]);
	}

	@Test
	void answerKeepsItsReasoningAndItsToolCalls() {
		AssistantMessage message = new AssistantMessage(null, "Hm.", List.of(ToolCall.function("1", "f", "{}")), null,
				null);
		Conversation conversation = Conversation.empty().user("Why?").append(answer(message));
		assertThat(conversation.messages().get(1)).isSameAs(message);
	}

	@Test
	void whenAnswerHasNoMessageThenItCannotBeAppended() {
		ChatCompletion empty = new ChatCompletion(null, null, null, null, null, List.of(), null);
		assertThatIllegalArgumentException().isThrownBy(() -> Conversation.empty().append(empty))
			.withMessage("'completion' must have a message");
	}

	@Test
	void eventsAppendWhatTheyAddToTheHistory() {
		AssistantMessage calling = new AssistantMessage(null, "Hm.", List.of(ToolCall.function("1", "f", "{}")), null,
				null);
		ToolMessage result = ChatMessage.tool("1", "blue");
		Conversation conversation = Conversation.empty().user("Why?");
		Conversation longer = conversation.append(new ChatEvent.RoundFinished(1, answer(calling), List.of(result)))
			.append(new ChatEvent.Finished(answer(ChatMessage.assistant("Because."))));
		assertThat(longer.messages()).containsExactly(ChatMessage.user("Why?"), calling, result,
				ChatMessage.assistant("Because."));
	}

	@Test
	void eventsThatAreNoMessagesAppendNothing() {
		Conversation conversation = Conversation.empty().user("Why?");
		ToolCall call = ToolCall.function("1", "f", "{}");
		assertThat(List.of(new ChatEvent.Queued(), new ChatEvent.KeepAlive("keep-alive"),
				new ChatEvent.Reasoning("Hm."), new ChatEvent.Text("Because."),
				new ChatEvent.ToolCallPart(0, "1", "f", "{}"), new ChatEvent.ToolStarted(1, call),
				new ChatEvent.ToolFinished(1, call, ChatMessage.tool("1", "blue"), false)))
			.allSatisfy((event) -> assertThat(conversation.append(event)).isSameAs(conversation));
	}

	@Test
	void conversationsOfEqualMessagesAreEqual() {
		Conversation conversation = Conversation.empty().user("Why?").append(ChatMessage.assistant("Because."));
		Conversation same = Conversation.of(ChatMessage.user("Why?"), ChatMessage.assistant("Because."));
		assertThat(conversation).isEqualTo(same).hasSameHashCodeAs(same);
		assertThat(conversation).isNotEqualTo(same.user("And?"))
			.isNotEqualTo(Conversation.of(ChatMessage.user("Why?"), ChatMessage.assistant("No idea.")))
			.isNotEqualTo(conversation.messages());
	}

	@Test
	void longConversationsNeedNoDeepStack() {
		Conversation conversation = Conversation.empty();
		Conversation same = Conversation.empty();
		for (int i = 0; i < 100_000; i++) {
			conversation = conversation.user("Why?");
			same = same.user("Why?");
		}
		assertThat(conversation.messages()).hasSize(100_000);
		assertThat(conversation.equals(same)).isTrue();
		assertThat(conversation.hashCode()).isEqualTo(same.hashCode());
	}

	@Test
	void textsAreNotShown() {
		Conversation conversation = Conversation.empty().system("a secret").user("another secret");
		assertThat(conversation).hasToString("Conversation[messages=2]");
	}

	@ParameterizedTest
	@MethodSource(MAPPERS)
	void storedConversationIsTheSameBytesAgain(JsonMapper mapper) {
		AssistantMessage calling = new AssistantMessage("", "", List.of(ToolCall.function("1", "f", "{\"b\":1}")), null,
				null);
		Conversation conversation = Conversation.empty()
			.system("Be brief.")
			.append(ChatMessage.user(ContentPart.text("Why?"), ContentPart.image("https://example.org/sky.png")))
			.append(calling)
			.append(ChatMessage.tool("1", "blue"))
			.append(ChatMessage.assistant("Because.").withReasoningContent("Hm."));
		byte[] stored = mapper.writeValueAsBytes(conversation);
		Conversation loaded = mapper.readValue(stored, Conversation.class);
		assertThat(loaded).isEqualTo(conversation);
		assertThat(mapper.writeValueAsBytes(loaded)).isEqualTo(stored);
	}

	@ParameterizedTest
	@MethodSource(MAPPERS)
	void longerConversationBeginsWithTheBytesOfTheShorterOne(JsonMapper mapper) {
		Conversation shorter = Conversation.empty().system("Be brief.").user("Why?");
		String begin = mapper.writeValueAsString(shorter);
		String whole = mapper.writeValueAsString(shorter.append(ChatMessage.assistant("Because.")));
		assertThat(whole).startsWith(begin.substring(0, begin.length() - 1) + ",");
	}

	private static ChatCompletion answer(AssistantMessage message) {
		Choice choice = new Choice(0, message, FinishReason.TOOL_CALLS, null);
		return new ChatCompletion("1", "chat.completion", 1L, "deepseek-flash", null, List.of(choice), null);
	}

}
