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

package io.github.deepseekspring.core;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import io.github.deepseekspring.ToolRoundsExceededException;
import io.github.deepseekspring.chat.ChatCompletionRequest;
import io.github.deepseekspring.chat.ChatEvent;
import io.github.deepseekspring.chat.Thinking;
import io.github.deepseekspring.chat.Tool;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.test.Recordings;
import io.github.deepseekspring.tool.ToolFunction;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that recorded conversations with tools, held again with the answers of then, send
 * what was sent then.
 */
@Timeout(60)
class ToolRecordingsTests {

	private static final ParameterizedTypeReference<Map<String, Object>> ANYTHING = new ParameterizedTypeReference<>() {
	};

	private final JsonMapper json = WireFormat.createMapper();

	@AutoClose
	private final Wire wire = new Wire();

	private int streamed;

	private int thought;

	@Test
	void conversationsSendWhatWasSent() {
		List<List<Turn>> conversations = conversations(Recordings.open());
		assertThat(conversations).hasSizeGreaterThan(20);
		conversations.forEach(this::hold);
		assertThat(this.streamed).isGreaterThan(5);
		assertThat(this.thought).isGreaterThan(5);
	}

	private void hold(List<Turn> turns) {
		Turn first = turns.get(0);
		boolean streaming = first.body().file().endsWith(".sse");
		this.wire.simulator().reset();
		turns.forEach((turn) -> this.wire
			.answer(Answer.of(200, streaming ? "text/event-stream" : "application/json", turn.body().bytes())));
		ChatCompletionRequest recorded = this.json.treeToValue(first.request(), ChatCompletionRequest.class);
		boolean forced = recorded.toolChoice() != null && recorded.toolChoice().forced();
		PromptSpec prompt = this.wire.template()
			.prompt()
			.request(recorded.mutate()
				.model("deepseek-v4-flash")
				.tools((List<Tool>) null)
				.thinking(forced ? Thinking.DISABLED : recorded.thinking())
				.build())
			.tools(tools(recorded.tools(), results(turns)))
			.toolSettings((settings) -> settings.withMaxRounds(turns.size()).withMaxConcurrency(1));
		Signals<ChatEvent> events = Signals.of(streaming ? prompt.stream().events() : prompt.events());
		if (events.error() != null) {
			assertThat(events.error()).as(first.toString()).isInstanceOf(ToolRoundsExceededException.class);
		}
		assertThat(this.wire.log().requests()).as(first.toString()).hasSize(turns.size());
		for (int i = 0; i < turns.size(); i++) {
			assertSame(this.json.readTree(this.wire.log().requests().get(i).body()), turns.get(i));
		}
		this.streamed += streaming ? 1 : 0;
	}

	private List<ToolFunction<?>> tools(List<Tool> recorded, Map<String, Deque<String>> results) {
		List<ToolFunction<?>> tools = new ArrayList<>();
		for (Tool tool : recorded) {
			String description = String.valueOf(tool.function().description());
			tools.add(ToolFunction.of(tool.name(), description, ANYTHING,
					(arguments) -> results.get(key(tool.name(), this.json.valueToTree(arguments))).pop()));
		}
		return tools;
	}

	/**
	 * Return what the tools said, by name and arguments.
	 */
	private Map<String, Deque<String>> results(List<Turn> turns) {
		Map<String, Deque<String>> results = new ConcurrentHashMap<>();
		for (int i = 1; i < turns.size(); i++) {
			Map<String, String> keys = new LinkedHashMap<>();
			for (JsonNode message : turns.get(i).added(turns.get(i - 1))) {
				message.path("tool_calls")
					.forEach((call) -> keys.put(call.path("id").stringValue(),
							key(call.path("function").path("name").stringValue(), arguments(call))));
				if (message.path("role").stringValue().equals("tool")) {
					results
						.computeIfAbsent(keys.get(message.path("tool_call_id").stringValue()),
								(key) -> new ArrayDeque<>())
						.add(message.path("content").stringValue());
				}
			}
		}
		return results;
	}

	private String key(String name, JsonNode arguments) {
		return name + " " + this.json.writeValueAsString(this.json.convertValue(arguments, TreeMap.class));
	}

	private JsonNode arguments(JsonNode call) {
		return this.json.readTree(call.path("function").path("arguments").stringValue());
	}

	private void assertSame(JsonNode sent, Turn turn) {
		JsonNode then = turn.request();
		String name = turn.toString();
		assertThat(sent.path("tools").valueStream().map((tool) -> tool.path("function").path("name"))).as(name)
			.containsExactlyElementsOf(
					then.path("tools").valueStream().map((tool) -> tool.path("function").path("name")).toList());
		assertThat(sent.path("messages")).as(name).hasSize(then.path("messages").size());
		for (int i = 0; i < then.path("messages").size(); i++) {
			assertSameMessage(sent.path("messages").path(i), then.path("messages").path(i), name);
		}
	}

	private void assertSameMessage(JsonNode sent, JsonNode then, String name) {
		assertThat(sent.path("role")).as(name).isEqualTo(then.path("role"));
		assertThat(sent.path("content").asString("")).as(name).isEqualTo(then.path("content").asString(""));
		assertThat(sent.path("tool_call_id")).as(name).isEqualTo(then.path("tool_call_id"));
		if (then.path("reasoning_content").isString()) {
			assertThat(sent.path("reasoning_content")).as(name).isEqualTo(then.path("reasoning_content"));
			this.thought++;
		}
		assertThat(sent.path("tool_calls")).as(name).hasSize(then.path("tool_calls").size());
		for (int i = 0; i < then.path("tool_calls").size(); i++) {
			JsonNode call = sent.path("tool_calls").path(i);
			JsonNode callThen = then.path("tool_calls").path(i);
			assertThat(call.path("id")).as(name).isEqualTo(callThen.path("id"));
			assertThat(call.path("type")).as(name).isEqualTo(callThen.path("type"));
			assertThat(call.path("function").path("name")).as(name).isEqualTo(callThen.path("function").path("name"));
			assertThat(arguments(call)).as(name).isEqualTo(arguments(callThen));
		}
	}

	/**
	 * Return the runs of requests of which each only adds the answer of the one before
	 * and the results of its calls.
	 */
	private List<List<Turn>> conversations(Recordings recordings) {
		List<List<Turn>> conversations = new ArrayList<>();
		List<Turn> current = new ArrayList<>();
		for (Recordings.Body body : recordings.bodies()) {
			JsonNode request = request(body);
			if (!body.kind().startsWith("chat") || !request.path("messages").isArray()
					|| body.file().endsWith(".txt")) {
				continue;
			}
			Turn turn = new Turn(body, request);
			if (!current.isEmpty() && !turn.continues(current.get(current.size() - 1))) {
				addTo(conversations, current);
				current = new ArrayList<>();
			}
			current.add(turn);
		}
		addTo(conversations, current);
		return conversations;
	}

	private static void addTo(List<List<Turn>> conversations, List<Turn> turns) {
		if (turns.size() > 1) {
			conversations.add(turns);
		}
	}

	private JsonNode request(Recordings.Body body) {
		JsonNode request = body.meta().path("request_body");
		return request.isString() ? this.json.readTree(request.stringValue()) : request;
	}

	/**
	 * A request and its answer.
	 *
	 * @param body the answer
	 * @param request the request
	 */
	private record Turn(Recordings.Body body, JsonNode request) {

		boolean continues(Turn earlier) {
			List<JsonNode> added = added(earlier);
			return added.size() > 1 && added.get(0).path("tool_calls").size() == added.size() - 1
					&& added.stream().skip(1).allMatch((message) -> message.path("role").asString("").equals("tool"))
					&& this.request.path("messages")
						.valueStream()
						.limit(earlier.size())
						.toList()
						.equals(earlier.request.path("messages").valueStream().toList());
		}

		List<JsonNode> added(Turn earlier) {
			return this.request.path("messages").valueStream().skip(earlier.size()).toList();
		}

		private int size() {
			return this.request.path("messages").size();
		}

		@Override
		public String toString() {
			return this.body.file();
		}

	}

}
