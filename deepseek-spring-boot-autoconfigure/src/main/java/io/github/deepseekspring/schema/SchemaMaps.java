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
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ObjectUtils;

/**
 * Unmodifiable copies of schemas, with an order that does not change from run to run.
 */
final class SchemaMaps {

	private static final int MAX_DEPTH = 200;

	/**
	 * What {@code Map.of} and {@code Set.of} answer has another order on each run.
	 */
	private static final Set<Class<?>> WITHOUT_ORDER = Set.of(Map.of().getClass(), Set.of().getClass(),
			Set.of("").getClass());

	private SchemaMaps() {
	}

	static Map<String, Object> copy(Map<String, ?> schema) {
		return map(schema, "$", 0);
	}

	private static Map<String, Object> map(Map<?, ?> source, String path, int depth) {
		if (depth > MAX_DEPTH) {
			throw new IllegalArgumentException("The schema is nested more than " + MAX_DEPTH + " levels deep");
		}
		List<Map.Entry<?, ?>> entries = new ArrayList<>(source.entrySet());
		for (Map.Entry<?, ?> entry : entries) {
			if (!(entry.getKey() instanceof String)) {
				throw new IllegalArgumentException("The schema has a key at " + path + " that is not a text");
			}
		}
		if (WITHOUT_ORDER.contains(source.getClass())) {
			entries.sort(Comparator.comparing((entry) -> (String) entry.getKey()));
		}
		Map<String, Object> copy = new LinkedHashMap<>();
		for (Map.Entry<?, ?> entry : entries) {
			String key = (String) entry.getKey();
			put(copy, key, value(entry.getValue(), path + "." + key, depth + 1));
		}
		return Collections.unmodifiableMap(copy);
	}

	// The values of a JSON object can be null, which the type of the map does not tell
	@SuppressWarnings("NullAway")
	private static void put(Map<String, Object> target, String key, @Nullable Object value) {
		target.put(key, value);
	}

	private static @Nullable Object value(@Nullable Object source, String path, int depth) {
		if (source == null || source instanceof String || source instanceof Boolean || source instanceof Number) {
			return source;
		}
		if (source instanceof Map<?, ?> map) {
			return map(map, path, depth);
		}
		if (source instanceof Collection<?> collection) {
			return list(collection, path, depth);
		}
		if (source.getClass().isArray()) {
			return list(Arrays.asList(ObjectUtils.toObjectArray(source)), path, depth);
		}
		throw new IllegalArgumentException(
				"The schema has a value at " + path + " that is not JSON, but a " + source.getClass().getName());
	}

	@SuppressWarnings("NullAway")
	private static List<Object> list(Collection<?> source, String path, int depth) {
		List<Object> copy = new ArrayList<>(source.size());
		for (Object element : source) {
			copy.add(value(element, path + "[" + copy.size() + "]", depth + 1));
		}
		if (WITHOUT_ORDER.contains(source.getClass())) {
			copy.sort(Comparator.comparing(String::valueOf));
		}
		return Collections.unmodifiableList(copy);
	}

}
