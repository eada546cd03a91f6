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

import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.github.deepseekspring.IncompleteToolCallException;
import io.github.deepseekspring.ToolRoundsExceededException;
import io.github.deepseekspring.chat.ChatCompletionRequest;
import io.github.deepseekspring.chat.ChatEvent;
import io.github.deepseekspring.chat.ChatMessage;
import io.github.deepseekspring.chat.Conversation;
import io.github.deepseekspring.chat.Thinking;
import io.github.deepseekspring.core.RecordedConversation.Exchange;
import io.github.deepseekspring.schema.JsonSchema;
import io.github.deepseekspring.test.Recordings;
import io.github.deepseekspring.tool.ToolFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.skyscreamer.jsonassert.JSONAssert;
import org.skyscreamer.jsonassert.JSONCompareMode;
import reactor.core.publisher.Flux;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that recorded conversations, run again by the template with tools that return
 * what was recorded, send what was sent then.
 */
class RecordedConversationsTests {

	private static final JsonMapper MAPPER = new JsonMapper();

	private final List<RecordedConversation> conversations = RecordedConversation.all(Recordings.open());

	@RegisterExtension
	static final WireMockExtension server = WireMockExtension.newInstance()
		.options(WireMockConfiguration.wireMockConfig().dynamicPort())
		.build();

	private final DeepSeekTemplate template = DeepSeekTemplate.builder()
		.baseUrl(URI.create(server.baseUrl()))
		.apiKey(Wire.API_KEY)
		.retry(Wire.attempts(1))
		.build();

	@Test
	void conversationsAreThere() {
		assertThat(this.conversations).hasSize(79);
		assertThat(this.conversations).flatMap(RecordedConversation::calls)
			.filteredOn((call) -> call.size() > 1)
			.hasSize(25);
	}

	@Test
	void requestsAreThoseThatWereRecorded() {
		assertThat(this.conversations).allSatisfy((conversation) -> {
			server.resetAll();
			answer(conversation.exchanges());
			run(conversation);
			List<JsonNode> sent = server.getAllServeEvents()
				.stream()
				.sorted(Comparator.comparing((event) -> event.getRequest().getLoggedDate()))
				.<JsonNode>map((event) -> comparable(MAPPER.readTree(event.getRequest().getBody())))
				.toList();
			List<JsonNode> recorded = recorded(conversation);
			assertThat(sent).hasSameSizeAs(recorded);
			for (int i = 0; i < sent.size(); i++) {
				JSONAssert.assertEquals(recorded.get(i).toString(), sent.get(i).toString(), JSONCompareMode.STRICT);
			}
		});
	}

	private static List<JsonNode> recorded(RecordedConversation conversation) {
		List<JsonNode> requests = new ArrayList<>();
		for (List<Exchange> call : conversation.calls()) {
			for (Exchange exchange : call) {
				ObjectNode request = comparable(exchange.request());
				if (isForcedWhileThinking(call.get(0).request())) {
					request.putObject("thinking").put("type", "disabled");
				}
				requests.add(request);
			}
		}
		return requests;
	}

	/**
	 * Give the recorded answers, one after the other.
	 */
	private static void answer(List<Exchange> exchanges) {
		String state = Scenario.STARTED;
		for (Exchange exchange : exchanges) {
			String next = "after " + exchange.place();
			server.stubFor(WireMock.post(WireMock.anyUrl())
				.inScenario("conversation")
				.whenScenarioStateIs(state)
				.willSetStateTo(next)
				.willReturn(WireMock.aResponse()
					.withHeader("Content-Type", exchange.isStreamed() ? "text/event-stream" : "application/json")
					.withBody(exchange.answer().bytes())));
			state = next;
		}
	}

	/**
	 * Make the calls of a conversation, each with the history that the calls before it
	 * have left.
	 */
	private void run(RecordedConversation conversation) {
		Conversation history = Conversation.empty();
		for (List<Exchange> call : conversation.calls()) {
			ChatCompletionRequest first = MAPPER.treeToValue(call.get(0).request(), ChatCompletionRequest.class);
			history = continued(history, first.messages());
			List<ChatEvent> events = new ArrayList<>();
			Throwable failure = Signals.of(ask(call, first, history).doOnNext(events::add)).error();
			if (failure != null) {
				assertThat(failure).isInstanceOfAny(ToolRoundsExceededException.class,
						IncompleteToolCallException.class);
				assertThat(asksForTools(call.get(call.size() - 1))).isTrue();
			}
			for (ChatEvent event : events) {
				history = history.append(event);
			}
		}
	}

	private static Conversation continued(Conversation history, List<ChatMessage> recorded) {
		int known = history.messages().size();
		boolean continues = known > 0 && recorded.size() > known && recorded.get(0).equals(history.messages().get(0));
		Conversation conversation = continues ? history : Conversation.empty();
		for (ChatMessage message : recorded.subList(continues ? known : 0, recorded.size())) {
			conversation = conversation.append(message);
		}
		return conversation;
	}

	private Flux<ChatEvent> ask(List<Exchange> call, ChatCompletionRequest first, Conversation history) {
		PromptSpec prompt = this.template.prompt()
			.request(first.mutate()
				.messages(history.messages())
				.tools(List.of())
				.stream(null)
				.streamOptions(null)
				.thinking(isForcedWhileThinking(call.get(0).request()) ? Thinking.DISABLED : first.thinking())
				.build())
			.tools(tools(call))
			.toolSettings((settings) -> settings.withMaxRounds(call.size()).withMaxConcurrency(1));
		return call.get(0).isStreamed() ? prompt.stream().events() : prompt.events();
	}

	private static boolean asksForTools(Exchange exchange) {
		return exchange.answer().text().contains("tool_calls");
	}

	/**
	 * Return tools that answer what they answered when the call was recorded.
	 */
	private static List<ToolFunction<?>> tools(List<Exchange> call) {
		Map<String, Deque<String>> results = results(call);
		List<ToolFunction<?>> tools = new ArrayList<>();
		for (JsonNode tool : call.get(0).request().path("tools")) {
			JsonNode function = tool.path("function");
			String name = function.path("name").asString();
			JsonSchema schema = JsonSchema
				.of(MAPPER.convertValue(function.path("parameters"), new TypeReference<Map<String, Object>>() {
				}));
			tools.add(ToolFunction.of(name, function.path("description").asString(), schema,
					(arguments) -> results.get(name + arguments).pop()));
		}
		return tools;
	}

	private static Map<String, Deque<String>> results(List<Exchange> call) {
		Map<String, String> asked = new HashMap<>();
		Map<String, Deque<String>> results = new HashMap<>();
		for (JsonNode message : call.get(call.size() - 1).messages()) {
			for (JsonNode toolCall : message.path("tool_calls")) {
				JsonNode function = toolCall.path("function");
				asked.put(toolCall.path("id").asString(),
						function.path("name").asString() + MAPPER.readTree(function.path("arguments").asString()));
			}
			if ("tool".equals(message.path("role").asString())) {
				results.computeIfAbsent(asked.get(message.path("tool_call_id").asString()), (key) -> new ArrayDeque<>())
					.add(message.path("content").asString());
			}
		}
		return results;
	}

	/**
	 * Return a request without what clients may word as they like: absent and null, usage
	 * of streams, and {@code strict}, which the plain address ignores. Calls were forced
	 * without a word about thinking before it was the default.
	 */
	private static ObjectNode comparable(JsonNode request) {
		ObjectNode result = ((ObjectNode) request).deepCopy();
		result.properties().removeIf((field) -> field.getValue().isNull());
		result.remove("stream_options");
		if (!result.path("stream").asBoolean(false)) {
			result.remove("stream");
		}
		result.path("tools").forEach((tool) -> ((ObjectNode) tool.path("function")).remove("strict"));
		result.path("messages").forEach((message) -> comparableMessage((ObjectNode) message));
		return result;
	}

	/**
	 * Return whether a call was forced without a word about thinking, which is refused
	 * since that is the default.
	 */
	private static boolean isForcedWhileThinking(JsonNode request) {
		JsonNode choice = request.path("tool_choice");
		return !request.has("thinking") && (choice.isObject() || "required".equals(choice.asString("")));
	}

	private static void comparableMessage(ObjectNode message) {
		if (message.path("content").isNull()) {
			message.put("content", "");
		}
		if (message.path("reasoning_content").asString("").isEmpty()) {
			message.remove("reasoning_content");
		}
		if (message.path("tool_calls") instanceof ArrayNode toolCalls) {
			toolCalls.forEach((call) -> {
				((ObjectNode) call).remove("index");
				ObjectNode function = (ObjectNode) call.path("function");
				function.set("arguments", MAPPER.readTree(function.path("arguments").asString()));
			});
		}
	}

}
