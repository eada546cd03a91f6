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

package io.github.deepseekspring.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A page of the documentation.
 *
 * @param file the path from the root of the project
 * @param text the Markdown
 */
public record Page(String file, String text) {

	/**
	 * Set to {@code true}, the parts of pages that are made from the code are written
	 * anew instead of being compared with it.
	 */
	private static final String UPDATE = "deepseek.docs.update";

	/**
	 * Read a page.
	 * @param file the path from the root of the project
	 * @return the page
	 */
	public static Page of(String file) {
		return new Page(file, read(file));
	}

	/**
	 * Return the examples in a language.
	 * @param language such as {@code java} or {@code yaml}
	 * @return the examples in the order of the page
	 */
	public List<String> examples(String language) {
		return Pattern.compile("(?s)```" + language + "\n(.*?)```")
			.matcher(this.text)
			.results()
			.map((example) -> example.group(1))
			.toList();
	}

	/**
	 * Assert that the Java examples stand in the source of a test, whatever the white
	 * space and {@code this}.
	 * @param test the test that runs them
	 * @param count how many there are
	 */
	public void assertExamplesAreIn(Class<?> test, int count) {
		assertExamplesAreIn(count, source(test));
	}

	/**
	 * Assert that each Java example stands in one of some sources, whatever the white
	 * space and {@code this}.
	 * @param count how many there are
	 * @param sources the paths of the sources from the root of the project
	 */
	public void assertExamplesAreIn(int count, String... sources) {
		List<String> texts = Stream.of(sources)
			.map((source) -> squeezed(read(source)).replace("staticclass", "class"))
			.toList();
		assertThat(examples("java")).hasSize(count)
			.filteredOn((example) -> texts.stream().noneMatch((text) -> text.contains(squeezed(example))))
			.as("examples of %s that are in none of %s", this.file, List.of(sources))
			.isEmpty();
	}

	/**
	 * Return where the source of a test of this module is.
	 * @param test the test
	 * @return the path from the root of the project
	 */
	public static String source(Class<?> test) {
		return "deepseek-spring-boot-autoconfigure/src/test/java/" + test.getName().replace('.', '/') + ".java";
	}

	/**
	 * Assert that a part of the page is what the code makes of it. The part lies between
	 * the lines {@code <!-- name: made from the code -->} and {@code <!-- end of name
	 * -->}.
	 * @param name the name of the part
	 * @param markdown what it has to be, without the two lines
	 */
	public void assertGenerated(String name, String markdown) {
		String begin = "<!-- " + name + ": made from the code -->\n";
		String end = "<!-- end of " + name + " -->\n";
		assertThat(this.text).containsOnlyOnce(begin).containsOnlyOnce(end);
		int from = this.text.indexOf(begin) + begin.length();
		int to = this.text.indexOf(end);
		if (Boolean.getBoolean(UPDATE)) {
			write(this.file, this.text.substring(0, from) + markdown + this.text.substring(to));
			return;
		}
		assertThat(this.text.substring(from, to))
			.as("part '%s' of %s, which -D%s=true writes anew", name, this.file, UPDATE)
			.isEqualTo(markdown);
	}

	private static String squeezed(String text) {
		return text.replaceAll("\\s+|this\\.", "");
	}

	private static String read(String file) {
		try {
			return Files.readString(root().resolve(file));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void write(String file, String text) {
		try {
			Files.writeString(root().resolve(file), text);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return the root of the project.
	 * @return the directory
	 */
	public static Path root() {
		Path root = Path.of("").toAbsolutePath();
		while (!Files.exists(root.resolve("CONTRIBUTING.md"))) {
			root = root.getParent();
		}
		return root;
	}

}
