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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.util.CollectionUtils;

/**
 * Rewrites a schema to the rules of DeepSeek's strict mode. Besides what is documented,
 * the server wants a {@code type} in each member of {@code anyOf}, so references there
 * are replaced by what they lead to; and it wants properties in every object.
 */
final class StrictSchema {

	private static final Map<String, Object> NULL = Map.of("type", "null");

	private final StrictReferences references;

	private final Map<String, Object> root;

	private final Map<String, Object> definitions = new LinkedHashMap<>();

	private final Map<String, String> names = new LinkedHashMap<>();

	private final Map<List<?>, String> recursiveChoices = new LinkedHashMap<>();

	private final Set<String> open = new LinkedHashSet<>();

	StrictSchema(Map<String, Object> root) {
		this.root = root;
		this.references = new StrictReferences(root);
	}

	Map<String, Object> rewrite() {
		Map<String, Object> start = this.root;
		while (start.get("$ref") instanceof String reference && this.open.add(reference)) {
			start = this.references.resolve(reference, "$");
		}
		this.open.clear();
		Map<String, Object> result = new LinkedHashMap<>(schema(start, "$"));
		if (!"object".equals(result.get("type"))) {
			throw cannot("$", "it is not an object", "put it into a property of an object");
		}
		if (!this.definitions.isEmpty()) {
			result.put("$def", this.definitions);
		}
		return SchemaMaps.copy(result);
	}

	private Map<String, Object> schema(Map<String, Object> schema, String path) {
		StrictKeywords.check(schema, path);
		if (schema.get("$ref") instanceof String reference) {
			return reference(schema, reference, path);
		}
		if (schema.get("anyOf") instanceof List<?> members) {
			return anyOf(schema, members, path);
		}
		if (schema.get("type") instanceof List<?> types) {
			return types(schema, types, path);
		}
		if (schema.get("enum") instanceof List<?> values) {
			return values(schema, values, path);
		}
		if (schema.containsKey("const") && !(schema.get("const") instanceof Number)) {
			return StrictKeywords.constant(schema, path);
		}
		return switch (type(schema, path)) {
			case "object" -> object(schema, path);
			case "array" -> array(schema, path);
			default -> StrictKeywords.simple(schema, type(schema, path));
		};
	}

	private Map<String, Object> object(Map<String, Object> schema, String path) {
		Object additional = schema.get("additionalProperties");
		if (additional instanceof Map || Boolean.TRUE.equals(additional)) {
			throw cannot(path, "it is a map with free keys",
					"use a list of objects that have the key and the value as properties");
		}
		Map<String, Object> properties = map(schema.get("properties"));
		if (CollectionUtils.isEmpty(properties)) {
			throw cannot(path, "it is an object without properties", "give it a property or leave it out");
		}
		Map<String, Object> result = StrictKeywords.start(schema, "object");
		Map<String, Object> rewritten = new LinkedHashMap<>();
		List<?> required = (schema.get("required") instanceof List<?> list) ? list : List.of();
		properties.forEach((name, value) -> {
			String place = path + "." + name;
			Map<String, Object> property = schemaAt(value, place);
			rewritten.put(name, schema(required.contains(name) ? property : orNull(property), place));
		});
		result.put("properties", rewritten);
		result.put("required", List.copyOf(properties.keySet()));
		result.put("additionalProperties", false);
		return result;
	}

	private Map<String, Object> array(Map<String, Object> schema, String path) {
		Map<String, Object> result = StrictKeywords.start(schema, "array");
		result.put("items", schema(schemaAt(schema.get("items"), path + "[]"), path + "[]"));
		return result;
	}

	private Map<String, Object> reference(Map<String, Object> schema, String reference, String path) {
		boolean described = schema.get("description") != null;
		if (described && !this.references.isRecursive(reference)) {
			Map<String, Object> target = new LinkedHashMap<>(this.references.resolve(reference, path));
			target.put("description", schema.get("description"));
			return schema(target, path);
		}
		String name = this.names.get(reference);
		if (name == null) {
			name = newName(this.references.nameOf(reference));
			this.names.put(reference, name);
			define(name, schema(this.references.resolve(reference, path), path));
		}
		return Map.of("$ref", "#/$def/" + name);
	}

	/**
	 * Members that lead back to this choice need a name for it, as a member can be no
	 * reference itself.
	 */
	private Map<String, Object> anyOf(Map<String, Object> schema, List<?> members, String path) {
		String known = this.recursiveChoices.get(members);
		if (known == null && members.stream().anyMatch(this.references::leadsToRecursion)) {
			known = newName("Choice");
			this.recursiveChoices.put(members, known);
			define(known, choice(Map.of(), members, path));
		}
		return (known != null) ? Map.of("$ref", "#/$def/" + known) : choice(schema, members, path);
	}

	private Map<String, Object> choice(Map<String, Object> schema, List<?> members, String path) {
		Map<String, Object> result = StrictKeywords.start(schema, null);
		Set<Object> forms = new LinkedHashSet<>();
		for (Object member : members) {
			Map<String, Object> form = form(schemaAt(member, path), path);
			if (form.get("anyOf") instanceof List<?> nested) {
				forms.addAll(nested);
			}
			else {
				forms.add(form);
			}
		}
		result.put("anyOf", List.copyOf(forms));
		return result;
	}

	private Map<String, Object> form(Map<String, Object> member, String path) {
		if (member.get("$ref") instanceof String reference) {
			if (!this.open.add(reference)) {
				throw cannot(path, "it refers to itself directly", "put a property in between");
			}
			Map<String, Object> target = new LinkedHashMap<>(this.references.resolve(reference, path));
			if (member.get("description") != null) {
				target.put("description", member.get("description"));
			}
			Map<String, Object> form = expanded(target, path);
			this.open.remove(reference);
			return form;
		}
		return expanded(member, path);
	}

	private Map<String, Object> expanded(Map<String, Object> schema, String path) {
		if (schema.get("$ref") instanceof String) {
			return form(schema, path);
		}
		if (schema.get("anyOf") instanceof List<?> members) {
			StrictKeywords.check(schema, path);
			return choice(schema, members, path);
		}
		return schema(schema, path);
	}

	private Map<String, Object> types(Map<String, Object> schema, List<?> types, String path) {
		List<Object> members = new ArrayList<>();
		for (Object type : types) {
			Map<String, Object> member = new LinkedHashMap<>(schema);
			member.put("type", type);
			member.remove("description");
			members.add("null".equals(type) ? NULL : member);
		}
		return describedChoice(schema, members, path);
	}

	private Map<String, Object> values(Map<String, Object> schema, List<?> values, String path) {
		Map<String, List<Object>> byType = StrictKeywords.byType(values, path);
		if (byType.size() == 1) {
			Map.Entry<String, List<Object>> only = byType.entrySet().iterator().next();
			return StrictKeywords.values(schema, only.getKey(), only.getValue());
		}
		List<Object> members = new ArrayList<>();
		byType.forEach((type, ofType) -> members.add("null".equals(type) ? NULL : Map.of("enum", ofType)));
		return describedChoice(schema, members, path);
	}

	private Map<String, Object> describedChoice(Map<String, Object> schema, List<Object> members, String path) {
		Map<String, Object> choice = new LinkedHashMap<>();
		if (schema.get("description") != null) {
			choice.put("description", schema.get("description"));
		}
		choice.put("anyOf", members);
		return schema(choice, path);
	}

	private static Map<String, Object> orNull(Map<String, Object> schema) {
		Map<String, Object> content = new LinkedHashMap<>(schema);
		Map<String, Object> choice = new LinkedHashMap<>();
		Object description = content.remove("description");
		if (description != null) {
			choice.put("description", description);
		}
		choice.put("anyOf", List.of(content, NULL));
		return choice;
	}

	private static String type(Map<String, Object> schema, String path) {
		if (schema.get("type") instanceof String type) {
			return type;
		}
		if (schema.containsKey("properties")) {
			return "object";
		}
		if (schema.containsKey("items")) {
			return "array";
		}
		if (schema.get("const") instanceof Number number) {
			return StrictKeywords.typeOf(number, path);
		}
		throw cannot(path, "it has no type, so that any value is allowed", "say which type it has");
	}

	private void define(String name, Map<String, Object> body) {
		this.definitions.put(name, body);
	}

	private String newName(String wanted) {
		String base = wanted.replaceAll("[^A-Za-z0-9_-]", "_");
		String name = base;
		for (int i = 2; this.names.containsValue(name) || this.recursiveChoices.containsValue(name); i++) {
			name = base + i;
		}
		return name;
	}

	private static Map<String, Object> schemaAt(@Nullable Object value, String path) {
		if (value instanceof Map) {
			return map(value);
		}
		throw cannot(path, "any value is allowed", "say which type it has");
	}

	@SuppressWarnings("unchecked")
	static Map<String, Object> map(@Nullable Object value) {
		return (value instanceof Map<?, ?> map) ? (Map<String, Object>) map : Map.of();
	}

	static IllegalArgumentException cannot(String path, String reason, String advice) {
		return new IllegalArgumentException("The strict mode of DeepSeek cannot express the schema at " + path + ": "
				+ reason + "; " + advice + ", or do without strict mode");
	}

}
