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

import java.util.List;
import java.util.Map;

import io.github.deepseekspring.messages.MessageEvent.ContentBlockDelta;
import io.github.deepseekspring.messages.MessageEvent.ContentBlockStart;
import io.github.deepseekspring.messages.MessageEvent.ContentBlockStop;
import io.github.deepseekspring.messages.MessageEvent.MessageDelta;
import io.github.deepseekspring.messages.MessageEvent.MessageStart;
import io.github.deepseekspring.messages.MessageEvent.MessageStop;
import io.github.deepseekspring.messages.MessageEvent.Unknown;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for the JSON of answers, their blocks and events.
 */
class MessageJsonTests {

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
		.build();

	private static final String ANSWER = """
			{"id":"m1","type":"message","role":"assistant","model":"deepseek-flash","content":[\
			{"type":"thinking","thinking":"Hm.","signature":"s1"},{"type":"text","text":"Let me look."},\
			{"type":"tool_use","id":"t1","name":"weather","input":{"city":"Pisa","deep":{"n":1.10,"l":[1,null]}}},\
			{"type":"server_tool_use","id":"s1","name":"web_search","input":{"query":"q"}}],\
			"stop_reason":"tool_use","stop_sequence":null,"usage":{"input_tokens":3,"cache_creation_input_tokens":0,\
			"cache_read_input_tokens":64,"output_tokens":9,"service_tier":"standard"},"novel":{"z":1,"a":2}}""";

	@Test
	void answerIsReadAndWrittenAsItCame() {
		Message message = MAPPER.readValue(ANSWER, Message.class);
		assertThat(message.id()).isEqualTo("m1");
		assertThat(message.model()).isEqualTo("deepseek-flash");
		assertThat(message.stopReason()).isSameAs(StopReason.TOOL_USE);
		assertThat(message.stopSequence()).isNull();
		assertThat(message.text()).isEqualTo("Let me look.");
		assertThat(message.content()).hasSize(4);
		assertThat(message.content().get(0)).isEqualTo(new ThinkingBlock("Hm.", "s1"));
		assertThat(message.toolUses()).singleElement().satisfies((call) -> {
			assertThat(call.id()).isEqualTo("t1");
			assertThat(call.name()).isEqualTo("weather");
			assertThat(call.input()).containsEntry("city", "Pisa");
		});
		assertThat(message.content().get(3)).isInstanceOf(UnknownBlock.class);
		assertThat(message.usage().promptTokens()).isEqualTo(67);
		assertThat(message.usage().outputTokens()).isEqualTo(9);
		assertThat(message.extra()).containsOnlyKeys("novel");
		assertThat(MAPPER.writeValueAsString(message)).isEqualTo(ANSWER);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"type\":\"thinking\",\"thinking\":\"Hm. \u00e9\ud83c\udf0a\",\"signature\":\"s+/=\"}",
			"{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}",
			"{\"type\":\"thinking\",\"thinking\":\"a\"}",
			"{\"signature\":\"s\",\"zeta\":[1.50,2,{\"b\":1,\"a\":null}],\"thinking\":\"a\",\"alpha\":1e400,\"type\":\"thinking\"}",
			"{\"type\":\"redacted_thinking\",\"data\":\"x\"}", "{\"type\":\"thinking\",\"thinking\":7}",
			"{\"type\":\"text\",\"text\":\"t\",\"citations\":[{\"b\":1,\"a\":2}]}", "{\"novel\":true}",
			"{\"type\":\"tool_use\",\"id\":\"1\",\"name\":\"n\",\"input\":{},\"caller\":{\"type\":\"direct\"}}",
			"{\"type\":\"image\",\"source\":{\"type\":\"file\",\"file_id\":\"f\"}}",
			"{\"type\":\"tool_result\",\"tool_use_id\":\"1\",\"content\":[{\"type\":\"text\",\"text\":\"x\"}],\"is_error\":false}",
			"{\"type\":\"web_search_tool_result\",\"tool_use_id\":\"1\",\"content\":[{\"z\":0,\"a\":123456789012345678901}]}" })
	void blockIsSentBackByteByByte(String block) {
		String exact = block.replace("1e400", "1E+400");
		Message message = MAPPER.readValue("{\"content\":[" + exact + "],\"stop_reason\":\"end_turn\"}", Message.class);
		assertThat(MAPPER.writeValueAsString(message.content().get(0))).isEqualTo(exact);
		assertThat(MAPPER.writeValueAsString(message.toParam()))
			.isEqualTo("{\"role\":\"assistant\",\"content\":[" + exact + "]}");
		assertThat(MAPPER.readValue(exact, ContentBlock.class)).isEqualTo(message.content().get(0));
	}

	@ParameterizedTest
	@ValueSource(strings = { """
			{"type":"message_start","message":{"id":"m","type":"message","role":"assistant","model":"x","content":[],\
			"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":1,"output_tokens":0}}}""",
			"{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"},\"n\":1}",
			"{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"a\",\"n\":1},\"n\":2}",
			"{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"thinking_delta\",\"thinking\":\"a\"}}",
			"{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"signature_delta\",\"signature\":\"a\"}}",
			"{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"{\"}}",
			"{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"citations_delta\",\"citation\":{\"b\":1}}}",
			"{\"type\":\"content_block_stop\",\"index\":0}",
			"{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"later\",\"stop_sequence\":null,\"n\":1},\"usage\":{\"output_tokens\":1},\"n\":2}",
			"{\"type\":\"message_stop\",\"n\":{\"b\":1,\"a\":2}}",
			"{\"type\":\"content_block_stop\",\"index\":\"one\"}", "{\"z\":1,\"type\":\"novel\",\"a\":[2]}",
			"{\"type\":\"message_start\",\"message\":\"text\"}", "{}" })
	void eventIsWrittenAsItCame(String event) {
		MessageEvent read = MAPPER.readValue(event, MessageEvent.class);
		assertThat(MAPPER.writeValueAsString(read)).isEqualTo(event);
		assertThat(MessageEvent.of(read.members())).isEqualTo(read);
	}

	@Test
	void eventsHaveTypes() {
		assertThat(List.of(event("{\"type\":\"message_start\",\"message\":{}}"),
				event("{\"type\":\"content_block_start\",\"content_block\":{}}"),
				event("{\"type\":\"content_block_delta\",\"delta\":{}}"), event("{\"type\":\"content_block_stop\"}"),
				event("{\"type\":\"message_delta\",\"delta\":{}}"), event("{\"type\":\"message_stop\"}"),
				event("{\"type\":\"novel\"}")))
			.extracting(Object::getClass)
			.containsExactly((Class) MessageStart.class, ContentBlockStart.class, ContentBlockDelta.class,
					ContentBlockStop.class, MessageDelta.class, MessageStop.class, Unknown.class);
		assertThat(event("{\"type\":\"message_stop\"}").type()).isEqualTo("message_stop");
		assertThat(((ContentBlockDelta) event(
				"{\"type\":\"content_block_delta\",\"delta\":{\"type\":\"text_delta\",\"text\":\"a\"}}"))
			.text()).isEqualTo("a");
		assertThat(((ContentBlockDelta) event("{\"type\":\"content_block_delta\",\"delta\":{}}")).text()).isNull();
	}

	@Test
	void toStringShowsNoTexts() {
		String secret = "secretsecret";
		String block = "{\"type\":\"text\",\"text\":\"" + secret + "\",\"x\":\"" + secret + "\"}";
		List<Object> values = List.of(
				MAPPER.readValue(ANSWER.replace("Hm.", secret)
					.replace("Let me look.", secret)
					.replace("Pisa", secret)
					.replace("\"z\":1", "\"z\":\"" + secret + "\""), Message.class),
				event("{\"type\":\"novel\",\"x\":\"" + secret + "\"}"),
				event("{\"type\":\"content_block_start\",\"content_block\":" + block + ",\"x\":\"" + secret + "\"}"),
				event("{\"type\":\"content_block_delta\",\"delta\":" + block.replace("\"text\",", "\"text_delta\",")
						+ "}"),
				event("{\"type\":\"content_block_delta\",\"delta\":{\"type\":\"x\",\"x\":\"" + secret + "\"}}"),
				MessageParam.user(ContentBlock.toolResult("1", secret), ContentBlock.image("image/png", secret),
						ContentBlock.of(Map.of("type", "novel", "x", secret))),
				MessageContent.of(secret), new MessageTool("n", secret, Map.of("x", secret)),
				MessageRequest.builder().user(secret).system(secret).extra("x", secret).build());
		assertThat(values).allSatisfy((value) -> assertThat(value.toString()).doesNotContain(secret));
	}

	@Test
	void valuesCannotBeChanged() {
		Message message = MAPPER.readValue(ANSWER, Message.class);
		assertThat(message.toolUses().get(0).input()).isUnmodifiable();
		assertThat(message.toolUses().get(0).members()).isUnmodifiable();
		assertThat(message.content()).isUnmodifiable();
		assertThat(message.extra()).isUnmodifiable();
	}

	@Test
	void blockThatLacksWhatItIsAboutIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new TextBlock(Map.of("type", "text")))
			.withMessageContaining("'text'");
		assertThatIllegalArgumentException().isThrownBy(() -> new ToolUseBlock(Map.of("type", "tool_use", "id", "1")));
	}

	private static MessageEvent event(String json) {
		return MAPPER.readValue(json, MessageEvent.class);
	}

}
