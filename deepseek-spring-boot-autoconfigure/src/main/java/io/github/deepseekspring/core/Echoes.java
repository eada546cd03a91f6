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

/**
 * What a text repeats of other texts: any run of 10 letters, or of 4 where none of them
 * is ASCII, since a word of Chinese is short. It does not matter how either text is
 * broken into lines, quoted or escaped.
 */
final class Echoes {

	private static final int RUN = 10;

	private static final int WIDE_RUN = 4;

	private final String text;

	/**
	 * Where the letters stand in the text.
	 */
	private final int[] places;

	private final boolean[] found;

	private final Windows runs;

	private final Windows wideRuns;

	Echoes(String text) {
		this.text = text;
		this.places = new int[text.length()];
		StringBuilder counting = new StringBuilder(text.length());
		Letters letters = new Letters(text.toCharArray(), 0, text.length());
		while (letters.next()) {
			this.places[counting.length()] = letters.place();
			counting.append(letters.letter());
		}
		this.found = new boolean[counting.length()];
		this.runs = new Windows(counting.toString(), RUN, this.found);
		this.wideRuns = new Windows(counting.toString(), WIDE_RUN, this.found);
		addWindows(counting);
	}

	private void addWindows(CharSequence counting) {
		int wide = 0;
		for (int end = 1; end <= counting.length(); end++) {
			wide = Letters.isAscii(counting.charAt(end - 1)) ? 0 : wide + 1;
			if (wide >= WIDE_RUN) {
				this.wideRuns.add(end - WIDE_RUN);
			}
			if (end >= RUN) {
				this.runs.add(end - RUN);
			}
		}
	}

	/**
	 * Return whether there is anything left to look for.
	 */
	boolean isOpen() {
		return !this.runs.isEmpty() || !this.wideRuns.isEmpty();
	}

	/**
	 * Look for what the text repeats of another one.
	 */
	void compare(char[] characters, int offset, int length) {
		this.runs.restart();
		this.wideRuns.restart();
		boolean wide = !this.wideRuns.isEmpty();
		Letters letters = new Letters(characters, offset, length);
		while (letters.next()) {
			this.runs.next(letters.letter());
			if (wide) {
				this.wideRuns.next(letters.letter());
			}
		}
	}

	/**
	 * Return the text with everything masked that it repeats.
	 */
	String mask(String mask) {
		StringBuilder masked = new StringBuilder(this.text.length());
		int shown = 0;
		int end = 0;
		while (end < this.found.length) {
			int start = end;
			while (end < this.found.length && this.found[end]) {
				end++;
			}
			if (end > start) {
				masked.append(this.text, shown, this.places[start]).append(mask);
				shown = this.places[end - 1] + 1;
			}
			else {
				end++;
			}
		}
		return masked.append(this.text, shown, this.text.length()).toString();
	}

}
