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

package io.github.deepseekspring.core;

import java.util.HexFormat;

import org.springframework.web.util.HtmlUtils;

/**
 * The characters of a text that tell it from another one, whichever way both are written:
 * white space, quotes, the characters of markup and the signs of escapes are passed over,
 * and what an escape stands for counts as itself.
 */
final class Letters {

	private static final String PASSED_OVER = "\"'&<>";

	private static final String CONTROL_ESCAPES = "bfnrt";

	private static final int HEX_DIGITS = 4;

	private static final int MAX_ENTITY = 10;

	private static final char LAST_ASCII = 0x7F;

	private final char[] characters;

	private final int end;

	private int next;

	private int place;

	private char letter;

	Letters(char[] characters, int offset, int length) {
		this.characters = characters;
		this.next = offset;
		this.end = offset + length;
	}

	static boolean isAscii(char letter) {
		return letter <= LAST_ASCII;
	}

	/**
	 * Go to the next letter.
	 * @return whether there is one
	 */
	boolean next() {
		while (this.next < this.end) {
			this.place = this.next;
			this.letter = this.characters[this.next++];
			if (this.letter == '\\') {
				readEscape();
			}
			else if (this.letter == '&') {
				readEntity();
			}
			if (counts(this.letter)) {
				return true;
			}
		}
		return false;
	}

	private static boolean counts(char character) {
		if (isAscii(character)) {
			return character > ' ' && character != '\\' && PASSED_OVER.indexOf(character) < 0;
		}
		return !Character.isWhitespace(character) && !Character.isSpaceChar(character);
	}

	/**
	 * Read what follows a backslash, of which there are several where a text was escaped
	 * more than once.
	 */
	private void readEscape() {
		while (this.next < this.end && this.characters[this.next] == '\\') {
			this.next++;
		}
		if (this.next == this.end) {
			return;
		}
		char kind = this.characters[this.next];
		if (CONTROL_ESCAPES.indexOf(kind) >= 0) {
			this.next++;
		}
		else if (kind == 'u' && isHex(this.next + 1)) {
			String digits = new String(this.characters, this.next + 1, HEX_DIGITS);
			this.letter = (char) HexFormat.fromHexDigits(digits);
			this.next += 1 + HEX_DIGITS;
		}
	}

	private boolean isHex(int start) {
		if (this.end - start < HEX_DIGITS) {
			return false;
		}
		for (int i = start; i < start + HEX_DIGITS; i++) {
			if (!HexFormat.isHexDigit(this.characters[i])) {
				return false;
			}
		}
		return true;
	}

	private void readEntity() {
		int limit = Math.min(this.end, this.next + MAX_ENTITY);
		for (int i = this.next; i < limit; i++) {
			if (this.characters[i] == ';') {
				int start = this.next - 1;
				String character = HtmlUtils.htmlUnescape(new String(this.characters, start, i + 1 - start));
				if (character.length() == 1) {
					this.letter = character.charAt(0);
					this.next = i + 1;
				}
				return;
			}
		}
	}

	char letter() {
		return this.letter;
	}

	/**
	 * Return where in the text the letter stands.
	 */
	int place() {
		return this.place;
	}

}
