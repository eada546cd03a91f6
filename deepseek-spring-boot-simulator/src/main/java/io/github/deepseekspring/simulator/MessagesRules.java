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

import tools.jackson.databind.JsonNode;

/**
 * The rules of the message API in the Anthropic style. Its errors are told in the same
 * envelope as those of the other APIs.
 *
 * @see <a href="https://api-docs.deepseek.com/guides/anthropic_api">Anthropic API</a>
 */
final class MessagesRules implements Rules {

	private final SimulatedAccount account;

	private final MessagesContentRules content = new MessagesContentRules();

	MessagesRules(SimulatedAccount account) {
		this.account = account;
	}

	@Override
	public void check(RecordedRequest request) {
		JsonNode body = Checks.body(request);
		MessagesRequest asked = (MessagesRequest) request.asked();
		readable(asked, body);
		this.content.meaningful(asked);
		Checks.userId(asked, "metadata.user_id");
		if (asked.thinking() && (asked.toolRequired() || asked.namedTool() != null)) {
			throw Refusal.semantic("Thinking mode does not support this tool_choice");
		}
		Checks.sampling(body, Checks.MAX_TOKENS);
		Checks.stops(body, "stop_sequences");
		tools(asked);
		Checks.contextLength(request);
	}

	private void readable(MessagesRequest asked, JsonNode body) {
		Checks.require(body, "model", asked.model() != null);
		Checks.require(body, "messages", asked.messages().isArray());
		this.content.readable(asked, Models.seesImages(asked.servedModel(this.account)));
		Checks.variant(body, "thinking.type", body.path("thinking").path("type"),
				List.of("enabled", "disabled", "adaptive"));
		Checks.variant(body, "output_config.effort", body.path("output_config").path("effort"), Checks.EFFORTS);
		JsonNode choice = body.path("tool_choice");
		Checks.variant(body, "tool_choice.type", choice.path("type"), List.of("auto", "any", "tool", "none"));
		if ("tool".equals(Json.string(choice, "type"))) {
			Checks.require(body, "tool_choice.name", Json.string(choice, "name") != null);
		}
	}

	private static void tools(MessagesRequest asked) {
		Set<String> names = new HashSet<>();
		int index = 0;
		for (JsonNode tool : asked.toolNodes()) {
			Checks.toolName(Json.string(tool, "name"), "tools[" + index + "].name", names);
			boolean own = "custom".equals(tool.path("type").asString("custom"));
			Checks.require(asked.body(), "tools[" + index + "].input_schema",
					!own || tool.path("input_schema").isObject());
			index++;
		}
	}

}
