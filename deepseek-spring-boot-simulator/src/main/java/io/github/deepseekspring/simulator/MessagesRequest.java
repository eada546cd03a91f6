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
 * A request for a message in the Anthropic style.
 */
final class MessagesRequest extends Conversation {

	MessagesRequest(JsonNode body) {
		super(body);
	}

	@Override
	@Nullable String userId() {
		return Json.string(body().path("metadata"), "user_id");
	}

	/**
	 * No name is unknown here: what does not exist is served by the flash model.
	 */
	@Override
	String servedModel(SimulatedAccount account) {
		String model = model();
		return (model != null && model.startsWith("claude-opus")) ? Models.PRO : super.servedModel(account);
	}

	@Override
	boolean thinking() {
		return !"disabled".equals(Json.string(body().path("thinking"), "type"));
	}

	@Override
	List<String> stops() {
		return texts(body().path("stop_sequences"));
	}

	@Override
	Tool tool(JsonNode node) {
		return new Tool(node.path("name").asString(""), node.path("input_schema"));
	}

	@Override
	@Nullable String namedTool() {
		JsonNode choice = body().path("tool_choice");
		return ("tool".equals(Json.string(choice, "type"))) ? Json.string(choice, "name") : null;
	}

	@Override
	boolean toolRequired() {
		return "any".equals(Json.string(body().path("tool_choice"), "type"));
	}

	@Override
	boolean toolsForbidden() {
		return "none".equals(Json.string(body().path("tool_choice"), "type"));
	}

	@Override
	@Nullable String toolResult() {
		JsonNode last = lastMessage();
		List<String> results = new ArrayList<>();
		if (last != null && last.path("content").isArray()) {
			for (JsonNode block : last.path("content")) {
				if ("tool_result".equals(Json.string(block, "type"))) {
					results.add(text(block));
				}
			}
		}
		return (results.isEmpty()) ? null : String.join(" ", results);
	}

	@Override
	List<PromptPart> prompt() {
		List<PromptPart> parts = super.prompt();
		JsonNode system = body().path("system");
		if (!system.isEmpty() || system.isString()) {
			String text = Json.text(system);
			parts.add(0, new PromptPart(text, Tokens.count(text)));
		}
		return parts;
	}

	@Override
	Dialect dialect(Dialect.Envelope envelope) {
		return new MessagesDialect(envelope);
	}

}
