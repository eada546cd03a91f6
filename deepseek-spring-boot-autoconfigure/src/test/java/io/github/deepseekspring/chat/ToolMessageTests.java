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
import java.util.stream.Stream;

import io.github.deepseekspring.InvalidRequestException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ToolMessage}.
 */
class ToolMessageTests {

	private static final String MAPPERS = "io.github.deepseekspring.chat.Mappers#all";

	private static final ContentPart TEXT = ContentPart.text("The map:");

	private static final ContentPart IMAGE = ContentPart.image("https://example.org/map.png");

	@ParameterizedTest
	@MethodSource(MAPPERS)
	void textIsWrittenAsAString(JsonMapper mapper) {
		ToolMessage message = ChatMessage.tool("call_1", "3 degrees");
		String json = "{\"role\":\"tool\",\"tool_call_id\":\"call_1\",\"content\":\"3 degrees\"}";
		assertThat(mapper.writeValueAsString(message)).isEqualTo(json);
		assertThat(mapper.readValue(json, ChatMessage.class)).isEqualTo(message);
		assertThat(message.text()).isEqualTo("3 degrees");
		assertThat(message.parts()).containsExactly(ContentPart.text("3 degrees"));
	}

	@ParameterizedTest
	@MethodSource(MAPPERS)
	void partsAreWrittenAsAnArray(JsonMapper mapper) {
		ToolMessage message = ChatMessage.tool("call_1", TEXT, IMAGE);
		String json = "{\"role\":\"tool\",\"tool_call_id\":\"call_1\",\"content\":[{\"type\":\"text\","
				+ "\"text\":\"The map:\"},{\"type\":\"image_url\",\"image_url\":"
				+ "{\"url\":\"https://example.org/map.png\"}}]}";
		assertThat(mapper.writeValueAsString(message)).isEqualTo(json);
		assertThat(mapper.readValue(json, ChatMessage.class)).isEqualTo(message);
		assertThat(message.text()).isEqualTo("The map:");
		assertThat(message.parts()).containsExactly(TEXT, IMAGE);
	}

	@Test
	void partsPassTheRules() {
		request(ChatMessage.tool("call_1", TEXT, IMAGE)).validate();
	}

	static Stream<Arguments> invalid() {
		return Stream.of(Arguments.of("messages[2].content", ChatMessage.tool("call_1", "half \ud83c")),
				Arguments.of("messages[2].content[1].text",
						ChatMessage.tool("call_1", TEXT, ContentPart.text("\ud83c"))),
				Arguments.of("messages[2].content[0].image_url.url",
						ChatMessage.tool("call_1", ContentPart.image("ftp://example.org/map.png"))),
				Arguments.of("messages[2].content[1]",
						ChatMessage.tool("call_1", TEXT, ContentPart.file("file-api-1"))),
				Arguments.of("messages[2].tool_call_id", ChatMessage.tool("call_2", TEXT)));
	}

	@ParameterizedTest
	@MethodSource("invalid")
	void partThatBreaksARuleIsNamed(String field, ToolMessage message) {
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> request(message).validate())
			.satisfies((failure) -> assertThat(failure.getField()).isEqualTo(field));
	}

	@Test
	void textsAreNotShown() {
		assertThat(ChatMessage.tool("call_1", "secret").toString()
				+ ChatMessage.tool("call_1", ContentPart.text("secret")))
			.doesNotContain("secret")
			.contains("call_1", "6 chars");
	}

	private static ChatCompletionRequest request(ToolMessage message) {
		AssistantMessage calling = new AssistantMessage(null, "", List.of(ToolCall.function("call_1", "f", "{}")), null,
				null);
		return ChatCompletionRequest.builder().messages(ChatMessage.user("Where?"), calling, message).build();
	}

}
