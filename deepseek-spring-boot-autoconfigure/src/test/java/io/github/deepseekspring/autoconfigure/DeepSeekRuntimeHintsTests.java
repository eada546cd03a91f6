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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.net.URL;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.github.deepseekspring.DeepSeekException;
import io.github.deepseekspring.chat.ChatCompletion;
import io.github.deepseekspring.chat.ChatCompletionChunk;
import io.github.deepseekspring.chat.ChatCompletionRequest;
import io.github.deepseekspring.chat.ChatEvent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.ReflectionHintsPredicates;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DeepSeekRuntimeHints}. The types are found by looking through the
 * packages, so that a new one without hints fails.
 */
class DeepSeekRuntimeHintsTests {

	private static final Set<String> WIRE_PACKAGES = Set.of("account", "chat", "completion", "messages");

	private final RuntimeHints hints = new RuntimeHints();

	@BeforeEach
	void register() {
		new DeepSeekRuntimeHints().registerHints(this.hints, getClass().getClassLoader());
	}

	@Test
	void everyTypeOfTheWireHasHints() {
		assertThat(wireTypes()).hasSizeGreaterThan(50)
			.contains(ChatCompletionRequest.class, ChatCompletion.class, ChatCompletionChunk.class)
			.allSatisfy(this::assertRegistered);
	}

	@Test
	void whateverJacksonLooksAtHasHints() {
		JacksonReflection reflection = JacksonReflection.of(wireTypes());
		assertThat(reflection.types()).hasSizeGreaterThan(50).allSatisfy(this::assertRegistered);
	}

	@Test
	void whateverJacksonCreatesFromAnnotationsHasHints() {
		JacksonReflection reflection = JacksonReflection.of(wireTypes());
		assertThat(reflection.helpers()).hasSizeGreaterThanOrEqualTo(4)
			.allSatisfy((helper) -> assertThat(reflection().onConstructorInvocation(helper.getDeclaredConstructor()))
				.accepts(this.hints));
	}

	@Test
	void theObjectsAroundEntitiesHaveHints() {
		List<Class<?>> wrappers = mainClasses("structured").filter(Class::isRecord)
			.filter((type) -> type.getTypeParameters().length == 1 && type.getRecordComponents().length == 1)
			.toList();
		assertThat(wrappers).hasSize(2).allSatisfy(this::assertRegistered);
	}

	@Test
	void nothingElseOfThisLibraryHasHints() {
		Set<Class<?>> wire = new LinkedHashSet<>(wireTypes());
		JacksonReflection reflection = JacksonReflection.of(wire);
		assertThat(this.hints.reflection().typeHints().map((hint) -> hint.getType().getName()))
			.filteredOn((name) -> name.startsWith("io.github.deepseekspring.")
					&& !name.startsWith("io.github.deepseekspring.structured."))
			.allSatisfy((name) -> assertThat(load(name)).satisfiesAnyOf((type) -> assertThat(wire).contains(type),
					(type) -> assertThat(reflection.types()).contains(type),
					(type) -> assertThat(reflection.helpers()).contains(type)))
			.noneMatch((name) -> name.startsWith(ChatEvent.class.getName()));
	}

	@Test
	void theTextsOfTheSchemaValidatorHaveHints() {
		assertThat(RuntimeHintsPredicates.resource().forBundle("jsv-messages")).accepts(this.hints);
		assertThat(ResourceBundle.getBundle("jsv-messages", Locale.ROOT).keySet()).isNotEmpty();
	}

	@Test
	void theSchemaValidatorBringsTheHintsForItsOtherFiles() {
		assertThat(getClass().getClassLoader()
			.getResource("META-INF/native-image/com.networknt/json-schema-validator/resource-config.json")).isNotNull();
	}

	@Test
	void theScriptsForRedisHaveHints() throws IOException {
		String folder = "io/github/deepseekspring/concurrency/redis/";
		Resource[] scripts = new PathMatchingResourcePatternResolver().getResources("classpath*:" + folder + "*.lua");
		assertThat(scripts).hasSize(4)
			.allSatisfy(
					(script) -> assertThat(RuntimeHintsPredicates.resource().forResource(folder + script.getFilename()))
						.accepts(this.hints));
	}

	private void assertRegistered(Class<?> type) {
		assertThat(reflection().onType(type)).as(type.getName()).accepts(this.hints);
		if (type.isRecord()) {
			for (Constructor<?> constructor : type.getDeclaredConstructors()) {
				assertThat(reflection().onConstructorInvocation(constructor)).as(constructor.toString())
					.accepts(this.hints);
			}
			for (RecordComponent component : type.getRecordComponents()) {
				assertThat(reflection().onMethodInvocation(component.getAccessor())).as(component.toString())
					.accepts(this.hints);
			}
		}
		for (Method method : type.getDeclaredMethods()) {
			if (hasJacksonAnnotation(method) && !method.isBridge() && !method.isAnnotationPresent(JsonIgnore.class)) {
				assertThat(reflection().onMethodInvocation(method)).as(method.toString()).accepts(this.hints);
			}
		}
	}

	private static ReflectionHintsPredicates reflection() {
		return RuntimeHintsPredicates.reflection();
	}

	/**
	 * All records, but for those that tell what happens in a stream and are never JSON,
	 * and all classes that carry an annotation of Jackson somewhere.
	 */
	private static List<Class<?>> wireTypes() {
		List<Class<?>> types = new ArrayList<>();
		WIRE_PACKAGES.stream()
			.flatMap(DeepSeekRuntimeHintsTests::mainClasses)
			.filter(DeepSeekRuntimeHintsTests::isForJackson)
			.filter((type) -> !ChatEvent.class.isAssignableFrom(type))
			.forEach(types::add);
		return types;
	}

	private static Stream<Class<?>> mainClasses(String packageName) {
		String folder = "io/github/deepseekspring/" + packageName + "/";
		try {
			Resource[] files = new PathMatchingResourcePatternResolver()
				.getResources("classpath*:" + folder + "*.class");
			return Arrays.stream(files)
				.<Class<?>>map((file) -> load((folder + file.getFilename()).replace(".class", "").replace('/', '.')))
				.filter((type) -> location(type).equals(location(DeepSeekException.class)) && !type.isAnonymousClass());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static URL location(Class<?> type) {
		return type.getProtectionDomain().getCodeSource().getLocation();
	}

	private static boolean isForJackson(Class<?> type) {
		return hasJacksonAnnotation(type)
				|| Arrays.stream(type.getDeclaredMethods()).anyMatch(DeepSeekRuntimeHintsTests::hasJacksonAnnotation)
				|| Arrays.stream(type.getDeclaredFields()).anyMatch(DeepSeekRuntimeHintsTests::hasJacksonAnnotation)
				|| type.isRecord();
	}

	private static boolean hasJacksonAnnotation(AnnotatedElement element) {
		return Arrays.stream(element.getDeclaredAnnotations())
			.map(Annotation::annotationType)
			.anyMatch((type) -> type.getName().startsWith("com.fasterxml.jackson.")
					|| type.getName().startsWith("tools.jackson."));
	}

	private static Class<?> load(String name) {
		return ClassUtils.resolveClassName(name, DeepSeekRuntimeHintsTests.class.getClassLoader());
	}

}
