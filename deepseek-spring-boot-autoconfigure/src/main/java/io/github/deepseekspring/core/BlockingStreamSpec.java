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

import java.util.stream.Stream;

import io.github.deepseekspring.DeepSeekException;
import io.github.deepseekspring.InvalidEntityException;
import io.github.deepseekspring.chat.ChatCompletion;
import io.github.deepseekspring.chat.ChatCompletionChunk;
import io.github.deepseekspring.chat.ChatEvent;

/**
 * A streamed call in the making that a thread waits for. Immutable: every method returns
 * a new one. The streams have to be closed, and send nothing before their terminal
 * operation.
 *
 * @since 0.1.0
 * @see BlockingDeepSeekOperations
 */
public interface BlockingStreamSpec {

	/**
	 * Show the waiting in {@link #events()}: {@link ChatEvent.Queued} for a free slot,
	 * {@link ChatEvent.KeepAlive} for DeepSeek.
	 * @return the call
	 */
	BlockingStreamSpec signals();

	/**
	 * Ask for the pieces of the answer's text. With tools, these are the texts of all
	 * rounds, what the model says before it asks for a tool included.
	 * @return the pieces, none of them empty; to be closed
	 */
	Stream<String> content();

	/**
	 * Ask for what happens: reasoning, text, tool calls, the tools that are run, and the
	 * whole answer as the last event.
	 * @return the events, to be closed
	 */
	Stream<ChatEvent> events();

	/**
	 * Ask for the chunks as they are sent. They are those of one answer, so that there
	 * are none of a call with {@link BlockingPromptSpec#tools tools}.
	 * @return the chunks, to be closed
	 * @throws IllegalStateException if the call has tools
	 */
	Stream<ChatCompletionChunk> chunks();

	/**
	 * Ask for the whole answer, streamed on the wire and folded here. With tools, it is
	 * the last one. When it fails half-way, the exception carries the text of that round
	 * that had arrived.
	 * @return the answer
	 * @see DeepSeekException#getPartialContent()
	 */
	ChatCompletion completion();

	/**
	 * Ask for an answer that is a list, element by element: each comes as soon as the
	 * model has written it. As long as none has come, an answer that does not fit is
	 * asked for again; after that it ends the elements with an
	 * {@link InvalidEntityException}, which carries the text so far.
	 * @param elementType the type of the elements
	 * @param <T> the type of the elements
	 * @return the elements, to be closed; fails as
	 * {@link BlockingPromptSpec#entity(Class)} does
	 */
	<T> Stream<T> entityList(Class<T> elementType);

}
