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

package io.github.deepseekspring.langchain4j;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.request.json.JsonAnyOfSchema;
import dev.langchain4j.model.chat.request.json.JsonArraySchema;
import dev.langchain4j.model.chat.request.json.JsonBooleanSchema;
import dev.langchain4j.model.chat.request.json.JsonEnumSchema;
import dev.langchain4j.model.chat.request.json.JsonIntegerSchema;
import dev.langchain4j.model.chat.request.json.JsonNullSchema;
import dev.langchain4j.model.chat.request.json.JsonNumberSchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonReferenceSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import dev.langchain4j.model.chat.request.json.JsonStringSchema;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes JSON schemas out of LangChain4j's. The order of the maps is always the same, so
 * that the same tools have the same bytes, which DeepSeek's prefix cache compares.
 */
final class SchemaMapper {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private static final TypeReference<LinkedHashMap<String, Object>> MAP = new TypeReference<>() {
	};

	private SchemaMapper() {
	}

	/**
	 * Return the schema of an answer.
	 * @throws UnsupportedFeatureException if the answer would not be an object, which is
	 * the only JSON that DeepSeek can be asked for
	 */
	static Map<String, Object> root(JsonSchema schema) {
		JsonSchemaElement root = schema.rootElement();
		if (root instanceof JsonObjectSchema || root instanceof JsonRawSchema) {
			return map(root);
		}
		throw new UnsupportedFeatureException(
				"JSON response format with a " + root.getClass().getSimpleName() + " as the root is not supported by "
						+ "DeepSeek, whose JSON answers are objects: wrap it in a JsonObjectSchema");
	}

	static String write(Map<String, Object> schema) {
		return JSON.writeValueAsString(schema);
	}

	static Map<String, Object> map(JsonSchemaElement element) {
		if (element instanceof JsonObjectSchema object) {
			return object(object);
		}
		if (element instanceof JsonRawSchema raw) {
			return read(raw);
		}
		if (element instanceof JsonReferenceSchema reference) {
			return Map.of("$ref", "#/$defs/" + reference.reference());
		}
		if (element instanceof JsonAnyOfSchema anyOf) {
			Map<String, Object> schema = described(null, anyOf.description());
			schema.put("anyOf", anyOf.anyOf().stream().map(SchemaMapper::map).toList());
			return schema;
		}
		Map<String, Object> schema = described(type(element), element.description());
		if (element instanceof JsonArraySchema array && array.items() != null) {
			schema.put("items", map(array.items()));
		}
		if (element instanceof JsonEnumSchema values) {
			schema.put("enum", List.copyOf(values.enumValues()));
		}
		return schema;
	}

	private static Map<String, Object> read(JsonRawSchema raw) {
		try {
			return JSON.readValue(raw.schema(), MAP);
		}
		catch (JacksonException ex) {
			throw new InvalidRequestException("A JsonRawSchema is no JSON object");
		}
	}

	private static Map<String, Object> object(JsonObjectSchema object) {
		Map<String, Object> schema = described("object", object.description());
		schema.put("properties", maps(object.properties()));
		if (!object.required().isEmpty()) {
			schema.put("required", List.copyOf(object.required()));
		}
		if (object.additionalProperties() != null) {
			schema.put("additionalProperties", object.additionalProperties());
		}
		if (!object.definitions().isEmpty()) {
			schema.put("$defs", maps(object.definitions()));
		}
		return schema;
	}

	private static Map<String, Object> maps(Map<String, JsonSchemaElement> elements) {
		Map<String, Object> schemas = new LinkedHashMap<>();
		elements.forEach((name, element) -> schemas.put(name, map(element)));
		return schemas;
	}

	private static Map<String, Object> described(@Nullable String type, @Nullable String description) {
		Map<String, Object> schema = new LinkedHashMap<>();
		if (type != null) {
			schema.put("type", type);
		}
		if (description != null) {
			schema.put("description", description);
		}
		return schema;
	}

	private static String type(JsonSchemaElement element) {
		if (element instanceof JsonStringSchema || element instanceof JsonEnumSchema) {
			return "string";
		}
		if (element instanceof JsonIntegerSchema) {
			return "integer";
		}
		if (element instanceof JsonNumberSchema) {
			return "number";
		}
		if (element instanceof JsonBooleanSchema) {
			return "boolean";
		}
		if (element instanceof JsonArraySchema) {
			return "array";
		}
		if (element instanceof JsonNullSchema) {
			return "null";
		}
		throw new UnsupportedFeatureException("A " + element.getClass().getName() + " is not supported as a schema");
	}

}
