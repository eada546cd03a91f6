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

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Which keywords strict mode has, which become words in the description, and which it
 * cannot do without changing the meaning.
 */
final class StrictKeywords {

	private static final Set<String> FORMATS = Set.of("email", "hostname", "ipv4", "ipv6", "uuid");

	private static final Set<String> NUMBER_KEYWORDS = Set.of("const", "default", "minimum", "maximum",
			"exclusiveMinimum", "exclusiveMaximum", "multipleOf");

	private static final Map<String, String> UNKNOWN = Map.ofEntries(
			Map.entry("oneOf", "use anyOf with members that exclude each other"),
			Map.entry("allOf", "put everything into one schema"), Map.entry("not", "say what is allowed instead"),
			Map.entry("if", "use anyOf"), Map.entry("then", "use anyOf"), Map.entry("else", "use anyOf"),
			Map.entry("prefixItems", "use an object with a property for each element"),
			Map.entry("patternProperties", "name the properties"), Map.entry("propertyNames", "name the properties"),
			Map.entry("dependentRequired", "use anyOf"), Map.entry("dependentSchemas", "use anyOf"),
			Map.entry("dependencies", "use anyOf"), Map.entry("contains", "describe it in words"),
			Map.entry("unevaluatedProperties", "name the properties"),
			Map.entry("unevaluatedItems", "describe the elements with items"), Map.entry("$dynamicRef", "use $ref"),
			Map.entry("$recursiveRef", "use $ref"));

	private static final Map<String, String> HINTS = hints();

	private StrictKeywords() {
	}

	static void check(Map<String, Object> schema, String path) {
		for (String keyword : schema.keySet()) {
			String advice = UNKNOWN.get(keyword);
			if (advice != null) {
				throw StrictSchema.cannot(path, "it does not know '" + keyword + "'", advice);
			}
		}
		if (schema.containsKey("anyOf") && (schema.containsKey("properties") || schema.containsKey("items")
				|| schema.containsKey("enum") || schema.containsKey("const"))) {
			throw StrictSchema.cannot(path, "anyOf has to stand alone", "put everything into the members of anyOf");
		}
	}

	/**
	 * The type and the description, which tells what strict mode has no keyword for.
	 */
	static Map<String, Object> start(Map<String, Object> schema, @Nullable String type) {
		Map<String, Object> result = new LinkedHashMap<>();
		if (type != null) {
			result.put("type", type);
		}
		List<String> hints = new ArrayList<>();
		HINTS.forEach((keyword, words) -> {
			Object value = schema.get(keyword);
			if (value != null && !Boolean.FALSE.equals(value)) {
				hints.add(words.formatted(value));
			}
		});
		if (schema.get("format") instanceof String format && !FORMATS.contains(format) && "string".equals(type)) {
			hints.add(SchemaWords.format(format));
		}
		if (schema.get("default") != null && !isNumber(type)) {
			hints.add("by default " + schema.get("default"));
		}
		String description = describe(schema.get("description"), String.join(", ", hints));
		if (!description.isEmpty()) {
			result.put("description", description);
		}
		return result;
	}

	static Map<String, Object> simple(Map<String, Object> schema, String type) {
		Map<String, Object> result = start(schema, type);
		schema.forEach((keyword, value) -> {
			boolean ofText = "string".equals(type)
					&& ("pattern".equals(keyword) || ("format".equals(keyword) && FORMATS.contains(value)));
			if (ofText || (isNumber(type) && NUMBER_KEYWORDS.contains(keyword))) {
				result.put(keyword, value);
			}
		});
		return result;
	}

	static Map<String, Object> values(Map<String, Object> schema, String type, List<Object> values) {
		Map<String, Object> result = start(schema, type);
		if (!"null".equals(type)) {
			result.put("enum", values);
		}
		return result;
	}

	static Map<String, Object> constant(Map<String, Object> schema, String path) {
		Object value = schema.get("const");
		String type = typeOf(value, path);
		return values(schema, type, (value != null) ? List.of(value) : List.of());
	}

	static Map<String, List<Object>> byType(List<?> values, String path) {
		Map<String, List<Object>> result = new LinkedHashMap<>();
		for (Object value : values) {
			List<Object> ofType = result.computeIfAbsent(typeOf(value, path), (type) -> new ArrayList<>());
			if (value != null) {
				ofType.add(value);
			}
		}
		return result;
	}

	static String typeOf(@Nullable Object value, String path) {
		if (value == null) {
			return "null";
		}
		if (value instanceof String) {
			return "string";
		}
		if (value instanceof Boolean) {
			return "boolean";
		}
		if (value instanceof Integer || value instanceof Long || value instanceof Short || value instanceof Byte
				|| value instanceof BigInteger) {
			return "integer";
		}
		if (value instanceof Double || value instanceof Float || value instanceof BigDecimal) {
			return "number";
		}
		throw StrictSchema.cannot(path, "it has an allowed value that is an object or a list",
				"describe it by its properties");
	}

	private static boolean isNumber(@Nullable String type) {
		return "number".equals(type) || "integer".equals(type);
	}

	private static String describe(@Nullable Object description, String hints) {
		String text = (description instanceof String string) ? string : "";
		if (hints.isEmpty()) {
			return text;
		}
		return text.isEmpty() ? StringUtils.capitalize(hints) : text + " (" + hints + ")";
	}

	private static Map<String, String> hints() {
		Map<String, String> hints = new LinkedHashMap<>();
		hints.put("minLength", "at least %s characters");
		hints.put("maxLength", "at most %s characters");
		hints.put("minItems", "at least %s elements");
		hints.put("maxItems", "at most %s elements");
		hints.put("uniqueItems", "no element twice");
		hints.put("minProperties", "at least %s properties");
		hints.put("maxProperties", "at most %s properties");
		hints.put("contentEncoding", "encoded as %s");
		return hints;
	}

}
