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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.github.deepseekspring.core.DeepSeekTemplate;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.DeepSeekSimulator;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of an application that lacks optional dependencies: each of them, and all but
 * each of them.
 */
class OptionalDependenciesTests {

	private static final Map<String, List<String>> OPTIONAL = new TreeMap<>(
			Map.ofEntries(Map.entry("Actuator", List.of("org.springframework.boot.actuate")),
					Map.entry("context-propagation", List.of("io.micrometer.context")),
					Map.entry("health", List.of("org.springframework.boot.health")),
					Map.entry("LangChain4j", List.of("dev.langchain4j")),
					Map.entry("Micrometer", List.of("io.micrometer.core")),
					Map.entry("Micrometer with Boot", List.of("org.springframework.boot.micrometer")),
					Map.entry("Reactor Netty with Boot", List.of("org.springframework.boot.reactor.netty")),
					Map.entry("Redis",
							List.of("org.springframework.data.redis", "org.springframework.boot.data.redis",
									"io.lettuce")),
					Map.entry("Security", List.of("org.springframework.security")),
					Map.entry("simulator", List.of("io.github.deepseekspring.simulator")),
					Map.entry("Spring AI", List.of("org.springframework.ai")),
					Map.entry("tests with Boot", List.of("org.springframework.boot.test.context.SpringBootTest")),
					Map.entry("tokenizers", List.of("ai.djl"))));

	@AutoClose
	private final DeepSeekSimulator simulator = DeepSeekSimulator.start();

	static Stream<List<String>> missing() {
		List<List<String>> missing = new ArrayList<>(List.of(List.of(), List.copyOf(OPTIONAL.keySet())));
		for (String name : OPTIONAL.keySet()) {
			missing.add(List.of(name));
			missing.add(OPTIONAL.keySet().stream().filter((other) -> !other.equals(name)).toList());
		}
		return missing.stream();
	}

	@ParameterizedTest
	@MethodSource("missing")
	void withoutThemThereIsStillAnAnswer(List<String> missing) {
		this.simulator.enqueue(Answer.text("Because of scattering."));
		String[] packages = missing.stream().flatMap((name) -> OPTIONAL.get(name).stream()).toArray(String[]::new);
		new ApplicationContextRunner().withClassLoader(new FilteredClassLoader(packages))
			.withConfiguration(AutoConfigurations.of(ours()))
			.withConfiguration(
					AutoConfigurations.of(HttpClientAutoConfiguration.class, ReactiveHttpClientAutoConfiguration.class))
			.withPropertyValues("deepseek.api-key=sk-optional", "deepseek.base-url=" + this.simulator.baseUrl())
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(DeepSeekTemplate.class)
					.prompt("Why is the sky blue?")
					.content()
					.blockOptional(Duration.ofSeconds(30))).hasValue("Because of scattering.");
			});
	}

	private static Class<?>[] ours() {
		return ImportCandidates.load(AutoConfiguration.class, OptionalDependenciesTests.class.getClassLoader())
			.getCandidates()
			.stream()
			.filter((name) -> name.startsWith("io.github.deepseekspring."))
			.map(OptionalDependenciesTests::load)
			.toArray(Class[]::new);
	}

	private static Class<?> load(String name) {
		try {
			return Class.forName(name, false, OptionalDependenciesTests.class.getClassLoader());
		}
		catch (ClassNotFoundException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
