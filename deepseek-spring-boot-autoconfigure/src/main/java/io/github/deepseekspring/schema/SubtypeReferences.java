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

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes one schema of a subtype and the property that names it. A subtype that contains
 * its own supertype comes as a reference with that property at its side, which the closed
 * schema behind the reference would not allow.
 */
final class SubtypeReferences {

	private static final String PREFIX = "#/$defs/";

	private SubtypeReferences() {
	}

	static void expand(ObjectNode root) {
		expand(root, root);
		if (root.get("$defs") instanceof ObjectNode definitions) {
			Set<String> used = new HashSet<>();
			collect(root, used);
			for (String name : List.copyOf(definitions.propertyNames())) {
				if (!used.contains(PREFIX + name)) {
					definitions.remove(name);
				}
			}
		}
	}

	private static void expand(ObjectNode root, JsonNode node) {
		if (node instanceof ObjectNode reference && reference.path("$ref").asString("").startsWith(PREFIX)
				&& reference.get("properties") instanceof ObjectNode properties) {
			String name = reference.path("$ref").asString().substring(PREFIX.length());
			if (root.path("$defs").get(name) instanceof ObjectNode target) {
				ObjectNode merged = target.deepCopy();
				merged.withObjectProperty("properties").setAll(properties);
				reference.path("required").forEach(merged.withArrayProperty("required")::add);
				reference.removeAll();
				reference.setAll(merged);
			}
		}
		node.forEach((child) -> expand(root, child));
	}

	private static void collect(JsonNode node, Set<String> used) {
		if (node.path("$ref").isString()) {
			used.add(node.path("$ref").asString());
		}
		node.forEach((child) -> collect(child, used));
	}

}
