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
import java.util.Collection;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The checks that several APIs have in common, in DeepSeek's own words.
 */
final class Checks {

	static final int MAX_TOKENS = 393_216;

	static final Set<String> EFFORTS = Set.of("none", "minimal", "low", "medium", "high", "xhigh", "max", "ultra");

	private static final int CONTEXT = 1_048_565;

	private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]+");

	private static final String PATTERN_TEXT = "string does not match pattern. Expected a string that matches the "
			+ "pattern '^[a-zA-Z0-9_-]+$'.";

	private Checks() {
	}

	/**
	 * Return the body of a request.
	 * @throws Refusal if it is not an object
	 */
	static JsonNode body(RecordedRequest request) {
		JsonNode body = request.asked().body();
		if (body.isObject()) {
			return body;
		}
		String text = request.body();
		String problem = "EOF while parsing a value";
		try {
			Json.MAPPER.readTree(text);
		}
		catch (JacksonException ex) {
			problem = "expected value";
		}
		throw new Refusal(FixedAnswer.unreadable("Failed to parse the request body as JSON: " + problem + place(text)));
	}

	static void require(JsonNode body, String field, boolean present) {
		if (!present) {
			throw unreadable("missing field `" + field + "`", body);
		}
	}

	static void variant(JsonNode body, String field, JsonNode value, Collection<String> allowed) {
		if (value.isString() && !allowed.contains(value.stringValue())) {
			throw unreadable(field + ": " + unknownVariant(value.stringValue(), allowed.stream().sorted().toList()),
					body);
		}
	}

	static String unknownVariant(String value, Collection<String> allowed) {
		String names = "`" + String.join("`, `", allowed) + "`";
		return "unknown variant `" + value + "`, expected " + ((allowed.size() > 1) ? "one of " : "") + names;
	}

	static Refusal unreadable(String problem, JsonNode body) {
		return new Refusal(FixedAnswer.unreadable(
				"Failed to deserialize the JSON body into the target type: " + problem + place(Json.text(body))));
	}

	private static String place(String body) {
		return " at line 1 column " + body.length();
	}

	static void knownModel(ModelRequest request, SimulatedAccount account) {
		if (!account.knows(request.model())) {
			throw Refusal.semantic("The supported API model names are " + String.join(", ", account.models())
					+ ", but you passed " + request.model() + ".");
		}
	}

	static void userId(ModelRequest request, String field) {
		String userId = request.userId();
		if (userId == null) {
			return;
		}
		if (!NAME.matcher(userId).matches()) {
			throw Refusal.semantic("Invalid '" + field + "': " + PATTERN_TEXT);
		}
		int length = userId.getBytes(StandardCharsets.UTF_8).length;
		if (length > 512) {
			throw Refusal.semantic("Invalid '" + field + "': string too long. Expected a string with maximum length "
					+ "512, but got a string with length " + length + " instead.");
		}
	}

	/**
	 * Check the name of a tool.
	 * @param name the name
	 * @param field where it stands
	 * @param names the names so far, to which it is added
	 */
	static void toolName(@Nullable String name, String field, Set<String> names) {
		if (name == null || !NAME.matcher(name).matches() || name.length() > 128) {
			throw Refusal.semantic("Invalid '" + field + "': " + PATTERN_TEXT);
		}
		if (!names.add(name)) {
			throw Refusal.semantic("Tool names must be unique.");
		}
	}

	static void streamOptions(ModelRequest request) {
		if (Json.has(request.body(), "stream_options") && !request.stream()) {
			throw Refusal.semantic("stream_options should be set along with stream = true");
		}
	}

	static void sampling(JsonNode body, int maxTokens) {
		range(body, "temperature", 0, 2);
		range(body, "top_p", Double.MIN_VALUE, 1);
		range(body, "max_tokens", 1, maxTokens);
	}

	static void range(JsonNode body, String name, double lowest, double highest) {
		JsonNode value = body.path(name);
		if (Json.has(body, name) && !(value.isNumber() && value.asDouble() >= lowest && value.asDouble() <= highest)) {
			String lower = (lowest == Double.MIN_VALUE) ? "(0" : "[" + (long) lowest;
			throw new Refusal(FixedAnswer.invalidParameter("Invalid " + name + " value, the valid range of " + name
					+ " is " + lower + ", " + (long) highest + "]"));
		}
	}

	static void stops(JsonNode body, String name) {
		if (body.path(name).size() > 16) {
			throw new Refusal(
					FixedAnswer.invalidParameter("Invalid " + name + " value, at most 16 strings are allowed"));
		}
	}

	/**
	 * Check that prompt and answer fit into the context. Tokens are counted only where
	 * the size of the body says that they may be too many.
	 */
	static void contextLength(RecordedRequest request) {
		if (request.size() <= CONTEXT - MAX_TOKENS) {
			return;
		}
		ModelRequest asked = request.asked();
		int prompt = asked.prompt().stream().mapToInt(ModelRequest.PromptPart::tokens).sum();
		int completion = (Json.has(asked.body(), "max_tokens")) ? asked.maxTokens() : 0;
		if (prompt + completion > CONTEXT) {
			throw Refusal
				.semantic("This model's maximum context length is " + CONTEXT + " tokens. However, you requested "
						+ (prompt + completion) + " tokens (" + prompt + " in the messages, " + completion
						+ " in the completion). Please reduce the length of the messages or completion.");
		}
	}

	static boolean isBeta(RecordedRequest request) {
		return request.path().startsWith("/beta/");
	}

	static void beta(RecordedRequest request, String what) {
		if (!isBeta(request)) {
			throw Refusal.semantic(what + " is only available when using beta api "
					+ "(set base_url=\"https://api.deepseek.com/beta\")");
		}
	}

}
