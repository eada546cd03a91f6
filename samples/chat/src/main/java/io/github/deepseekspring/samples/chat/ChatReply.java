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

package io.github.deepseekspring.samples.chat;

import java.math.BigDecimal;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What the user gets. A stream ends with a reply without the texts, which have come
 * before.
 *
 * @param id what the next question goes on from
 * @param content the answer
 * @param reasoning what the model thought
 * @param model the model that answered
 * @param finishReason why the answer ended
 * @param usage the tokens that were used, by all rounds if tools ran
 * @param cost what they cost, if all of it is known
 * @param firstTokenMillis how long the first token of a stream took, the wait for a slot
 * included
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ChatReply(String id, @Nullable String content, @Nullable String reasoning, @Nullable String model,
		@Nullable String finishReason, @Nullable Usage usage, @Nullable Cost cost, @Nullable Long firstTokenMillis) {

	ChatReply withoutTexts() {
		return new ChatReply(this.id, null, null, this.model, this.finishReason, this.usage, this.cost,
				this.firstTokenMillis);
	}

	@Override
	public String toString() {
		return "ChatReply[model=" + this.model + ", finishReason=" + this.finishReason + ", usage=" + this.usage + "]";
	}

	/**
	 * The tokens of a call.
	 *
	 * @param promptTokens the tokens of the question and of what was said before
	 * @param cachedTokens those of them that DeepSeek's prefix cache knew
	 * @param completionTokens the tokens of the answer
	 * @param reasoningTokens those of them that are reasoning
	 */
	record Usage(long promptTokens, long cachedTokens, long completionTokens, long reasoningTokens) {

	}

	/**
	 * The price of a call.
	 *
	 * @param amount the amount, often a small part of a cent
	 * @param currency the code of its currency
	 */
	record Cost(BigDecimal amount, String currency) {

	}

}
