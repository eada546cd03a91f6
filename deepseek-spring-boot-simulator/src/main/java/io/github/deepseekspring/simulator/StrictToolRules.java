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

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What DeepSeek refuses about tools in strict mode, which there is below {@code /beta}
 * only: elsewhere {@code strict} means nothing. Keywords that its page does not name are
 * refused as well.
 *
 * @see <a href="https://api-docs.deepseek.com/guides/tool_calls">Tool calls</a>
 */
final class StrictToolRules {

	private static final Set<String> ANYWHERE = Set.of("type", "title", "description", "enum", "const", "default",
			"anyOf", "$ref", "$def", "$defs");

	private static final Set<String> NUMBERS = Set.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum",
			"multipleOf");

	private static final Map<String, Set<String>> BY_TYPE = Map.of("object",
			Set.of("properties", "required", "additionalProperties"), "string", Set.of("pattern", "format"), "number",
			NUMBERS, "integer", NUMBERS, "boolean", Set.of(), "null", Set.of(), "array", Set.of("items"));

	private static final Set<String> FORMATS = Set.of("email", "hostname", "ipv4", "ipv6", "uuid");

	void check(RecordedRequest request, ChatRequest chat) {
		List<Conversation.Tool> strict = new ArrayList<>();
		for (JsonNode node : chat.toolNodes()) {
			if (node.path("function").path("strict").asBoolean(false)) {
				strict.add(chat.tool(node));
			}
		}
		if (strict.isEmpty() || !Checks.isBeta(request)) {
			return;
		}
		if (strict.size() < chat.toolNodes().size()) {
			throw Refusal.semantic("All functions in tools should set strict = true when one of them does");
		}
		strict.forEach(StrictToolRules::check);
	}

	private static void check(Conversation.Tool tool) {
		JsonNode schema = tool.schema();
		if (schema.isMissingNode() || schema.isNull()) {
			return;
		}
		String problem = (types(schema).contains("object")) ? problem(schema, schema)
				: "field `type` should be `object`";
		if (problem != null) {
			throw Refusal.semantic("Invalid tool parameters schema : " + problem + " (function `" + tool.name() + "`)");
		}
	}

	/**
	 * Return what is wrong with a schema and all that it contains.
	 */
	private static @Nullable String problem(JsonNode schema, JsonNode root) {
		List<String> types = types(schema);
		if (types.isEmpty() && !schema.has("anyOf") && !schema.has("$ref")) {
			return "one of `type`, `anyOf`, `$ref` field is required";
		}
		Set<String> allowed = new HashSet<>(ANYWHERE);
		for (String type : types) {
			Set<String> keywords = BY_TYPE.get(type);
			if (keywords == null) {
				return "field `type`: unknown variant `" + type + "`";
			}
			allowed.addAll(keywords);
		}
		for (String keyword : schema.propertyNames()) {
			if (!allowed.contains(keyword)) {
				return "keyword `" + keyword + "` is not supported"
						+ ((types.isEmpty()) ? " here" : " for type `" + String.join("`, `", types) + "`");
			}
		}
		String format = Json.string(schema, "format");
		if (format != null && !FORMATS.contains(format)) {
			return "field `format`: format `" + format + "` is not supported";
		}
		String reference = Json.string(schema, "$ref");
		if (reference != null && !SchemaExample.target(root, reference).isObject()) {
			return "field `$ref`: `" + reference + "` cannot be resolved";
		}
		String problem = (types.contains("object")) ? ofObject(schema) : null;
		return (problem != null) ? problem : within(schema, root);
	}

	private static List<String> types(JsonNode schema) {
		return ModelRequest.texts(schema.path("type"));
	}

	private static @Nullable String ofObject(JsonNode schema) {
		JsonNode properties = schema.path("properties");
		if (properties.isEmpty()) {
			return "An object with no properties is not allowed";
		}
		JsonNode additional = schema.path("additionalProperties");
		if (additional.isObject()) {
			return "field `additionalProperties`: invalid type: map, expected a boolean";
		}
		if (!additional.isBoolean() || additional.booleanValue()) {
			return "field `additionalProperties` should be false";
		}
		List<String> required = ModelRequest.texts(schema.path("required"));
		for (String name : properties.propertyNames()) {
			if (!required.contains(name)) {
				return "field `required`: property `" + name + "` is missing, all properties are required";
			}
		}
		for (String name : required) {
			if (!properties.has(name)) {
				return "field `required`: there is no property `" + name + "`";
			}
		}
		return null;
	}

	private static @Nullable String within(JsonNode schema, JsonNode root) {
		for (String keyword : List.of("properties", "$def", "$defs")) {
			for (Map.Entry<String, JsonNode> member : schema.path(keyword).properties()) {
				String problem = problem(member.getValue(), root);
				if (problem != null) {
					return "field `" + keyword + "`: field `" + member.getKey() + "`: " + problem;
				}
			}
		}
		if (schema.has("items")) {
			String problem = problem(schema.path("items"), root);
			if (problem != null) {
				return "field `items`: " + problem;
			}
		}
		for (JsonNode branch : schema.path("anyOf")) {
			String problem = (branch.has("type")) ? problem(branch, root) : "missing field `type`";
			if (problem != null) {
				return "field `anyOf`: " + problem;
			}
		}
		return null;
	}

}
