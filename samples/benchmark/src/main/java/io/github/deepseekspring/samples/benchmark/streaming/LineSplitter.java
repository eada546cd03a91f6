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

package io.github.deepseekspring.samples.benchmark.streaming;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.github.deepseekspring.chat.ChatCompletionChunk;
import io.netty.buffer.ByteBuf;

/**
 * Finds the payloads of one stream whose lines end in line feeds and whose events have
 * one line of data each.
 */
final class LineSplitter {

	private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] DONE = "data: [DONE]".getBytes(StandardCharsets.US_ASCII);

	private final Decoder decoder;

	private byte[] bytes = new byte[4096];

	private int end;

	LineSplitter(Decoder decoder) {
		this.decoder = decoder;
	}

	/**
	 * Decode the payloads that are complete with these bytes.
	 */
	List<ChatCompletionChunk> split(ByteBuf buffer) {
		int length = buffer.readableBytes();
		if (this.end + length > this.bytes.length) {
			this.bytes = Arrays.copyOf(this.bytes, Math.max(2 * this.bytes.length, this.end + length));
		}
		buffer.readBytes(this.bytes, this.end, length);
		List<ChatCompletionChunk> chunks = new ArrayList<>();
		int begin = 0;
		int scanned = this.end;
		this.end += length;
		for (int i = scanned; i < this.end; i++) {
			if (this.bytes[i] == '\n') {
				decode(begin, i, chunks);
				begin = i + 1;
			}
		}
		System.arraycopy(this.bytes, begin, this.bytes, 0, this.end - begin);
		this.end -= begin;
		return chunks;
	}

	private void decode(int begin, int end, List<ChatCompletionChunk> chunks) {
		if (startsWith(DATA, begin, end) && !startsWith(DONE, begin, end)) {
			chunks.add(this.decoder.decode(this.bytes, begin + DATA.length, end - begin - DATA.length));
		}
	}

	private boolean startsWith(byte[] prefix, int begin, int end) {
		return end - begin >= prefix.length
				&& Arrays.equals(this.bytes, begin, begin + prefix.length, prefix, 0, prefix.length);
	}

	/**
	 * Makes a chunk of a payload.
	 */
	interface Decoder {

		ChatCompletionChunk decode(byte[] bytes, int offset, int length);

	}

}
