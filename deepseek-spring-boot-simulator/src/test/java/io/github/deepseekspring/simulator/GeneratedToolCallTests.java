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
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the tool calls that the simulator makes up.
 */
class GeneratedToolCallTests {

	private static final String WEATHER = """
			{"type":"function","function":{"name":"get_weather","parameters":{"type":"object","properties":
			{"city":{"type":"string"},"days":{"type":"integer","minimum":3},
			"unit":{"enum":["celsius","fahrenheit"]}}}}}""";

	private static final String TIME = """
			{"type":"function","function":{"name":"get_time"}}""";

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
	void whenTheUserNamesAToolThenItIsCalledWithFittingArguments() {
		HttpResponse<String> response = this.http.chat(tools("Please use get_weather."));
		JsonNode calls = Http.message(response).path("tool_calls");
		assertThat(calls.size()).isEqualTo(1);
		assertThat(calls.path(0).propertyNames()).containsExactly("index", "id", "type", "function");
		assertThat(calls.path(0).path("id").asString()).startsWith("call_00_");
		assertThat(calls.path(0).path("function").path("name").asString()).isEqualTo("get_weather");
		assertThat(calls.path(0).path("function").path("arguments").asString())
			.isEqualTo("{\"city\":\"some city\",\"days\":3,\"unit\":\"celsius\"}");
		assertThat(finishReason(response)).isEqualTo("tool_calls");
	}

	@Test
	void whenTheUserNamesSeveralToolsThenAllAreCalled() {
		HttpResponse<String> response = this.http.chat(tools("Use get_weather and get_time."));
		JsonNode calls = Http.message(response).path("tool_calls");
		assertThat(calls.size()).isEqualTo(2);
		assertThat(calls.path(1).path("index").asInt()).isEqualTo(1);
		assertThat(calls.path(1).path("id").asString()).startsWith("call_01_");
		assertThat(calls.path(1).path("function").path("arguments").asString()).isEqualTo("{}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "What is get_weather_forecast?", "How are you?" })
	void whenNoToolIsNamedThenNoneIsCalled(String question) {
		assertThat(Http.message(this.http.chat(tools(question))).has("tool_calls")).isFalse();
	}

	@Test
	void whenToolsAreForbiddenThenNoneIsCalled() {
		String body = tools("Use get_weather.").replace("\"tools\"", "\"tool_choice\":\"none\",\"tools\"");
		assertThat(Http.message(this.http.chat(body)).has("tool_calls")).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"required\"", "{\"type\":\"function\",\"function\":{\"name\":\"get_weather\"}}" })
	void whenAToolIsForcedThenItIsCalled(String choice) {
		String body = tools("How are you?").replace("\"tools\"",
				"\"thinking\":{\"type\":\"disabled\"},\"tool_choice\":" + choice + ",\"tools\"");
		assertThat(
				Http.message(this.http.chat(body)).path("tool_calls").path(0).path("function").path("name").asString())
			.isEqualTo("get_weather");
	}

	@Test
	void shouldStreamAToolCallInFragments() {
		String body = tools("Use get_weather.").replace("\"tools\"",
				"\"stream\":true,\"thinking\":{\"type\":\"disabled\"},\"tools\"");
		List<JsonNode> chunks = Http.chunks(this.http.chat(body).body());
		JsonNode first = delta(chunks.get(1));
		assertThat(first.propertyNames()).containsExactly("tool_calls");
		assertThat(first.path("tool_calls").path(0).path("function").path("name").asString()).isEqualTo("get_weather");
		assertThat(first.path("tool_calls").path(0).path("function").path("arguments").asString()).isEmpty();
		StringBuilder arguments = new StringBuilder();
		for (JsonNode chunk : chunks.subList(2, chunks.size() - 1)) {
			JsonNode call = delta(chunk).path("tool_calls").path(0);
			assertThat(call.propertyNames()).containsExactly("index", "function");
			arguments.append(call.path("function").path("arguments").asString());
		}
		assertThat(arguments).hasToString("{\"city\":\"some city\",\"days\":3,\"unit\":\"celsius\"}");
		assertThat(chunks.get(chunks.size() - 1).path("choices").path(0).path("finish_reason").asString())
			.isEqualTo("tool_calls");
	}

	@Test
	void whenAToolHasAnsweredThenItsResultIsInTheText() {
		HttpResponse<String> response = this.http.chat("""
				{"model":"deepseek-flash","tools":[%s],"messages":[
				{"role":"user","content":"Use get_weather."},
				{"role":"assistant","content":"","reasoning_content":"","tool_calls":[{"id":"call_00_a",
				"type":"function","function":{"name":"get_weather","arguments":"{}"}}]},
				{"role":"tool","tool_call_id":"call_00_a","content":"17 degrees"}]}""".formatted(WEATHER));
		assertThat(Http.content(response)).contains("17 degrees");
		assertThat(Http.message(response).has("tool_calls")).isFalse();
	}

	private static String tools(String question) {
		return "{\"model\":\"deepseek-flash\",\"tools\":[" + WEATHER + "," + TIME + "],\"messages\":[{"
				+ "\"role\":\"user\",\"content\":\"" + question + "\"}]}";
	}

	private static JsonNode delta(JsonNode chunk) {
		return chunk.path("choices").path(0).path("delta");
	}

	private static String finishReason(HttpResponse<String> response) {
		return Http.json(response).path("choices").path(0).path("finish_reason").asString();
	}

}
