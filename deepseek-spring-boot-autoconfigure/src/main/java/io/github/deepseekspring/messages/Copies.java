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

package io.github.deepseekspring.messages;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Unmodifiable copies that keep the order of their source, because the prefix cache needs
 * the same bytes for the same content.
 */
final class Copies {

	private Copies() {
	}

	/**
	 * Copy a list. Null elements stay, so that the validation can name their index.
	 */
	static <T> List<T> list(@Nullable List<T> source) {
		return (source == null || source.isEmpty()) ? List.of() : Collections.unmodifiableList(new ArrayList<>(source));
	}

	/**
	 * Copy a list. An empty list is the same as none.
	 */
	static <T> @Nullable List<T> listOrNull(@Nullable List<T> source) {
		return (source == null || source.isEmpty()) ? null : list(source);
	}

	/**
	 * Copy a JSON object and all that is in it.
	 */
	static Map<String, Object> members(@Nullable Map<String, ?> source) {
		if (source == null || source.isEmpty()) {
			return Map.of();
		}
		Map<String, Object> copy = new LinkedHashMap<>();
		source.forEach((name, value) -> copy.put(name, value(value)));
		return Collections.unmodifiableMap(copy);
	}

	// A map of members has null values where the JSON has them
	@SuppressWarnings("NullAway")
	private static Object value(@Nullable Object value) {
		if (value instanceof ContentBlock block) {
			return block.members();
		}
		if (value instanceof Map<?, ?> map) {
			Map<Object, Object> copy = new LinkedHashMap<>();
			map.forEach((name, element) -> copy.put(name, value(element)));
			return Collections.unmodifiableMap(copy);
		}
		if (value instanceof Collection<?> collection) {
			List<Object> copy = new ArrayList<>(collection.size());
			collection.forEach((element) -> copy.add(value(element)));
			return Collections.unmodifiableList(copy);
		}
		return value;
	}

}
