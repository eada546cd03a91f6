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

package io.github.deepseekspring.tool;

import java.lang.reflect.Type;
import java.util.List;

import io.github.deepseekspring.schema.JsonSchema;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;

/**
 * Reads the arguments of a call. What is wrong with them is told in words for the model.
 */
final class ToolArguments {

	private ToolArguments() {
	}

	/**
	 * Return the schema of arguments, which are always an object.
	 */
	static JsonSchema schema(Type type) {
		JsonSchema schema = JsonSchema.of(type);
		requireObject(schema, type.getTypeName());
		return schema;
	}

	static void requireObject(JsonSchema schema, String input) {
		if (!"object".equals(schema.toMap().get("type"))) {
			throw new IllegalArgumentException(
					"The input of a tool must be a JSON object, which " + input + " is not; wrap it in a record");
		}
	}

	/**
	 * Parse what the model wrote. No text at all says the same as an empty object.
	 */
	static JsonNode parse(String arguments, @Nullable JsonSchema schema) {
		JsonNode node = tree(arguments.isBlank() ? "{}" : arguments);
		if (!node.isObject()) {
			throw new ToolException("The arguments are not a JSON object. Nothing was done. Write them as an object.");
		}
		List<String> violations = (schema != null) ? schema.validate(node) : List.of();
		if (!violations.isEmpty()) {
			throw new ToolException("The arguments do not fit the schema of the tool. Nothing was done.\n"
					+ String.join("\n", violations));
		}
		return node;
	}

	private static JsonNode tree(String arguments) {
		try {
			return ToolJson.mapper().readTree(arguments);
		}
		catch (NumberFormatException ex) {
			throw new ToolException("The arguments have a number that is out of range. Nothing was done.", ex);
		}
		catch (JacksonException ex) {
			TokenStreamLocation location = ex.getLocation();
			String place = (location != null && location.getLineNr() > 0)
					? " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")" : "";
			throw new ToolException(
					"The arguments are not valid JSON" + place + ". Nothing was done. Write them again.", ex);
		}
	}

	/**
	 * Make the input. Messages of a type's own checks are not passed on, unless they are
	 * meant for the model.
	 */
	static <I> I read(JsonNode arguments, ObjectReader reader) {
		try {
			return reader.readValue(arguments);
		}
		catch (JacksonException ex) {
			if (ex.getCause() instanceof ToolException cause) {
				throw cause;
			}
			throw new ToolException("The arguments cannot be read" + path(ex) + ". Nothing was done.", ex);
		}
	}

	private static String path(JacksonException failure) {
		StringBuilder path = new StringBuilder();
		for (JacksonException.Reference reference : failure.getPath()) {
			if (reference.getPropertyName() != null) {
				path.append((path.length() > 0) ? "." : "").append(reference.getPropertyName());
			}
			else {
				path.append('[').append(reference.getIndex()).append(']');
			}
		}
		return (path.length() > 0) ? " at '" + path + "'" : "";
	}

}
