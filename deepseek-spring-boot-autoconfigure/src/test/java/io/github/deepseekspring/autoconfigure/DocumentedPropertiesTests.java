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
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.deepseekspring.core.DeepSeekTemplate;
import io.github.deepseekspring.test.Page;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.PropertiesPropertySource;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that every {@code deepseek.*} name that the documentation mentions is a property,
 * a group of properties, or something that observations and meters are made of, and that
 * its examples start an application.
 */
class DocumentedPropertiesTests {

	private static final Pattern NAME = Pattern.compile("[`\"](deepseek\\.[a-zA-Z0-9._-]*)");

	private static final Pattern LITERAL = Pattern.compile("\"(deepseek\\.[a-z._]+)\"");

	private static final Path OBSERVATION = Path.of("src/main/java/io/github/deepseekspring/observation");

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DeepSeekAutoConfiguration.class))
		.withPropertyValues("deepseek.api-key=sk-page", "DEEPSEEK_API_KEY=sk-page", "DEEPSEEK_USER_ID_SECRET=secret");

	private final ConfigurationMetadata metadata = ConfigurationMetadata.read();

	private final Set<String> observed = observed();

	@ParameterizedTest
	@MethodSource("pages")
	void everyNameExists(String file) throws IOException {
		Page page = Page.of(file);
		assertThat(NAME.matcher(page.text()).results().map((name) -> name.group(1)).distinct()).as(file)
			.allSatisfy((name) -> assertThat(exists(name)).as(name).isTrue());
		assertThat(keys(page)).as(file)
			.allSatisfy((name) -> assertThat(isProperty(name) || isEntry(name)).as(name).isTrue());
	}

	@ParameterizedTest
	@MethodSource("pages")
	void everyExampleStartsAnApplication(String file) {
		for (String example : Page.of(file).examples("yaml")) {
			if (example.contains("deepseek:")) {
				Properties properties = properties(example);
				this.runner
					.withInitializer((context) -> context.getEnvironment()
						.getPropertySources()
						.addFirst(new PropertiesPropertySource("page", properties)))
					.run((context) -> assertThat(context).as(example)
						.hasNotFailed()
						.hasSingleBean(DeepSeekTemplate.class));
			}
		}
	}

	static List<String> pages() throws IOException {
		try (Stream<Path> docs = Files.list(Page.root().resolve("docs"))) {
			return Stream
				.concat(Stream.of("README.md"),
						docs.map((file) -> file.getFileName().toString())
							.filter((name) -> name.endsWith(".md"))
							.sorted()
							.map((name) -> "docs/" + name))
				.toList();
		}
	}

	private boolean exists(String name) {
		return isProperty(name) || isEntry(name) || isGroup(name) || this.observed.contains(name);
	}

	private boolean isProperty(String name) {
		return this.metadata.properties().containsKey(name);
	}

	private boolean isGroup(String name) {
		String group = name.endsWith(".") ? name : name + ".";
		return this.metadata.properties().keySet().stream().anyMatch((property) -> property.startsWith(group));
	}

	/**
	 * Tell whether it is an entry of a property that is a map, such as the limit of a
	 * model.
	 */
	private boolean isEntry(String name) {
		return this.metadata.properties()
			.entrySet()
			.stream()
			.anyMatch((property) -> property.getValue().path("type").asString("").startsWith("java.util.Map")
					&& (name.startsWith(property.getKey() + ".") || name.startsWith(property.getKey() + "[")));
	}

	private static Set<String> keys(Page page) throws IOException {
		Set<String> keys = new TreeSet<>();
		for (String example : page.examples("yaml")) {
			properties(example).keySet().forEach((key) -> keys.add((String) key));
		}
		for (String example : page.examples("properties")) {
			Properties properties = new Properties();
			properties.load(new StringReader(example));
			keys.addAll(properties.stringPropertyNames());
		}
		return keys.stream()
			.filter((key) -> key.startsWith("deepseek."))
			.map((key) -> key.replaceFirst("\\[\\d+]$", ""))
			.collect(Collectors.toSet());
	}

	private static Properties properties(String yaml) {
		YamlPropertiesFactoryBean factory = new YamlPropertiesFactoryBean();
		factory.setResources(new ByteArrayResource(yaml.stripIndent().getBytes(StandardCharsets.UTF_8)));
		return Objects.requireNonNull(factory.getObject());
	}

	private static Set<String> observed() {
		try (Stream<Path> sources = Files.list(OBSERVATION)) {
			Set<String> names = new TreeSet<>();
			for (Path source : sources.toList()) {
				LITERAL.matcher(Files.readString(source)).results().forEach((name) -> names.add(name.group(1)));
			}
			return names;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
