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

import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import tools.jackson.databind.json.JsonMapper;

/**
 * Remembers what has been made for a type. A mapper remembers the types that it has read
 * as well, so that there is one of its own: nothing outlives this cache that could keep a
 * class.
 */
final class AskingCache {

	private final JsonMapper mapper = EntityJson.newMapper();

	private final Map<Key, Object> made = new ConcurrentHashMap<>();

	/**
	 * Return how to ask for a value of a type.
	 */
	<T> Asking<T> one(Type type, EntitySettings.Mode mode) {
		return get(new Key(Shape.WHOLE, type, mode), () -> Asking.of(EntityType.of(type, this.mapper), mode));
	}

	/**
	 * Return how to ask for a list.
	 */
	<E> Asking<List<E>> list(Type elementType, EntitySettings.Mode mode) {
		return get(new Key(Shape.LIST, elementType, mode),
				() -> Asking.of(EntityType.listOf(elementType, this.mapper), mode));
	}

	/**
	 * Return the type of the elements of a list.
	 */
	<E> EntityType<E> element(Type elementType) {
		return get(new Key(Shape.ELEMENT, elementType, EntitySettings.Mode.JSON_OBJECT),
				() -> EntityType.elementOf(elementType, this.mapper));
	}

	/**
	 * Two that come at once make two that are equal; nobody waits.
	 */
	@SuppressWarnings("unchecked")
	private <V> V get(Key key, Supplier<V> factory) {
		Object known = this.made.get(key);
		if (known == null) {
			known = factory.get();
			this.made.put(key, known);
		}
		return (V) known;
	}

	private record Key(Shape shape, Type type, EntitySettings.Mode mode) {

	}

	private enum Shape {

		WHOLE, LIST, ELEMENT

	}

}
