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

import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import io.github.deepseekspring.DeepSeekException;
import io.github.deepseekspring.InvalidUserIdException;
import io.github.deepseekspring.chat.ChatCompletion;
import io.github.deepseekspring.chat.ChatCompletionChunk;
import io.github.deepseekspring.chat.ChatCompletionRequest;
import io.github.deepseekspring.chat.ChatEvent;
import io.github.deepseekspring.chat.ChatMessage;
import io.github.deepseekspring.stream.Timeouts;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.codec.ServerSentEvent;

/**
 * The calls to DeepSeek. Nothing is read from the security context, queued or sent before
 * the returned publisher is subscribed to, and each subscription is a call of its own. No
 * method blocks. Signals arrive on threads of the HTTP client, of a timer, of the call
 * that frees a slot, or on the thread that subscribes, and must not be blocked either.
 * <p>
 * Every call ends with exactly one terminal signal: completion when the answer said that
 * it was complete, a {@link DeepSeekException} in every other case but one: what a bean
 * of the application fails with, such as its resolver of callers, passes as it is.
 * Cancelling closes the connection at once and frees the slot.
 *
 * @since 0.1.0
 * @see <a href="https://api-docs.deepseek.com/api/create-chat-completion">Chat
 * completion</a>
 */
public interface DeepSeekOperations {

	/**
	 * Start a call.
	 * @return the call, without any message yet
	 */
	PromptSpec prompt();

	/**
	 * Start a call with what the user says.
	 * @param text the user's text
	 * @return the call
	 */
	default PromptSpec prompt(String text) {
		return prompt().user(text);
	}

	/**
	 * Ask for a whole answer. What the request leaves open is taken from the configured
	 * defaults; {@code stream} and {@code stream_options} are set by the template.
	 * @param request the request
	 * @return the answer
	 */
	Mono<ChatCompletion> chat(ChatCompletionRequest request);

	/**
	 * Ask for an answer in chunks, as they are generated. Behind the chunk with the
	 * {@code finish_reason} one without choices may follow that tells the usage.
	 * @param request the request
	 * @return the chunks
	 */
	Flux<ChatCompletionChunk> stream(ChatCompletionRequest request);

	/**
	 * Ask for an answer in chunks with the keep-alives still visible, for gateways. A
	 * keep-alive is an event with a comment and no data; {@code queued} is the comment of
	 * the one that tells that the call waits for a free slot in this application. The
	 * final {@code [DONE]} is not part of it.
	 * @param request the request
	 * @return the events
	 */
	Flux<ServerSentEvent<ChatCompletionChunk>> streamServerSentEvents(ChatCompletionRequest request);

	/**
	 * A call in the making. Immutable: every method returns a new one.
	 */
	interface PromptSpec {

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
		 * Ask for the text of the whole answer.
		 * @return the text; empty when the answer has none, such as one that only calls
		 * tools
		 */
		Mono<String> content();

		/**
		 * Ask for the whole answer.
		 * @return the answer
		 */
		Mono<ChatCompletion> completion();

		/**
		 * Ask for the answer as it is generated.
		 * @return the streamed call
		 */
		StreamSpec stream();

	}

	/**
	 * A streamed call in the making. Immutable: every method returns a new one.
	 */
	interface StreamSpec {

		/**
		 * Show the waiting in {@link #events()}: {@link ChatEvent.Queued} for a free
		 * slot, {@link ChatEvent.KeepAlive} for DeepSeek.
		 * @return the call
		 */
		StreamSpec signals();

		/**
		 * Ask for the pieces of the answer's text.
		 * @return the pieces, none of them empty
		 */
		Flux<String> content();

		/**
		 * Ask for what happens: reasoning, text, tool calls, and the whole answer as the
		 * last event.
		 * @return the events
		 */
		Flux<ChatEvent> events();

		/**
		 * Ask for the chunks as they are sent.
		 * @return the chunks
		 */
		Flux<ChatCompletionChunk> chunks();

		/**
		 * Ask for the chunks with the keep-alives still visible.
		 * @return the events
		 * @see DeepSeekOperations#streamServerSentEvents
		 */
		Flux<ServerSentEvent<ChatCompletionChunk>> serverSentEvents();

		/**
		 * Ask for the whole answer, streamed on the wire and folded here. When it fails
		 * half-way, the exception carries the text that had arrived.
		 * @return the answer
		 * @see DeepSeekException#getPartialContent()
		 */
		Mono<ChatCompletion> completion();

	}

}
