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

package io.github.deepseekspring.readme;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.deepseekspring.chat.Conversation;
import io.github.deepseekspring.core.DeepSeekOperations;
import io.github.deepseekspring.core.PromptSpec;
import io.github.deepseekspring.core.StreamSpec;
import io.github.deepseekspring.token.CostCalculator;
import io.github.deepseekspring.token.TokenCounter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that every call stands in an example of the documentation. The tests of the pages
 * run the examples.
 */
class DocumentedCallsTests {

	private static final Pattern EXAMPLE = Pattern.compile("(?s)```java\n(.*?)```");

	@ParameterizedTest
	@MethodSource("calls")
	void hasAnExample(String call) throws IOException {
		assertThat(examples()).contains("." + call + "(");
	}

	static Stream<String> calls() {
		List<String> everywhere = Stream.of(Object.class.getMethods()).map(Method::getName).toList();
		return Stream
			.of(DeepSeekOperations.class, PromptSpec.class, StreamSpec.class, Conversation.class, TokenCounter.class,
					CostCalculator.class)
			.flatMap((type) -> Stream.of(type.getMethods()))
			.map(Method::getName)
			.filter((name) -> !everywhere.contains(name))
			.distinct();
	}

	private static String examples() throws IOException {
		Path root = Path.of("").toAbsolutePath();
		while (!Files.exists(root.resolve("CONTRIBUTING.md"))) {
			root = root.getParent();
		}
		try (Stream<Path> pages = Files.list(root.resolve("docs"))) {
			List<Path> all = Stream.concat(Stream.of(root.resolve("README.md")), pages)
				.filter((page) -> page.toString().endsWith(".md"))
				.toList();
			return all.stream()
				.flatMap((page) -> EXAMPLE.matcher(read(page)).results())
				.map((example) -> example.group(1))
				.collect(Collectors.joining());
		}
	}

	private static String read(Path page) {
		try {
			return Files.readString(page);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
