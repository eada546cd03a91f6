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

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.deepseekspring.chat.ChatCompletion;
import io.github.deepseekspring.chat.FinishReason;
import org.jspecify.annotations.Nullable;

/**
 * What the user gets. A stream ends with a reply without the texts, which have come
 * before.
 *
 * @param content the answer
 * @param reasoning what the model thought
 * @param model the model that answered
 * @param finishReason why the answer ended
 * @param usage the tokens that were used
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ChatReply(@Nullable String content, @Nullable String reasoning, @Nullable String model,
		@Nullable String finishReason, @Nullable Usage usage) {

	static ChatReply of(ChatCompletion completion) {
		FinishReason reason = completion.finishReason();
		return new ChatReply(completion.content(), completion.reasoningContent(), completion.model(),
				(reason != null) ? reason.value() : null, Usage.of(completion.usage()));
	}

	ChatReply withoutTexts() {
		return new ChatReply(null, null, this.model, this.finishReason, this.usage);
	}

	@Override
	public String toString() {
		return "ChatReply[model=" + this.model + ", finishReason=" + this.finishReason + ", usage=" + this.usage + "]";
	}

	/**
	 * The tokens of a call.
	 *
	 * @param promptTokens the tokens of the question
	 * @param cachedTokens those of them that DeepSeek's prefix cache knew
	 * @param completionTokens the tokens of the answer
	 * @param reasoningTokens those of them that are reasoning
	 */
	record Usage(@Nullable Integer promptTokens, int cachedTokens, @Nullable Integer completionTokens,
			int reasoningTokens) {

		private static @Nullable Usage of(io.github.deepseekspring.chat.@Nullable Usage usage) {
			return (usage != null) ? new Usage(usage.promptTokens(), usage.cacheHitTokens(), usage.completionTokens(),
					usage.reasoningTokens()) : null;
		}

	}

}
