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

import java.util.List;

import io.github.deepseekspring.test.Page;
import org.junit.jupiter.api.Test;

import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.javapoet.ClassName;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the examples of the page on ahead-of-time processing.
 */
class NativeAndAotPageTests {

	@Test
	void theExamplesOfThePageAreThoseOfTheTests() {
		Page.of("docs/native-and-aot.md").assertExamplesAreIn(getClass(), 1);
	}

	@Test
	void theTypesOfTheApplicationAndOfTheirComponentsHaveHints() {
		DefaultGenerationContext generation = new DefaultGenerationContext(
				new ClassNameGenerator(ClassName.get(NativeAndAotPageTests.class)), new InMemoryGeneratedFiles());
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.register(DeepSeekTypes.class);
			new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
		}
		assertThat(List.of(Recipe.class, Ingredient.class, OrderQuery.class))
			.allSatisfy((type) -> assertThat(RuntimeHintsPredicates.reflection().onType(type))
				.accepts(generation.getRuntimeHints()));
	}

	@Configuration(proxyBeanMethods = false)
	@RegisterReflectionForBinding({ Recipe.class, OrderQuery.class })
	static class DeepSeekTypes {

	}

	/**
	 * An entity.
	 *
	 * @param name the name
	 * @param ingredients what it takes
	 */
	record Recipe(String name, List<Ingredient> ingredients) {
	}

	/**
	 * A part of an entity.
	 *
	 * @param name the name
	 */
	record Ingredient(String name) {
	}

	/**
	 * The arguments of a tool.
	 *
	 * @param id the number of the order
	 */
	record OrderQuery(String id) {
	}

}
