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

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What DeepSeek refuses about the body of a chat request, in its own words.
 *
 * @see <a href="https://api-docs.deepseek.com/api/create-chat-completion">Create chat
 * completion</a>
 */
final class ChatRules {

	private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]+");

	private static final Set<String> EFFORTS = Set.of("none", "minimal", "low", "medium", "high", "xhigh", "max",
			"ultra");

	private final SimulatedAccount account;

	private final MessageRules messages = new MessageRules();

	ChatRules(SimulatedAccount account) {
		this.account = account;
	}

	/**
	 * Return what is wrong with a request.
	 * @return the refusal, or {@code null} if nothing is wrong
	 */
	@Nullable FixedAnswer check(RecordedRequest request) {
		try {
			JsonNode body = parse(request.body());
			readable(body);
			ChatRequest chat = request.chat();
			model(chat);
			this.messages.meaningful(chat);
			userId(chat);
			options(chat);
			ranges(body);
			tools(chat);
			return null;
		}
		catch (Refusal ex) {
			return ex.answer();
		}
	}

	private static JsonNode parse(String body) {
		try {
			JsonNode node = Json.MAPPER.readTree(body);
			if (node.isObject()) {
				return node;
			}
		}
		catch (JacksonException ex) {
			throw new Refusal(
					FixedAnswer.unreadable("Failed to parse the request body as JSON: expected value" + place(body)));
		}
		throw new Refusal(FixedAnswer.unreadable("Failed to parse the request body as JSON: EOF while parsing a value"
				+ " at line 1 column " + body.length()));
	}

	private void readable(JsonNode body) {
		require(body, "model", Json.string(body, "model") != null);
		require(body, "messages", body.path("messages").isArray());
		int index = 0;
		boolean seesImages = !SimulatedAccount.PRO.equals(Json.string(body, "model"));
		for (JsonNode message : body.path("messages")) {
			String problem = this.messages.unreadable(message, index++, seesImages);
			if (problem != null) {
				throw unreadable(problem, body);
			}
		}
		variant(body, "thinking.type", body.path("thinking").path("type"), Set.of("enabled", "disabled"));
		variant(body, "reasoning_effort", body.path("reasoning_effort"), EFFORTS);
	}

	private void model(ChatRequest request) {
		if (!this.account.knows(request.model())) {
			throw semantic("The supported API model names are " + String.join(", ", this.account.models())
					+ ", but you passed " + request.model() + ".");
		}
	}

	private static void userId(ChatRequest request) {
		String userId = request.userId();
		if (userId == null) {
			return;
		}
		if (!NAME.matcher(userId).matches()) {
			throw semantic("Invalid 'user_id': string does not match pattern. Expected a string that matches the "
					+ "pattern '^[a-zA-Z0-9_-]+$'.");
		}
		int length = userId.getBytes(StandardCharsets.UTF_8).length;
		if (length > 512) {
			throw semantic("Invalid 'user_id': string too long. Expected a string with maximum length 512, but got a "
					+ "string with length " + length + " instead.");
		}
	}

	private static void options(ChatRequest request) {
		JsonNode body = request.body();
		if (Json.has(body, "stream_options") && !request.stream()) {
			throw semantic("stream_options should be set along with stream = true");
		}
		if (Json.has(body, "top_logprobs") && !body.path("logprobs").asBoolean(false)) {
			throw semantic("top_logprobs should be set along with logprobs = true");
		}
		String format = Json.string(body.path("response_format"), "type");
		if (format != null && !Set.of("text", "json_object").contains(format)) {
			throw semantic("This response_format type is unavailable now");
		}
		boolean forced = request.toolRequired() || request.namedTool() != null;
		if (forced && request.thinking()) {
			throw semantic("Thinking mode does not support this tool_choice");
		}
	}

	private static void ranges(JsonNode body) {
		range(body, "temperature", 0, 2);
		range(body, "top_p", Double.MIN_VALUE, 1);
		range(body, "max_tokens", 1, 393_216);
		range(body, "top_logprobs", 0, 20);
		if (body.path("stop").size() > 16) {
			throw new Refusal(FixedAnswer.invalidParameter("Invalid stop value, at most 16 strings are allowed"));
		}
	}

	private static void range(JsonNode body, String name, double lowest, double highest) {
		JsonNode value = body.path(name);
		if (Json.has(body, name) && !(value.isNumber() && value.asDouble() >= lowest && value.asDouble() <= highest)) {
			String lower = (lowest == Double.MIN_VALUE) ? "(0" : "[" + (long) lowest;
			throw new Refusal(FixedAnswer.invalidParameter("Invalid " + name + " value, the valid range of " + name
					+ " is " + lower + ", " + (long) highest + "]"));
		}
	}

	private static void tools(ChatRequest request) {
		Set<String> names = new HashSet<>();
		int index = 0;
		for (JsonNode tool : request.tools()) {
			String name = tool.path("function").path("name").asString("");
			if (!NAME.matcher(name).matches() || name.length() > 128) {
				throw semantic("Invalid 'tools[" + index + "].function.name': string does not match pattern. "
						+ "Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'.");
			}
			if (!names.add(name)) {
				throw semantic("Tool names must be unique.");
			}
			index++;
		}
	}

	private static void require(JsonNode body, String field, boolean present) {
		if (!present) {
			throw unreadable("missing field `" + field + "`", body);
		}
	}

	private static void variant(JsonNode body, String field, JsonNode value, Set<String> allowed) {
		if (value.isString() && !allowed.contains(value.stringValue())) {
			String names = String.join("`, `", allowed.stream().sorted().toList());
			throw unreadable(field + ": unknown variant `" + value.stringValue() + "`, expected one of `" + names + "`",
					body);
		}
	}

	private static Refusal unreadable(String problem, JsonNode body) {
		return new Refusal(FixedAnswer.unreadable(
				"Failed to deserialize the JSON body into the target type: " + problem + place(Json.text(body))));
	}

	private static String place(String body) {
		return " at line 1 column " + body.length();
	}

	static Refusal semantic(String message) {
		return new Refusal(FixedAnswer.invalidRequest(message));
	}

	/**
	 * Ends a check.
	 */
	static final class Refusal extends RuntimeException {

		private final transient FixedAnswer answer;

		Refusal(FixedAnswer answer) {
			super(null, null, false, false);
			this.answer = answer;
		}

		FixedAnswer answer() {
			return this.answer;
		}

	}

}
