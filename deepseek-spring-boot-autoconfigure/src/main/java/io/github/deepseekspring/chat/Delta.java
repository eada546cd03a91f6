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
 * What is new in a {@link ChunkChoice}. The first one of an answer that is thought about
 * has an empty reasoning.
 *
 * @param role the role, in the first chunk only
 * @param content a piece of the text, or {@code null}
 * @param reasoningContent a piece of the reasoning, or {@code null}
 * @param toolCalls pieces of tool calls, or {@code null}
 * @since 0.1.0
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonPropertyOrder({ "role", "content", "reasoning_content", "tool_calls" })
public record Delta(@Nullable String role, @Nullable String content, @Nullable String reasoningContent,
		@Nullable List<ToolCallDelta> toolCalls) {

	public Delta {
		toolCalls = Copies.received(toolCalls);
	}

	@Override
	public String toString() {
		return "Delta[role=" + this.role + ", content=" + Lengths.of(this.content) + ", reasoningContent="
				+ Lengths.of(this.reasoningContent) + ", toolCalls=" + this.toolCalls + "]";
	}

}
