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

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonCreator;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.annotation.JsonDeserialize;

import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * The types of this library that Jackson gets to by reflection from some of them: by the
 * components of records, by creators, and by the subtypes of sealed types, which are not
 * seen in the signatures.
 */
final class JacksonTypes {

	private static final String ROOT_PACKAGE = "io.github.deepseekspring.";

	private final Set<Class<?>> types = new LinkedHashSet<>();

	private final Set<Class<?>> helpers = new LinkedHashSet<>();

	/**
	 * Return the types.
	 */
	Set<Class<?>> types() {
		return this.types;
	}

	/**
	 * Return what reads their components and the parameters of their creators.
	 */
	Set<Class<?>> helpers() {
		return this.helpers;
	}

	/**
	 * Add a type and those that it leads to.
	 */
	void add(Class<?> type) {
		if (!type.getName().startsWith(ROOT_PACKAGE) || !this.types.add(type)) {
			return;
		}
		if (type.isSealed()) {
			for (Class<?> subtype : type.getPermittedSubclasses()) {
				add(subtype);
			}
		}
		if (type.isRecord()) {
			for (RecordComponent component : type.getRecordComponents()) {
				add(ResolvableType.forType(component.getGenericType()));
			}
		}
		for (Method method : type.getDeclaredMethods()) {
			if (method.isAnnotationPresent(JsonCreator.class)) {
				addParameters(method);
			}
		}
		for (Field field : type.getDeclaredFields()) {
			addHelpers(field);
		}
	}

	private void addParameters(Method creator) {
		for (Parameter parameter : creator.getParameters()) {
			add(ResolvableType.forType(parameter.getParameterizedType()));
			addHelpers(parameter);
		}
	}

	private void addHelpers(AnnotatedElement element) {
		JsonDeserialize annotation = AnnotatedElementUtils.findMergedAnnotation(element, JsonDeserialize.class);
		if (annotation != null) {
			Stream.of(annotation.using(), annotation.contentUsing())
				.filter((helper) -> helper != ValueDeserializer.None.class)
				.forEach(this.helpers::add);
		}
	}

	private void add(ResolvableType type) {
		add(type.toClass());
		for (ResolvableType argument : type.getGenerics()) {
			add(argument);
		}
	}

}
