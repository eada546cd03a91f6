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
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.classmate.ResolvedType;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import com.github.victools.jsonschema.generator.SubtypeResolver;
import org.jspecify.annotations.Nullable;

/**
 * The subtypes of a sealed type that has {@code @JsonTypeInfo} and does not list them:
 * Jackson finds those by itself.
 */
final class SealedTypes implements SubtypeResolver {

	@Override
	public @Nullable List<ResolvedType> findSubtypes(ResolvedType declaredType, SchemaGenerationContext context) {
		Class<?> type = declaredType.getErasedType();
		if (!type.isSealed() || !type.isAnnotationPresent(JsonTypeInfo.class)
				|| type.isAnnotationPresent(JsonSubTypes.class)) {
			return null;
		}
		List<ResolvedType> subtypes = new ArrayList<>();
		collect(declaredType, type, subtypes, context);
		return subtypes;
	}

	private void collect(ResolvedType declaredType, Class<?> type, List<ResolvedType> subtypes,
			SchemaGenerationContext context) {
		for (Class<?> subtype : type.getPermittedSubclasses()) {
			if (!Modifier.isAbstract(subtype.getModifiers())) {
				subtypes.add(context.getTypeContext().resolveSubtype(declaredType, subtype));
			}
			if (subtype.isSealed()) {
				collect(declaredType, subtype, subtypes, context);
			}
		}
	}

}
