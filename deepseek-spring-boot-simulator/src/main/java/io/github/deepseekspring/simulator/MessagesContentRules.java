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

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import tools.jackson.databind.JsonNode;

/**
 * What DeepSeek refuses about the messages of a request in the Anthropic style.
 */
final class MessagesContentRules {

	private static final List<String> ROLES = List.of("user", "assistant", "system");

	private static final List<String> BLOCKS = List.of("text", "image", "thinking", "tool_use", "tool_result",
			"server_tool_use", "web_search_tool_result");

	private static final List<String> RESULT_BLOCKS = List.of("text", "image");

	/**
	 * Refuse messages that cannot be read.
	 */
	void readable(MessagesRequest request, boolean seesImages) {
		JsonNode body = request.body();
		if (body.path("system").isArray()) {
			blocks(body, "system", body.path("system"), List.of("text"));
		}
		int index = 0;
		for (JsonNode message : request.messages()) {
			String place = "messages[" + index++ + "]";
			Checks.require(body, place + ".role", Json.string(message, "role") != null);
			Checks.variant(body, place + ".role", message.path("role"), ROLES);
			JsonNode content = message.path("content");
			Checks.require(body, place + ".content", content.isString() || content.isArray());
			if (content.isArray()) {
				blocks(body, place + ".content", content, known(BLOCKS, seesImages));
				results(body, place + ".content", content, known(RESULT_BLOCKS, seesImages));
			}
		}
	}

	private static List<String> known(List<String> types, boolean seesImages) {
		List<String> known = new ArrayList<>(types);
		if (!seesImages) {
			known.remove("image");
		}
		return known;
	}

	private static void blocks(JsonNode body, String place, JsonNode blocks, List<String> known) {
		int index = 0;
		for (JsonNode block : blocks) {
			String here = place + "[" + index++ + "]";
			String type = block.path("type").asString("");
			if (!known.contains(type)) {
				throw Checks.unreadable(here + ": " + Checks.unknownVariant(type, known), body);
			}
			for (String field : required(type)) {
				Checks.require(body, here + "." + field, block.hasNonNull(field));
			}
		}
	}

	private static List<String> required(String type) {
		return switch (type) {
			case "text" -> List.of("text");
			case "image" -> List.of("source");
			case "thinking" -> List.of("thinking");
			case "tool_use", "server_tool_use" -> List.of("id", "name", "input");
			default -> List.of("tool_use_id");
		};
	}

	private static void results(JsonNode body, String place, JsonNode blocks, List<String> known) {
		int index = 0;
		for (JsonNode block : blocks) {
			if (is(block, "tool_result") && block.path("content").isArray()) {
				blocks(body, place + "[" + index + "].content", block.path("content"), known);
			}
			index++;
		}
	}

	/**
	 * Refuse messages that can be read but make no sense.
	 */
	void meaningful(MessagesRequest request) {
		if (request.messages().isEmpty()) {
			throw Refusal.semantic("Empty input messages");
		}
		boolean thinkingRequired = request.thinking() && !request.toolNodes().isEmpty();
		Set<String> asked = new HashSet<>();
		for (JsonNode message : request.messages()) {
			JsonNode content = message.path("content");
			for (JsonNode block : content) {
				if (is(block, "tool_result") && !asked.remove(block.path("tool_use_id").asString(""))) {
					throw Refusal
						.semantic("A `tool_result` block must be a response to a preceding message with `tool_use`");
				}
			}
			if (!asked.isEmpty()) {
				throw unanswered();
			}
			if (thinkingRequired && "assistant".equals(Json.string(message, "role")) && !thinks(content)) {
				throw Refusal.semantic("The `content[].thinking` in the thinking mode must be passed back to the API.");
			}
			for (JsonNode block : content) {
				if (is(block, "tool_use")) {
					asked.add(block.path("id").asString(""));
				}
			}
		}
		if (!asked.isEmpty()) {
			throw unanswered();
		}
	}

	private static boolean thinks(JsonNode content) {
		for (JsonNode block : content) {
			if (is(block, "thinking")) {
				return true;
			}
		}
		return false;
	}

	private static boolean is(JsonNode block, String type) {
		return type.equals(Json.string(block, "type"));
	}

	private static Refusal unanswered() {
		return Refusal.semantic("A message with `tool_use` must be followed by `tool_result` blocks responding to each "
				+ "`tool_use_id`. (insufficient tool_result blocks following tool_use)");
	}

}
