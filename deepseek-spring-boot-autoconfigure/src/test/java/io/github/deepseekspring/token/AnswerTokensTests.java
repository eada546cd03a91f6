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

import java.util.List;
import java.util.stream.Stream;

import io.github.deepseekspring.chat.AssistantMessage;
import io.github.deepseekspring.chat.ChatCompletion;
import io.github.deepseekspring.chat.ChatCompletionRequest;
import io.github.deepseekspring.chat.ChatMessage;
import io.github.deepseekspring.chat.Choice;
import io.github.deepseekspring.chat.FinishReason;
import io.github.deepseekspring.chat.Thinking;
import io.github.deepseekspring.chat.ToolCall;
import io.github.deepseekspring.chat.ToolChoice;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AnswerTokens} and {@link ToolCallText} with a token for each
 * character.
 */
class AnswerTokensTests {

	private static final TokenCounter CHARACTERS = String::length;

	private static final ChatCompletionRequest REQUEST = ChatCompletionRequest.builder()
		.messages(ChatMessage.user("ask"))
		.thinking(Thinking.DISABLED)
		.build();

	@Test
	void aTextHasNothingAround() {
		assertThat(count("text", null, null, FinishReason.STOP)).isEqualTo(4);
		assertThat(count("text", null, null, FinishReason.LENGTH)).isEqualTo(4);
	}

	@Test
	void theEndOfReasoningCounts() {
		assertThat(count("text", "because", null, FinishReason.STOP)).isEqualTo(4 + 7 + 1);
		assertThat(count("te", "because", null, FinishReason.LENGTH)).isEqualTo(2 + 7 + 1);
		assertThat(count("", "", null, FinishReason.STOP)).isEqualTo(1);
	}

	@Test
	void whenCutOffWithinReasoningThenItHasNoEnd() {
		assertThat(count("", "becau", null, FinishReason.LENGTH)).isEqualTo(5);
		assertThat(count(null, "becau", null, FinishReason.LENGTH)).isEqualTo(5);
	}

	@Test
	void whenThereIsNoMessageThenNothingCounts() {
		assertThat(CHARACTERS.countAnswer(REQUEST, new ChatCompletion("1", null, null, null, null, List.of(), null)))
			.isZero();
	}

	@Test
	void aForcedCallIsBegunInThePrompt() {
		List<ToolCall> calls = List.of(ToolCall.function("1", "f", "{}"));
		int free = count("", null, calls, FinishReason.TOOL_CALLS);
		assertThat(free).isEqualTo("\n\n<tool_calls>\n<invoke name=\"f\">\n</invoke>\n</tool_calls>".length() + 4);
		ChatCompletionRequest forced = REQUEST.mutate().toolChoice(ToolChoice.REQUIRED).build();
		assertThat(CHARACTERS.countAnswer(forced, answer("", null, calls, FinishReason.TOOL_CALLS)))
			.isEqualTo(free - 7);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{", "{\"a\":\"x", "{\"a\":NaN}", "no JSON" })
	void whenArgumentsAreNotWholeThenTheCallsBehindThemCountAllTheSame(String arguments) {
		ToolCall next = ToolCall.function("2", "g", "{\"b\":1}");
		String written = ToolCallText.of(List.of(ToolCall.function("1", "f", arguments), next));
		assertThat(written).endsWith(
				ToolCallText.of(List.of(next)).substring(("\n\n<" + ToolCallText.MARK + "tool_calls>\n").length()));
	}

	@ParameterizedTest
	@MethodSource
	void argumentsAreWrittenAsFarAsTheyGo(String arguments, String text) {
		String written = ToolCallText.of(List.of(ToolCall.function("1", "f", arguments)));
		assertThat(written.replace(ToolCallText.MARK, "")).isEqualTo("\n\n<tool_calls>\n<invoke name=\"f\">\n" + text);
	}

	static Stream<Arguments> argumentsAreWrittenAsFarAsTheyGo() {
		String end = "</invoke>\n</tool_calls>";
		return Stream.of(Arguments.of("{}", end),
				Arguments.of("{\"a\":\"x\"}", "<parameter name=\"a\" string=\"true\">x</parameter>\n" + end),
				Arguments.of("{\"a\":\"x\\\"\\n\"}", "<parameter name=\"a\" string=\"true\">x\"\n</parameter>\n" + end),
				Arguments.of("{ \"a\" : 1.50 }", "<parameter name=\"a\" string=\"false\">1.50</parameter>\n" + end),
				Arguments.of("{\"a\":[1, {\"b\":2}]}",
						"<parameter name=\"a\" string=\"false\">[1, {\"b\":2}]</parameter>\n" + end),
				Arguments.of("{\"a\":true,\"b\":null}",
						"<parameter name=\"a\" string=\"false\">true</parameter>\n"
								+ "<parameter name=\"b\" string=\"false\">null</parameter>\n" + end),
				Arguments.of("{\"a\": \"x y", "<parameter name=\"a\" string=\"true\">x y"),
				Arguments.of("{\"a\":\"x\",\"b\":\"y z",
						"<parameter name=\"a\" string=\"true\">x</parameter>\n<parameter name=\"b\" string=\"true\">y z"),
				Arguments.of("{\"a\":\"x\",\"b\": ", "<parameter name=\"a\" string=\"true\">x</parameter>\n"),
				Arguments.of("{\"a\": ", ""), Arguments.of("{", ""), Arguments.of("", ""),
				Arguments.of("[1]", "[1]" + end));
	}

	@Test
	void everyMarkOfAToolCallIsOneToken() {
		List<ToolCall> calls = List.of(ToolCall.function("1", "f", "{\"a\":1}"), ToolCall.function("2", "g", "{}"));
		String text = ToolCallText.of(calls);
		int marks = (text.length() - text.replace(ToolCallText.MARK, "").length()) / ToolCallText.MARK.length();
		assertThat(marks).isEqualTo(8);
		assertThat(count("text", null, calls, FinishReason.TOOL_CALLS))
			.isEqualTo(4 + text.replace(ToolCallText.MARK, "").length() + marks);
	}

	private static int count(@Nullable String content, @Nullable String reasoning, @Nullable List<ToolCall> calls,
			FinishReason finishReason) {
		return CHARACTERS.countAnswer(REQUEST, answer(content, reasoning, calls, finishReason));
	}

	private static ChatCompletion answer(@Nullable String content, @Nullable String reasoning,
			@Nullable List<ToolCall> calls, FinishReason finishReason) {
		AssistantMessage message = new AssistantMessage(content, reasoning, calls, null, null);
		return new ChatCompletion("1", "chat.completion", 1L, "deepseek-flash", null,
				List.of(new Choice(0, message, finishReason, null)), null);
	}

}
