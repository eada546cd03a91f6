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

import java.lang.reflect.Modifier;
import java.util.LinkedHashSet;
import java.util.Set;

import com.fasterxml.classmate.ResolvedType;
import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.CustomDefinitionProviderV2;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sealed types that have {@code @JsonTypeInfo} and do not list their subtypes: Jackson
 * finds those by itself.
 */
final class SealedTypes implements CustomDefinitionProviderV2 {

	private final JsonMapper mapper;

	SealedTypes(JsonMapper mapper) {
		this.mapper = mapper;
	}

	@Override
	public @Nullable CustomDefinition provideCustomSchemaDefinition(ResolvedType declaredType,
			SchemaGenerationContext context) {
		Class<?> type = declaredType.getErasedType();
		if (!type.isSealed() || !Modifier.isAbstract(type.getModifiers())
				|| !type.isAnnotationPresent(JsonTypeInfo.class) || type.isAnnotationPresent(JsonSubTypes.class)) {
			return null;
		}
		Set<Class<?>> subtypes = new LinkedHashSet<>();
		collect(type, subtypes);
		ObjectNode schema = this.mapper.createObjectNode();
		JsonClassDescription description = type.getAnnotation(JsonClassDescription.class);
		if (description != null) {
			schema.put("description", description.value());
		}
		ArrayNode members = schema.putArray("anyOf");
		for (Class<?> subtype : subtypes) {
			members
				.add(context.createDefinitionReference(context.getTypeContext().resolveSubtype(declaredType, subtype)));
		}
		return new CustomDefinition(schema, CustomDefinition.DefinitionType.STANDARD,
				CustomDefinition.AttributeInclusion.NO);
	}

	private static void collect(Class<?> type, Set<Class<?>> subtypes) {
		for (Class<?> subtype : type.getPermittedSubclasses()) {
			if (!Modifier.isAbstract(subtype.getModifiers())) {
				subtypes.add(subtype);
			}
			if (subtype.isSealed()) {
				collect(subtype, subtypes);
			}
		}
	}

}
