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

import java.util.List;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.github.deepseekspring.wire.Copies;
import io.github.deepseekspring.wire.Lengths;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * The log probabilities of the tokens of an answer.
 *
 * @param content those of the text, or {@code null}
 * @param reasoningContent those of the reasoning, or {@code null}
 * @since 0.1.0
 * @see <a href="https://api-docs.deepseek.com/api/create-chat-completion">Create Chat
 * Completion</a>
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonPropertyOrder({ "content", "reasoning_content" })
public record Logprobs(@Nullable List<TokenLogprob> content, @Nullable List<TokenLogprob> reasoningContent) {

	public Logprobs {
		content = Copies.received(content);
		reasoningContent = Copies.received(reasoningContent);
	}

	@Override
	public String toString() {
		return "Logprobs[content=" + Lengths.of(this.content) + ", reasoningContent="
				+ Lengths.of(this.reasoningContent) + "]";
	}

}
