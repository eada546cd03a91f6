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

package io.github.deepseekspring.autoconfigure;

import java.util.LinkedHashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.KeyDeserializer;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.cfg.HandlerInstantiator;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.BasicBeanDescription;
import tools.jackson.databind.introspect.BasicClassIntrospector;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.TypeIdResolver;
import tools.jackson.databind.jsontype.TypeResolverBuilder;

/**
 * What Jackson looks at and creates by reflection while it prepares to read and write
 * types.
 *
 * @param types the types of this library that it looked at
 * @param helpers the classes of this library that it created from annotations
 */
record JacksonReflection(Set<Class<?>> types, Set<Class<?>> helpers) {

	private static final String ROOT_PACKAGE = "io.github.deepseekspring.";

	static JacksonReflection of(Iterable<? extends Class<?>> roots) {
		JacksonReflection reflection = new JacksonReflection(new LinkedHashSet<>(), new LinkedHashSet<>());
		JsonMapper mapper = JsonMapper.builder()
			.classIntrospector(reflection.new RecordingIntrospector())
			.handlerInstantiator(reflection.new RecordingInstantiator())
			.build();
		for (Class<?> root : roots) {
			mapper.readerFor(root);
			mapper.writerFor(root);
		}
		return reflection;
	}

	private static void record(Set<Class<?>> classes, Class<?> type) {
		if (type.getName().startsWith(ROOT_PACKAGE)) {
			classes.add(type);
		}
	}

	/**
	 * Sees each type that is to be read or written.
	 */
	private final class RecordingIntrospector extends BasicClassIntrospector {

		RecordingIntrospector() {
		}

		RecordingIntrospector(MapperConfig<?> config) {
			super(config);
		}

		@Override
		public BasicClassIntrospector forMapper() {
			return new RecordingIntrospector();
		}

		@Override
		public BasicClassIntrospector forOperation(MapperConfig<?> config) {
			return new RecordingIntrospector(config);
		}

		@Override
		public BasicBeanDescription introspectForSerialization(JavaType type, @Nullable AnnotatedClass annotations) {
			record(types(), type.getRawClass());
			return super.introspectForSerialization(type, annotations);
		}

		@Override
		public BasicBeanDescription introspectForDeserialization(JavaType type, @Nullable AnnotatedClass annotations) {
			record(types(), type.getRawClass());
			return super.introspectForDeserialization(type, annotations);
		}

		@Override
		public BasicBeanDescription introspectForDeserializationWithBuilder(JavaType type, BeanDescription target) {
			record(types(), type.getRawClass());
			return super.introspectForDeserializationWithBuilder(type, target);
		}

	}

	/**
	 * Sees each class that an annotation names, and leaves it to Jackson to create it.
	 */
	private final class RecordingInstantiator extends HandlerInstantiator {

		@Override
		public @Nullable ValueDeserializer<?> deserializerInstance(DeserializationConfig config, Annotated annotated,
				Class<?> type) {
			record(helpers(), type);
			return null;
		}

		@Override
		public @Nullable KeyDeserializer keyDeserializerInstance(DeserializationConfig config, Annotated annotated,
				Class<?> type) {
			record(helpers(), type);
			return null;
		}

		@Override
		public @Nullable ValueSerializer<?> serializerInstance(SerializationConfig config, Annotated annotated,
				Class<?> type) {
			record(helpers(), type);
			return null;
		}

		@Override
		public @Nullable TypeResolverBuilder<?> typeResolverBuilderInstance(MapperConfig<?> config, Annotated annotated,
				Class<?> type) {
			record(helpers(), type);
			return null;
		}

		@Override
		public @Nullable TypeIdResolver typeIdResolverInstance(MapperConfig<?> config, Annotated annotated,
				Class<?> type) {
			record(helpers(), type);
			return null;
		}

	}

}
