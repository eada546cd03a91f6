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

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Where the references of a schema lead to.
 */
final class StrictReferences {

	private final Map<String, Object> root;

	private final Map<String, Boolean> recursive = new HashMap<>();

	StrictReferences(Map<String, Object> root) {
		this.root = root;
	}

	Map<String, Object> resolve(String reference, String path) {
		Object target = reference.startsWith("#") ? this.root : null;
		String pointer = reference.substring(Math.min(1, reference.length()));
		if (!pointer.isEmpty() && !pointer.startsWith("/")) {
			target = null;
		}
		for (String step : pointer.isEmpty() ? new String[0] : pointer.substring(1).split("/", -1)) {
			String key = URLDecoder.decode(step.replace("+", "%2B"), StandardCharsets.UTF_8)
				.replace("~1", "/")
				.replace("~0", "~");
			target = child(target, key);
		}
		if (!(target instanceof Map)) {
			throw StrictSchema.cannot(path, "it refers to '" + reference + "', which is not in the schema",
					"put what it refers to into $defs");
		}
		return StrictSchema.map(target);
	}

	String nameOf(String reference) {
		String name = reference.substring(reference.lastIndexOf('/') + 1);
		return name.equals("#") ? "Root" : name;
	}

	/**
	 * Whether a schema can contain itself by this reference.
	 */
	boolean isRecursive(String reference) {
		Boolean known = this.recursive.get(reference);
		if (known == null) {
			Set<String> reached = new HashSet<>();
			collect(resolve(reference, "$"), reached);
			known = reached.contains(reference);
			this.recursive.put(reference, known);
		}
		return known;
	}

	boolean leadsToRecursion(@Nullable Object schema) {
		return schema instanceof Map<?, ?> map && map.get("$ref") instanceof String reference && isRecursive(reference);
	}

	private void collect(@Nullable Object value, Set<String> reached) {
		if (value instanceof Map<?, ?> map) {
			if (map.get("$ref") instanceof String reference && reached.add(reference)) {
				collect(resolve(reference, "$"), reached);
			}
			map.forEach((key, child) -> {
				// Definitions that nothing refers to lead nowhere
				if (!"$defs".equals(key) && !"$def".equals(key) && !"definitions".equals(key)) {
					collect(child, reached);
				}
			});
		}
		else if (value instanceof List<?> list) {
			list.forEach((child) -> collect(child, reached));
		}
	}

	private static @Nullable Object child(@Nullable Object parent, String key) {
		if (parent instanceof Map<?, ?> map) {
			return map.get(key);
		}
		if (parent instanceof List<?> list && key.matches("\\d{1,6}") && Integer.parseInt(key) < list.size()) {
			return list.get(Integer.parseInt(key));
		}
		return null;
	}

}
