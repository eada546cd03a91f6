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

/**
 * Compares {@link ChunkDecoder} with Jackson, whatever the chunks of a stream.
 */
public final class ChunkDecoderFuzz {

	private ChunkDecoderFuzz() {
	}

	/**
	 * Decode the same chunks in both ways.
	 * @param input chunks, with a line end behind each
	 */
	public static void fuzzerTestOneInput(byte[] input) {
		ComparedDecoder decoder = new ComparedDecoder();
		int start = 0;
		for (int i = 0; i <= input.length; i++) {
			if (i == input.length || input[i] == '\n') {
				decoder.decode(Arrays.copyOfRange(input, start, i));
				start = i + 1;
			}
		}
	}

}
