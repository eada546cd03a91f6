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

package io.github.deepseekspring.observation;

import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.github.deepseekspring.chat.ChatCompletion;
import io.github.deepseekspring.chat.ChatCompletionChunk;
import io.github.deepseekspring.completion.Completion;
import io.github.deepseekspring.messages.Message;
import io.github.deepseekspring.messages.MessageEvent;

/**
 * Reads what an answer tells of itself, one payload after the other. Allocates nothing
 * for a payload that tells nothing.
 *
 * @param <T> the type of a payload
 * @since 0.1.0
 */
public final class AnswerReader<T> {

	/**
	 * Reads chats that are not streamed.
	 */
	public static final AnswerReader<ChatCompletion> COMPLETION = new AnswerReader<>((completion) -> false,
			ChatFacts::read, () -> new Transcript.Whole<>(ChatContent::output));

	/**
	 * Reads chats that are streamed.
	 */
	public static final AnswerReader<ChatCompletionChunk> CHUNKS = new AnswerReader<>(ChatFacts::hasToken,
			ChatFacts::read, ChatContent.Chunks::new);

	/**
	 * Reads messages that are not streamed.
	 */
	public static final AnswerReader<Message> MESSAGE = new AnswerReader<>((message) -> false, MessageFacts::read,
			() -> new Transcript.Whole<>(MessageContents::output));

	/**
	 * Reads messages that are streamed.
	 */
	public static final AnswerReader<MessageEvent> MESSAGE_EVENTS = new AnswerReader<>(MessageFacts::hasToken,
			MessageFacts::read, MessageContents.Events::new);

	/**
	 * Reads texts that are completed, streamed or not.
	 */
	public static final AnswerReader<Completion> TEXT = new AnswerReader<>((completion) -> !completion.text().isEmpty(),
			ChatFacts::read, ContentParts.Texts::new);

	private static final AnswerReader<?> NONE = new AnswerReader<>((payload) -> false, (payload, context) -> {
	}, () -> new Transcript.Whole<>((payload) -> List.<Map<String, Object>>of()));

	private final Predicate<T> token;

	private final BiConsumer<T, DeepSeekObservationContext> facts;

	private final Supplier<Transcript<T>> transcript;

	private AnswerReader(Predicate<T> token, BiConsumer<T, DeepSeekObservationContext> facts,
			Supplier<Transcript<T>> transcript) {
		this.token = token;
		this.facts = facts;
		this.transcript = transcript;
	}

	/**
	 * Return a reader of answers that no model has generated.
	 */
	@SuppressWarnings("unchecked")
	static <T> AnswerReader<T> none() {
		return (AnswerReader<T>) NONE;
	}

	/**
	 * Return whether a payload brings something that was generated.
	 */
	boolean hasToken(T payload) {
		return this.token.test(payload);
	}

	void read(T payload, DeepSeekObservationContext context) {
		this.facts.accept(payload, context);
	}

	Transcript<T> transcript() {
		return this.transcript.get();
	}

}
