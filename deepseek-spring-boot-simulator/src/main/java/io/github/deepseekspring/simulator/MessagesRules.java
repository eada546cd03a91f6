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
 * The rules of the message API in the Anthropic style.
 *
 * @see <a href="https://api-docs.deepseek.com/guides/anthropic_api">Anthropic API</a>
 */
final class MessagesRules implements Rules {

	@Override
	public void check(RecordedRequest request) {
		JsonNode body = Checks.body(request);
		MessagesRequest asked = (MessagesRequest) request.asked();
		Checks.require(body, "model", asked.model() != null);
		Checks.require(body, "messages", asked.messages().isArray());
		Checks.userId(asked, "metadata.user_id");
		Checks.sampling(body, Checks.MAX_TOKENS);
		Checks.stops(body, "stop_sequences");
	}

}
