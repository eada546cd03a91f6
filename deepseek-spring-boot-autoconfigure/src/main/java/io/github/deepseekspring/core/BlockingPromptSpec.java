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

import io.github.deepseekspring.InvalidEntityException;
import io.github.deepseekspring.InvalidRequestException;
import io.github.deepseekspring.chat.ChatCompletion;
import io.github.deepseekspring.chat.ChatEvent;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ParameterizedTypeReference;

/**
 * A call in the making that the calling thread waits for. Immutable: every method returns
 * a new one.
 *
 * @since 0.1.0
 * @see BlockingDeepSeekOperations
 */
public interface BlockingPromptSpec extends ChatSpec<BlockingPromptSpec> {

	/**
	 * Ask for the text of the whole answer. With tools, it is the text of the last
	 * answer.
	 * @return the text, or {@code null} when the answer has none, such as one that only
	 * calls tools
	 */
	@Nullable String content();

	/**
	 * Ask for the whole answer. With tools, it is the last one: the answer that asks for
	 * no more tools.
	 * @return the answer
	 */
	ChatCompletion completion();

	/**
	 * Ask for what happens, answer by answer and without streaming: each tool that is
	 * run, each {@link ChatEvent.RoundFinished round} with its answer, and the last
	 * answer as the last event.
	 * @return the events, to be closed
	 */
	Stream<ChatEvent> events();

	/**
	 * Ask for an answer that is a value of a type. If an answer does not fit, the model
	 * is asked again.
	 * @param type a record, a class, an enum, or a simple type such as {@code String}
	 * @param <T> the type
	 * @return the value
	 * @throws InvalidEntityException if the last attempt did not fit either, or an answer
	 * was cut off
	 * @throws IllegalArgumentException if the type has no schema, or none that strict
	 * mode can express
	 * @throws InvalidRequestException if the call continues a prefix, or has tools beside
	 * the strict one
	 * @see PromptSpec#entity(Class)
	 */
	<T> T entity(Class<T> type);

	/**
	 * Ask for an answer that is a value of a type with type arguments.
	 * @param type the type
	 * @param <T> the type
	 * @return the value; fails as {@link #entity(Class)} does
	 */
	<T> T entity(ParameterizedTypeReference<T> type);

	/**
	 * Ask for an answer that is a list.
	 * @param elementType the type of the elements
	 * @param <T> the type of the elements
	 * @return the whole list; fails as {@link #entity(Class)} does
	 * @see BlockingStreamSpec#entityList(Class)
	 */
	<T> List<T> entityList(Class<T> elementType);

	/**
	 * Ask for the answer as it is generated.
	 * @return the streamed call
	 */
	BlockingStreamSpec stream();

}
