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

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.OptBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One message of a chat. DeepSeek keeps no state: a request carries the whole history, in
 * order. Messages are immutable; reading a message with an unknown role fails.
 *
 * @since 0.1.0
 * @see <a href="https://api-docs.deepseek.com/guides/multi_round_chat">Multi-round
 * conversation</a>
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.EXISTING_PROPERTY, property = "role",
		requireTypeIdForSubtypes = OptBoolean.FALSE)
@JsonSubTypes({ @JsonSubTypes.Type(value = SystemMessage.class, name = "system"),
		@JsonSubTypes.Type(value = UserMessage.class, name = "user"),
		@JsonSubTypes.Type(value = AssistantMessage.class, name = "assistant"),
		@JsonSubTypes.Type(value = ToolMessage.class, name = "tool") })
public sealed interface ChatMessage permits SystemMessage, UserMessage, AssistantMessage, ToolMessage {

	/**
	 * Return who speaks.
	 * @return {@code system}, {@code user}, {@code assistant} or {@code tool}
	 */
	@JsonProperty("role")
	String role();

	/**
	 * Return the name that tells participants of the same role apart.
	 * @return the name, or {@code null} for none
	 */
	@Nullable String name();

	/**
	 * Create an instruction to the model.
	 * @param content the text
	 * @return the message
	 */
	static SystemMessage system(String content) {
		return new SystemMessage(content, null);
	}

	/**
	 * Create a message of the user.
	 * @param text the text
	 * @return the message
	 */
	static UserMessage user(String text) {
		return new UserMessage(UserMessage.Content.of(text), null);
	}

	/**
	 * Create a message of the user that is made of texts, images and files.
	 * @param parts the parts in order, at least one
	 * @return the message
	 */
	static UserMessage user(ContentPart... parts) {
		return new UserMessage(UserMessage.Content.of(List.of(parts)), null);
	}

	/**
	 * Create an answer of the model for use in a history. The answers of this client are
	 * messages already and should be used as they are: they keep the reasoning, which
	 * DeepSeek wants back.
	 * @param content the text
	 * @return the message
	 */
	static AssistantMessage assistant(String content) {
		return new AssistantMessage(content, null, null, null, null);
	}

	/**
	 * Create the beginning of an answer that the model has to continue (beta). It must be
	 * the last message of the request.
	 * @param content the beginning of the answer, not empty
	 * @return the message
	 * @see <a href="https://api-docs.deepseek.com/guides/chat_prefix_completion">Chat
	 * prefix completion</a>
	 */
	static AssistantMessage assistantPrefix(String content) {
		return new AssistantMessage(content, null, null, null, true);
	}

	/**
	 * Create the result of a tool call.
	 * @param toolCallId the id of the call in an earlier assistant message
	 * @param content the result
	 * @return the message
	 */
	static ToolMessage tool(String toolCallId, String content) {
		return new ToolMessage(toolCallId, UserMessage.Content.of(content), null);
	}

	/**
	 * Create the result of a tool call that is made of texts and images.
	 * @param toolCallId the id of the call in an earlier assistant message
	 * @param parts the parts in order, at least one
	 * @return the message
	 */
	static ToolMessage tool(String toolCallId, ContentPart... parts) {
		return new ToolMessage(toolCallId, UserMessage.Content.of(List.of(parts)), null);
	}

}
