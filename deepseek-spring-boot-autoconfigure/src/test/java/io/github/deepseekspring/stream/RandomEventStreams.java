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

package io.github.deepseekspring.stream;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Bodies of event streams with all that a server or a proxy may do, the same for the same
 * seed.
 */
final class RandomEventStreams {

	private static final String[] LINE_ENDS = { "\n", "\r", "\r\n" };

	private static final String[] TEXTS = { "", " ", "a", "[DONE]", "  two spaces", "{\"a\":\"\u2028\u0085\u2029\"}",
			"\u00e9\u20ac\uD83D\uDE00", "eight888", "with: colon", ":", "data: not a field", "\uFEFF",
			"{\"choices\":[{\"delta\":{\"content\":\"hello\"}}]}" };

	private static final String[] IDS = { "", "1", "\0", "a\0b", " 7", "\u20ac" };

	private final Random random;

	RandomEventStreams(long seed) {
		this.random = new Random(seed);
	}

	byte[] body() {
		StringBuilder body = new StringBuilder((this.random.nextInt(4) == 0) ? "\uFEFF" : "");
		int fixed = this.random.nextInt(LINE_ENDS.length + 1);
		for (int lines = this.random.nextInt(24); lines > 0; lines--) {
			body.append(line());
			body.append((fixed < LINE_ENDS.length) ? LINE_ENDS[fixed] : oneOf(LINE_ENDS));
		}
		if (this.random.nextInt(4) == 0) {
			body.append(line());
		}
		return body.toString().getBytes(StandardCharsets.UTF_8);
	}

	private String line() {
		String colon = oneOf(":", ": ");
		return switch (this.random.nextInt(12)) {
			case 0, 1, 2 -> "data" + colon + oneOf(TEXTS);
			case 3 -> "data" + colon + oneOf(TEXTS).repeat(this.random.nextInt(400));
			case 4 -> "data";
			case 5 -> "event" + colon + oneOf("", "ping", "\u20ac", "message_stop");
			case 6 -> "id" + colon + oneOf(IDS);
			case 7 -> oneOf("retry: 10", "retry: x", "retry", "event", "id", "unknown: 1", "Data: 1", "dat", "datas");
			case 8 -> colon + oneOf(TEXTS);
			default -> "";
		};
	}

	/**
	 * Cut a body anywhere, also inside of line ends and characters, with empty pieces in
	 * between.
	 */
	List<byte[]> split(byte[] body) {
		List<byte[]> pieces = new ArrayList<>();
		int longest = 1 + this.random.nextInt((this.random.nextInt(3) == 0) ? body.length + 1 : 12);
		for (int start = 0; start < body.length;) {
			int end = Math.min(body.length, start + this.random.nextInt(longest + 1));
			pieces.add(Arrays.copyOfRange(body, start, end));
			start = end;
		}
		return pieces;
	}

	private String oneOf(String... choices) {
		return choices[this.random.nextInt(choices.length)];
	}

}
