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

package io.github.deepseekspring.simulator;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes a value that fits a JSON schema.
 */
final class SchemaExample {

	private static final int MAX_DEPTH = 12;

	private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

	private final JsonNode root;

	private SchemaExample(JsonNode root) {
		this.root = root;
	}

	/**
	 * Return a value that fits a schema.
	 * @param schema the schema
	 * @return the value, always the same for the same schema
	 */
	static JsonNode of(JsonNode schema) {
		return new SchemaExample(schema).value(schema, "value", 0);
	}

	/**
	 * Return whether a tree looks like a schema of an object.
	 */
	static boolean isSchema(JsonNode node) {
		return node.path("properties").isObject() || node.has("$schema") || node.has("$ref");
	}

	/**
	 * Return what a reference leads to.
	 * @param root the schema that the reference is in
	 * @param reference the reference
	 * @return the schema, or a missing node if the reference leads nowhere
	 */
	static JsonNode target(JsonNode root, String reference) {
		boolean local = reference.equals("#") || reference.startsWith("#/");
		return (local) ? root.at(reference.substring(1)) : MissingNode.getInstance();
	}

	private JsonNode value(JsonNode schema, String name, int depth) {
		if (depth > MAX_DEPTH) {
			return NODES.nullNode();
		}
		String reference = Json.string(schema, "$ref");
		if (reference != null) {
			return value(target(this.root, reference), name, depth + 1);
		}
		JsonNode given = given(schema);
		if (given != null) {
			return given;
		}
		for (String choice : new String[] { "anyOf", "oneOf", "allOf" }) {
			if (schema.path(choice).isArray() && !schema.path(choice).isEmpty()) {
				return value(schema.path(choice).path(0), name, depth + 1);
			}
		}
		return typed(schema, type(schema), name, depth);
	}

	private static @Nullable JsonNode given(JsonNode schema) {
		if (schema.has("const")) {
			return schema.path("const");
		}
		if (schema.has("default")) {
			return schema.path("default");
		}
		if (!schema.path("examples").isEmpty()) {
			return schema.path("examples").path(0);
		}
		return (schema.path("enum").isEmpty()) ? null : schema.path("enum").path(0);
	}

	private static String type(JsonNode schema) {
		JsonNode type = schema.path("type");
		String name = (type.isArray()) ? type.path(0).asString("") : type.asString("");
		return (name.isEmpty() && schema.path("properties").isObject()) ? "object" : name;
	}

	private JsonNode typed(JsonNode schema, String type, String name, int depth) {
		return switch (type) {
			case "object" -> object(schema, depth);
			case "array" -> array(schema, name, depth);
			case "integer" -> NODES.numberNode((long) Math.ceil(number(schema)));
			case "number" -> NODES.numberNode(number(schema));
			case "boolean" -> NODES.booleanNode(true);
			case "null" -> NODES.nullNode();
			default -> NODES.stringNode(text(schema, name));
		};
	}

	private ObjectNode object(JsonNode schema, int depth) {
		ObjectNode object = NODES.objectNode();
		schema.path("properties")
			.properties()
			.forEach((property) -> object.set(property.getKey(),
					value(property.getValue(), property.getKey(), depth + 1)));
		return object;
	}

	private ArrayNode array(JsonNode schema, String name, int depth) {
		ArrayNode array = NODES.arrayNode();
		int items = Math.max(1, schema.path("minItems").asInt(1));
		for (int i = 0; i < items; i++) {
			array.add(value(schema.path("items"), name, depth + 1));
		}
		return array;
	}

	private static double number(JsonNode schema) {
		if (schema.has("minimum")) {
			return schema.path("minimum").asDouble();
		}
		if (schema.has("exclusiveMinimum")) {
			return schema.path("exclusiveMinimum").asDouble() + 1;
		}
		if (schema.has("maximum")) {
			return Math.min(1, schema.path("maximum").asDouble());
		}
		return 1;
	}

	private static String text(JsonNode schema, String name) {
		return switch (schema.path("format").asString("")) {
			case "date-time" -> "2026-01-01T00:00:00Z";
			case "date" -> "2026-01-01";
			case "time" -> "12:00:00Z";
			case "duration" -> "PT1H";
			case "email" -> "someone@example.com";
			case "hostname" -> "example.com";
			case "ipv4" -> "192.0.2.1";
			case "ipv6" -> "2001:db8::1";
			case "uuid" -> "6f1f8c1e-8a53-4d0e-9a38-2f8b5d1c7e10";
			case "uri" -> "https://example.com";
			default -> "some " + name;
		};
	}

}
