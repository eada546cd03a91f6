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

import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Function;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.OptBoolean;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.MemberScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfig;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.module.jackson.JacksonSchemaModule;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.type.TypeFactory;

import org.springframework.core.Nullness;
import org.springframework.util.Assert;

/**
 * Schemas from Java types, each made once.
 */
final class TypeSchemas {

	private static final TypeReference<LinkedHashMap<String, Object>> MAP = new TypeReference<>() {
	};

	private static final Set<Class<?>> OPTIONALS = Set.of(Optional.class, OptionalInt.class, OptionalLong.class,
			OptionalDouble.class);

	private static final OptionPreset OPTIONS = new OptionPreset(Option.ADDITIONAL_FIXED_TYPES, Option.STANDARD_FORMATS,
			Option.PUBLIC_NONSTATIC_FIELDS, Option.NONPUBLIC_NONSTATIC_FIELDS_WITH_GETTERS,
			Option.NONPUBLIC_NONSTATIC_FIELDS_WITHOUT_GETTERS, Option.MAP_VALUES_AS_ADDITIONAL_PROPERTIES,
			Option.FORBIDDEN_ADDITIONAL_PROPERTIES_BY_DEFAULT, Option.DUPLICATE_MEMBER_ATTRIBUTE_CLEANUP_AT_THE_END,
			Option.ALLOF_CLEANUP_AT_THE_END, Option.PLAIN_DEFINITION_KEYS);

	/**
	 * Weak keys are enough to let a class loader go, as a schema holds no class.
	 */
	private static final Map<Type, JsonSchema> CACHE = Collections.synchronizedMap(new WeakHashMap<>());

	private TypeSchemas() {
	}

	static JsonSchema get(Type type, Function<Map<String, Object>, JsonSchema> factory) {
		JsonSchema known = CACHE.get(type);
		if (known != null) {
			return known;
		}
		JsonSchema made = factory.apply(SchemaMaps.copy(generate(type)));
		JsonSchema other = CACHE.putIfAbsent(type, made);
		return (other != null) ? other : made;
	}

	/**
	 * Neither a generator nor a mapper is kept, as they remember the types that they have
	 * seen.
	 */
	private static Map<String, Object> generate(Type type) {
		JsonMapper mapper = JsonMapper.builder().typeFactory(TypeFactory.createDefaultInstance()).build();
		try {
			ObjectNode schema = new SchemaGenerator(configuration(mapper)).generateSchema(type);
			SubtypeReferences.expand(schema);
			Assert.isTrue(!hasAllOf(schema),
					"@JsonUnwrapped is not supported, put its properties into the type itself");
			return mapper.convertValue(schema, MAP);
		}
		catch (JacksonException | IllegalStateException | IllegalArgumentException ex) {
			throw new IllegalArgumentException("No JSON schema can be made from " + type.getTypeName(), ex);
		}
	}

	/**
	 * No value fits a type and its unwrapped parts, as each of them allows no properties
	 * but its own.
	 */
	private static boolean hasAllOf(JsonNode schema) {
		return schema.path("allOf").isArray() || schema.valueStream().anyMatch(TypeSchemas::hasAllOf);
	}

	private static SchemaGeneratorConfig configuration(JsonMapper mapper) {
		SchemaGeneratorConfigBuilder builder = new SchemaGeneratorConfigBuilder(mapper, SchemaVersion.DRAFT_2020_12,
				OPTIONS);
		builder.forTypesInGeneral()
			.withCustomDefinitionProvider(new WellKnownTypes(mapper))
			.withCustomDefinitionProvider(new SealedTypes(mapper));
		builder.with(new JacksonSchemaModule());
		builder.forTypesInGeneral()
			.withPropertySorter(Comparator.<MemberScope<?, ?>>comparingInt(TypeSchemas::positionInAnnotation)
				.thenComparingInt(TypeSchemas::positionInRecord)
				.thenComparing(MemberScope::getSchemaPropertyName));
		builder.forFields().withRequiredCheck(TypeSchemas::isRequired);
		return builder.build();
	}

	private static boolean isRequired(FieldScope field) {
		JsonProperty annotation = field.getAnnotationConsideringFieldAndGetter(JsonProperty.class);
		if (annotation != null && annotation.isRequired() != OptBoolean.DEFAULT) {
			return annotation.isRequired() == OptBoolean.TRUE;
		}
		if (annotation != null && annotation.required()) {
			return true;
		}
		Field member = field.getRawMember();
		return !OPTIONALS.contains(member.getType()) && Nullness.forField(member) != Nullness.NULLABLE;
	}

	private static int positionInAnnotation(MemberScope<?, ?> member) {
		JsonPropertyOrder order = declaringClass(member).getAnnotation(JsonPropertyOrder.class);
		if (order == null) {
			return Integer.MAX_VALUE;
		}
		List<String> names = Arrays.asList(order.value());
		int position = Math.max(names.indexOf(member.getSchemaPropertyName()), names.indexOf(member.getDeclaredName()));
		return (position >= 0) ? position : Integer.MAX_VALUE;
	}

	private static int positionInRecord(MemberScope<?, ?> member) {
		RecordComponent @Nullable [] components = declaringClass(member).getRecordComponents();
		for (int i = 0; components != null && i < components.length; i++) {
			if (components[i].getName().equals(member.getDeclaredName())) {
				return i;
			}
		}
		return Integer.MAX_VALUE;
	}

	private static Class<?> declaringClass(MemberScope<?, ?> member) {
		return member.getDeclaringType().getErasedType();
	}

}
