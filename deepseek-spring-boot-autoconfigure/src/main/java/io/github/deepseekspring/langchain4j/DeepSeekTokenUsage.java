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

package io.github.deepseekspring.langchain4j;

import java.util.Objects;

import dev.langchain4j.model.output.TokenUsage;
import io.github.deepseekspring.chat.Usage;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of a call, with those that came from DeepSeek's prefix cache and those of
 * the reasoning. Sums, such as those of an AI service over its rounds, keep them.
 *
 * @since 0.1.0
 * @see <a href="https://api-docs.deepseek.com/guides/kv_cache">Context caching</a>
 */
public final class DeepSeekTokenUsage extends TokenUsage {

	private final int cacheHitTokenCount;

	private final int cacheMissTokenCount;

	private final int reasoningTokenCount;

	private DeepSeekTokenUsage(TokenUsage total, int cacheHitTokenCount, int cacheMissTokenCount,
			int reasoningTokenCount) {
		super(total.inputTokenCount(), total.outputTokenCount(), total.totalTokenCount());
		this.cacheHitTokenCount = cacheHitTokenCount;
		this.cacheMissTokenCount = cacheMissTokenCount;
		this.reasoningTokenCount = reasoningTokenCount;
	}

	static DeepSeekTokenUsage of(Usage usage) {
		TokenUsage total = new TokenUsage(usage.promptTokens(), usage.completionTokens(), usage.totalTokens());
		return new DeepSeekTokenUsage(total, usage.cacheHitTokens(), usage.cacheMissTokens(), usage.reasoningTokens());
	}

	/**
	 * Return the tokens of the request that came from the prefix cache.
	 * @return the number of tokens, 0 if DeepSeek did not tell
	 */
	public int cacheHitTokenCount() {
		return this.cacheHitTokenCount;
	}

	/**
	 * Return the tokens of the request that did not come from the prefix cache.
	 * @return the number of tokens, together with the hits all of the request
	 */
	public int cacheMissTokenCount() {
		return this.cacheMissTokenCount;
	}

	/**
	 * Return the tokens of the answer that are reasoning.
	 * @return the number of tokens, 0 if DeepSeek did not tell
	 */
	public int reasoningTokenCount() {
		return this.reasoningTokenCount;
	}

	@Override
	public DeepSeekTokenUsage add(@Nullable TokenUsage that) {
		if (that == null) {
			return this;
		}
		TokenUsage sum = new TokenUsage(sum(inputTokenCount(), that.inputTokenCount()),
				sum(outputTokenCount(), that.outputTokenCount()), sum(totalTokenCount(), that.totalTokenCount()));
		DeepSeekTokenUsage other = (that instanceof DeepSeekTokenUsage usage) ? usage
				: new DeepSeekTokenUsage(that, 0, 0, 0);
		return new DeepSeekTokenUsage(sum, this.cacheHitTokenCount + other.cacheHitTokenCount,
				this.cacheMissTokenCount + other.cacheMissTokenCount,
				this.reasoningTokenCount + other.reasoningTokenCount);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return this == other || (other instanceof DeepSeekTokenUsage that && super.equals(other)
				&& this.cacheHitTokenCount == that.cacheHitTokenCount
				&& this.cacheMissTokenCount == that.cacheMissTokenCount
				&& this.reasoningTokenCount == that.reasoningTokenCount);
	}

	@Override
	public int hashCode() {
		return Objects.hash(super.hashCode(), this.cacheHitTokenCount, this.cacheMissTokenCount,
				this.reasoningTokenCount);
	}

	@Override
	public String toString() {
		return "DeepSeekTokenUsage[input=" + inputTokenCount() + ", cacheHit=" + this.cacheHitTokenCount
				+ ", cacheMiss=" + this.cacheMissTokenCount + ", output=" + outputTokenCount() + ", reasoning="
				+ this.reasoningTokenCount + ", total=" + totalTokenCount() + "]";
	}

}
