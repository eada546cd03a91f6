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

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.async.ByteArrayFeeder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.util.TokenBuffer;

/**
 * Reads the elements of the list inside {@code {"items": [...]}} while the text is still
 * being written. All that has been fed must be read before more is fed.
 */
final class ElementReader {

	private final Fence fence = new Fence();

	private final JsonParser parser = EntityJson.nonBlockingParser();

	private final ByteArrayFeeder feeder = (ByteArrayFeeder) this.parser.nonBlockingInputFeeder();

	private Place place = Place.BEFORE;

	/**
	 * The first half of a character whose second half has not come yet.
	 */
	private String half = "";

	private @Nullable TokenBuffer element;

	private int depth;

	private long read;

	private long fed;

	/**
	 * Add the next piece of the text.
	 * @throws InvalidAnswer if it is text behind the JSON
	 */
	void feed(String piece) {
		if (this.place == Place.BEFORE) {
			int start = this.fence.open(piece);
			if (start >= 0) {
				this.place = Place.ROOT;
				feedJson(piece.substring(start));
			}
		}
		else if (this.place == Place.BEHIND) {
			requireNothing(piece);
		}
		else {
			feedJson(piece);
		}
	}

	private void feedJson(String piece) {
		String text = this.half + piece;
		int end = text.length();
		boolean split = end > 0 && Character.isHighSurrogate(text.charAt(end - 1));
		this.half = split ? text.substring(end - 1) : "";
		byte[] bytes = text.substring(0, split ? end - 1 : end).getBytes(StandardCharsets.UTF_8);
		this.fed += bytes.length;
		this.feeder.feedInput(bytes, 0, bytes.length);
	}

	/**
	 * Return the next element.
	 * @return the element, or {@code null} if more text is needed to know it
	 * @throws InvalidAnswer if the text cannot become such a list
	 */
	@Nullable JsonNode next() {
		if (this.place == Place.BEFORE || this.place == Place.BEHIND) {
			return null;
		}
		try {
			for (JsonToken token = nextToken(); token != null; token = nextToken()) {
				if (advance(token)) {
					return finishElement();
				}
			}
			return null;
		}
		catch (JacksonException ex) {
			throw InvalidAnswer.notJson(ex);
		}
	}

	private @Nullable JsonToken nextToken() {
		if (this.place == Place.BEHIND) {
			return null;
		}
		JsonToken token = this.parser.nextToken();
		return (token != JsonToken.NOT_AVAILABLE) ? token : null;
	}

	/**
	 * Take a token.
	 * @return whether it is the last one of an element
	 */
	private boolean advance(JsonToken token) {
		switch (this.place) {
			case ROOT -> move(token, JsonToken.START_OBJECT, Place.OBJECT, "$: must be an object");
			case NAME ->
				move(token, JsonToken.START_ARRAY, Place.LIST, "$." + EntityType.Items.NAME + ": must be an array");
			case LIST -> {
				if (this.depth > 0 || token != JsonToken.END_ARRAY) {
					return addToElement(token);
				}
				this.place = Place.LAST;
			}
			default -> advanceInObject(token);
		}
		return false;
	}

	private void move(JsonToken token, JsonToken expected, Place next, String problem) {
		if (token != expected) {
			throw InvalidAnswer.of(problem);
		}
		this.place = next;
	}

	private void advanceInObject(JsonToken token) {
		if (token == JsonToken.END_OBJECT) {
			boolean complete = this.place == Place.LAST;
			this.place = Place.BEHIND;
			if (!complete) {
				throw InvalidAnswer.of("$: the required property '" + EntityType.Items.NAME + "' is missing");
			}
			ByteArrayOutputStream rest = new ByteArrayOutputStream();
			this.parser.releaseBuffered(rest);
			requireNothing(rest.toString(StandardCharsets.UTF_8) + this.half);
		}
		else {
			boolean expected = this.place == Place.OBJECT && EntityType.Items.NAME.equals(this.parser.currentName());
			if (!expected) {
				throw InvalidAnswer.of("$: there must be no property beside '" + EntityType.Items.NAME + "'");
			}
			this.place = Place.NAME;
		}
	}

	private boolean addToElement(JsonToken token) {
		if (this.element == null) {
			this.element = TokenBuffer.forBuffering(this.parser, ObjectReadContext.empty());
		}
		this.element.copyCurrentEvent(this.parser);
		this.depth += token.isStructStart() ? 1 : (token.isStructEnd() ? -1 : 0);
		return this.depth == 0;
	}

	private @Nullable JsonNode finishElement() {
		TokenBuffer complete = this.element;
		this.element = null;
		this.read = this.parser.currentLocation().getByteOffset();
		return (complete != null) ? EntityJson.tree(complete.asParser()) : null;
	}

	private void requireNothing(String text) {
		if (!this.fence.close(text)) {
			throw InvalidAnswer.of("there is text behind the JSON");
		}
	}

	/**
	 * Return how much of the text is held because no element is complete with it.
	 * @return the size in bytes
	 */
	long pending() {
		boolean reading = this.place != Place.BEFORE && this.place != Place.BEHIND;
		return reading ? this.fed - this.read : 0;
	}

	/**
	 * Check that the text is complete.
	 * @throws InvalidAnswer if it is not
	 */
	void end() {
		if (this.place == Place.BEFORE) {
			throw InvalidAnswer
				.of(this.fence.isNoJson() ? "the answer is not one valid JSON text" : "the answer is empty");
		}
		if (this.place != Place.BEHIND) {
			throw InvalidAnswer.of("the answer ends before its JSON is complete");
		}
	}

	private enum Place {

		BEFORE, ROOT, OBJECT, NAME, LIST, LAST, BEHIND

	}

}
