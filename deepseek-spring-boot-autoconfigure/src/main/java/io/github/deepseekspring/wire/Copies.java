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

package io.github.deepseekspring.wire;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * Unmodifiable copies that keep the order of their source, because the prefix cache needs
 * the same bytes for the same content.
 *
 * @since 0.1.0
 */
public final class Copies {

	private Copies() {
	}

	/**
	 * Copy a list that a caller wrote. Null elements stay, so that the validation can
	 * name their index.
	 * @param <T> the type of the elements
	 * @param source the list, or {@code null}, which is the same as an empty one
	 * @return the copy
	 */
	public static <T> List<T> list(@Nullable List<T> source) {
		if (source == null || source.isEmpty()) {
			return List.of();
		}
		for (T element : source) {
			if (element == null) {
				return Collections.unmodifiableList(new ArrayList<>(source));
			}
		}
		return List.copyOf(source);
	}

	/**
	 * Copy a list that a caller wrote. An empty list is the same as none.
	 * @param <T> the type of the elements
	 * @param source the list, or {@code null}
	 * @return the copy, {@code null} for an empty list
	 */
	public static <T> @Nullable List<T> listOrNull(@Nullable List<T> source) {
		return (source == null || source.isEmpty()) ? null : list(source);
	}

	/**
	 * Copy a list that the server wrote. Null elements are dropped, an empty list stays
	 * an empty list.
	 * @param <T> the type of the elements
	 * @param source the list, or {@code null}
	 * @return the copy, {@code null} where there is no list
	 */
	public static <T> @Nullable List<T> received(@Nullable List<T> source) {
		if (source == null) {
			return null;
		}
		for (T element : source) {
			if (element == null) {
				return source.stream().filter(Objects::nonNull).toList();
			}
		}
		return List.copyOf(source);
	}

	/**
	 * Copy a list that the server wrote, where none is the same as an empty one.
	 * @param <T> the type of the elements
	 * @param source the list, or {@code null}
	 * @return the copy without null elements
	 */
	public static <T> List<T> receivedOrEmpty(@Nullable List<T> source) {
		List<T> received = received(source);
		return (received != null) ? received : List.of();
	}

	/**
	 * Copy a JSON object and all objects and arrays in it.
	 * @param source the members, or {@code null}, which is the same as none
	 * @return the copy
	 */
	public static Map<String, Object> object(@Nullable Map<String, ?> source) {
		return object(source, UnaryOperator.identity());
	}

	/**
	 * Copy a JSON object and all objects and arrays in it, where a value may stand for an
	 * object.
	 * @param source the members, or {@code null}, which is the same as none
	 * @param json returns what a value is as JSON, the value itself where it is nothing
	 * else. Not asked for {@code null}
	 * @return the copy
	 */
	public static Map<String, Object> object(@Nullable Map<String, ?> source, UnaryOperator<Object> json) {
		if (source == null || source.isEmpty()) {
			return Map.of();
		}
		Map<String, Object> copy = new LinkedHashMap<>();
		source.forEach((name, value) -> copy.put(name, value(value, json)));
		return Collections.unmodifiableMap(copy);
	}

	/**
	 * Copy the {@link ExtraMembers} of a JSON object, those that were read in the order
	 * in which they were.
	 * @param source the members, or {@code null}, which is the same as none
	 * @return the copy
	 */
	public static Map<String, Object> extra(@Nullable Map<String, ?> source) {
		if (source == null || source.values().stream().noneMatch(ReadMember.class::isInstance)) {
			return object(source);
		}
		Map<String, @Nullable Object> members = new LinkedHashMap<>();
		source.entrySet()
			.stream()
			.sorted(Comparator.comparingInt((member) -> place(member.getValue())))
			.forEach((member) -> members.put(member.getKey(),
					(member.getValue() instanceof ReadMember read) ? read.value() : member.getValue()));
		return object(members);
	}

	private static int place(@Nullable Object value) {
		return (value instanceof ReadMember read) ? read.place() : Integer.MAX_VALUE;
	}

	// Map<String, Object> has null values where the JSON has them
	@SuppressWarnings("NullAway")
	private static Object value(@Nullable Object source, UnaryOperator<Object> json) {
		Object value = (source != null) ? json.apply(source) : null;
		if (value instanceof Map<?, ?> map) {
			Map<Object, Object> copy = new LinkedHashMap<>();
			map.forEach((name, element) -> copy.put(name, value(element, json)));
			return Collections.unmodifiableMap(copy);
		}
		if (value instanceof Collection<?> collection) {
			List<Object> copy = new ArrayList<>(collection.size());
			collection.forEach((element) -> copy.add(value(element, json)));
			return Collections.unmodifiableList(copy);
		}
		return value;
	}

}
