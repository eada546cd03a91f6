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

package io.github.deepseekspring.langchain4j;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.github.deepseekspring.core.DeepSeekTemplate;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.ChatAnswer;
import io.github.deepseekspring.simulator.DeepSeekSimulator;
import io.github.deepseekspring.simulator.RecordedRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A simulator that gives the answers which the shared tests of LangChain4j expect of a
 * model. Each depends on what the request says, so that a parameter or a message that is
 * lost on the way changes the answer.
 */
final class SimulatedModel implements AutoCloseable {

	static final String KEY = "sk-test";

	private final DeepSeekSimulator simulator = DeepSeekSimulator.builder().apiKeys(KEY).start();

	SimulatedModel() {
		this.simulator.answerAll((request) -> new Reply(request).answer());
	}

	DeepSeekTemplate template(String apiKey) {
		return DeepSeekTemplate.builder().baseUrl(this.simulator.baseUrl()).apiKey(apiKey).build();
	}

	@Override
	public void close() {
		this.simulator.close();
	}

	private record Reply(JsonNode body, List<JsonNode> messages, String question) {

		Reply(RecordedRequest request) {
			this(request.json(), request.json().path("messages").valueStream().toList(), question(request.json()));
		}

		private static String question(JsonNode body) {
			String question = "";
			for (JsonNode message : body.path("messages")) {
				if ("user".equals(message.path("role").asString(""))) {
					question = text(message.path("content"));
				}
			}
			return question;
		}

		private static String text(JsonNode content) {
			return content.isArray() ? content.path(0).path("text").asString("") : content.asString("");
		}

		@Nullable Answer answer() {
			if (this.body.has("max_tokens") && this.question.contains("Germany")) {
				int maxTokens = this.body.path("max_tokens").asInt();
				return Answer.chunks("The ").finishReason("length").usage(10, 0, maxTokens, 0);
			}
			if (!this.body.path("tools").isEmpty() && !this.question.equals("hello")) {
				List<String> results = results();
				return results.isEmpty() ? calls() : lastAnswer(results);
			}
			return Answer.chunks(words());
		}

		private List<String> results() {
			return this.messages.stream()
				.filter((message) -> "tool".equals(message.path("role").asString("")))
				.map((message) -> message.path("content").asString(""))
				.toList();
		}

		private Answer calls() {
			List<String> tools = new ArrayList<>();
			this.body.path("tools").forEach((tool) -> tools.add(tool.path("function").path("name").asString("")));
			boolean forced = "required".equals(this.body.path("tool_choice").asString(""));
			ChatAnswer answer = (tools.contains("getWeather") && (forced || this.question.contains("weather")))
					? Answer.toolCall("getWeather", "{\"city\": \"Munich\"}") : null;
			if (tools.contains("getTime")) {
				String country = "{\"country\": \"France\"}";
				answer = (answer != null) ? answer.toolCall("getTime", country) : Answer.toolCall("getTime", country);
			}
			if (tools.contains("get_current_time")) {
				return this.body.path("stream").asBoolean(false) ? argumentsInOnePiece("get_current_time")
						: Answer.toolCall("get_current_time", "{}");
			}
			return (answer != null) ? answer : Answer.text("I need no tool.");
		}

		/**
		 * DeepSeek sends no arguments in one piece, which the simulator would split.
		 */
		private static Answer argumentsInOnePiece(String name) {
			return Answer.raw()
				.event(chunk("""
						{"content":null,"tool_calls":[{"index":0,"id":"call_1","type":"function",\
						"function":{"name":"%s","arguments":""}}]}""".formatted(name), "null"))
				.event(chunk("""
						{"tool_calls":[{"index":0,"function":{"arguments":"{}"}}]}""", "null"))
				.event(chunk("{}", "\"tool_calls\""))
				.done()
				.end();
		}

		private static String chunk(String delta, String finishReason) {
			return """
					{"id":"chat-1","object":"chat.completion.chunk","created":1,"model":"deepseek-flash",\
					"choices":[{"index":0,"delta":%s,"finish_reason":%s}],\
					"usage":{"prompt_tokens":9,"completion_tokens":3,"total_tokens":12}}""".formatted(delta,
					finishReason);
		}

		private Answer lastAnswer(List<String> results) {
			return isJson() ? Answer.chunks("{\"weather\":", " \"" + results.get(0) + "\"}")
					: Answer.chunks("It is ", String.join(" and ", results));
		}

		private boolean isJson() {
			return "json_object".equals(this.body.path("response_format").path("type").asString(""));
		}

		private String[] words() {
			if (this.question.contains("Germany")) {
				return isJson() ? new String[] { "{\"city\":", " \"Berlin\"}" } : new String[] { "It is ", "Berlin." };
			}
			if (this.question.contains("Hello World")) {
				boolean stops = this.body.path("stop").toString().contains("World");
				return stops ? new String[] { "Hello" } : new String[] { "Hello ", "World" };
			}
			if (this.question.contains("favorite color")) {
				return new String[] { "It is ",
						this.messages.get(0).path("content").asString("").replaceAll(".* ", "") };
			}
			if (this.messages.get(0).path("content").asString("").contains("German")) {
				return new String[] { "Ich ", "liebe ", "dich" };
			}
			return this.question.contains("see") ? seen() : new String[] { "Fine." };
		}

		private String[] seen() {
			long images = this.messages.get(0).path("content").valueStream().filter(Reply::isImage).count();
			return switch ((int) images) {
				case 0 -> new String[] { "Nothing." };
				case 1 -> new String[] { "A ", "cat." };
				default -> new String[] { "A cat ", "and dice." };
			};
		}

		private static boolean isImage(JsonNode part) {
			String url = part.path("image_url").path("url").asString("").toLowerCase(Locale.ROOT);
			return url.startsWith("https://") || url.startsWith("data:image/jpeg;base64,");
		}

	}

}
