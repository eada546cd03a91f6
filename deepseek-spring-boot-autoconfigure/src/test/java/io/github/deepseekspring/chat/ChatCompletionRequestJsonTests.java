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

import java.util.AbstractMap.SimpleEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.deepseekspring.InvalidRequestException;
import io.github.deepseekspring.user.UserId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the JSON of {@link ChatCompletionRequest}.
 */
class ChatCompletionRequestJsonTests {

	private static final String MAPPERS = "io.github.deepseekspring.chat.Mappers#all";

	private static final String FULL = """
			{"model":"deepseek-flash",\
			"messages":[{"role":"system","content":"s","name":"n"},\
			{"role":"user","content":[{"type":"text","text":"t"},\
			{"type":"image_url","image_url":{"url":"https://example.com/i.png","detail":"low"}},\
			{"type":"file","file_id":"file-api-1"},\
			{"type":"file","file_data":"data:text/plain;base64,QQ==","filename":"a.txt"}]},\
			{"role":"assistant","content":"","reasoning_content":"",\
			"tool_calls":[{"id":"call_00_1","type":"function","function":{"name":"f","arguments":"{}"},"index":0}]},\
			{"role":"tool","tool_call_id":"call_00_1","content":""},\
			{"role":"user","content":"q"},\
			{"role":"assistant","content":"p","reasoning_content":"r","prefix":true}],\
			"thinking":{"type":"disabled"},"reasoning_effort":"high","max_tokens":7,\
			"response_format":{"type":"json_object"},"stop":["a","b"],"stream":true,\
			"stream_options":{"include_usage":true},"temperature":0.5,"top_p":0.9,\
			"tools":[{"type":"function","function":{"name":"f","description":"d",\
			"parameters":{"type":"object","properties":{},"required":[],"a":null},"strict":true}}],\
			"tool_choice":{"type":"function","function":{"name":"f"}},"logprobs":true,"top_logprobs":2,\
			"user_id":"u-1","zeta":{"b":"","a":[]},"alpha":null}""";

	@ParameterizedTest
	@MethodSource(MAPPERS)
	void writesDeclarationOrderAndExtraLast(JsonMapper mapper) {
		assertThat(mapper.writeValueAsString(full())).isEqualTo(FULL);
	}

	@ParameterizedTest
	@MethodSource(MAPPERS)
	void readsWhatItWrites(JsonMapper mapper) {
		ChatCompletionRequest request = mapper.readValue(FULL, ChatCompletionRequest.class);
		assertThat(request).isEqualTo(full());
		assertThat(mapper.readTree(mapper.writeValueAsString(request))).isEqualTo(mapper.readTree(FULL));
	}

	@ParameterizedTest
	@MethodSource(MAPPERS)
	void whenOnlyMessagesAreSetThenNothingElseIsWritten(JsonMapper mapper) {
		ChatCompletionRequest request = ChatCompletionRequest.builder().messages(ChatMessage.user("hi")).build();
		assertThat(mapper.writeValueAsString(request))
			.isEqualTo("{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
	}

	@ParameterizedTest
	@MethodSource(MAPPERS)
	void readsMessagesWithContentBeforeRole(JsonMapper mapper) {
		ChatMessage message = mapper.readValue("{\"content\":\"hi\",\"unknown\":1,\"role\":\"system\"}",
				ChatMessage.class);
		assertThat(message).isEqualTo(ChatMessage.system("hi"));
	}

	@ParameterizedTest
	@MethodSource(MAPPERS)
	void whenMessageIsReadAsItsOwnTypeThenRoleMayBeMissing(JsonMapper mapper) {
		assertThat(mapper.readValue("{\"content\":\"hi\"}", UserMessage.class)).isEqualTo(ChatMessage.user("hi"));
		assertThat(mapper.readValue("{\"content\":\"hi\"}", AssistantMessage.class))
			.isEqualTo(ChatMessage.assistant("hi"));
		assertThat(mapper.readValue("{\"content\":\"hi\",\"role\":\"other\"}", AssistantMessage.class))
			.isEqualTo(ChatMessage.assistant("hi"));
	}

	@ParameterizedTest
	@MethodSource(MAPPERS)
	void whenRoleIsUnknownThenFailureNamesTheKnownOnes(JsonMapper mapper) {
		assertThatExceptionOfType(tools.jackson.databind.exc.InvalidTypeIdException.class)
			.isThrownBy(() -> mapper.readValue("{\"role\":\"developer\",\"content\":\"hi\"}", ChatMessage.class))
			.withMessageContaining("developer")
			.withMessageContaining("[assistant, system, tool, user]");
	}

	@ParameterizedTest
	@MethodSource(MAPPERS)
	void whenMessagesAreWrittenAsPlainListThenRolesAndTypesAreKept(JsonMapper mapper) {
		Map<String, Object> body = Map.of("m", List.of(ChatMessage.user(ContentPart.text("hi"))));
		assertThat(mapper.writeValueAsString(body))
			.isEqualTo("{\"m\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"hi\"}]}]}");
	}

	@ParameterizedTest
	@MethodSource(MAPPERS)
	void whenAssistantHasNoContentThenItIsWrittenAsEmptyText(JsonMapper mapper) {
		assertThat(mapper.writeValueAsString(new AssistantMessage(null, null, null, null, null)))
			.isEqualTo("{\"role\":\"assistant\",\"content\":\"\"}");
		AssistantMessage calling = new AssistantMessage(null, null, List.of(ToolCall.function("1", "f", "")), null,
				null);
		assertThat(mapper.writeValueAsString(calling)).isEqualTo("{\"role\":\"assistant\",\"content\":\"\","
				+ "\"tool_calls\":[{\"id\":\"1\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]}");
	}

	@ParameterizedTest
	@MethodSource(MAPPERS)
	void whenReasoningIsEmptyThenItIsWritten(JsonMapper mapper) {
		assertThat(mapper.writeValueAsString(ChatMessage.assistant("a").withReasoningContent("")))
			.isEqualTo("{\"role\":\"assistant\",\"content\":\"a\",\"reasoning_content\":\"\"}");
	}

	@ParameterizedTest
	@MethodSource(MAPPERS)
	void whenToolsAndThinkingThenAssistantsWithoutReasoningSaySo(JsonMapper mapper) {
		ChatCompletionRequest request = history().tools(Tool.function("f", null, null)).build();
		assertThat(reasonings(mapper, request)).containsExactly("", "because");
		assertThat(request.messages().get(1)).isEqualTo(ChatMessage.assistant("a"));
	}

	@ParameterizedTest
	@MethodSource(MAPPERS)
	void whenNoToolsOrNoThinkingThenAssistantsStayAsTheyAre(JsonMapper mapper) {
		assertThat(reasonings(mapper, history().build())).containsExactly(null, "because");
		ChatCompletionRequest.Builder withTools = history().tools(Tool.function("f", null, null));
		assertThat(reasonings(mapper, withTools.build().mutate().thinking(Thinking.DISABLED).build()))
			.containsExactly(null, "because");
		assertThat(reasonings(mapper, withTools.build().mutate().reasoningEffort("none").build())).containsExactly(null,
				"because");
	}

	@Test
	void whenPrefixHasNoReasoningThenNoneIsInvented() {
		ChatCompletionRequest request = ChatCompletionRequest.builder()
			.messages(ChatMessage.user("q"), ChatMessage.assistantPrefix("a"))
			.tools(Tool.function("f", null, null))
			.build();
		assertThat(reasonings(Mappers.PLAIN, request)).containsExactly((String) null);
	}

	@ParameterizedTest
	@MethodSource(MAPPERS)
	void toolChoicesKeepTheirShape(JsonMapper mapper) {
		for (ToolChoice choice : List.of(ToolChoice.AUTO, ToolChoice.NONE, ToolChoice.REQUIRED, ToolChoice.of("new"))) {
			String json = "\"" + choice.mode() + "\"";
			assertThat(mapper.writeValueAsString(choice)).isEqualTo(json);
			assertThat(mapper.readValue(json, ToolChoice.class)).isEqualTo(choice);
		}
	}

	@ParameterizedTest
	@MethodSource(MAPPERS)
	void openValuesSurvive(JsonMapper mapper) {
		assertThat(mapper.readValue("{\"type\":\"adaptive\",\"x\":1}", Thinking.class))
			.isEqualTo(new Thinking("adaptive"));
		assertThat(mapper.readValue("{\"type\":\"xml\",\"x\":1}", ResponseFormat.class))
			.isEqualTo(new ResponseFormat("xml"));
		assertThat(mapper.readValue("{}", StreamOptions.class)).isEqualTo(new StreamOptions(null));
	}

	@ParameterizedTest
	@MethodSource(MAPPERS)
	void whenStopIsASingleTextThenItIsRead(JsonMapper mapper) {
		assertThat(mapper.readValue("{\"messages\":[],\"stop\":\"x\"}", ChatCompletionRequest.class).stop())
			.containsExactly("x");
	}

	@ParameterizedTest
	@MethodSource(MAPPERS)
	void whenFieldIsUnknownThenItIsReadAsExtra(JsonMapper mapper) {
		String json = "{\"messages\":[],\"seed\":7,\"frequency_penalty\":0.0}";
		ChatCompletionRequest request = mapper.readValue(json, ChatCompletionRequest.class);
		assertThat(request.extra()).containsOnly(Map.entry("seed", 7), Map.entry("frequency_penalty", 0.0));
		assertThat(mapper.readTree(mapper.writeValueAsString(request))).isEqualTo(mapper.readTree(json));
	}

	@ParameterizedTest
	@MethodSource(MAPPERS)
	void extraFieldsKeepTheOrderInWhichTheyWereRead(JsonMapper mapper) {
		String json = """
				{"zeta":{"b":1,"a":[{"d":null,"c":2}]},"model":"m","beta":null,"alpha":[1,2],"messages":[],"gamma":0.5}""";
		for (ChatCompletionRequest request : List.of(mapper.readValue(json, ChatCompletionRequest.class),
				mapper.treeToValue(mapper.readTree(json), ChatCompletionRequest.class))) {
			assertThat(request.extra()).containsExactly(Map.entry("zeta", request.extra().get("zeta")),
					new SimpleEntry<>("beta", null), Map.entry("alpha", List.of(1, 2)), Map.entry("gamma", 0.5));
			assertThat(mapper.writeValueAsString(request)).contains("""
					"zeta":{"b":1,"a":[{"d":null,"c":2}]},"beta":null,"alpha":[1,2],"gamma":0.5""");
		}
	}

	@Test
	void whenExtraIsAKnownFieldThenBuildFailsAndNamesIt() {
		ChatCompletionRequest.Builder all = full().mutate().extra(Map.of());
		List<String> fields = new ArrayList<>();
		Mappers.PLAIN.readTree(Mappers.PLAIN.writeValueAsString(all.build())).propertyNames().forEach(fields::add);
		assertThat(fields).hasSize(ChatCompletionRequest.class.getRecordComponents().length - 1)
			.contains("user_id", "stream", "stream_options")
			.allSatisfy((field) -> assertThatExceptionOfType(InvalidRequestException.class)
				.isThrownBy(() -> ChatCompletionRequest.builder().extra(field, "x").build())
				.withMessageContaining("'" + field + "'")
				.satisfies((ex) -> assertThat(ex.getField()).isEqualTo(field)));
	}

	private static List<@Nullable String> reasonings(JsonMapper mapper, ChatCompletionRequest request) {
		List<@Nullable String> reasonings = new ArrayList<>();
		mapper.readTree(mapper.writeValueAsString(request)).path("messages").forEach((message) -> {
			if (message.path("role").stringValue("").equals("assistant")) {
				reasonings.add(message.path("reasoning_content").stringValue(null));
			}
		});
		return reasonings;
	}

	private static ChatCompletionRequest.Builder history() {
		return ChatCompletionRequest.builder()
			.messages(ChatMessage.user("q"), ChatMessage.assistant("a"), ChatMessage.user("q"),
					ChatMessage.assistant("a").withReasoningContent("because"), ChatMessage.user("q"));
	}

	private static ChatCompletionRequest full() {
		Map<String, Object> parameters = new LinkedHashMap<>();
		parameters.put("type", "object");
		parameters.put("properties", Map.of());
		parameters.put("required", List.of());
		parameters.put("a", null);
		Map<String, Object> zeta = new LinkedHashMap<>();
		zeta.put("b", "");
		zeta.put("a", List.of());
		Map<String, Object> extra = new LinkedHashMap<>();
		extra.put("zeta", zeta);
		extra.put("alpha", null);
		ToolCall call = new ToolCall("call_00_1", "function", new ToolCall.Function("f", "{}"), 0);
		return ChatCompletionRequest.builder()
			.model("deepseek-flash")
			.messages(Arrays.asList(new SystemMessage("s", "n"),
					ChatMessage.user(ContentPart.text("t"), new ImagePart("https://example.com/i.png", "low"),
							ContentPart.file("file-api-1"), ContentPart.file("data:text/plain;base64,QQ==", "a.txt")),
					new AssistantMessage("", "", List.of(call), null, null), ChatMessage.tool("call_00_1", ""),
					ChatMessage.user("q"), new AssistantMessage("p", "r", null, null, true)))
			.thinking(Thinking.DISABLED)
			.reasoningEffort("high")
			.maxTokens(7)
			.responseFormat(ResponseFormat.JSON_OBJECT)
			.stop("a", "b")
			.stream(true)
			.streamOptions(StreamOptions.INCLUDE_USAGE)
			.temperature(0.5)
			.topP(0.9)
			.tools(Tool.function("f", "d", parameters).asStrict())
			.toolChoice(ToolChoice.function("f"))
			.logprobs(true)
			.topLogprobs(2)
			.userId(UserId.of("u-1"))
			.extra(extra)
			.build();
	}

}
