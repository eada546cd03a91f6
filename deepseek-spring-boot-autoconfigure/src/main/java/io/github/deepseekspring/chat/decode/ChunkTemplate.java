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

import java.util.Arrays;
import java.util.List;

import io.github.deepseekspring.chat.ChatCompletionChunk;
import io.github.deepseekspring.chat.ChunkChoice;
import io.github.deepseekspring.chat.Delta;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectReader;

/**
 * A chunk with the bytes that it was read from and the place of its delta in them. What
 * stands around a JSON value tells nothing of the value and the value nothing of what
 * stands around it, so that another chunk with the same bytes there is the same chunk but
 * for its delta.
 */
final class ChunkTemplate {

	private final ChatCompletionChunk chunk;

	private final ChunkChoice choice;

	private final byte[] bytes;

	private final int deltaStart;

	private final int tail;

	private ChunkTemplate(ChatCompletionChunk chunk, byte[] bytes, DeltaLocation delta) {
		this.chunk = chunk;
		this.choice = chunk.choices().get(0);
		this.bytes = bytes;
		this.deltaStart = delta.start();
		this.tail = bytes.length - delta.end();
	}

	/**
	 * Make a template of a chunk.
	 * @return the template, or {@code null} if the chunk has not exactly one choice with
	 * exactly one delta
	 */
	static @Nullable ChunkTemplate of(ChatCompletionChunk chunk, ObjectReader reader, byte[] bytes, int offset,
			int length) {
		if (chunk.choices().size() != 1) {
			return null;
		}
		byte[] copy = Arrays.copyOfRange(bytes, offset, offset + length);
		DeltaLocation delta = DeltaLocation.find(reader, copy);
		return (delta != null) ? new ChunkTemplate(chunk, copy, delta) : null;
	}

	/**
	 * Return whether the bytes before and after the delta are those of the template.
	 * Comparing is what the virtual machine does with whole words at a time.
	 */
	boolean matches(byte[] other, int offset, int length) {
		int end = offset + length;
		return length > this.deltaStart + this.tail
				&& Arrays.equals(other, offset, offset + this.deltaStart, this.bytes, 0, this.deltaStart) && Arrays
					.equals(other, end - this.tail, end, this.bytes, this.bytes.length - this.tail, this.bytes.length);
	}

	/**
	 * Read the delta of a chunk that matches.
	 * @return the delta, or {@code null} if it has to be read by Jackson
	 */
	@Nullable Delta readDelta(byte[] other, int offset, int length) {
		return new TextDeltaReader(other, offset + this.deltaStart, offset + length - this.tail).read();
	}

	ChatCompletionChunk withDelta(Delta delta) {
		ChunkChoice choice = new ChunkChoice(this.choice.index(), delta, this.choice.finishReason(),
				this.choice.logprobs());
		return new ChatCompletionChunk(this.chunk.id(), this.chunk.object(), this.chunk.created(), this.chunk.model(),
				this.chunk.systemFingerprint(), List.of(choice), this.chunk.usage());
	}

}
