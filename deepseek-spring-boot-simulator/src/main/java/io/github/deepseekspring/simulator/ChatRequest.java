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
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a request asks for, read without complaint; what is wrong with it is said by the
 * {@link ChatRules}.
 */
final class ChatRequest {

	private final JsonNode body;

	ChatRequest(JsonNode body) {
		this.body = body;
	}

	JsonNode body() {
		return this.body;
	}

	@Nullable String model() {
		return Json.string(this.body, "model");
	}

	@Nullable String userId() {
		String userId = Json.string(this.body, "user_id");
		return (userId != null) ? userId : Json.string(this.body.path("metadata"), "user_id");
	}

	JsonNode messages() {
		return this.body.path("messages");
	}

	JsonNode tools() {
		return this.body.path("tools");
	}

	boolean stream() {
		return this.body.path("stream").asBoolean(false);
	}

	boolean includeUsage() {
		return this.body.path("stream_options").path("include_usage").asBoolean(false);
	}

	boolean thinking() {
		String effort = Json.string(this.body, "reasoning_effort");
		return !"disabled".equals(Json.string(this.body.path("thinking"), "type")) && !"none".equals(effort);
	}

	boolean jsonMode() {
		return "json_object".equals(Json.string(this.body.path("response_format"), "type"));
	}

	int maxTokens() {
		return this.body.path("max_tokens").asInt(Integer.MAX_VALUE);
	}

	List<String> stops() {
		JsonNode stop = this.body.path("stop");
		List<String> stops = new ArrayList<>();
		if (stop.isString()) {
			stops.add(stop.stringValue());
		}
		stop.forEach((item) -> stops.add(item.asString("")));
		stops.removeIf(String::isEmpty);
		return stops;
	}

	/**
	 * Return the tool that must be called.
	 * @return its name, or {@code null} if none is named
	 */
	@Nullable String namedTool() {
		return Json.string(this.body.path("tool_choice").path("function"), "name");
	}

	boolean toolRequired() {
		return "required".equals(Json.string(this.body, "tool_choice"));
	}

	boolean toolsForbidden() {
		return "none".equals(Json.string(this.body, "tool_choice"));
	}

	/**
	 * Return the text of a message, its text parts joined.
	 */
	static String text(JsonNode message) {
		JsonNode content = message.path("content");
		if (content.isString()) {
			return content.stringValue();
		}
		List<String> texts = new ArrayList<>();
		content.forEach((part) -> texts.add(part.path("text").asString("")));
		return String.join(" ", texts).strip();
	}

	/**
	 * Return the text of the last message with a role.
	 */
	String lastText(String role) {
		String text = "";
		for (JsonNode message : messages()) {
			if (role.equals(Json.string(message, "role"))) {
				text = text(message);
			}
		}
		return text;
	}

	@Nullable String lastRole() {
		JsonNode messages = messages();
		return messages.isEmpty() ? null : Json.string(messages.path(messages.size() - 1), "role");
	}

}
