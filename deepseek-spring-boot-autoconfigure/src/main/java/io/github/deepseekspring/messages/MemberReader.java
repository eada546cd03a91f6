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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Takes the members that are known out of a JSON object. One that has another type than
 * expected is not taken, and so survives with those that are not known.
 */
final class MemberReader {

	private final Map<String, ?> members;

	private final List<String> taken = new ArrayList<>(4);

	MemberReader(Map<String, ?> members) {
		this.members = members;
	}

	@Nullable String text(String name) {
		return take(name, (value) -> (value instanceof String text) ? text : null);
	}

	@Nullable Integer integer(String name) {
		return take(name, (value) -> (value instanceof Integer number) ? number : null);
	}

	@Nullable Double number(String name) {
		return take(name, (value) -> (value instanceof Number number) ? number.doubleValue() : null);
	}

	@Nullable Boolean flag(String name) {
		return take(name, (value) -> (value instanceof Boolean flag) ? flag : null);
	}

	@Nullable Map<String, Object> object(String name) {
		return take(name, (value) -> (value instanceof Map<?, ?> map) ? asObject(map) : null);
	}

	<T> @Nullable List<T> list(String name, Function<Map<String, Object>, T> element) {
		return take(name, (value) -> (value instanceof List<?> list) ? list(list, element) : null);
	}

	<T> @Nullable T take(String name, Function<Object, @Nullable T> type) {
		Object value = this.members.get(name);
		T result = (value != null) ? type.apply(value) : null;
		if (result != null || (value == null && this.members.containsKey(name))) {
			this.taken.add(name);
		}
		return result;
	}

	/**
	 * Return what was not taken.
	 */
	Map<String, Object> rest() {
		if (this.taken.size() == this.members.size()) {
			return Map.of();
		}
		Map<String, Object> rest = new LinkedHashMap<>(this.members);
		rest.keySet().removeAll(this.taken);
		return rest;
	}

	/**
	 * Convert the objects of a list.
	 * @return the elements, or {@code null} if one of them is no object
	 */
	static <T> @Nullable List<T> list(List<?> values, Function<Map<String, Object>, T> element) {
		List<T> result = new ArrayList<>(values.size());
		for (Object value : values) {
			if (!(value instanceof Map<?, ?> map)) {
				return null;
			}
			result.add(element.apply(asObject(map)));
		}
		return result;
	}

	@SuppressWarnings("unchecked")
	static Map<String, Object> asObject(Map<?, ?> map) {
		return (Map<String, Object>) map;
	}

}
