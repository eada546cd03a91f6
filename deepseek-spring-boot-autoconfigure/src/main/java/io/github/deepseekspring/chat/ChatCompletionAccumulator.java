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

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Folds the chunks of a stream into the answer that a call without streaming would have
 * given. An instance serves one stream and is not safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class ChatCompletionAccumulator {

	private @Nullable String id;

	private @Nullable Long created;

	private @Nullable String model;

	private @Nullable String systemFingerprint;

	private @Nullable Usage usage;

	private final List<ChoiceAccumulator> choices = new ArrayList<>(1);

	/**
	 * Add the next chunk.
	 * @param chunk the chunk, in the order of the stream
	 */
	public void add(ChatCompletionChunk chunk) {
		Assert.notNull(chunk, "'chunk' must not be null");
		this.id = firstOf(this.id, chunk.id());
		this.created = firstOf(this.created, chunk.created());
		this.model = firstOf(this.model, chunk.model());
		this.systemFingerprint = firstOf(this.systemFingerprint, chunk.systemFingerprint());
		for (ChunkChoice choice : chunk.choices()) {
			choice((choice.index() != null) ? choice.index() : 0).add(choice);
		}
		if (chunk.usage() != null) {
			this.usage = chunk.usage();
		}
	}

	private static <T> @Nullable T firstOf(@Nullable T known, @Nullable T received) {
		return (known != null) ? known : received;
	}

	private ChoiceAccumulator choice(int index) {
		for (ChoiceAccumulator choice : this.choices) {
			if (choice.index() == index) {
				return choice;
			}
		}
		ChoiceAccumulator choice = new ChoiceAccumulator(index);
		this.choices.add(choice);
		this.choices.sort(Comparator.comparingInt(ChoiceAccumulator::index));
		return choice;
	}

	/**
	 * Return the answer so far. It is complete once the stream has ended and a finish
	 * reason is there; before that it is what has been received.
	 * @return the answer
	 */
	public ChatCompletion toCompletion() {
		return new ChatCompletion(this.id, "chat.completion", this.created, this.model, this.systemFingerprint,
				this.choices.stream().map(ChoiceAccumulator::toChoice).toList(), this.usage);
	}

}
