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
import io.github.deepseekspring.IncompleteToolCallException;
import io.github.deepseekspring.wire.Copies;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

import org.springframework.util.StringUtils;

/**
 * The answer to a {@link ChatCompletionRequest}. DeepSeek gives one choice; the methods
 * without an index speak of the first.
 *
 * @param id the id of the answer
 * @param object the type of the answer, {@code chat.completion}
 * @param created when the answer was made, in seconds since 1970-01-01T00:00Z
 * @param model the model that answered; it may have another name than the one asked for
 * @param systemFingerprint the configuration of the server that answered
 * @param choices the answers, empty if there are none
 * @param usage the tokens used, or {@code null} if they were not told
 * @since 0.1.0
 * @see <a href="https://api-docs.deepseek.com/api/create-chat-completion">Create Chat
 * Completion</a>
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonPropertyOrder({ "id", "object", "created", "model", "system_fingerprint", "choices", "usage" })
public record ChatCompletion(@Nullable String id, @Nullable String object, @Nullable Long created,
		@Nullable String model, @Nullable String systemFingerprint, List<Choice> choices, @Nullable Usage usage) {

	public ChatCompletion {
		choices = Copies.receivedOrEmpty(choices);
	}

	/**
	 * Return the message of the model, ready to go into the history of the next request.
	 * @return the message, or {@code null} if there is no choice
	 */
	public @Nullable AssistantMessage message() {
		return this.choices.isEmpty() ? null : this.choices.get(0).message();
	}

	/**
	 * Return the text of the answer. It can be empty: the model may have used up
	 * {@code max_tokens} with reasoning, or want tools called.
	 * @return the text, or {@code null} if there is none
	 */
	public @Nullable String content() {
		AssistantMessage message = message();
		return (message != null) ? message.content() : null;
	}

	/**
	 * Return the reasoning of the answer.
	 * @return the reasoning, or {@code null} if the model was not asked to think
	 */
	public @Nullable String reasoningContent() {
		AssistantMessage message = message();
		return (message != null) ? message.reasoningContent() : null;
	}

	/**
	 * Return the calls that the model wants made.
	 * @return the calls, empty if there are none
	 */
	public List<ToolCall> toolCalls() {
		AssistantMessage message = message();
		return (message != null && message.toolCalls() != null) ? message.toolCalls() : List.of();
	}

	/**
	 * Return the calls that the model wants made, if all of them can be.
	 * @return the calls, empty if there are none
	 * @throws IncompleteToolCallException if the answer was cut off where it asks for
	 * calls, or leaves out the id or the name of one
	 */
	public List<ToolCall> wholeToolCalls() {
		List<ToolCall> calls = toolCalls();
		FinishReason reason = finishReason();
		String told = (reason != null) ? reason.value() : null;
		if (!calls.isEmpty() && !FinishReason.TOOL_CALLS.equals(reason) && !FinishReason.STOP.equals(reason)) {
			throw IncompleteToolCallException.ofFinishReason(told);
		}
		for (int i = 0; i < calls.size(); i++) {
			if (!StringUtils.hasLength(calls.get(i).id())) {
				throw IncompleteToolCallException.ofMissing(i, "id", told);
			}
			if (!StringUtils.hasText(calls.get(i).name())) {
				throw IncompleteToolCallException.ofMissing(i, "function.name", told);
			}
		}
		return calls;
	}

	/**
	 * Return why the answer ended.
	 * @return the reason, or {@code null} if it was not told
	 */
	public @Nullable FinishReason finishReason() {
		return this.choices.isEmpty() ? null : this.choices.get(0).finishReason();
	}

}
