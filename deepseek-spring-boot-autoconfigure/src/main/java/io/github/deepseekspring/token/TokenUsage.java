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

package io.github.deepseekspring.token;

import java.util.Optional;

import io.github.deepseekspring.chat.Usage;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * The tokens of a call as they are paid, whichever API told them.
 *
 * @param cacheHit the tokens of the prompt that the prefix cache knew, not negative
 * @param cacheMiss the tokens of the prompt that it did not know, not negative
 * @param output the tokens of the answer, reasoning included, not negative
 * @since 0.1.0
 * @see <a href="https://api-docs.deepseek.com/quick_start/pricing">Models and pricing</a>
 */
public record TokenUsage(long cacheHit, long cacheMiss, long output) {

	public TokenUsage {
		Assert.isTrue(cacheHit >= 0, "'cacheHit' must not be negative");
		Assert.isTrue(cacheMiss >= 0, "'cacheMiss' must not be negative");
		Assert.isTrue(output >= 0, "'output' must not be negative");
	}

	/**
	 * Return the tokens of a chat. A prompt whose cache hits were not told counts as one
	 * without hits.
	 * @param usage what the server told, or {@code null}
	 * @return the tokens, or nothing if the server did not tell the tokens of the prompt
	 * and of the answer, or told negative ones
	 */
	public static Optional<TokenUsage> of(@Nullable Usage usage) {
		if (usage == null || usage.completionTokens() == null) {
			return Optional.empty();
		}
		if (usage.promptTokens() == null && usage.promptCacheMissTokens() == null) {
			return Optional.empty();
		}
		int hit = usage.cacheHitTokens();
		int miss = usage.cacheMissTokens();
		int output = usage.completionTokens();
		return (hit >= 0 && miss >= 0 && output >= 0) ? Optional.of(new TokenUsage(hit, miss, output))
				: Optional.empty();
	}

}
