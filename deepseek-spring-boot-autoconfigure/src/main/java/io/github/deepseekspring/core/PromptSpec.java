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

import io.github.deepseekspring.InvalidEntityException;
import io.github.deepseekspring.InvalidRequestException;
import io.github.deepseekspring.InvalidUserIdException;
import io.github.deepseekspring.chat.ChatCompletion;
import io.github.deepseekspring.chat.ChatCompletionRequest;
import io.github.deepseekspring.chat.ChatEvent;
import io.github.deepseekspring.chat.ChatMessage;
import io.github.deepseekspring.chat.Conversation;
import io.github.deepseekspring.stream.Timeouts;
import io.github.deepseekspring.structured.EntitySettings;
import io.github.deepseekspring.tool.ToolFunction;
import io.github.deepseekspring.tool.ToolSettings;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.ParameterizedTypeReference;

/**
 * A call in the making. Immutable: every method returns a new one.
 *
 * @since 0.1.0
 */
public interface PromptSpec {

	/**
	 * Take over a request with all that it says.
	 * @param request the request
	 * @return the call
	 */
	PromptSpec request(ChatCompletionRequest request);

	/**
	 * Add a message of the system.
	 * @param text the text
	 * @return the call
	 */
	PromptSpec system(String text);

	/**
	 * Add a message of the user.
	 * @param text the text
	 * @return the call
	 */
	PromptSpec user(String text);

	/**
	 * Add messages, such as the history of a conversation.
	 * @param messages the messages in their order
	 * @return the call
	 */
	PromptSpec messages(List<? extends ChatMessage> messages);

	/**
	 * Add the messages of a conversation.
	 * @param conversation the history
	 * @return the call
	 */
	default PromptSpec conversation(Conversation conversation) {
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
	PromptSpec prefix(String text);

	/**
	 * Choose the model.
	 * @param model any name that DeepSeek accepts
	 * @return the call
	 */
	PromptSpec model(String model);

	/**
	 * Send this user id, whatever the configured source says.
	 * @param userId 1 to 512 characters out of {@code a-z A-Z 0-9 - _}
	 * @return the call
	 * @throws InvalidUserIdException if the id breaks the rule
	 */
	PromptSpec userId(String userId);

	/**
	 * Set anything else that a request can say.
	 * @param options what to do to the request's builder
	 * @return the call
	 */
	PromptSpec options(Consumer<ChatCompletionRequest.Builder> options);

	/**
	 * Set the clocks of this call.
	 * @param timeouts makes them from the configured ones
	 * @return the call
	 */
	PromptSpec timeouts(UnaryOperator<Timeouts> timeouts);

	/**
	 * Add tools that run by themselves when the model asks for them: it is given their
	 * results and asked again, until it answers. Tools of the request itself, set with
	 * {@link #options(Consumer)}, are sent but not run; a call may have one kind only.
	 * @param tools the tools, in the order in which they are sent
	 * @return the call
	 */
	PromptSpec tools(List<? extends ToolFunction<?>> tools);

	/**
	 * Add tools that run by themselves when the model asks for them.
	 * @param tools the tools, in the order in which they are sent
	 * @return the call
	 * @see #tools(List)
	 */
	default PromptSpec tools(ToolFunction<?>... tools) {
		return tools(Arrays.asList(tools));
	}

	/**
	 * Set how the tools of this call are run.
	 * @param settings makes the settings from the configured ones
	 * @return the call
	 */
	PromptSpec toolSettings(UnaryOperator<ToolSettings> settings);

	/**
	 * Ask for the text of the whole answer. With tools, it is the text of the last
	 * answer.
	 * @return the text; empty when the answer has none, such as one that only calls tools
	 */
	Mono<String> content();

	/**
	 * Ask for the whole answer. With tools, it is the last one: the answer that asks for
	 * no more tools.
	 * @return the answer
	 */
	Mono<ChatCompletion> completion();

	/**
	 * Ask for what happens, answer by answer and without streaming: each tool that is
	 * run, each {@link ChatEvent.RoundFinished round} with its answer, and the last
	 * answer as the last event. Without {@link #tools(List) tools} that is the only one.
	 * @return the events
	 */
	Flux<ChatEvent> events();

	/**
	 * Set how {@link #entity entities} are asked for.
	 * @param settings makes the settings from the ones so far
	 * @return the call
	 */
	PromptSpec entitySettings(UnaryOperator<EntitySettings> settings);

	/**
	 * Ask for an answer that is a value of a type. The model is told the JSON schema of
	 * the type. If its answer does not fit, it is told what is wrong and asked again.
	 * Each attempt is a call of its own. {@link #tools(List) Tools} run first, and not
	 * again for another attempt.
	 * @param type a record, a class, an enum, or a simple type such as {@code String}
	 * @param <T> the type
	 * @return the value, or an {@link InvalidEntityException} if the last attempt did not
	 * fit either, or an answer was cut off; {@link IllegalArgumentException} if the type
	 * has no schema, or none that strict mode can express;
	 * {@link InvalidRequestException} if the call continues a prefix, or has tools beside
	 * the strict one
	 */
	<T> Mono<T> entity(Class<T> type);

	/**
	 * Ask for an answer that is a value of a type with type arguments.
	 * @param type the type
	 * @param <T> the type
	 * @return the value, or a failure as that of {@link #entity(Class)}
	 */
	<T> Mono<T> entity(ParameterizedTypeReference<T> type);

	/**
	 * Ask for an answer that is a list.
	 * @param elementType the type of the elements
	 * @param <T> the type of the elements
	 * @return the whole list, or a failure as that of {@link #entity(Class)}
	 * @see StreamSpec#entityList(Class)
	 */
	<T> Mono<List<T>> entityList(Class<T> elementType);

	/**
	 * Ask for the answer as it is generated.
	 * @return the streamed call
	 */
	StreamSpec stream();

}
