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
 * The rules of the fill-in-the-middle completion API.
 *
 * @see <a href="https://api-docs.deepseek.com/api/create-completion">Create FIM
 * completion</a>
 */
final class FimRules implements Rules {

	private static final int MAX_TOKENS = 4096;

	private final SimulatedAccount account;

	FimRules(SimulatedAccount account) {
		this.account = account;
	}

	@Override
	public void check(RecordedRequest request) {
		JsonNode body = Checks.body(request);
		FimRequest fim = (FimRequest) request.asked();
		Checks.require(body, "model", fim.model() != null);
		Checks.require(body, "prompt", Json.string(body, "prompt") != null);
		Checks.beta(request, "completions api");
		Checks.knownModel(fim, this.account);
		Checks.streamOptions(fim);
		if (fim.echo() && Json.has(body, "suffix")) {
			throw Refusal.semantic("echo cannot be used along with suffix");
		}
		if (fim.echo() && Json.has(body, "logprobs")) {
			throw Refusal.semantic("echo cannot be used along with logprobs");
		}
		Checks.userId(fim, "user_id");
		Checks.sampling(body, MAX_TOKENS);
		Checks.range(body, "logprobs", 0, 20);
		Checks.stops(body, "stop");
		Checks.contextLength(request);
	}

}
