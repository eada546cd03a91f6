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
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.deepseekspring.InvalidRequestException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link ChatCompletionRequest#validate()}.
 */
class ChatCompletionRequestValidationTests {

	private static final String LONE = "x\ud83dy";

	private static final Tool TOOL = Tool.function("f", null, null);

	private static final AssistantMessage CALL = new AssistantMessage("", null,
			List.of(ToolCall.function("call_1", "f", "{}")), null, null);

	@ParameterizedTest
	@MethodSource
	void whenRequestBreaksARuleThenFieldIsNamed(String field, ChatCompletionRequest request) {
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(request::validate)
			.satisfies((ex) -> assertThat(ex.getField()).isEqualTo(field))
			.withMessageContaining("'" + field + "'");
	}

	static Stream<Arguments> whenRequestBreaksARuleThenFieldIsNamed() {
		return Stream.of(Arguments.of("messages", ChatCompletionRequest.builder().build()),
				Arguments.of("messages[1]", messages(ChatMessage.user("a"), null)),
				Arguments.of("max_tokens", request().maxTokens(0).build()),
				Arguments.of("max_tokens", request().maxTokens(393217).build()),
				Arguments.of("temperature", request().temperature(-0.1).build()),
				Arguments.of("temperature", request().temperature(2.1).build()),
				Arguments.of("temperature", request().temperature(Double.NaN).build()),
				Arguments.of("temperature", request().temperature(Double.POSITIVE_INFINITY).build()),
				Arguments.of("top_p", request().topP(0.0).build()), Arguments.of("top_p", request().topP(1.1).build()),
				Arguments.of("top_p", request().topP(Double.NaN).build()),
				Arguments.of("stop", request().stop(Collections.nCopies(17, "x")).build()),
				Arguments.of("stop[1]", request().stop("x", "").build()),
				Arguments.of("stop[1]", request().stop(Arrays.asList("x", null)).build()),
				Arguments.of("stop[0]", request().stop(LONE).build()),
				Arguments.of("stream_options", request().streamOptions(StreamOptions.INCLUDE_USAGE).build()),
				Arguments.of("stream_options",
						request().stream(false).streamOptions(StreamOptions.INCLUDE_USAGE).build()),
				Arguments.of("top_logprobs", request().logprobs(true).topLogprobs(-1).build()),
				Arguments.of("top_logprobs", request().logprobs(true).topLogprobs(21).build()),
				Arguments.of("top_logprobs", request().topLogprobs(1).build()),
				Arguments.of("top_logprobs", request().logprobs(false).topLogprobs(1).build()),
				Arguments.of("model", request().model(LONE).build()),
				Arguments.of("reasoning_effort", request().reasoningEffort(LONE).build()),
				Arguments.of("seed", request().extra("seed", Double.NaN).build()),
				Arguments.of("a.b[1]", request().extra("a", Map.of("b", List.of(1, Float.NEGATIVE_INFINITY))).build()),
				Arguments.of("a", request().extra("a", Map.of(LONE, 1)).build()));
	}

	@ParameterizedTest
	@MethodSource
	void whenToolsBreakARuleThenFieldIsNamed(String field, ChatCompletionRequest.Builder request) {
		whenRequestBreaksARuleThenFieldIsNamed(field, request.build());
	}

	static Stream<Arguments> whenToolsBreakARuleThenFieldIsNamed() {
		return Stream.of(Arguments.of("tools[1]", request().tools(TOOL, null)),
				Arguments.of("tools[0].function.name", request().tools(tool(""))),
				Arguments.of("tools[0].function.name", request().tools(tool("a b"))),
				Arguments.of("tools[0].function.name", request().tools(tool("ä"))),
				Arguments.of("tools[0].function.name", request().tools(tool("x".repeat(129)))),
				Arguments.of("tools[1].function.name", request().tools(TOOL, TOOL)),
				Arguments.of("tools[0].function.description", request().tools(Tool.function("f", LONE, null))),
				Arguments.of("tools[0].function.parameters.title",
						request().tools(Tool.function("f", null, Map.of("title", LONE)))),
				Arguments.of("tool_choice", request().thinking(Thinking.DISABLED).toolChoice(ToolChoice.REQUIRED)),
				Arguments.of("tool_choice", request().thinking(Thinking.DISABLED).toolChoice(ToolChoice.function("f"))),
				Arguments.of("tool_choice", request().tools(TOOL).toolChoice(ToolChoice.REQUIRED)),
				Arguments.of("tool_choice", request().tools(TOOL).toolChoice(ToolChoice.of("required"))),
				Arguments.of("tool_choice", request().tools(TOOL).toolChoice(ToolChoice.function("f"))),
				Arguments.of("tool_choice",
						request().tools(TOOL).thinking(Thinking.ENABLED).toolChoice(ToolChoice.REQUIRED)),
				Arguments.of("tool_choice.function.name",
						request().thinking(Thinking.DISABLED).tools(TOOL).toolChoice(ToolChoice.function("g"))));
	}

	@ParameterizedTest
	@MethodSource
	void whenMessagesBreakARuleThenFieldIsNamed(String field, List<ChatMessage> messages) {
		whenRequestBreaksARuleThenFieldIsNamed(field, ChatCompletionRequest.builder().messages(messages).build());
	}

	static Stream<Arguments> whenMessagesBreakARuleThenFieldIsNamed() {
		ChatMessage user = ChatMessage.user("q");
		return Stream.of(Arguments.of("messages[0].content", List.of(ChatMessage.system(LONE))),
				Arguments.of("messages[0].name", List.of(new SystemMessage("s", LONE))),
				Arguments.of("messages[1].content", List.of(user, ChatMessage.user("\ude00"))),
				Arguments.of("messages[0].content", List.of(ChatMessage.user("end\ud83d"))),
				Arguments.of("messages[0].content[1].text",
						List.of(ChatMessage.user(ContentPart.text("a"), ContentPart.text(LONE)))),
				Arguments.of("messages[0].content", List.of(ChatMessage.assistant(LONE), user)),
				Arguments.of("messages[0].reasoning_content",
						List.of(ChatMessage.assistant("a").withReasoningContent(LONE), user)),
				Arguments.of("messages[0].tool_calls[0].function.arguments",
						List.of(calling(ToolCall.function("1", "f", LONE)))),
				Arguments.of("messages[0].tool_calls[1].id",
						List.of(calling(ToolCall.function("1", "f", ""), ToolCall.function("", "f", "")))),
				Arguments.of("messages[0].tool_calls[0].id", List.of(calling(new ToolCall(null, null, null, null)))),
				Arguments.of("messages[0].tool_calls[0].function.name",
						List.of(calling(new ToolCall("1", "function", null, null)))),
				Arguments.of("messages[1].tool_call_id", List.of(user, ChatMessage.tool("call_1", "r"))),
				Arguments.of("messages[0].tool_call_id", List.of(ChatMessage.tool("call_1", "r"), CALL)),
				Arguments.of("messages[1].tool_call_id", List.of(CALL, ChatMessage.tool("call_2", "r"))),
				Arguments.of("messages[1].content", List.of(CALL, ChatMessage.tool("call_1", LONE))),
				Arguments.of("messages[0].prefix", List.of(ChatMessage.assistantPrefix("a"), user)),
				Arguments.of("messages[1].content", List.of(user, ChatMessage.assistantPrefix(""))),
				Arguments.of("messages[1].content", List.of(user, new AssistantMessage(null, null, null, null, true))),
				Arguments.of("messages[0].content[0].image_url.url", image("ftp://example.com/i.png")),
				Arguments.of("messages[0].content[0].image_url.url", image("")),
				Arguments.of("messages[0].content[0].image_url.url", image("https://x/" + "a".repeat(8183))),
				Arguments.of("messages[0].content[0].image_url.url", image("https://x/" + LONE)),
				Arguments.of("messages[0].content[0]", List.of(ChatMessage.user(new FilePart(null, null, "n")))),
				Arguments.of("messages[0].content[0]", List.of(ChatMessage.user(new FilePart("i", "data:,a", "n")))),
				Arguments.of("messages[0].content[0].filename",
						List.of(ChatMessage.user(ContentPart.file("data:,a", LONE)))));
	}

	@ParameterizedTest
	@MethodSource
	void whenRequestKeepsTheRulesThenItPasses(ChatCompletionRequest.Builder request) {
		assertThatNoException().isThrownBy(request.build()::validate);
	}

	static Stream<ChatCompletionRequest.Builder> whenRequestKeepsTheRulesThenItPasses() {
		return Stream.of(request(), request().maxTokens(1), request().maxTokens(393216), request().temperature(0.0),
				request().temperature(2.0), request().topP(0.01), request().topP(1.0),
				request().stop(Collections.nCopies(16, "x")), request().logprobs(true).topLogprobs(0),
				request().logprobs(true).topLogprobs(20),
				request().stream(true).streamOptions(StreamOptions.INCLUDE_USAGE),
				request().toolChoice(ToolChoice.NONE), request().tools(tool("x".repeat(128))),
				request().toolChoice(ToolChoice.AUTO), request().tools(TOOL).toolChoice(ToolChoice.AUTO),
				request().tools(TOOL).toolChoice(ToolChoice.of("newer")),
				request().tools(TOOL).thinking(Thinking.DISABLED).toolChoice(ToolChoice.REQUIRED),
				request().tools(TOOL).thinking(Thinking.DISABLED).toolChoice(ToolChoice.function("f")),
				request().tools(TOOL).reasoningEffort("none").toolChoice(ToolChoice.REQUIRED),
				request().messages(ChatMessage.user("q"), CALL, ChatMessage.tool("call_1", "r")),
				request().messages(ChatMessage.user("q"), ChatMessage.assistantPrefix("a")),
				request().messages(ChatMessage.user("smile \ud83d\ude00")),
				request().messages(image("HTTPS://x/i.png")),
				request().messages(image("https://x/" + "a".repeat(8182))),
				request().messages(image("data:image/png;base64," + "A".repeat(10000))),
				request().messages(ChatMessage.user(ContentPart.file("file-api-1"))),
				request().messages(ChatMessage.user(ContentPart.file("data:,a", "a.txt"))),
				request().extra("nothing", null).extra("number", 1.5));
	}

	@Test
	void messagesDoNotCarryText() {
		ChatCompletionRequest request = messages(ChatMessage.user("SECRET\ud83d"));
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(request::validate)
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("SECRET"));
	}

	@Test
	void whenExtraHasNullInsideThenItPasses() {
		Map<String, Object> nested = new LinkedHashMap<>();
		nested.put("k", null);
		assertThatNoException().isThrownBy(request().extra("a", nested).build()::validate);
	}

	private static ChatCompletionRequest.Builder request() {
		return ChatCompletionRequest.builder().messages(ChatMessage.user("q"));
	}

	private static ChatCompletionRequest messages(ChatMessage... messages) {
		return ChatCompletionRequest.builder().messages(messages).build();
	}

	private static Tool tool(String name) {
		return Tool.function(name, null, null);
	}

	private static AssistantMessage calling(ToolCall... calls) {
		return new AssistantMessage("", null, List.of(calls), null, null);
	}

	private static List<ChatMessage> image(String url) {
		return List.of(ChatMessage.user(ContentPart.image(url)));
	}

}
