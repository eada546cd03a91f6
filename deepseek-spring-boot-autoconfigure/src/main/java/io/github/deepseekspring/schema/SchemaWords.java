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

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collector;
import java.util.stream.Collectors;

import com.networknt.schema.Error;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Words for a keyword of a schema that a value breaks. They tell what is asked for and
 * never repeat a text of the value.
 */
final class SchemaWords {

	private static final int MAX_LENGTH = 80;

	private static final int MAX_VALUES = 50;

	private static final Map<String, String> FORMATS = Map.of("date-time",
			"a date and time with offset, such as 2026-01-31T13:45:00Z", "date", "a date, such as 2026-01-31", "time",
			"a time with offset, such as 13:45:00Z", "duration", "an ISO 8601 duration, such as PT1H30M", "email",
			"an email address", "uuid", "a UUID", "uri", "a URI", "ipv4", "an IPv4 address", "ipv6", "an IPv6 address",
			"hostname", "a host name");

	private SchemaWords() {
	}

	static String describe(Error error) {
		return error.getInstanceLocation() + ": " + problem(error);
	}

	static String format(String name) {
		return FORMATS.getOrDefault(name, "of the format " + name);
	}

	static String types(@Nullable JsonNode schema) {
		if (schema == null) {
			return "another type";
		}
		return schema.isArray() ? schema.valueStream().map((type) -> type(type.asString())).collect(or())
				: type(schema.asString());
	}

	static List<String> values(@Nullable JsonNode schema) {
		if (schema == null) {
			return List.of();
		}
		return schema.isArray() ? schema.valueStream().map(JsonNode::toString).toList() : List.of(schema.toString());
	}

	static String oneOf(Collection<String> values) {
		if (values.size() == 1) {
			return values.iterator().next();
		}
		String list = values.stream().limit(MAX_VALUES).collect(Collectors.joining(", "));
		return "one of " + list + ((values.size() > MAX_VALUES) ? ", ..." : "");
	}

	private static String problem(Error error) {
		JsonNode limit = error.getSchemaNode();
		return switch (error.getKeyword()) {
			case "required" -> "the required property " + name(error.getProperty()) + " is missing";
			case "additionalProperties", "unevaluatedProperties" ->
				"the property " + name(error.getProperty()) + " is not known here, leave it out";
			case "type" -> "must be " + types(limit) + ", but is " + type(error.getInstanceNode());
			case "enum", "const" -> "must be " + oneOf(values(limit));
			case "format" -> "must be " + format(limit.asString());
			case "pattern" -> "must match the regular expression " + limit.asString();
			case "minimum" -> "must be at least " + limit;
			case "maximum" -> "must be at most " + limit;
			case "exclusiveMinimum" -> "must be more than " + limit;
			case "exclusiveMaximum" -> "must be less than " + limit;
			case "multipleOf" -> "must be a multiple of " + limit;
			case "minLength" -> "must have at least " + limit + " characters";
			case "maxLength" -> "must have at most " + limit + " characters";
			case "minItems" -> "must have at least " + limit + " elements";
			case "maxItems" -> "must have at most " + limit + " elements";
			case "uniqueItems" -> "must not have an element twice";
			case "minProperties" -> "must have at least " + limit + " properties";
			case "maxProperties" -> "must have at most " + limit + " properties";
			case "oneOf" -> "must have exactly one of the forms that are allowed here";
			case "not" -> "has a form that is not allowed here";
			default -> "breaks the rule '" + error.getKeyword() + "' of the schema";
		};
	}

	private static String name(@Nullable String property) {
		String name = (property != null) ? property : "";
		return "'" + ((name.length() > MAX_LENGTH) ? name.substring(0, MAX_LENGTH) + "..." : name) + "'";
	}

	private static String type(@Nullable JsonNode value) {
		if (value == null) {
			return "missing";
		}
		return switch (value.getNodeType()) {
			case ARRAY -> "an array";
			case OBJECT, POJO -> "an object";
			case STRING, BINARY -> "a string";
			case NUMBER -> value.isIntegralNumber() ? "an integer" : "a number";
			case BOOLEAN -> "a boolean";
			case NULL -> "null";
			case MISSING -> "missing";
		};
	}

	private static String type(String name) {
		return switch (name) {
			case "null" -> name;
			case "array", "integer", "object" -> "an " + name;
			default -> "a " + name;
		};
	}

	private static Collector<CharSequence, ?, String> or() {
		return Collectors.joining(" or ");
	}

}
