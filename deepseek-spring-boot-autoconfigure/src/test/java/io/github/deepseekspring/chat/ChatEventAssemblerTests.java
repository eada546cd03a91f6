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

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ChatEventAssembler}.
 */
class ChatEventAssemblerTests {

	private final ChatEventAssembler assembler = new ChatEventAssembler();

	@Test
	void whenFirstReasoningIsEmptyThenNoReasoningBegins() {
		assertThat(add("{\"role\":\"assistant\",\"content\":null,\"reasoning_content\":\"\"}")).isEmpty();
		assertThat(this.assembler.finish().completion().reasoningContent()).isEmpty();
	}

	@Test
	void whenDeltaIsEmptyOrMissingThenNothingHappens() {
		assertThat(add("{\"role\":\"assistant\",\"content\":\"\"}")).isEmpty();
		assertThat(add("{}")).isEmpty();
		assertThat(add("null")).isEmpty();
		assertThat(add("{\"tool_calls\":[]}")).isEmpty();
		assertThat(add("{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"\"}}]}")).isEmpty();
		assertThat(chunk("{\"choices\":[],\"usage\":{\"total_tokens\":1}}")).isEmpty();
	}

	@Test
	void pieceBecomesOneEvent() {
		assertThat(add("{\"reasoning_content\":\"r\"}")).containsExactly(new ChatEvent.Reasoning("r"));
		assertThat(add("{\"content\":\"t\"}")).containsExactly(new ChatEvent.Text("t"));
		assertThat(add("{\"content\":\" \"}")).containsExactly(new ChatEvent.Text(" "));
	}

	@Test
	void toolCallsBecomeParts() {
		assertThat(add("{\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"type\":\"function\","
				+ "\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]}"))
			.containsExactly(new ChatEvent.ToolCallPart(0, "a", "f", ""));
		assertThat(add("{\"tool_calls\":[{\"index\":1,\"function\":{\"arguments\":\"{\"}},"
				+ "{\"index\":0,\"function\":{\"arguments\":\"}\"}}]}"))
			.containsExactly(new ChatEvent.ToolCallPart(1, null, null, "{"),
					new ChatEvent.ToolCallPart(0, null, null, "}"));
	}

	@Test
	void whenToolCallsHaveNoIndexThenTheirPlaceCounts() {
		assertThat(add("{\"tool_calls\":[{\"id\":\"a\"},{\"id\":\"b\"}]}")).containsExactly(
				new ChatEvent.ToolCallPart(0, "a", null, ""), new ChatEvent.ToolCallPart(1, "b", null, ""));
	}

	@Test
	void whenDeltaHasEverythingThenReasoningComesFirstAndToolCallsLast() {
		assertThat(add("{\"content\":\"t\",\"reasoning_content\":\"r\",\"tool_calls\":[{\"index\":0,\"id\":\"a\"}]}"))
			.containsExactly(new ChatEvent.Reasoning("r"), new ChatEvent.Text("t"),
					new ChatEvent.ToolCallPart(0, "a", null, ""));
	}

	@Test
	void eventsSpeakOfTheFirstChoice() {
		assertThat(chunk("{\"choices\":[{\"index\":1,\"delta\":{\"content\":\"b\"}},"
				+ "{\"index\":0,\"delta\":{\"content\":\"a\"}}]}"))
			.containsExactly(new ChatEvent.Text("a"));
		assertThat(this.assembler.finish().completion().choices()).hasSize(2);
	}

	@Test
	void finishHasTheWholeAnswer() {
		add("{\"reasoning_content\":\"r\"}");
		add("{\"content\":\"a\"}");
		add("{\"content\":\"b\"}");
		assertThat(this.assembler.finish().completion().message())
			.isEqualTo(new AssistantMessage("ab", "r", null, null, null));
	}

	private List<ChatEvent> add(String delta) {
		return chunk("{\"choices\":[{\"index\":0,\"delta\":" + delta + "}]}");
	}

	private List<ChatEvent> chunk(String json) {
		return this.assembler.add(Mappers.PLAIN.readValue(json, ChatCompletionChunk.class));
	}

}
