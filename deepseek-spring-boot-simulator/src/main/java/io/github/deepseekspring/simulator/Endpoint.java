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

import tools.jackson.databind.JsonNode;

/**
 * What the simulator can answer without a script.
 */
enum Endpoint {

	CHAT, MESSAGES, FIM, MODELS, BALANCE, UNKNOWN;

	static Endpoint of(String method, String path) {
		return switch (method + " " + path.replaceFirst("^(/beta)?(/v1)?(?=/)", "")) {
			case "POST /chat/completions" -> CHAT;
			case "POST /completions" -> FIM;
			case "GET /models" -> MODELS;
			case "GET /user/balance" -> BALANCE;
			case "POST /anthropic/v1/messages" -> MESSAGES;
			default -> UNKNOWN;
		};
	}

	/**
	 * Read what a body asks for. Bodies sent elsewhere are read as those of a chat.
	 */
	ModelRequest read(JsonNode body) {
		return switch (this) {
			case MESSAGES -> new MessagesRequest(body);
			case FIM -> new FimRequest(body);
			default -> new ChatRequest(body);
		};
	}

}
