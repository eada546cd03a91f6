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

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import org.jspecify.annotations.Nullable;

/**
 * Makes an example for a schema, which DeepSeek wants in the prompt of JSON mode. The
 * same schema has the same example.
 */
final class SchemaExample {

	private static final Map<String, String> FORMATS = Map.of("date-time", "2026-01-31T13:45:00Z", "date", "2026-01-31",
			"time", "13:45:00Z", "duration", "PT1H30M", "email", "someone@example.com", "uuid",
			"123e4567-e89b-12d3-a456-426614174000", "uri", "https://example.com/", "ipv4", "192.0.2.1", "ipv6",
			"2001:db8::1", "hostname", "example.com");

	private static final List<String> TEXTS = List.of("text", "2026-01-31T13:45:00", "13:45:00", "2026-01-31",
			"2026-01", "--01-31", "1", "1.5", "A", "ABC", "a");

	private final Map<String, Object> root;

	private final Set<String> open = new HashSet<>();

	private SchemaExample(Map<String, Object> root) {
		this.root = root;
	}

	/**
	 * Return an example for the schema of an object.
	 */
	static Map<String, Object> of(Map<String, Object> schema) {
		Object example = new SchemaExample(schema).value(schema);
		Map<String, Object> result = new LinkedHashMap<>();
		map(example).forEach((name, value) -> result.put(String.valueOf(name), value));
		return result;
	}

	/**
	 * Return a value, or {@code null} where the schema leads back to itself or allows
	 * nothing else.
	 */
	private @Nullable Object value(@Nullable Object schema) {
		Map<?, ?> map = map(schema);
		if (map.get("$ref") instanceof String reference) {
			return referenced(reference);
		}
		if (map.containsKey("const")) {
			return map.get("const");
		}
		if (map.get("enum") instanceof List<?> values && !values.isEmpty()) {
			return values.get(0);
		}
		for (String choice : List.of("anyOf", "oneOf", "allOf")) {
			if (map.get(choice) instanceof List<?> forms) {
				return first(forms);
			}
		}
		return switch (type(map)) {
			case "object" -> object(map);
			case "array" -> array(map);
			case "integer" -> number(map, BigDecimal.ONE);
			case "number" -> number(map, new BigDecimal("1.5"));
			case "boolean" -> Boolean.TRUE;
			case "null" -> null;
			default -> text(map);
		};
	}

	private @Nullable Object referenced(String reference) {
		if (!this.open.add(reference)) {
			return null;
		}
		Object value = value(resolve(reference));
		this.open.remove(reference);
		return value;
	}

	private @Nullable Object resolve(String reference) {
		Object target = this.root;
		for (String step : reference.substring(1).split("/")) {
			if (!step.isEmpty()) {
				target = map(target).get(step.replace("~1", "/").replace("~0", "~"));
			}
		}
		return target;
	}

	private @Nullable Object first(List<?> forms) {
		for (Object form : forms) {
			Object value = value(form);
			if (value != null) {
				return value;
			}
		}
		return null;
	}

	private static String type(Map<?, ?> schema) {
		Object type = schema.get("type");
		if (type instanceof List<?> types) {
			return types.stream()
				.map(String::valueOf)
				.filter((name) -> !"null".equals(name))
				.findFirst()
				.orElse("null");
		}
		return (type != null) ? type.toString() : (schema.containsKey("properties") ? "object" : "string");
	}

	private Map<String, Object> object(Map<?, ?> schema) {
		Map<String, Object> object = new LinkedHashMap<>();
		map(schema.get("properties")).forEach((name, property) -> {
			Object value = value(property);
			if (value != null) {
				object.put(String.valueOf(name), value);
			}
		});
		Object free = schema.get("additionalProperties");
		Object value = (free instanceof Map) ? value(free) : null;
		if (value != null) {
			object.put("key", value);
		}
		return object;
	}

	private List<Object> array(Map<?, ?> schema) {
		List<Object> array = new ArrayList<>();
		Object value = value(schema.get("items"));
		int size = Math.max(1, (schema.get("minItems") instanceof Number least) ? least.intValue() : 1);
		for (int i = 0; value != null && i < size; i++) {
			array.add(value);
		}
		return array;
	}

	private static BigDecimal number(Map<?, ?> schema, BigDecimal usual) {
		BigDecimal number = usual;
		if (schema.get("minimum") instanceof Number least) {
			number = number.max(new BigDecimal(least.toString()));
		}
		if (schema.get("exclusiveMinimum") instanceof Number below) {
			number = number.max(new BigDecimal(below.toString()).add(BigDecimal.ONE));
		}
		if (schema.get("maximum") instanceof Number most) {
			number = number.min(new BigDecimal(most.toString()));
		}
		if (schema.get("exclusiveMaximum") instanceof Number above
				&& number.compareTo(new BigDecimal(above.toString())) >= 0) {
			number = new BigDecimal(above.toString()).subtract(BigDecimal.ONE);
		}
		return number;
	}

	private static String text(Map<?, ?> schema) {
		String known = (schema.get("format") instanceof String format) ? FORMATS.get(format) : null;
		if (known != null) {
			return known;
		}
		String text = (schema.get("pattern") instanceof String pattern) ? matching(pattern) : TEXTS.get(0);
		return (schema.get("minLength") instanceof Number least && text.length() < least.intValue())
				? text.repeat(least.intValue()).substring(0, least.intValue()) : text;
	}

	private static String matching(String pattern) {
		try {
			Pattern compiled = Pattern.compile(pattern);
			return TEXTS.stream().filter((text) -> compiled.matcher(text).find()).findFirst().orElse(TEXTS.get(0));
		}
		catch (PatternSyntaxException ex) {
			return TEXTS.get(0);
		}
	}

	private static Map<?, ?> map(@Nullable Object value) {
		return (value instanceof Map<?, ?> map) ? map : Map.of();
	}

}
