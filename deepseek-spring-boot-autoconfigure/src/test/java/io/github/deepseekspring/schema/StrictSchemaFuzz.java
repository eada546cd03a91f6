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

package io.github.deepseekspring.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import tools.jackson.databind.json.JsonMapper;

/**
 * Rewrites whatever schema for the strict mode: what comes out follows its rules and
 * stays the same when it is rewritten again, or the schema is refused with words.
 */
public final class StrictSchemaFuzz {

	private static final String[] TYPES = { "object", "array", "string", "integer", "number", "boolean", "null", "",
			"bogus" };

	private static final String[] KEYWORDS = { "description", "minLength", "maximum", "pattern", "format", "minItems",
			"default", "const", "oneOf", "not", "title", "additionalProperties", "deprecated" };

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private static final int DEEPEST = 3;

	private StrictSchemaFuzz() {
	}

	/**
	 * Rewrite.
	 * @param input each byte decides what comes next in the schema
	 */
	public static void fuzzerTestOneInput(byte[] input) {
		Map<String, Object> schema = new Choices(input).schema(0);
		JsonSchema strict;
		try {
			strict = JsonSchema.of(schema).asStrict();
		}
		catch (IllegalArgumentException ex) {
			if (ex.getMessage() == null || ex.getMessage().isBlank()) {
				throw new AssertionError("Refused without a word: " + schema, ex);
			}
			return;
		}
		StrictSchemaTests.assertRules(MAPPER.valueToTree(strict.toMap()));
		String again = JsonSchema.of(strict.toMap()).asStrict().toString();
		if (!again.equals(strict.toString())) {
			throw new AssertionError(strict + " becomes " + again);
		}
	}

	/**
	 * Makes a schema of bytes.
	 */
	private static final class Choices {

		private final byte[] bytes;

		private int position;

		Choices(byte[] bytes) {
			this.bytes = bytes;
		}

		private int choose(int count) {
			return (this.position < this.bytes.length) ? (this.bytes[this.position++] & 0xFF) % count : 0;
		}

		Map<String, Object> schema(int depth) {
			Map<String, Object> schema = new LinkedHashMap<>();
			String type = TYPES[(depth == 0 && choose(8) > 0) ? 0 : choose(TYPES.length)];
			if (!type.isEmpty()) {
				schema.put("type", (choose(6) == 0) ? List.of(type, "null") : type);
			}
			if (type.equals("object")) {
				schema.put("properties", properties(depth));
			}
			if (type.equals("array") && depth < DEEPEST && choose(8) > 0) {
				schema.put("items", schema(depth + 1));
			}
			if (choose(8) == 0) {
				schema.put("enum", values());
			}
			if (choose(8) == 0 && depth < DEEPEST) {
				schema.put("anyOf", List.of(schema(depth + 1), schema(depth + 1)));
			}
			if (choose(12) == 0) {
				schema.put("$ref", (choose(2) == 0) ? "#" : "#/$defs/a");
			}
			if (depth == 0 && choose(6) == 0) {
				schema.put("$defs", Map.of("a", schema(1)));
			}
			for (int i = choose(3); i > 0; i--) {
				schema.put(KEYWORDS[choose(KEYWORDS.length)], values().get(0));
			}
			return schema;
		}

		private Map<String, Object> properties(int depth) {
			Map<String, Object> properties = new LinkedHashMap<>();
			for (int i = (depth < DEEPEST) ? choose(4) : 0; i > 0; i--) {
				properties.put("p" + i, schema(depth + 1));
			}
			return properties;
		}

		private List<Object> values() {
			List<Object> values = new ArrayList<>();
			for (int i = choose(3); i >= 0; i--) {
				values.add(value());
			}
			return values;
		}

		private Object value() {
			return switch (choose(5)) {
				case 0 -> "text";
				case 1 -> choose(256);
				case 2 -> true;
				case 3 -> 0.5;
				default -> Map.of("k", "v");
			};
		}

	}

}
