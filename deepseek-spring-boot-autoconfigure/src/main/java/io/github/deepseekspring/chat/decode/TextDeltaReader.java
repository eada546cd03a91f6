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

import io.github.deepseekspring.chat.Delta;
import org.jspecify.annotations.Nullable;

/**
 * Reads the one kind of delta that nearly all of an answer consists of: an object without
 * blanks whose members are the text, the reasoning and the role, each at most once and a
 * string or {@code null}. Makes no object but these and the delta. Gives up on everything
 * else, what is invalid included.
 */
final class TextDeltaReader {

	private static final byte[] CONTENT = member("content");

	private static final byte[] REASONING_CONTENT = member("reasoning_content");

	private static final byte[] ROLE = member("role");

	private static final byte[] NULL = ascii("null");

	/**
	 * Stands in a decoded text for what is not UTF-8.
	 */
	private static final char REPLACEMENT = '\uFFFD';

	private final byte[] bytes;

	private final int end;

	private int position;

	private @Nullable String content;

	private boolean contentSeen;

	private @Nullable String reasoningContent;

	private boolean reasoningSeen;

	private @Nullable String role;

	private boolean roleSeen;

	private boolean failed;

	TextDeltaReader(byte[] bytes, int start, int end) {
		this.bytes = bytes;
		this.position = start;
		this.end = end;
	}

	private static byte[] member(String name) {
		return ascii('"' + name + "\":");
	}

	private static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

	/**
	 * Read the delta.
	 * @return the delta, or {@code null} if it is of another kind
	 */
	@Nullable Delta read() {
		if (!skip('{')) {
			return null;
		}
		do {
			if (!readMember()) {
				return null;
			}
		}
		while (skip(','));
		return (skip('}') && this.position == this.end)
				? new Delta(this.role, this.content, this.reasoningContent, null) : null;
	}

	private boolean readMember() {
		if (!this.contentSeen && skip(CONTENT)) {
			this.contentSeen = true;
			this.content = text();
		}
		else if (!this.reasoningSeen && skip(REASONING_CONTENT)) {
			this.reasoningSeen = true;
			this.reasoningContent = text();
		}
		else if (!this.roleSeen && skip(ROLE)) {
			this.roleSeen = true;
			this.role = text();
		}
		else {
			return false;
		}
		return !this.failed;
	}

	private boolean skip(char expected) {
		if (this.position < this.end && this.bytes[this.position] == expected) {
			this.position++;
			return true;
		}
		return false;
	}

	private boolean skip(byte[] expected) {
		int to = this.position + expected.length;
		if (to <= this.end && Arrays.equals(this.bytes, this.position, to, expected, 0, expected.length)) {
			this.position = to;
			return true;
		}
		return false;
	}

	/**
	 * Read a string or {@code null}, or fail.
	 */
	private @Nullable String text() {
		if (skip(NULL)) {
			return null;
		}
		String text = skip('"') ? string() : null;
		this.failed = text == null;
		return text;
	}

	/**
	 * Read a string behind its first quote.
	 * @return the string, or {@code null} if it is not plain
	 */
	private @Nullable String string() {
		int start = this.position;
		int index = start;
		boolean ascii = true;
		boolean escaped = false;
		for (; index < this.end && this.bytes[index] != '"'; index++) {
			byte next = this.bytes[index];
			if (next == '\\') {
				escaped = true;
				index++;
			}
			else if (next >= 0 && next < ' ') {
				return null;
			}
			ascii &= next >= 0;
		}
		if (index >= this.end) {
			return null;
		}
		this.position = index + 1;
		String text = escaped ? unescape(start, index)
				: new String(this.bytes, start, index - start, StandardCharsets.UTF_8);
		return (text == null || ascii || text.indexOf(REPLACEMENT) < 0) ? text : null;
	}

	/**
	 * Read a string with escapes of one letter, such as that of a line feed.
	 * @return the string, or {@code null} if there are others
	 */
	private @Nullable String unescape(int start, int end) {
		byte[] plain = new byte[end - start];
		int length = 0;
		for (int i = start; i < end; i++) {
			byte next = this.bytes[i];
			if (next == '\\') {
				i++;
				next = unescape(this.bytes[i]);
				if (next == 0) {
					return null;
				}
			}
			plain[length++] = next;
		}
		return new String(plain, 0, length, StandardCharsets.UTF_8);
	}

	private static byte unescape(byte letter) {
		return switch (letter) {
			case '"', '\\', '/' -> letter;
			case 'b' -> '\b';
			case 'f' -> '\f';
			case 'n' -> '\n';
			case 'r' -> '\r';
			case 't' -> '\t';
			default -> 0;
		};
	}

}
