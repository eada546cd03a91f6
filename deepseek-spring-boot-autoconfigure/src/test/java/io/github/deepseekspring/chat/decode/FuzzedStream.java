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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Chunks as servers send them and as they do not: the members in any order, with blanks,
 * unknown and repeated ones, one or more choices, deltas of all kinds, and bytes that
 * were changed on the way.
 */
final class FuzzedStream {

	private static final String[] TEXTS = { "Hello", " world", ",", "", "a b", "gr\u00fcn", "\u7eff\u8272",
			"\ud83c\udf3f", "\\n", "\\\"", "\\\\", "\\t-\\/", "\\u00e4", "\\ud83c\\udf3f", "\\ud83c", "\\x", "\\",
			"\u0001", "\ufffd", "}", "\\\"delta\\\":{", "{\\\"content\\\":", "\u2028", "\u007f", "null" };

	private static final String[] NAMES = { "content", "reasoning_content", "role", "tool_calls", "audio", "delta",
			"con\\u0074ent", "" };

	private static final String[] OTHER_VALUES = { "null", "1", "-2.5e3", "true", "[]", "{}", "[{\"delta\":{}}]",
			"{\"delta\":{\"content\":\"x\"}}", "nul", "" };

	private static final String[] OUTER = { "\"id\":\"i1\"", "\"object\":\"chat.completion.chunk\"",
			"\"created\":1765000000", "\"model\":\"deepseek-v4-flash\"", "\"system_fingerprint\":\"fp\"",
			"\"usage\":null", "\"x\":{\"delta\":{}}", "\"delta\":{\"content\":\"x\"}" };

	private static final String[] CHOICE = { "\"index\":0", "\"finish_reason\":null", "\"logprobs\":null",
			"\"x\":[{\"delta\":1}]" };

	private final Random random;

	private List<String> outer = List.of();

	private List<String> choice = List.of();

	private int deltaPlace;

	private int choicesPlace;

	private boolean blanks;

	FuzzedStream(Random random) {
		this.random = random;
		another();
	}

	/**
	 * Begin another stream.
	 */
	void another() {
		this.outer = some(OUTER);
		this.choice = some(CHOICE);
		this.choicesPlace = this.random.nextInt(this.outer.size() + 1);
		this.deltaPlace = this.random.nextInt(this.choice.size() + 1);
		this.blanks = oneIn(8);
	}

	/**
	 * Make the next chunk of the stream.
	 */
	byte[] next() {
		List<String> members = new ArrayList<>(this.outer);
		members.add(this.choicesPlace, "\"choices\":" + choices());
		if (oneIn(30)) {
			members.add(pick(OUTER));
		}
		if (oneIn(60)) {
			Collections.shuffle(members, this.random);
		}
		if (oneIn(40)) {
			members.add("\"usage\":{\"total_tokens\":" + this.random.nextInt(100) + "}");
		}
		if (oneIn(100)) {
			members.add("\"choices\":" + choices());
		}
		byte[] json = object(members).getBytes(StandardCharsets.UTF_8);
		return oneIn(16) ? changed(json) : json;
	}

	private String choices() {
		int count = oneIn(50) ? this.random.nextInt(3) : 1;
		return repeat(count, this::choice);
	}

	private String choice() {
		if (oneIn(200)) {
			return pick(OTHER_VALUES);
		}
		List<String> members = new ArrayList<>(this.choice);
		members.add(this.deltaPlace, "\"delta\":" + (oneIn(60) ? pick(OTHER_VALUES) : delta()));
		if (oneIn(40)) {
			members.add("\"finish_reason\":\"stop\"");
		}
		if (oneIn(80)) {
			members.add("\"delta\":" + delta());
		}
		return object(members);
	}

	private String delta() {
		int kind = this.random.nextInt(20);
		if (kind < 9) {
			return object(List.of("\"content\":" + string()));
		}
		if (kind < 12) {
			return object(List.of("\"content\":null", "\"reasoning_content\":" + string()));
		}
		if (kind < 14) {
			return object(List.of("\"content\":" + string(), "\"reasoning_content\":null"));
		}
		if (kind < 16) {
			return object(List.of("\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":" + string() + "}}]"));
		}
		List<String> members = new ArrayList<>();
		for (int i = this.random.nextInt(4); i > 0; i--) {
			members.add('"' + pick(NAMES) + "\":" + (oneIn(4) ? pick(OTHER_VALUES) : string()));
		}
		return object(members);
	}

	private String string() {
		StringBuilder text = new StringBuilder();
		for (int i = this.random.nextInt(4); i > 0; i--) {
			text.append(TEXTS[oneIn(6) ? this.random.nextInt(TEXTS.length) : this.random.nextInt(11)]);
		}
		return "\"" + text + "\"";
	}

	private String object(List<String> members) {
		return this.blanks ? "{ " + String.join(" ,\n", members) + "\t}" : "{" + String.join(",", members) + "}";
	}

	private static String repeat(int count, Supplier<String> element) {
		List<String> elements = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			elements.add(element.get());
		}
		return "[" + String.join(",", elements) + "]";
	}

	/**
	 * Change some bytes, take some out or put some in.
	 */
	byte[] changed(byte[] json) {
		byte[] changed = json;
		for (int i = this.random.nextInt(3); i >= 0 && changed.length > 1; i--) {
			int at = this.random.nextInt(changed.length);
			int to = Math.min(changed.length, at + 1 + this.random.nextInt(3));
			byte[] piece = switch (this.random.nextInt(4)) {
				case 0 -> new byte[0];
				case 1 -> new byte[] { (byte) this.random.nextInt(256) };
				case 2 -> Arrays.copyOfRange(changed, at, to);
				default -> new byte[] { (byte) "\"\\{}[]:,ntu0 ".charAt(this.random.nextInt(13)) };
			};
			changed = replaced(changed, at, oneIn(2) ? at : to, piece);
		}
		return changed;
	}

	private static byte[] replaced(byte[] bytes, int from, int to, byte[] piece) {
		byte[] result = new byte[bytes.length - (to - from) + piece.length];
		System.arraycopy(bytes, 0, result, 0, from);
		System.arraycopy(piece, 0, result, from, piece.length);
		System.arraycopy(bytes, to, result, from + piece.length, bytes.length - to);
		return result;
	}

	private List<String> some(String[] members) {
		List<String> some = new ArrayList<>(List.of(members));
		Collections.shuffle(some, this.random);
		return some.subList(0, this.random.nextInt(some.size() + 1));
	}

	private String pick(String[] values) {
		return values[this.random.nextInt(values.length)];
	}

	private boolean oneIn(int count) {
		return this.random.nextInt(count) == 0;
	}

}
