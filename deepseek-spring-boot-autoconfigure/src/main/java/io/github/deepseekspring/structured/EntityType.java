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

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;

import io.github.deepseekspring.schema.JsonSchema;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * A type, the JSON that stands for it, and how it is read. What is no object in JSON is
 * wrapped into one, because JSON mode and tools know objects only.
 *
 * @param <T> the type
 */
final class EntityType<T> {

	private final String name;

	private final JsonSchema schema;

	private final ProblemTexts texts;

	private final ObjectReader reader;

	private EntityType(Type type, Type wireType, JsonMapper mapper) {
		this.name = type.getTypeName();
		this.schema = JsonSchema.of(wireType);
		this.texts = new ProblemTexts(this.schema.toMap());
		this.reader = mapper.readerFor(mapper.constructType(wireType));
	}

	/**
	 * Return the type as the whole of an answer.
	 */
	static <T> EntityType<T> of(Type type, JsonMapper mapper) {
		Object kind = JsonSchema.of(type).toMap().get("type");
		if ("object".equals(kind)) {
			return new EntityType<>(type, type, mapper);
		}
		Class<?> wrapper = "array".equals(kind) ? Items.class : Value.class;
		return new EntityType<>(type, new Generic(wrapper, type), mapper);
	}

	/**
	 * Return a list of the type as the whole of an answer.
	 */
	static <E> EntityType<List<E>> listOf(Type elementType, JsonMapper mapper) {
		return of(new Generic(List.class, elementType), mapper);
	}

	/**
	 * Return the type as an element of a list.
	 */
	static <E> EntityType<E> elementOf(Type elementType, JsonMapper mapper) {
		return new EntityType<>(elementType, elementType, mapper);
	}

	String name() {
		return this.name;
	}

	JsonSchema schema() {
		return this.schema;
	}

	/**
	 * Read an answer.
	 * @param text what the model wrote
	 * @return the value
	 * @throws InvalidAnswer if it is none
	 */
	T read(String text) {
		String json = Fence.strip(text);
		if (json.isEmpty()) {
			throw InvalidAnswer.of("the answer is empty");
		}
		try {
			return read(EntityJson.tree(json), "$");
		}
		catch (JacksonException ex) {
			throw InvalidAnswer.notJson(ex);
		}
	}

	/**
	 * Read a value.
	 * @param json the value
	 * @param path where it stands in the answer
	 * @return the value
	 * @throws InvalidAnswer if it is none
	 */
	T read(JsonNode json, String path) {
		List<String> problems = this.schema.validate(json);
		if (!problems.isEmpty()) {
			throw InvalidAnswer.ofSchema(at(path, this.texts.mask(problems, json)), at(path, problems));
		}
		T value = unwrap(bind(json, path));
		if (value == null) {
			throw InvalidAnswer.of(path + ": must not be null");
		}
		return value;
	}

	private @Nullable Object bind(JsonNode json, String path) {
		try {
			return this.reader.readValue(json);
		}
		catch (JacksonException ex) {
			throw InvalidAnswer.notReadable(path, ex);
		}
	}

	private static List<String> at(String path, List<String> problems) {
		return "$".equals(path) ? problems
				: problems.stream()
					.map((problem) -> problem.startsWith("$") ? path + problem.substring(1) : problem)
					.toList();
	}

	@SuppressWarnings("unchecked")
	private static <T> @Nullable T unwrap(@Nullable Object value) {
		if (value instanceof Items<?> wrapper) {
			return (T) wrapper.items();
		}
		if (value instanceof Value<?> wrapper) {
			return (T) wrapper.value();
		}
		return (T) value;
	}

	/**
	 * A type with one type argument. Spring's are remembered for longer than the class of
	 * the argument may live.
	 *
	 * @param type the type
	 * @param argument its type argument
	 */
	private record Generic(Class<?> type, Type argument) implements ParameterizedType {

		@Override
		public Type[] getActualTypeArguments() {
			return new Type[] { this.argument };
		}

		@Override
		public Type getRawType() {
			return this.type;
		}

		@Override
		public @Nullable Type getOwnerType() {
			return this.type.getDeclaringClass();
		}

		@Override
		public String getTypeName() {
			return this.type.getTypeName() + "<" + this.argument.getTypeName() + ">";
		}

	}

	/**
	 * The object around a list.
	 *
	 * @param items the list
	 */
	record Items<L>(L items) {

		/**
		 * The name of the only property.
		 */
		static final String NAME = "items";

	}

	/**
	 * The object around anything else that is no object.
	 *
	 * @param value the value
	 */
	record Value<V>(V value) {

	}

}
