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

import io.github.deepseekspring.simulator.ModelRequest.PromptPart;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the beginnings of the prompts of each {@code user_id} and tells how much of a
 * request was seen before.
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
	 * @param request the request
	 * @param model the model that answers
	 * @return the tokens, and how many of them were seen before
	 */
	synchronized Count count(ModelRequest request, String model) {
		long hash = hash(0, model);
		int tokens = 0;
		int cached = 0;
		boolean known = true;
		for (PromptPart part : request.prompt()) {
			hash = hash(hash, part.key());
			tokens += part.tokens();
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
