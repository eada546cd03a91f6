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
import java.util.Set;

import tools.jackson.databind.JsonNode;

/**
 * The rules of the chat completion API.
 *
 * @see <a href="https://api-docs.deepseek.com/api/create-chat-completion">Create chat
 * completion</a>
 */
final class ChatRules implements Rules {

	private final SimulatedAccount account;

	private final ChatMessageRules messages = new ChatMessageRules();

	private final StrictToolRules strictTools = new StrictToolRules();

	ChatRules(SimulatedAccount account) {
		this.account = account;
	}

	@Override
	public void check(RecordedRequest request) {
		JsonNode body = Checks.body(request);
		ChatRequest chat = (ChatRequest) request.asked();
		readable(chat, body);
		Checks.knownModel(chat, this.account);
		this.messages.meaningful(request, chat);
		Checks.userId(chat, "user_id");
		options(chat);
		Checks.sampling(body, Checks.MAX_TOKENS);
		Checks.range(body, "top_logprobs", 0, 20);
		Checks.stops(body, "stop");
		tools(chat);
		Checks.contextLength(request);
		this.strictTools.check(request, chat);
	}

	private void readable(ChatRequest chat, JsonNode body) {
		Checks.require(body, "model", chat.model() != null);
		Checks.require(body, "messages", chat.messages().isArray());
		int index = 0;
		boolean seesImages = Models.seesImages(chat.servedModel(this.account));
		for (JsonNode message : chat.messages()) {
			String problem = this.messages.unreadable(message, index++, seesImages);
			if (problem != null) {
				throw Checks.unreadable(problem, body);
			}
		}
		Checks.variant(body, "thinking.type", body.path("thinking").path("type"), Set.of("enabled", "disabled"));
		Checks.variant(body, "reasoning_effort", body.path("reasoning_effort"), Checks.EFFORTS);
	}

	private static void options(ChatRequest request) {
		JsonNode body = request.body();
		Checks.streamOptions(request);
		if (Json.has(body, "top_logprobs") && !body.path("logprobs").asBoolean(false)) {
			throw Refusal.semantic("top_logprobs should be set along with logprobs = true");
		}
		String format = Json.string(body.path("response_format"), "type");
		if (format != null && !Set.of("text", "json_object").contains(format)) {
			throw Refusal.semantic("This response_format type is unavailable now");
		}
		boolean forced = request.toolRequired() || request.namedTool() != null;
		if (forced && request.thinking()) {
			throw Refusal.semantic("Thinking mode does not support this tool_choice");
		}
	}

	private static void tools(ChatRequest request) {
		Set<String> names = new HashSet<>();
		int index = 0;
		for (Conversation.Tool tool : request.tools()) {
			Checks.toolName(tool.name(), "tools[" + index++ + "].function.name", names);
		}
	}

}
