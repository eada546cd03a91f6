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

package io.github.deepseekspring.messages;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;

/**
 * Reads a JSON object in its own order and with its numbers as they are, so that it can
 * be sent back as it came.
 */
final class MembersDeserializer extends ValueDeserializer<Map<String, Object>> {

	@Override
	@SuppressWarnings("unchecked")
	public Map<String, Object> deserialize(JsonParser parser, DeserializationContext context) {
		return switch (parser.currentToken()) {
			case START_OBJECT -> readMembers(parser.nextName(), parser);
			case PROPERTY_NAME -> readMembers(parser.currentName(), parser);
			case END_OBJECT -> Map.of();
			default -> (Map<String, Object>) context.handleUnexpectedToken(Map.class, parser);
		};
	}

	// A map of members has null values where the JSON has them
	@SuppressWarnings("NullAway")
	private static Map<String, Object> readMembers(@Nullable String first, JsonParser parser) {
		Map<String, Object> members = new LinkedHashMap<>(8);
		for (String name = first; name != null; name = parser.nextName()) {
			parser.nextToken();
			members.put(name, readValue(parser));
		}
		return members;
	}

	private static @Nullable Object readValue(JsonParser parser) {
		return switch (parser.currentToken()) {
			case START_OBJECT -> readMembers(parser.nextName(), parser);
			case START_ARRAY -> readArray(parser);
			case VALUE_NUMBER_INT -> parser.getNumberValue();
			case VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
			case VALUE_TRUE -> true;
			case VALUE_FALSE -> false;
			case VALUE_NULL -> null;
			default -> parser.getString();
		};
	}

	// A list has null elements where the JSON has them
	@SuppressWarnings("NullAway")
	private static List<Object> readArray(JsonParser parser) {
		List<Object> elements = new ArrayList<>();
		while (parser.nextToken() != JsonToken.END_ARRAY) {
			elements.add(readValue(parser));
		}
		return elements;
	}

}
