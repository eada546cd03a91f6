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

package io.github.deepseekspring.samples.minimal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;

import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.DeepSeekSimulator;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the packaged application in a process of its own.
 */
class PackagedMinimalIT {

	private static final String JAR = System.getProperty("minimal.jar");

	private static final int MOST_SECONDS = 120;

	@TempDir
	private Path directory;

	@AutoClose
	private final DeepSeekSimulator simulator = DeepSeekSimulator.start();

	@Test
	void printsTheAnswerToTheQuestion() {
		this.simulator.enqueue(Answer.chunks("Because ", "of ", "scattering."));
		assertThat(run("Why", "is the sky", "blue?")).endsWith("Because of scattering.\n");
		assertThat(this.simulator.log().last().json().at("/messages/0/content").asString())
			.isEqualTo("Why is the sky blue?");
		assertThat(this.simulator.log().last().header("Authorization")).isEqualTo("Bearer sk-minimal");
	}

	@Test
	void whenThereIsNoQuestionThenSaysSo() {
		assertThat(run()).contains("There must be a question on the command line");
		assertThat(this.simulator.log().requests()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "simulator", "spring-boot-actuator", "spring-boot-health", "spring-security",
			"spring-data", "lettuce", "micrometer-core", "micrometer-tracing", "spring-ai", "langchain4j", "tokenizers",
			"webmvc", "tomcat" })
	void whatIsOptionalIsNotThere(String name) throws IOException {
		try (JarFile jar = new JarFile(JAR)) {
			List<String> libraries = jar.stream()
				.map((entry) -> entry.getName())
				.filter((entry) -> entry.startsWith("BOOT-INF/lib/"))
				.toList();
			assertThat(libraries).anyMatch((library) -> library.contains("deepseek-spring-boot-autoconfigure"))
				.noneMatch((library) -> library.contains(name));
		}
	}

	private String run(String... arguments) {
		Path output = this.directory.resolve("output.txt");
		ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-jar", JAR, "--deepseek.base-url=" + this.simulator.baseUrl());
		builder.command().addAll(List.of(arguments));
		builder.environment().put("DEEPSEEK_API_KEY", "sk-minimal");
		try {
			Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
			try {
				assertThat(process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)).isTrue();
			}
			finally {
				process.destroyForcibly();
			}
			return Files.readString(output, StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
