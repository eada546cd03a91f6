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

package io.github.deepseekspring.chat;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * The tokens of a call. DeepSeek tells the hits of its prefix cache at the top or in the
 * details; the methods look in both places.
 *
 * @param promptTokens the tokens of the request, cache hits and misses together
 * @param completionTokens the tokens of the answer, reasoning included
 * @param totalTokens both together
 * @param promptCacheHitTokens the tokens of the request that the prefix cache knew
 * @param promptCacheMissTokens the tokens of the request that it did not know
 * @param promptTokensDetails more about the request, or {@code null}
 * @param completionTokensDetails more about the answer; {@code null} when the model did
 * not think
 * @since 0.1.0
 * @see <a href="https://api-docs.deepseek.com/guides/kv_cache">Context caching</a>
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonPropertyOrder({ "prompt_tokens", "completion_tokens", "total_tokens", "prompt_cache_hit_tokens",
		"prompt_cache_miss_tokens", "prompt_tokens_details", "completion_tokens_details" })
public record Usage(@Nullable Integer promptTokens, @Nullable Integer completionTokens, @Nullable Integer totalTokens,
		@Nullable Integer promptCacheHitTokens, @Nullable Integer promptCacheMissTokens,
		@Nullable PromptTokensDetails promptTokensDetails, @Nullable CompletionTokensDetails completionTokensDetails) {

	/**
	 * Return the tokens of the request that came from the prefix cache.
	 * @return the number of tokens, 0 if the server did not tell
	 */
	public int cacheHitTokens() {
		PromptTokensDetails details = this.promptTokensDetails;
		if (this.promptCacheHitTokens != null) {
			return this.promptCacheHitTokens;
		}
		if (details != null && details.promptCacheHitTokens() != null) {
			return details.promptCacheHitTokens();
		}
		return (details != null) ? orZero(details.cachedTokens()) : 0;
	}

	/**
	 * Return the tokens of the request that did not come from the prefix cache.
	 * @return the number of tokens; if the server did not tell, what the hits leave of
	 * the request
	 */
	public int cacheMissTokens() {
		PromptTokensDetails details = this.promptTokensDetails;
		if (this.promptCacheMissTokens != null) {
			return this.promptCacheMissTokens;
		}
		if (details != null && details.promptCacheMissTokens() != null) {
			return details.promptCacheMissTokens();
		}
		return Math.max(0, orZero(this.promptTokens) - cacheHitTokens());
	}

	/**
	 * Return the tokens of the answer that are reasoning.
	 * @return the number of tokens, 0 if the server did not tell
	 */
	public int reasoningTokens() {
		return (this.completionTokensDetails != null) ? orZero(this.completionTokensDetails.reasoningTokens()) : 0;
	}

	private static int orZero(@Nullable Integer value) {
		return (value != null) ? value : 0;
	}

	/**
	 * More about the tokens of a request.
	 *
	 * @param cachedTokens the tokens that the prefix cache knew
	 * @param promptCacheHitTokens the same, where a server tells it here
	 * @param promptCacheMissTokens the tokens that it did not know, where a server tells
	 * it here
	 */
	@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
	@JsonInclude(JsonInclude.Include.NON_NULL)
	@JsonIgnoreProperties(ignoreUnknown = true)
	@JsonPropertyOrder({ "cached_tokens", "prompt_cache_hit_tokens", "prompt_cache_miss_tokens" })
	public record PromptTokensDetails(@Nullable Integer cachedTokens, @Nullable Integer promptCacheHitTokens,
			@Nullable Integer promptCacheMissTokens) {

	}

	/**
	 * More about the tokens of an answer.
	 *
	 * @param reasoningTokens the tokens of the reasoning
	 */
	@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
	@JsonInclude(JsonInclude.Include.NON_NULL)
	@JsonIgnoreProperties(ignoreUnknown = true)
	public record CompletionTokensDetails(@JsonProperty("reasoning_tokens") @Nullable Integer reasoningTokens) {

	}

}
