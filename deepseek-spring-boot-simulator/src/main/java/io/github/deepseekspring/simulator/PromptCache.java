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

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Remembers the beginnings of the conversations of each {@code user_id} and tells how
 * much of a request was seen before.
 *
 * @see <a href="https://api-docs.deepseek.com/guides/kv_cache">Context caching</a>
 */
final class PromptCache {

	private static final int CAPACITY = 10_000;

	private final Map<String, Boolean> prefixes = new LinkedHashMap<>(16, 0.75f, true) {

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
			return size() > CAPACITY;
		}

	};

	/**
	 * Count the tokens of a request and remember it.
	 * @return the tokens, and how many of them were seen before
	 */
	synchronized Count count(ChatRequest request) {
		String model = request.model();
		long hash = hash(0, (model != null) ? SimulatedAccount.servedModel(model) : "");
		int tokens = 0;
		if (!request.tools().isEmpty()) {
			String tools = Json.text(request.tools());
			hash = hash(hash, tools);
			tokens += Tokens.count(tools);
		}
		int cached = 0;
		boolean known = true;
		for (JsonNode message : request.messages()) {
			hash = hash(hash, Json.text(message));
			tokens += 4 + Tokens.count(ChatRequest.text(message));
			known = remember(request.userId(), hash) && known;
			cached = (known) ? tokens : cached;
		}
		return new Count(tokens, cached);
	}

	private boolean remember(@Nullable String userId, long hash) {
		return this.prefixes.put(((userId != null) ? userId : "") + " " + hash, Boolean.TRUE) != null;
	}

	synchronized void clear() {
		this.prefixes.clear();
	}

	private static long hash(long start, String text) {
		long hash = start;
		for (int i = 0; i < text.length(); i++) {
			hash = 31 * hash + text.charAt(i);
		}
		return 31 * hash + 1;
	}

	/**
	 * The tokens of a request.
	 *
	 * @param tokens how many there are
	 * @param cached how many of them were seen before
	 */
	record Count(int tokens, int cached) {

	}

}
