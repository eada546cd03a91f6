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

import io.github.deepseekspring.MalformedAnswerException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link MessageAccumulator}.
 */
class MessageAccumulatorTests {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private static final String START = """
			{"type":"message_start","message":{"id":"m1","type":"message","role":"assistant","model":"x","content":[],\
			"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":5,"cache_read_input_tokens":7,\
			"output_tokens":0},"n":1}}""";

	private static final String END = """
			{"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},\
			"usage":{"output_tokens":9}}""";

	private final MessageAccumulator accumulator = new MessageAccumulator();

	@Test
	void eventsBecomeTheAnswer() {
		add(START, start(0, "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\",\"n\":1}"),
				delta(0, "thinking", "thinking", "H"), delta(0, "thinking", "thinking", "m."),
				delta(0, "signature", "signature", "s1"), stop(0), start(1, "{\"type\":\"text\",\"text\":\"\"}"),
				delta(1, "text", "text", "Let me "), "{\"type\":\"novel\"}", delta(1, "text", "text", "look."), stop(1),
				start(2, "{\"type\":\"tool_use\",\"id\":\"t1\",\"name\":\"f\",\"input\":{}}"),
				delta(2, "input_json", "partial_json", ""), delta(2, "input_json", "partial_json", "{\\\"a\\\": "),
				delta(2, "input_json", "partial_json", "1.50}"), stop(2), END, "{\"type\":\"message_stop\"}");
		assertThat(MAPPER.writeValueAsString(this.accumulator.toMessage())).isEqualTo(
				"""
						{"id":"m1","type":"message","role":"assistant","model":"x","content":[\
						{"type":"thinking","thinking":"Hm.","signature":"s1","n":1},{"type":"text","text":"Let me look."},\
						{"type":"tool_use","id":"t1","name":"f","input":{"a":1.50}}],"stop_reason":"tool_use",\
						"stop_sequence":null,"usage":{"input_tokens":5,"cache_read_input_tokens":7,"output_tokens":9},"n":1}""");
	}

	@Test
	void whenNothingIsWrittenForAToolThenItsInputIsEmpty() {
		add(START, start(0, "{\"type\":\"tool_use\",\"id\":\"t1\",\"name\":\"f\",\"input\":{}}"), stop(0),
				start(1, "{\"type\":\"tool_use\",\"id\":\"t2\",\"name\":\"f\"}"),
				delta(1, "input_json", "partial_json", ""), stop(1), END);
		assertThat(this.accumulator.toMessage().toolUses()).extracting(ToolUseBlock::input)
			.containsExactly(Map.of(), Map.of());
	}

	@Test
	void whenAToolBeginsWithItsInputThenThatIsIt() {
		add(START, start(0, "{\"type\":\"tool_use\",\"id\":\"t1\",\"name\":\"f\",\"input\":{\"a\":1}}"), stop(0), END);
		assertThat(this.accumulator.toMessage().toolUses().get(0).input()).isEqualTo(Map.of("a", 1));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{", "{\\\"a\\\"", "{\\\"a\\\":\\\"secret", "{\\\"a\\\":1", "[1]", "1", "{} {}",
			"{\\\"a\\\":nul}" })
	void whenAnInputIsHalfOrNoObjectThenThereIsNoMessage(String json) {
		add(START, start(0, "{\"type\":\"text\",\"text\":\"\"}"), delta(0, "text", "text", "So far"), stop(0),
				start(1, "{\"type\":\"tool_use\",\"id\":\"t1\",\"name\":\"f\",\"input\":{}}"),
				delta(1, "input_json", "partial_json", json), stop(1), END, "{\"type\":\"message_stop\"}");
		assertThatExceptionOfType(MalformedAnswerException.class).isThrownBy(this.accumulator::toMessage)
			.satisfies((failure) -> {
				assertThat(failure.getPartialContent()).isEqualTo("So far");
				assertThat(failure).hasNoCause().hasMessageNotContaining("secret");
				assertThat(failure.isDelivered()).isTrue();
			});
	}

	@Test
	void whenABlockDidNotEndThenThereIsNoMessage() {
		add(START, start(0, "{\"type\":\"tool_use\",\"id\":\"t1\",\"name\":\"f\",\"input\":{}}"));
		assertThatExceptionOfType(MalformedAnswerException.class).isThrownBy(this.accumulator::toMessage);
	}

	@Test
	void blocksThatAreNotKnownKeepWhatTheyBeganWith() {
		add(START, start(0, "{\"type\":\"server_tool_use\",\"id\":\"s\",\"name\":\"web_search\",\"input\":{}}"),
				delta(0, "input_json", "partial_json", "{\\\"query\\\":1}"), stop(0),
				start(1, "{\"type\":\"novel\",\"b\":1,\"a\":2}"), delta(1, "novel", "b", "more"), stop(1), END);
		assertThat(MAPPER.writeValueAsString(this.accumulator.toMessage().content())).isEqualTo("""
				[{"type":"server_tool_use","id":"s","name":"web_search","input":{"query":1}},\
				{"type":"novel","b":1,"a":2}]""");
	}

	@Test
	void blocksMayTakeTurns() {
		add(START, start(1, "{\"type\":\"text\",\"text\":\"b\"}"), start(0, "{\"type\":\"text\",\"text\":\"a\"}"),
				delta(1, "text", "text", "2"), delta(0, "text", "text", "1"), stop(0), stop(1), END);
		assertThat(this.accumulator.text()).isEqualTo("a1b2");
		assertThat(this.accumulator.toMessage().text()).isEqualTo("a1b2");
	}

	@Test
	void piecesWithoutAPlaceBelongToTheLatestBlock() {
		add(START, "{\"type\":\"content_block_start\",\"content_block\":{\"type\":\"text\",\"text\":\"\"}}",
				"{\"type\":\"content_block_delta\",\"delta\":{\"type\":\"text_delta\",\"text\":\"a\"}}",
				"{\"type\":\"content_block_stop\"}", END);
		assertThat(this.accumulator.toMessage().text()).isEqualTo("a");
	}

	@Test
	void blocksWithoutAPlaceComeBehindAllOthers() {
		add(START, start(0, "{\"type\":\"text\",\"text\":\"a\"}"), stop(0),
				start(2, "{\"type\":\"text\",\"text\":\"b\"}"), stop(2),
				"{\"type\":\"content_block_start\",\"content_block\":{\"type\":\"text\",\"text\":\"c\"}}",
				"{\"type\":\"content_block_stop\"}", END);
		assertThat(this.accumulator.toMessage().text()).isEqualTo("abc");
	}

	@Test
	void whenAPieceBelongsToNoBlockThenThereIsNoMessage() {
		add(START, start(0, "{\"type\":\"text\",\"text\":\"\"}"), delta(0, "text", "text", "So far"), stop(0),
				delta(1, "text", "text", "secret"), stop(1), END);
		assertMalformed();
	}

	@Test
	void whenTwoBlocksHaveOnePlaceThenThereIsNoMessage() {
		add(START, start(0, "{\"type\":\"text\",\"text\":\"\"}"), delta(0, "text", "text", "So far"), stop(0),
				start(0, "{\"type\":\"tool_use\",\"id\":\"secret\",\"name\":\"f\",\"input\":{}}"), stop(0), END);
		assertMalformed();
	}

	@ParameterizedTest
	@ValueSource(strings = { "max_tokens", "stop_sequence", "novel" })
	void whenAnAnswerEndsBeforeAnInputThenThereIsNoMessage(String reason) {
		add(START, start(0, "{\"type\":\"text\",\"text\":\"\"}"), delta(0, "text", "text", "So far"), stop(0),
				start(1, "{\"type\":\"tool_use\",\"id\":\"secret\",\"name\":\"f\",\"input\":{}}"),
				delta(1, "input_json", "partial_json", ""), stop(1), END.replace("tool_use", reason));
		assertMalformed();
	}

	private void assertMalformed() {
		assertThatExceptionOfType(MalformedAnswerException.class).isThrownBy(this.accumulator::toMessage)
			.satisfies((failure) -> {
				assertThat(failure.getPartialContent()).isEqualTo("So far");
				assertThat(failure).hasMessageNotContaining("secret");
			});
	}

	private void add(String... events) {
		for (String event : List.of(events)) {
			this.accumulator.add(MAPPER.readValue(event, MessageEvent.class));
		}
	}

	private static String start(int index, String block) {
		return "{\"type\":\"content_block_start\",\"index\":" + index + ",\"content_block\":" + block + "}";
	}

	private static String delta(int index, String type, String member, String piece) {
		return "{\"type\":\"content_block_delta\",\"index\":" + index + ",\"delta\":{\"type\":\"" + type + "_delta\",\""
				+ member + "\":\"" + piece + "\"}}";
	}

	private static String stop(int index) {
		return "{\"type\":\"content_block_stop\",\"index\":" + index + "}";
	}

}
