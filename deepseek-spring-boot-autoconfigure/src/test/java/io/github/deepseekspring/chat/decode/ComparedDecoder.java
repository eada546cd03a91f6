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

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.github.deepseekspring.chat.ChatCompletionChunk;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A {@link ChunkDecoder} whose chunks are compared with what Jackson makes of the same
 * bytes.
 */
final class ComparedDecoder {

	static final ObjectReader READER = JsonMapper.builder().build().readerFor(ChatCompletionChunk.class);

	private static final int MARGIN = 7;

	private final ChunkDecoder decoder = new ChunkDecoder(READER);

	private long chunks;

	private long repeated;

	private @Nullable ChatCompletionChunk previous;

	private byte[] array = new byte[1024];

	/**
	 * Decode JSON that stands somewhere in an array which is used again.
	 * @return the chunk, or {@code null} if this is none for both
	 */
	@Nullable ChatCompletionChunk decode(String json) {
		return decode(json.getBytes(StandardCharsets.UTF_8));
	}

	@Nullable ChatCompletionChunk decode(byte[] json) {
		this.chunks++;
		if (json.length + 2 * MARGIN > this.array.length) {
			this.array = new byte[2 * json.length + 2 * MARGIN];
		}
		int offset = (int) (this.chunks % MARGIN);
		Arrays.fill(this.array, (byte) '"');
		System.arraycopy(json, 0, this.array, offset, json.length);
		ChatCompletionChunk expected = read(json);
		ChatCompletionChunk decoded = decode(offset, json.length);
		if ((expected != null) ? !expected.equals(decoded) : decoded != null) {
			assertThat(decoded).as(new String(json, StandardCharsets.UTF_8)).isEqualTo(expected);
		}
		if (isRepeated(decoded)) {
			this.repeated++;
		}
		this.previous = decoded;
		return decoded;
	}

	/**
	 * Return whether a chunk has the strings of the one before, which Jackson would have
	 * made anew.
	 */
	@SuppressWarnings("ReferenceEquality")
	private boolean isRepeated(@Nullable ChatCompletionChunk decoded) {
		return decoded != null && this.previous != null && decoded.id() != null && decoded.id() == this.previous.id();
	}

	private static @Nullable ChatCompletionChunk read(byte[] json) {
		try {
			return READER.readValue(json);
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	private @Nullable ChatCompletionChunk decode(int offset, int length) {
		try {
			return this.decoder.decode(this.array, offset, length);
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	/**
	 * Return how many chunks there were.
	 */
	long chunks() {
		return this.chunks;
	}

	/**
	 * Return how many of them were not read as a whole.
	 */
	long repeated() {
		return this.repeated;
	}

}
