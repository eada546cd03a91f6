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
import java.util.stream.Stream;

import io.github.deepseekspring.DeepSeekException;
import io.github.deepseekspring.account.Balance;
import io.github.deepseekspring.account.Model;
import io.github.deepseekspring.chat.ChatCompletion;
import io.github.deepseekspring.chat.ChatCompletionChunk;
import io.github.deepseekspring.chat.ChatCompletionRequest;
import io.github.deepseekspring.completion.Completion;
import io.github.deepseekspring.completion.CompletionRequest;
import io.github.deepseekspring.messages.Message;
import io.github.deepseekspring.messages.MessageEvent;
import io.github.deepseekspring.messages.MessageRequest;

/**
 * The calls to DeepSeek for threads that may wait: those of a servlet application, and
 * virtual ones. Each call is made for the calling thread, whose security context,
 * observation and whatever else context propagation knows go with it, and ends with a
 * plain value.
 * <p>
 * <b>Failures.</b> A {@link DeepSeekException} is thrown as it is, from the method that
 * returns the value, or from the terminal operation of a stream. What a bean of the
 * application fails with passes too; a checked exception is the cause of what is thrown.
 * <p>
 * <b>Threads.</b> On a thread that must not wait, such as one of an event loop, a call
 * fails with an {@link IllegalStateException} before anything is sent. When the waiting
 * thread is interrupted, the call is cancelled, which closes the connection and frees the
 * slot, and a {@link java.util.concurrent.CancellationException} is thrown; the thread
 * stays interrupted. On one that is interrupted already, nothing is sent.
 * <p>
 * <b>Streams.</b> A {@link Stream} that is returned has to be closed, best by
 * {@code try}-with-resources: closing it before its end cancels the call. Nothing is sent
 * before its terminal operation, which needs not be on the calling thread. It is read
 * only as fast as it is consumed.
 *
 * @since 0.1.0
 * @see BlockingDeepSeekTemplate
 * @see DeepSeekOperations
 */
public interface BlockingDeepSeekOperations {

	/**
	 * Start a call.
	 * @return the call, without any message yet
	 */
	BlockingPromptSpec prompt();

	/**
	 * Start a call with what the user says.
	 * @param text the user's text
	 * @return the call
	 */
	default BlockingPromptSpec prompt(String text) {
		return prompt().user(text);
	}

	/**
	 * Ask for a whole answer.
	 * @param request the request
	 * @return the answer
	 * @see ChatOperations#chat
	 */
	ChatCompletion chat(ChatCompletionRequest request);

	/**
	 * Ask for an answer in chunks, as they are generated.
	 * @param request the request
	 * @return the chunks, to be closed
	 * @see ChatOperations#stream
	 */
	Stream<ChatCompletionChunk> stream(ChatCompletionRequest request);

	/**
	 * Ask for a whole answer of the Anthropic-style message API.
	 * @param request the request
	 * @return the answer
	 * @see MessageOperations#message
	 */
	Message message(MessageRequest request);

	/**
	 * Ask for an answer of the Anthropic-style message API in events, as it is generated.
	 * @param request the request
	 * @return the events, without {@code ping}; to be closed
	 * @see MessageOperations#streamMessage
	 */
	Stream<MessageEvent> streamMessage(MessageRequest request);

	/**
	 * Ask for the completion of a text, or for its middle (FIM, beta).
	 * @param request the request
	 * @return the answer
	 * @see CompletionOperations#complete
	 */
	Completion complete(CompletionRequest request);

	/**
	 * Ask for a completion in pieces, as they are generated.
	 * @param request the request
	 * @return the pieces, to be closed
	 * @see CompletionOperations#streamCompletion
	 */
	Stream<Completion> streamCompletion(CompletionRequest request);

	/**
	 * Ask for the models that the account can use.
	 * @return the models
	 * @see AccountOperations#models
	 */
	List<Model> models();

	/**
	 * Ask for the money of the account.
	 * @return the balance
	 * @see AccountOperations#balance
	 */
	Balance balance();

}
