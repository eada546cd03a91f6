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
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.github.deepseekspring.wire.Copies;
import io.github.deepseekspring.wire.Lengths;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.annotation.JsonSerialize;

/**
 * A message of the model: an answer, and the same message again as part of a later
 * request. It holds text, reasoning and tool calls together, so that a history cannot
 * lose the reasoning that DeepSeek wants back.
 * <p>
 * A missing {@code content} is written as an empty string, because the server refuses
 * {@code null}; {@code reasoning_content} is written whenever there is one, an empty one
 * too.
 *
 * @param content the text, or {@code null}
 * @param reasoningContent the reasoning before the text, empty when the model thought
 * nothing, or {@code null} when it was not asked to think
 * @param toolCalls the calls that the model wants made, at least one, or {@code null}
 * @param name the name of the participant, or {@code null}
 * @param prefix {@code true} if the model has to continue this message (beta), or
 * {@code null}
 * @since 0.1.0
 * @see <a href="https://api-docs.deepseek.com/guides/thinking_mode">Thinking mode</a>
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonPropertyOrder({ "role", "content", "reasoning_content", "tool_calls", "name", "prefix" })
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.EXISTING_PROPERTY, property = "role",
		defaultImpl = AssistantMessage.class)
public record AssistantMessage(
		@JsonInclude(JsonInclude.Include.ALWAYS) @JsonSerialize(
				nullsUsing = EmptyTextSerializer.class) @Nullable String content,
		@Nullable String reasoningContent, @Nullable List<ToolCall> toolCalls, @Nullable String name,
		@Nullable Boolean prefix) implements ChatMessage {

	public AssistantMessage {
		List<ToolCall> received = Copies.received(toolCalls);
		toolCalls = (received != null && received.isEmpty()) ? null : received;
	}

	@Override
	public String role() {
		return "assistant";
	}

	/**
	 * Return whether the model wants tools called.
	 * @return {@code true} if there is at least one tool call
	 */
	public boolean hasToolCalls() {
		return this.toolCalls != null;
	}

	/**
	 * Return a copy with another reasoning.
	 * @param reasoningContent the reasoning, or {@code null}
	 * @return the copy
	 */
	public AssistantMessage withReasoningContent(@Nullable String reasoningContent) {
		return new AssistantMessage(this.content, reasoningContent, this.toolCalls, this.name, this.prefix);
	}

	@Override
	public String toString() {
		return "AssistantMessage[content=" + Lengths.of(this.content) + ", reasoningContent="
				+ Lengths.of(this.reasoningContent) + ", toolCalls=" + this.toolCalls + ", prefix=" + this.prefix + "]";
	}

}
