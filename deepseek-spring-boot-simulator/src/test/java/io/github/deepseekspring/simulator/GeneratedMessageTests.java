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

package io.github.deepseekspring.simulator;

import java.net.http.HttpResponse;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the answers that the simulator makes up in the Anthropic style.
 */
class GeneratedMessageTests {

	private static final String TOOLS = """
			"tools":[{"name":"get_weather","input_schema":{"type":"object","properties":{"city":{"type":"string"}}}},
			{"name":"get_time","input_schema":{"type":"object"}}]""";

	private DeepSeekSimulator simulator;

	private Http http;

	@BeforeEach
	void start() {
		this.simulator = DeepSeekSimulator.start();
		this.http = new Http(this.simulator);
	}

	@AfterEach
	void stop() {
		this.simulator.close();
	}

	@Test
	void shouldAnswerInTheAnthropicShape() {
		HttpResponse<String> response = this.http.messages(body("\"max_tokens\":1024"));
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("content-type")).contains("application/json");
		JsonNode message = Http.json(response);
		assertThat(message.propertyNames()).containsExactly("id", "type", "role", "model", "content", "stop_reason",
				"stop_sequence", "usage");
		assertThat(message.path("type").asString()).isEqualTo("message");
		assertThat(message.path("role").asString()).isEqualTo("assistant");
		assertThat(message.path("stop_reason").asString()).isEqualTo("end_turn");
		assertThat(message.path("stop_sequence").isNull()).isTrue();
		JsonNode thinking = message.path("content").path(0);
		assertThat(thinking.propertyNames()).containsExactly("type", "thinking", "signature");
		assertThat(thinking.path("thinking").asString()).contains("Hello");
		assertThat(thinking.path("signature").asString()).isNotEmpty();
		JsonNode text = message.path("content").path(1);
		assertThat(text.propertyNames()).containsExactly("type", "text");
		assertThat(text.path("text").asString()).contains("Hello");
		assertThat(message.path("usage").propertyNames()).containsExactly("input_tokens", "cache_creation_input_tokens",
				"cache_read_input_tokens", "output_tokens", "service_tier");
		assertThat(message.path("usage").path("output_tokens").asInt()).isPositive();
	}

	@Test
	void shouldStreamInTheAnthropicShape() {
		HttpResponse<String> response = this.http.messages(body("\"stream\":true"));
		assertThat(response.headers().firstValue("content-type")).contains("text/event-stream; charset=utf-8");
		assertThat(response.body()).endsWith("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n")
			.doesNotContain("[DONE]", "\r");
		List<Event> events = Event.all(response.body());
		assertThat(Event.names(events)).containsExactly("message_start", "content_block_start", "ping",
				"content_block_delta", "content_block_stop", "message_delta", "message_stop");
		assertThat(events)
			.allSatisfy((event) -> assertThat(event.data().path("type").asString()).isEqualTo(event.name()));
		JsonNode start = events.get(0).data().path("message");
		assertThat(start.propertyNames()).containsExactly("id", "type", "role", "model", "content", "stop_reason",
				"stop_sequence", "usage");
		assertThat(start.path("content")).isEmpty();
		assertThat(start.path("usage").path("input_tokens").asInt()).isPositive();
		assertThat(start.path("usage").path("output_tokens").asInt()).isZero();
		assertThat(events.get(1).data()).hasToString("{\"type\":\"content_block_start\",\"index\":0,"
				+ "\"content_block\":{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}}");
		assertThat(Event.text(events, "thinking")).contains("Hello");
		assertThat(Event.text(events, "signature")).isNotEmpty();
		assertThat(Event.text(events, "text")).contains("Hello");
		JsonNode delta = events.get(events.size() - 2).data();
		assertThat(delta.path("delta")).hasToString("{\"stop_reason\":\"end_turn\",\"stop_sequence\":null}");
		assertThat(delta.path("usage").path("output_tokens").asInt()).isPositive();
	}

	@Test
	void shouldStreamTheSameAsItAnswersWhole() {
		JsonNode whole = Http.json(this.http.messages(body("\"max_tokens\":9999")));
		List<Event> events = Event.all(this.http.messages(body("\"stream\":true")).body());
		assertThat(Event.text(events, "thinking")).isEqualTo(whole.path("content").path(0).path("thinking").asString());
		assertThat(Event.text(events, "text")).isEqualTo(whole.path("content").path(1).path("text").asString());
		assertThat(Event.text(events, "signature")).isNotEmpty();
	}

	@Test
	void whenThinkingIsOffThenThereIsOnlyText() {
		JsonNode message = Http.json(this.http.messages(body("\"thinking\":{\"type\":\"disabled\"}")));
		assertThat(message.path("content")).hasSize(1);
		assertThat(message.path("content").path(0).path("type").asString()).isEqualTo("text");
	}

	@Test
	void whenOnlyEffortIsNoneThenItThinks() {
		JsonNode message = Http.json(this.http.messages(body("\"reasoning\":{\"effort\":\"none\"}")));
		assertThat(message.path("content").path(0).path("type").asString()).isEqualTo("thinking");
	}

	@Test
	void whenTheUserNamesAToolThenItIsUsed() {
		JsonNode message = Http.json(this.http.messages(tools("Use get_weather and get_time.")));
		assertThat(message.path("stop_reason").asString()).isEqualTo("tool_use");
		JsonNode use = message.path("content").path(1);
		assertThat(use.propertyNames()).containsExactly("type", "id", "name", "input");
		assertThat(use.path("id").asString()).startsWith("call_00_");
		assertThat(use.path("input")).hasToString("{\"city\":\"some city\"}");
		assertThat(message.path("content").path(2).path("name").asString()).isEqualTo("get_time");
		assertThat(message.path("content").path(2).path("id").asString()).startsWith("call_01_");
	}

	@Test
	void shouldStreamAToolUseInFragments() {
		String body = tools("Use get_weather.").replace("\"tools\"",
				"\"stream\":true,\"thinking\":{\"type\":\"disabled\"},\"tools\"");
		List<Event> events = Event.all(this.http.messages(body).body());
		assertThat(events.get(1).data().path("content_block").path("name").asString()).isEqualTo("get_weather");
		assertThat(events.get(1).data().path("content_block").path("input")).hasToString("{}");
		assertThat(events.stream()
			.filter((event) -> "input_json_delta".equals(event.data().path("delta").path("type").asString(""))))
			.hasSizeGreaterThan(1);
		assertThat(Event.text(events, "partial_json")).isEqualTo("{\"city\":\"some city\"}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"type\":\"any\"}", "{\"type\":\"tool\",\"name\":\"get_weather\"}" })
	void whenAToolIsForcedThenItIsUsed(String choice) {
		String body = tools("How are you?").replace("\"tools\"",
				"\"thinking\":{\"type\":\"disabled\"},\"tool_choice\":" + choice + ",\"tools\"");
		assertThat(Http.json(this.http.messages(body)).path("content").path(0).path("name").asString())
			.isEqualTo("get_weather");
	}

	@Test
	void whenToolsAreForbiddenThenNoneIsUsed() {
		String body = tools("Use get_weather.").replace("\"tools\"", "\"tool_choice\":{\"type\":\"none\"},\"tools\"");
		assertThat(Http.json(this.http.messages(body)).path("stop_reason").asString()).isEqualTo("end_turn");
	}

	@Test
	void whenAToolHasAnsweredThenItsResultIsInTheText() {
		JsonNode message = Http.json(this.http.messages("""
				{"model":"deepseek-flash","max_tokens":1000,%s,"messages":[
				{"role":"user","content":"Use get_weather."},
				{"role":"assistant","content":[{"type":"thinking","thinking":"I should.","signature":"s"},
				{"type":"tool_use","id":"call_00_a","name":"get_weather","input":{"city":"Oslo"}}]},
				{"role":"user","content":[{"type":"tool_result","tool_use_id":"call_00_a","content":[
				{"type":"text","text":"17 degrees"}]}]}]}""".formatted(TOOLS)));
		assertThat(message.path("content").path(1).path("text").asString()).contains("17 degrees");
		assertThat(message.path("stop_reason").asString()).isEqualTo("end_turn");
	}

	@Test
	void whenTokensAreFewThenStopReasonIsMaxTokens() {
		JsonNode message = Http.json(this.http.messages(body("\"max_tokens\":3")));
		assertThat(message.path("stop_reason").asString()).isEqualTo("max_tokens");
		assertThat(message.path("content")).hasSize(1);
		assertThat(message.path("usage").path("output_tokens").asInt()).isEqualTo(3);
	}

	@Test
	void whenAStopSequenceComesThenItIsTold() {
		JsonNode message = Http.json(this.http.messages(body("\"stop_sequences\":[\"nowhere\",\"wrote\"]")));
		assertThat(message.path("stop_reason").asString()).isEqualTo("stop_sequence");
		assertThat(message.path("stop_sequence").asString()).isEqualTo("wrote");
		assertThat(message.path("content").path(1).path("text").asString()).isEqualTo("You ");
	}

	@Test
	void whenAConversationGoesOnThenItsBeginningIsReadFromTheCache() {
		String body = body("\"system\":\"Be brief.\",\"metadata\":{\"user_id\":\"a\"}");
		JsonNode first = Http.json(this.http.messages(body)).path("usage");
		JsonNode second = Http.json(this.http.messages(body)).path("usage");
		assertThat(first.path("cache_read_input_tokens").asInt()).isZero();
		assertThat(second.path("cache_read_input_tokens").asInt()).isEqualTo(first.path("input_tokens").asInt());
		assertThat(second.path("input_tokens").asInt()).isZero();
		JsonNode other = Http.json(this.http.messages(body.replace("\"a\"", "\"b\""))).path("usage");
		assertThat(other.path("cache_read_input_tokens").asInt()).isZero();
	}

	@ParameterizedTest
	@CsvSource({ "deepseek-flash,deepseek-flash", "deepseek-v4-flash,deepseek-flash", "gpt-4,deepseek-flash",
			"claude-sonnet-4-5,deepseek-flash", "claude-haiku-4-5,deepseek-flash", "claude-opus-4-1,deepseek-v4-pro",
			"deepseek-v4-pro,deepseek-v4-pro", "deepseek-chat,deepseek-flash" })
	void shouldServeAnyModel(String asked, String served) {
		HttpResponse<String> response = this.http.messages(body("\"max_tokens\":9").replace("deepseek-flash", asked));
		assertThat(Http.json(response).path("model").asString()).isEqualTo(served);
		assertThat(this.simulator.log().highestConcurrency(served)).isOne();
	}

	private static String body(String option) {
		return "{\"model\":\"deepseek-flash\"," + option + ",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
	}

	private static String tools(String question) {
		return "{\"model\":\"deepseek-flash\"," + TOOLS + ",\"messages\":[{\"role\":\"user\",\"content\":\"" + question
				+ "\"}]}";
	}

}
