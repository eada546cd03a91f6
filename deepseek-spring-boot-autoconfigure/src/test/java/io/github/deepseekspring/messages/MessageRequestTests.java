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

package io.github.deepseekspring.messages;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import io.github.deepseekspring.InvalidRequestException;
import io.github.deepseekspring.chat.Thinking;
import io.github.deepseekspring.user.UserId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link MessageRequest}.
 */
class MessageRequestTests {

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
		.build();

	private static final String FULL = """
			{"model":"deepseek-v4-pro","max_tokens":7,"system":[{"type":"text","text":"s"}],"messages":[\
			{"role":"user","content":[{"type":"text","text":"t"},\
			{"type":"image","source":{"type":"base64","media_type":"image/png","data":"QQ=="}},\
			{"type":"image","source":{"type":"url","url":"https://example.com/i.png"}},\
			{"type":"image","source":{"type":"file","file_id":"file-1"}}]},\
			{"role":"assistant","content":[{"type":"thinking","thinking":"h","signature":"s"},\
			{"type":"tool_use","id":"t1","name":"f","input":{"z":1,"a":2}}]},\
			{"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":"r"},\
			{"type":"tool_result","tool_use_id":"t1","content":[{"type":"text","text":"r"}]},\
			{"type":"tool_result","tool_use_id":"t1","content":"no","is_error":true}]},\
			{"role":"user","content":"q","n":1}],\
			"thinking":{"type":"disabled"},"output_config":{"effort":"low","format":{"b":1}},\
			"stop_sequences":["a","b"],"stream":true,"temperature":0.5,"top_p":0.9,\
			"tools":[{"name":"f","description":"d","input_schema":{"type":"object","properties":{},"a":null}},\
			{"name":"web_search","type":"web_search_20250305"}],"tool_choice":{"type":"tool","name":"f"},\
			"metadata":{"user_id":"u-1","trace":"x"},"zeta":{"b":"","a":[]},"alpha":null}""";

	private final MessageRequest request = MessageRequest.builder().user("Why?").build();

	@Test
	void writesOneOrderAndExtraLast() {
		assertThat(MAPPER.writeValueAsString(full())).isEqualTo(FULL);
	}

	@Test
	void readsWhatItWrites() {
		MessageRequest read = MAPPER.readValue(FULL, MessageRequest.class);
		assertThat(read).isEqualTo(full());
		assertThat(MAPPER.writeValueAsString(read.mutate().build())).isEqualTo(FULL);
		assertThatCode(read::validate).doesNotThrowAnyException();
	}

	@Test
	void whenOnlyMessagesAreSetThenNothingElseIsWritten() {
		assertThat(MAPPER.writeValueAsString(this.request))
			.isEqualTo("{\"messages\":[{\"role\":\"user\",\"content\":\"Why?\"}]}");
	}

	@Test
	void withToolsAnAnswerWithoutThinkingSaysSo() {
		MessageRequest chat = this.request.mutate()
			.message(MessageParam.assistant("Because."))
			.message(MessageParam.assistant(new ThinkingBlock("h", null), ContentBlock.text("x")))
			.message(MessageParam.assistant(ContentBlock.of(Map.of("type", "redacted_thinking"))))
			.build();
		MessageTool tool = new MessageTool("f", null, Map.of("type", "object"));
		assertThat(MAPPER.writeValueAsString(chat)).contains("{\"role\":\"assistant\",\"content\":\"Because.\"}");
		assertThat(MAPPER.writeValueAsString(chat.mutate().tools(tool).thinking(Thinking.DISABLED).build()))
			.contains("{\"role\":\"assistant\",\"content\":\"Because.\"}");
		assertThat(MAPPER.writeValueAsString(chat.mutate().tools(tool).build())).contains("""
				{"role":"assistant","content":[{"type":"thinking","thinking":"","signature":""},\
				{"type":"text","text":"Because."}]},{"role":"assistant","content":[{"type":"thinking","thinking":"h"},\
				{"type":"text","text":"x"}]},{"role":"assistant","content":[{"type":"redacted_thinking"}]}]""");
	}

	@ParameterizedTest
	@ValueSource(strings = { "model", "messages", "system", "max_tokens", "stop_sequences", "stream", "temperature",
			"top_p", "thinking", "tools", "tool_choice" })
	void extraCannotReplaceAProperty(String name) {
		assertInvalid(name, (builder) -> builder.extra(name, "x"));
	}

	@Test
	void membersOfExtraCannotReplaceAProperty() {
		assertInvalid("metadata.user_id", (builder) -> builder.extra("metadata", Map.of("user_id", "x")));
		assertInvalid("output_config.effort", (builder) -> builder.extra("output_config", Map.of("effort", "x")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "metadata", "output_config" })
	void extraCannotTakeThePlaceOfAnObjectThatHoldsAProperty(String name) {
		for (Object value : Arrays.asList("x", List.of(), null)) {
			assertInvalid(name, (builder) -> builder.extra(name, value));
		}
		assertThatExceptionOfType(Exception.class)
			.isThrownBy(() -> MAPPER.readValue("{\"messages\":[],\"" + name + "\":\"x\"}", MessageRequest.class))
			.withStackTraceContaining(name);
	}

	@Test
	void whenAFieldHasTheWrongTypeThenItIsNamed() {
		assertThatExceptionOfType(Exception.class)
			.isThrownBy(() -> MAPPER.readValue("{\"messages\":[],\"max_tokens\":\"many\"}", MessageRequest.class))
			.withStackTraceContaining("max_tokens");
	}

	static List<Arguments> invalid() {
		MessageTool tool = new MessageTool("f", null, Map.of("type", "object"));
		List<Arguments> rows = new ArrayList<>();
		add(rows, "messages", (builder) -> builder.messages(List.of()));
		add(rows, "messages[1]", (builder) -> builder.message(null));
		add(rows, "messages[1].content", (builder) -> builder.message(MessageParam.user()));
		add(rows, "messages[1].role",
				(builder) -> builder.message(new MessageParam("", MessageContent.of("x"), Map.of())));
		add(rows, "messages[1].content", (builder) -> builder.user("half \ud83c pair"));
		add(rows, "messages[1].content[0].text",
				(builder) -> builder.message(MessageParam.user(ContentBlock.text("half \ud83c pair"))));
		add(rows, "messages[1].content[0].content",
				(builder) -> builder.message(MessageParam.user(ContentBlock.toolResult("1", "half \ud83c pair"))));
		add(rows, "messages[1].content[0].type",
				(builder) -> builder.message(MessageParam.user(ContentBlock.of(Map.of("novel", 1)))));
		add(rows, "messages[1].content[0].tool_use_id",
				(builder) -> builder.message(MessageParam.user(ContentBlock.toolResult("unknown", "x"))));
		add(rows, "messages[1].content[0].id",
				(builder) -> builder.message(MessageParam.assistant(new ToolUseBlock("", "f", Map.of()))));
		add(rows, "messages[1].content[0].name",
				(builder) -> builder.message(MessageParam.assistant(new ToolUseBlock("1", "", Map.of()))));
		add(rows, "messages[1].content[0].source.url",
				(builder) -> builder.message(MessageParam.user(ContentBlock.imageUrl("ftp://example.com"))));
		add(rows, "messages[1].content[0].source.url", (builder) -> builder
			.message(MessageParam.user(ContentBlock.imageUrl("https://example.com/" + "x".repeat(8192)))));
		add(rows, "messages[1].content[0].source.data",
				(builder) -> builder.message(MessageParam.user(ContentBlock.image("image/png", ""))));
		add(rows, "messages[1].content[0].source.file_id",
				(builder) -> builder.message(MessageParam.user(ContentBlock.imageFile(""))));
		add(rows, "system[0]", (builder) -> builder
			.system(MessageContent.of(List.of(ContentBlock.imageUrl("https://example.com/i.png")))));
		add(rows, "max_tokens", (builder) -> builder.maxTokens(0));
		add(rows, "max_tokens", (builder) -> builder.maxTokens(393217));
		add(rows, "temperature", (builder) -> builder.temperature(2.1));
		add(rows, "temperature", (builder) -> builder.temperature(Double.NaN));
		add(rows, "top_p", (builder) -> builder.topP(0.0));
		add(rows, "stop_sequences", (builder) -> builder.stopSequences(Collections.nCopies(17, "x")));
		add(rows, "stop_sequences[1]", (builder) -> builder.stopSequences(List.of("x", "")));
		add(rows, "tools[0].name", (builder) -> builder.tools(new MessageTool("no spaces", null, Map.of("x", 1))));
		add(rows, "tools[1].name", (builder) -> builder.tools(tool, tool));
		add(rows, "tools[0].input_schema", (builder) -> builder.tools(new MessageTool("f", null, null, Map.of())));
		add(rows, "tools[0].input_schema.x",
				(builder) -> builder.tools(new MessageTool("f", null, Map.of("x", Double.NaN))));
		add(rows, "tool_choice", (builder) -> builder.toolChoice(MessageToolChoice.ANY));
		add(rows, "tool_choice", (builder) -> builder.tools(tool).toolChoice(MessageToolChoice.ANY));
		add(rows, "tool_choice.name",
				(builder) -> builder.tools(tool)
					.thinking(Thinking.DISABLED)
					.toolChoice(MessageToolChoice.tool("other")));
		add(rows, "novel[0]", (builder) -> builder.extra("novel", List.of(Double.POSITIVE_INFINITY)));
		return rows;
	}

	private static void add(List<Arguments> rows, String field, UnaryOperator<MessageRequestBuilder> change) {
		rows.add(Arguments.of(field, change));
	}

	@ParameterizedTest
	@MethodSource("invalid")
	void whenARuleIsBrokenThenTheFieldIsNamed(String field, UnaryOperator<MessageRequestBuilder> change) {
		assertInvalid(field, change);
	}

	private void assertInvalid(String field, UnaryOperator<MessageRequestBuilder> change) {
		assertThatExceptionOfType(InvalidRequestException.class)
			.isThrownBy(() -> change.apply(this.request.mutate()).build().validate())
			.satisfies((failure) -> assertThat(failure.getField()).isEqualTo(field));
	}

	private static MessageRequest full() {
		Map<String, Object> input = new LinkedHashMap<>();
		input.put("z", 1);
		input.put("a", 2);
		Map<String, Object> schema = new LinkedHashMap<>();
		schema.put("type", "object");
		schema.put("properties", Map.of());
		schema.put("a", null);
		Map<String, Object> zeta = new LinkedHashMap<>();
		zeta.put("b", "");
		zeta.put("a", List.of());
		Map<String, Object> extra = new LinkedHashMap<>();
		extra.put("metadata", Map.of("trace", "x"));
		extra.put("output_config", Map.of("format", Map.of("b", 1)));
		extra.put("zeta", zeta);
		extra.put("alpha", null);
		return MessageRequest.builder()
			.model("deepseek-v4-pro")
			.maxTokens(7)
			.system(MessageContent.of(List.of(ContentBlock.text("s"))))
			.messages(
					MessageParam.user(ContentBlock.text("t"), ContentBlock.image("image/png", "QQ=="),
							ContentBlock.imageUrl("https://example.com/i.png"), ContentBlock.imageFile("file-1")),
					MessageParam.assistant(new ThinkingBlock("h", "s"), new ToolUseBlock("t1", "f", input)),
					MessageParam.user(ContentBlock.toolResult("t1", "r"),
							ContentBlock.toolResult("t1", List.of(ContentBlock.text("r"))),
							ContentBlock.toolError("t1", "no")))
			.message(new MessageParam("user", MessageContent.of("q"), Map.of("n", 1)))
			.thinking(Thinking.DISABLED)
			.effort("low")
			.stopSequences(Arrays.asList("a", "b"))
			.stream(true)
			.temperature(0.5)
			.topP(0.9)
			.tools(new MessageTool("f", "d", schema),
					new MessageTool("web_search", null, null, Map.of("type", "web_search_20250305")))
			.toolChoice(MessageToolChoice.tool("f"))
			.userId(UserId.of("u-1"))
			.extra(extra)
			.build();
	}

}
