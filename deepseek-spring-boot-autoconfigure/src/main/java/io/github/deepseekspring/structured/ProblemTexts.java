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

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Takes from problems what is text of the answer. The problems of a schema repeat no
 * values, but they name properties, and those that the schema does not know are the
 * model's own.
 */
final class ProblemTexts {

	private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-]{1,80}");

	private static final String MASK = "*";

	private final Set<String> known = new LinkedHashSet<>();

	/**
	 * Create the masking for a schema.
	 * @param schema the schema, whose names may be shown
	 */
	ProblemTexts(Map<String, Object> schema) {
		collect(schema);
	}

	private void collect(@Nullable Object schema) {
		if (schema instanceof Map<?, ?> map) {
			if (map.get("properties") instanceof Map<?, ?> properties) {
				properties.keySet().forEach((name) -> this.known.add(String.valueOf(name)));
			}
			map.values().forEach(this::collect);
		}
		else if (schema instanceof List<?> list) {
			list.forEach(this::collect);
		}
	}

	/**
	 * Return the problems as they may be shown.
	 */
	List<String> mask(List<String> problems, JsonNode answer) {
		Set<String> unknown = new LinkedHashSet<>();
		collectUnknown(answer, unknown);
		return unknown.isEmpty() ? problems
				: problems.stream().map((problem) -> mask(problem, unknown)).distinct().toList();
	}

	private void collectUnknown(JsonNode node, Set<String> unknown) {
		node.propertyStream().forEach((property) -> {
			if (!this.known.contains(property.getKey())) {
				unknown.add(property.getKey());
			}
		});
		node.forEach((child) -> collectUnknown(child, unknown));
	}

	/**
	 * A name with unusual characters is written in one of several ways, so that nothing
	 * is shown of a problem that may have one.
	 */
	private static String mask(String problem, Set<String> unknown) {
		String masked = problem;
		for (String name : unknown) {
			if (PLAIN.matcher(name).matches()) {
				masked = masked.replace("'" + name + "'", MASK)
					.replaceAll("\\." + Pattern.quote(name) + "(?=[.\\[:])", "." + MASK);
			}
		}
		boolean unusual = unknown.stream().anyMatch((name) -> !PLAIN.matcher(name).matches());
		return (unusual && masked.indexOf('\'') >= 0) ? "$: a part of the answer is against the schema" : masked;
	}

}
