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

package io.github.deepseekspring.core;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import io.github.deepseekspring.InvalidUserIdException;
import io.github.deepseekspring.chat.ChatCompletionRequest;
import io.github.deepseekspring.chat.ChatMessage;
import io.github.deepseekspring.chat.Conversation;
import io.github.deepseekspring.stream.Timeouts;
import io.github.deepseekspring.structured.EntitySettings;
import io.github.deepseekspring.tool.ToolFunction;
import io.github.deepseekspring.tool.ToolSettings;
import io.github.deepseekspring.user.UserId;

/**
 * What can be said about a call before it is made, reactive or not. Immutable: every
 * method returns a new one.
 *
 * @param <S> the type of the call in the making
 * @since 0.1.0
 */
public interface ChatSpec<S extends ChatSpec<S>> {

	/**
	 * Take over a request with all that it says.
	 * @param request the request
	 * @return the call
	 */
	S request(ChatCompletionRequest request);

	/**
	 * Add a message of the system.
	 * @param text the text
	 * @return the call
	 */
	default S system(String text) {
		return options((request) -> request.message(ChatMessage.system(text)));
	}

	/**
	 * Add a message of the user.
	 * @param text the text
	 * @return the call
	 */
	default S user(String text) {
		return options((request) -> request.message(ChatMessage.user(text)));
	}

	/**
	 * Add messages, such as the history of a conversation.
	 * @param messages the messages in their order
	 * @return the call
	 */
	default S messages(List<? extends ChatMessage> messages) {
		return options((request) -> messages.forEach(request::message));
	}

	/**
	 * Add the messages of a conversation.
	 * @param conversation the history
	 * @return the call
	 */
	default S conversation(Conversation conversation) {
		return messages(conversation.messages());
	}

	/**
	 * Add the beginning of the answer, which the model has to continue (beta). The answer
	 * is what follows the beginning and does not repeat it. It has to be the last
	 * message: with another one behind it, with tools that run by themselves and as an
	 * entity the call fails before it is sent. A model that thinks can be given its
	 * reasoning too, by a message of its own:
	 * {@code ChatMessage.assistantPrefix(text).withReasoningContent(reasoning)}.
	 * @param text the beginning, not empty
	 * @return the call
	 * @see <a href="https://api-docs.deepseek.com/guides/chat_prefix_completion">Chat
	 * prefix completion</a>
	 */
	default S prefix(String text) {
		return options((request) -> request.message(ChatMessage.assistantPrefix(text)));
	}

	/**
	 * Choose the model.
	 * @param model any name that DeepSeek accepts
	 * @return the call
	 */
	default S model(String model) {
		return options((request) -> request.model(model));
	}

	/**
	 * Send this user id, whatever the configured source says.
	 * @param userId 1 to 512 characters out of {@code a-z A-Z 0-9 - _}
	 * @return the call
	 * @throws InvalidUserIdException if the id breaks the rule
	 */
	default S userId(String userId) {
		return options((request) -> request.userId(UserId.of(userId)));
	}

	/**
	 * Set anything else that a request can say.
	 * @param options what to do to the request's builder
	 * @return the call
	 */
	S options(Consumer<ChatCompletionRequest.Builder> options);

	/**
	 * Set the clocks of this call.
	 * @param timeouts makes them from the configured ones
	 * @return the call
	 */
	S timeouts(UnaryOperator<Timeouts> timeouts);

	/**
	 * Add tools that run by themselves when the model asks for them: it is given their
	 * results and asked again, until it answers. Tools of the request itself, set with
	 * {@link #options(Consumer)}, are sent but not run; a call may have one kind only.
	 * @param tools the tools, in the order in which they are sent
	 * @return the call
	 */
	S tools(List<? extends ToolFunction<?>> tools);

	/**
	 * Add tools that run by themselves when the model asks for them.
	 * @param tools the tools, in the order in which they are sent
	 * @return the call
	 * @see #tools(List)
	 */
	default S tools(ToolFunction<?>... tools) {
		return tools(Arrays.asList(tools));
	}

	/**
	 * Set how the tools of this call are run.
	 * @param settings makes the settings from the configured ones
	 * @return the call
	 */
	S toolSettings(UnaryOperator<ToolSettings> settings);

	/**
	 * Set how entities are asked for.
	 * @param settings makes the settings from the ones so far
	 * @return the call
	 */
	S entitySettings(UnaryOperator<EntitySettings> settings);

}
