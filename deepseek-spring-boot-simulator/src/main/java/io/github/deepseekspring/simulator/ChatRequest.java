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

import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A request for a chat completion.
 */
final class ChatRequest extends Conversation {

	ChatRequest(JsonNode body) {
		super(body);
	}

	@Override
	boolean thinking() {
		return !"disabled".equals(Json.string(body().path("thinking"), "type"))
				&& !"none".equals(Json.string(body(), "reasoning_effort"));
	}

	@Override
	List<String> stops() {
		return texts(body().path("stop"));
	}

	@Override
	Tool tool(JsonNode node) {
		JsonNode function = node.path("function");
		return new Tool(function.path("name").asString(""), function.path("parameters"));
	}

	@Override
	@Nullable String namedTool() {
		return Json.string(body().path("tool_choice").path("function"), "name");
	}

	@Override
	boolean toolRequired() {
		return "required".equals(Json.string(body(), "tool_choice"));
	}

	@Override
	boolean toolsForbidden() {
		return "none".equals(Json.string(body(), "tool_choice"));
	}

	@Override
	@Nullable String toolResult() {
		JsonNode last = lastMessage();
		return (last != null && "tool".equals(Json.string(last, "role"))) ? text(last) : null;
	}

	@Override
	boolean jsonMode() {
		return "json_object".equals(Json.string(body().path("response_format"), "type"));
	}

	@Override
	@Nullable String prefix() {
		JsonNode last = lastMessage();
		return (last != null && isPrefix(last)) ? text(last) : null;
	}

	@Override
	boolean reasoningGiven() {
		JsonNode last = lastMessage();
		return last != null && isPrefix(last) && Json.has(last, "reasoning_content");
	}

	static boolean isPrefix(JsonNode message) {
		return message.path("prefix").asBoolean(false);
	}

	@Override
	Dialect dialect(Dialect.Envelope envelope) {
		return new ChatDialect(this, envelope);
	}

}
