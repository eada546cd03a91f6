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

package io.github.deepseekspring.chat.decode;

import io.github.deepseekspring.chat.ChatCompletionChunk;
import io.github.deepseekspring.chat.Delta;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectReader;

/**
 * Decodes the chunks of one answer. They repeat all but a few bytes: the id, the model,
 * the time and so on are the same in each. So a chunk whose bytes around
 * {@code choices[0].delta} equal those of one before it is that chunk with another delta,
 * and only the delta is read, which takes less than a third of the time and of the
 * memory. Every other chunk, and every delta that is more than pieces of text, is read by
 * Jackson as a whole. The result is the same in both cases.
 * <p>
 * Has a memory of the answer, and so is for one answer and one thread at a time.
 *
 * @since 0.1.0
 */
public final class ChunkDecoder {

	/**
	 * After so many chunks in a row that repeat nothing, the answer is taken for one
	 * whose chunks all differ, as those with log probabilities do. Learning from each
	 * would be in vain.
	 */
	private static final int MAX_MISSES = 4;

	/**
	 * Longer chunks are not worth the memory.
	 */
	private static final int MAX_LENGTH = 8 * 1024;

	private final ObjectReader reader;

	private @Nullable ChunkTemplate template;

	private int misses;

	/**
	 * Create a decoder for one answer.
	 * @param reader reads a whole {@link ChatCompletionChunk}; may be shared
	 */
	public ChunkDecoder(ObjectReader reader) {
		this.reader = reader;
	}

	/**
	 * Decode a chunk.
	 * @param bytes an array that holds the chunk as JSON and is used again afterwards
	 * @param offset where the JSON begins
	 * @param length how many bytes it has
	 * @return the chunk, or {@code null} if the JSON is {@code null}
	 * @throws JacksonException if this is not the JSON of a chunk
	 */
	public @Nullable ChatCompletionChunk decode(byte[] bytes, int offset, int length) {
		ChunkTemplate template = this.template;
		if (template == null || !template.matches(bytes, offset, length)) {
			ChatCompletionChunk chunk = this.reader.readValue(bytes, offset, length);
			if (chunk != null) {
				learn(chunk, bytes, offset, length);
			}
			return chunk;
		}
		this.misses = 0;
		Delta delta = template.readDelta(bytes, offset, length);
		return (delta != null) ? template.withDelta(delta) : this.reader.readValue(bytes, offset, length);
	}

	private void learn(ChatCompletionChunk chunk, byte[] bytes, int offset, int length) {
		if (this.misses < MAX_MISSES && length <= MAX_LENGTH) {
			this.misses++;
			this.template = ChunkTemplate.of(chunk, this.reader, bytes, offset, length);
		}
	}

}
