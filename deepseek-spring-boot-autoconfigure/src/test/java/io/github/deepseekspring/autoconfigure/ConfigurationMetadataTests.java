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
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what an editor and the page on the configuration tell about the properties.
 */
class ConfigurationMetadataTests {

	private static final String METADATA = "META-INF/spring-configuration-metadata.json";

	private static final String HEALTH = "management.health.deepseek.";

	/**
	 * What these do without a value is told by their descriptions.
	 */
	private static final Set<String> WITHOUT_DEFAULT = Set.of("deepseek.api-key", "deepseek.ssl.bundle",
			"deepseek.chat.thinking", "deepseek.chat.reasoning-effort", "deepseek.chat.max-tokens",
			"deepseek.chat.temperature", "deepseek.chat.top-p", "deepseek.chat.stop", "deepseek.timeouts.overall",
			"deepseek.user-id.secret", "deepseek.user-id.constant", "deepseek.concurrency.limits",
			"deepseek.concurrency.user-limits", "deepseek.concurrency.aliases", "deepseek.concurrency.max-queue",
			"deepseek.concurrency.shared.account-id", "deepseek.tokens.tokenizer", "deepseek.price.models",
			"deepseek.price.peak-windows", "deepseek.price.holidays", "deepseek.langchain4j.enabled");

	private final JsonNode metadata = read();

	@Test
	void everyPropertyIsDescribed() {
		assertThat(properties()).hasSizeGreaterThan(40).allSatisfy((name, property) -> {
			String description = property.path("description").asString("");
			assertThat(description).as(name).isNotEmpty().endsWith(".").doesNotContainPattern("^(The|A|An)\\b");
		});
	}

	@Test
	void everyPropertyTellsItsDefault() {
		assertThat(properties()).allSatisfy((name, property) -> assertThat(property.has("defaultValue")).as(name)
			.isEqualTo(!WITHOUT_DEFAULT.contains(name)));
	}

	@Test
	void anyModelIsLegal() {
		List<JsonNode> hints = new ArrayList<>();
		this.metadata.path("hints").forEach((hint) -> {
			if (hint.path("name").asString("").equals("deepseek.chat.model")) {
				hints.add(hint);
			}
		});
		assertThat(hints).singleElement()
			.satisfies((hint) -> assertThat(hint.path("providers").get(0).path("name").asString("")).isEqualTo("any"));
	}

	@Test
	void thePageListsEveryPropertyWithItsDefault() throws IOException {
		Map<String, String> expected = new TreeMap<>();
		properties().forEach((name, property) -> expected.put(name, documentedDefault(property)));
		Map<String, String> documented = new TreeMap<>();
		for (String line : Files.readAllLines(page())) {
			if (line.startsWith("| `deepseek.") || line.startsWith("| `" + HEALTH)) {
				String[] cells = line.split("\\|");
				String previous = documented.put(cells[1].strip().replace("`", ""), cells[3].strip().replace("`", ""));
				assertThat(previous).as(line).isNull();
			}
		}
		assertThat(documented.keySet()).isEqualTo(new TreeSet<>(expected.keySet()));
		assertThat(documented).allSatisfy((name, value) -> {
			String defaultValue = expected.get(name);
			if (!defaultValue.isEmpty()) {
				assertThat(value).as(name).isEqualTo(defaultValue);
			}
		});
	}

	private static String documentedDefault(JsonNode property) {
		return property.path("defaultValue").asString("");
	}

	private Map<String, JsonNode> properties() {
		Map<String, JsonNode> properties = new TreeMap<>();
		this.metadata.path("properties").forEach((property) -> {
			String name = property.path("name").asString("");
			if (name.startsWith("deepseek.") || name.startsWith(HEALTH)) {
				properties.put(name, property);
			}
		});
		return properties;
	}

	private static Path page() {
		Path directory = Path.of("").toAbsolutePath();
		while (!Files.isDirectory(directory.resolve(".mvn"))) {
			directory = directory.getParent();
		}
		return directory.resolve("docs/configuration.md");
	}

	private static JsonNode read() {
		try {
			for (URL url : Collections.list(ConfigurationMetadataTests.class.getClassLoader().getResources(METADATA))) {
				try (InputStream stream = url.openStream()) {
					JsonNode candidate = JsonMapper.shared().readTree(stream);
					if (candidate.toString().contains("\"deepseek.api-key\"")) {
						return candidate;
					}
				}
			}
			throw new IllegalStateException("There is no metadata of deepseek.* properties");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
