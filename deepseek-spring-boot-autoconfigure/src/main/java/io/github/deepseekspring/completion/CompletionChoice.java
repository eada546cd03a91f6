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

package io.github.deepseekspring.completion;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.github.deepseekspring.chat.FinishReason;
import io.github.deepseekspring.wire.Lengths;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * One answer of a {@link Completion}.
 *
 * @param index the position among the answers, from 0
 * @param text the text, or {@code null} if there is none
 * @param finishReason why the answer ended, or {@code null} if that was not told (yet)
 * @param logprobs the log probabilities, or {@code null} if they were not asked for
 * @since 0.1.0
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonPropertyOrder({ "index", "text", "finish_reason", "logprobs" })
public record CompletionChoice(@Nullable Integer index, @Nullable String text,
		@JsonInclude(JsonInclude.Include.ALWAYS) @Nullable FinishReason finishReason,
		@JsonInclude(JsonInclude.Include.ALWAYS) @Nullable CompletionLogprobs logprobs) {

	public CompletionChoice {
		finishReason = (finishReason != null && !finishReason.value().isEmpty()) ? finishReason : null;
	}

	@Override
	public String toString() {
		return "CompletionChoice[index=" + this.index + ", text=" + Lengths.of(this.text) + ", finishReason="
				+ this.finishReason + "]";
	}

}
