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

import io.github.deepseekspring.InvalidEntityException;
import io.github.deepseekspring.InvalidRequestException;
import io.github.deepseekspring.chat.ChatCompletion;
import io.github.deepseekspring.chat.ChatEvent;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.ParameterizedTypeReference;

/**
 * A call in the making. Immutable: every method returns a new one.
 *
 * @since 0.1.0
 */
public interface PromptSpec extends ChatSpec<PromptSpec> {

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
