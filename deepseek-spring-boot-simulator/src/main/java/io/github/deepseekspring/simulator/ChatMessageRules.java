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

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What DeepSeek refuses about the messages of a chat request.
 */
final class ChatMessageRules {

	private static final List<String> ROLES = List.of("system", "user", "assistant", "tool", "latest_reminder");

	/**
	 * Return why a message cannot be read.
	 * @return the problem, or {@code null} if there is none
	 */
	@Nullable String unreadable(JsonNode message, int index, boolean seesImages) {
		String role = Json.string(message, "role");
		if (role == null) {
			return "messages[" + index + "]: missing field `role`";
		}
		if (!ROLES.contains(role)) {
			return "messages[" + index + "].role: unknown variant `" + role + "`, expected one of `"
					+ String.join("`, `", ROLES) + "`";
		}
		if (!message.has("content") || message.path("content").isNull() && !"assistant".equals(role)) {
			return "messages[" + index + "]: missing field `content`";
		}
		if ("tool".equals(role) && Json.string(message, "tool_call_id") == null) {
			return "messages[" + index + "]: missing field `tool_call_id`";
		}
		return unreadableParts(message, index, seesImages);
	}

	private static @Nullable String unreadableParts(JsonNode message, int index, boolean seesImages) {
		if (!message.path("content").isArray()) {
			return null;
		}
		Set<String> allowed = (seesImages) ? Set.of("text", "image_url", "file") : Set.of("text");
		for (JsonNode part : message.path("content")) {
			String type = part.path("type").asString("");
			if (!allowed.contains(type)) {
				return "messages[" + index + "]: unknown variant `" + type + "`, expected "
						+ ((seesImages) ? "one of `text`, `image_url`, `file`" : "`text`");
			}
		}
		return null;
	}

	/**
	 * Refuse messages that can be read but make no sense.
	 */
	void meaningful(RecordedRequest request, ChatRequest chat) {
		if (chat.messages().isEmpty()) {
			throw Refusal.semantic("Empty input messages");
		}
		boolean reasoningRequired = chat.thinking() && !chat.toolNodes().isEmpty();
		Set<String> asked = new HashSet<>();
		for (JsonNode message : chat.messages()) {
			if (ChatRequest.isPrefix(message)) {
				prefix(request, message, message == chat.lastMessage());
			}
			String role = Json.string(message, "role");
			if ("tool".equals(role)) {
				answersCall(message, asked);
				continue;
			}
			if (!asked.isEmpty()) {
				throw unanswered();
			}
			if ("assistant".equals(role)) {
				assistant(message, reasoningRequired);
				message.path("tool_calls").forEach((call) -> asked.add(call.path("id").asString("")));
			}
		}
		if (!asked.isEmpty()) {
			throw unanswered();
		}
	}

	private static void assistant(JsonNode message, boolean reasoningRequired) {
		if (!Json.has(message, "content") && message.path("tool_calls").isEmpty()) {
			throw Refusal.semantic("Invalid assistant message: content or tool_calls must be set");
		}
		if (reasoningRequired && !ChatRequest.isPrefix(message) && Json.string(message, "reasoning_content") == null) {
			throw Refusal.semantic("The `reasoning_content` in the thinking mode must be passed back to the API.");
		}
	}

	private static void prefix(RecordedRequest request, JsonNode message, boolean last) {
		Checks.beta(request, "prefix");
		if (!last || !"assistant".equals(Json.string(message, "role"))) {
			throw Refusal.semantic("prefix should only be set on the last message, with role 'assistant'");
		}
		if (Conversation.text(message).isEmpty()) {
			throw Refusal.semantic("The content of a message with prefix = true should not be empty");
		}
	}

	private static void answersCall(JsonNode message, Set<String> asked) {
		if (!asked.remove(message.path("tool_call_id").asString(""))) {
			throw Refusal
				.semantic("Messages with role 'tool' must be a response to a preceding message with 'tool_calls'");
		}
	}

	private static Refusal unanswered() {
		return Refusal.semantic("An assistant message with 'tool_calls' must be followed by tool messages "
				+ "responding to each 'tool_call_id'. (insufficient tool messages following tool_calls message)");
	}

}
