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

package io.github.deepseekspring.structured;

/**
 * The Markdown around a JSON text: some answers stand in a block of code, although they
 * were asked not to. It is taken off piece by piece, so that a text that is still being
 * written can be read.
 */
final class Fence {

	private static final int LENGTH = 3;

	private Place place = Place.BEFORE;

	private int ticks;

	private boolean closed;

	/**
	 * Return where the JSON begins in the next piece of text.
	 * @param piece the next piece, as long as the JSON has not begun
	 * @return the position, or -1 if it does not begin here
	 */
	int open(CharSequence piece) {
		for (int i = 0; i < piece.length(); i++) {
			this.place = next(piece.charAt(i));
			if (this.place == Place.JSON) {
				return i;
			}
		}
		return -1;
	}

	private Place next(char character) {
		return switch (this.place) {
			case BEFORE -> before(character);
			case LANGUAGE -> Character.isLetter(character) ? Place.LANGUAGE : json(character);
			case BREAK -> json(character);
			default -> this.place;
		};
	}

	private Place before(char character) {
		if (character == '`' && this.ticks < LENGTH) {
			this.ticks++;
			return (this.ticks == LENGTH) ? Place.LANGUAGE : Place.BEFORE;
		}
		return (this.ticks > 0) ? Place.NO_JSON : json(character);
	}

	private Place json(char character) {
		if (Character.isWhitespace(character)) {
			return (this.place == Place.BEFORE) ? Place.BEFORE : Place.BREAK;
		}
		return (character == '{' || character == '[') ? Place.JSON : Place.NO_JSON;
	}

	/**
	 * Return whether a piece of text can stand behind the JSON.
	 */
	boolean close(CharSequence piece) {
		for (int i = 0; i < piece.length(); i++) {
			char character = piece.charAt(i);
			if (character == '`' && this.ticks > 0 && !this.closed) {
				this.ticks--;
				this.closed = this.ticks == 0;
			}
			else if (!Character.isWhitespace(character) || (this.ticks > 0 && this.ticks < LENGTH)) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Return whether there is something else than JSON.
	 */
	boolean isNoJson() {
		return this.place == Place.NO_JSON;
	}

	/**
	 * Return the JSON text inside a text.
	 * @param text the whole text
	 * @return the text without the Markdown around it; the same text if there is none
	 */
	static String strip(String text) {
		String plain = text.strip();
		int end = plain.length() - LENGTH;
		Fence fence = new Fence();
		int start = plain.startsWith("`") ? fence.open(plain) : -1;
		return (start > 0 && start < end && plain.startsWith("```", end)) ? plain.substring(start, end).strip() : plain;
	}

	private enum Place {

		BEFORE, LANGUAGE, BREAK, JSON, NO_JSON

	}

}
