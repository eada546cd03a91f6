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

import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Decides who gets in: key, account, request, limit, in this order.
 */
final class FrontDoor {

	private final Set<String> apiKeys;

	private final SimulatedAccount account;

	private final ConcurrencyGate gate;

	private final Map<Endpoint, Rules> rules;

	FrontDoor(Set<String> apiKeys, SimulatedAccount account, ConcurrencyGate gate) {
		this.apiKeys = apiKeys;
		this.account = account;
		this.gate = gate;
		this.rules = Map.of(Endpoint.CHAT, new ChatRules(account), Endpoint.MESSAGES, new MessagesRules(account),
				Endpoint.FIM, new FimRules(account));
	}

	/**
	 * Let a request in, or say why not.
	 */
	ConcurrencyGate.Entry enter(RecordedRequest request) {
		FixedAnswer refusal = refuse(request);
		if (refusal != null) {
			return new ConcurrencyGate.Entry(null, refusal);
		}
		if (!"POST".equals(request.method()) || request.model() == null) {
			return new ConcurrencyGate.Entry(() -> {
			}, null);
		}
		return this.gate.enter(request.asked().servedModel(this.account), request.userId());
	}

	private @Nullable FixedAnswer refuse(RecordedRequest request) {
		FixedAnswer refusal = checkKey(key(request));
		if (refusal != null || "GET".equals(request.method())) {
			return refusal;
		}
		if (this.account.suspended()) {
			return Answer.suspended();
		}
		if (!this.account.available()) {
			return Answer.insufficientBalance();
		}
		return checkBody(request);
	}

	private @Nullable FixedAnswer checkBody(RecordedRequest request) {
		Rules endpointRules = this.rules.get(request.endpoint());
		if (endpointRules != null) {
			try {
				endpointRules.check(request);
			}
			catch (Refusal ex) {
				return ex.answer();
			}
		}
		return null;
	}

	private @Nullable FixedAnswer checkKey(@Nullable String key) {
		if (key == null) {
			return Answer.missingKey();
		}
		if (key.isBlank() || !this.apiKeys.isEmpty() && !this.apiKeys.contains(key)) {
			return FixedAnswer.wrongKey(key.substring(Math.max(0, key.length() - 4)));
		}
		return null;
	}

	private static @Nullable String key(RecordedRequest request) {
		String authorization = request.header("Authorization");
		if (authorization != null) {
			return authorization.replaceFirst("(?i)^Bearer\\b\\s*", "");
		}
		return request.header("x-api-key");
	}

}
