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

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.ObjectReader;

/**
 * Where the delta of the only choice stands in the JSON of a chunk.
 *
 * @param start the index of its opening brace
 * @param end the index behind its closing brace
 */
record DeltaLocation(int start, int end) {

	private static final String CHOICES = "choices";

	private static final String DELTA = "delta";

	/**
	 * Find the delta in JSON that was read before, and so is valid.
	 * @return its place, or {@code null} if there is not exactly one: of members with the
	 * same name only the last counts
	 */
	static @Nullable DeltaLocation find(ObjectReader reader, byte[] json) {
		try (JsonParser parser = reader.createParser(json)) {
			parser.nextToken();
			return findIn(parser, CHOICES, json);
		}
	}

	/**
	 * Look through the members of an object.
	 */
	private static @Nullable DeltaLocation findIn(JsonParser parser, String name, byte[] json) {
		DeltaLocation found = null;
		int count = 0;
		while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
			boolean wanted = name.equals(parser.currentName());
			parser.nextToken();
			if (wanted) {
				count++;
				found = name.equals(CHOICES) ? inOnlyElement(parser, json) : delta(parser, json);
			}
			else {
				parser.skipChildren();
			}
		}
		return (count == 1) ? found : null;
	}

	/**
	 * Look through an array, to whose end the parser moves.
	 */
	private static @Nullable DeltaLocation inOnlyElement(JsonParser parser, byte[] json) {
		DeltaLocation found = null;
		int count = 0;
		while (parser.nextToken() != JsonToken.END_ARRAY) {
			count++;
			found = parser.hasToken(JsonToken.START_OBJECT) ? findIn(parser, DELTA, json) : null;
		}
		return (count == 1) ? found : null;
	}

	private static @Nullable DeltaLocation delta(JsonParser parser, byte[] json) {
		long start = parser.currentTokenLocation().getByteOffset();
		if (!parser.hasToken(JsonToken.START_OBJECT)) {
			return null;
		}
		parser.skipChildren();
		long end = parser.currentTokenLocation().getByteOffset();
		boolean braces = isAt(json, start, '{') && isAt(json, end, '}');
		return braces ? new DeltaLocation((int) start, (int) end + 1) : null;
	}

	/**
	 * The parser does not know the index of a byte when the text is in UTF-16 or UTF-32.
	 */
	private static boolean isAt(byte[] json, long index, char character) {
		return index >= 0 && index < json.length && json[(int) index] == character;
	}

}
