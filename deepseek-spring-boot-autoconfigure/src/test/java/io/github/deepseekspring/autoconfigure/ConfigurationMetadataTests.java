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

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.deepseekspring.test.Page;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what an editor and the page on the configuration tell about the properties.
 */
class ConfigurationMetadataTests {

	private static final String PAGE = "docs/configuration.md";

	private static final Pattern PART = Pattern.compile("<!-- (.+): made from the code -->");

	private static final String HEALTH = "management.health.deepseek.";

	/**
	 * What these do without a value is told by their descriptions.
	 */
	private static final Set<String> WITHOUT_DEFAULT = Set.of("deepseek.api-key", "deepseek.ssl.bundle",
			"deepseek.chat.thinking", "deepseek.chat.reasoning-effort", "deepseek.chat.max-tokens",
			"deepseek.chat.temperature", "deepseek.chat.top-p", "deepseek.chat.stop", "deepseek.timeouts.overall",
			"deepseek.user-id.secret", "deepseek.user-id.constant", "deepseek.concurrency.limits",
			"deepseek.concurrency.user-limits", "deepseek.concurrency.aliases", "deepseek.concurrency.max-queue",
			"deepseek.concurrency.shared.account-id", "deepseek.concurrency.shared.connection-factory",
			"deepseek.tokens.tokenizer", "deepseek.price.models", "deepseek.price.peak-windows",
			"deepseek.price.holidays", "deepseek.langchain4j.enabled");

	private final ConfigurationMetadata metadata = ConfigurationMetadata.read();

	@Test
	void everyPropertyIsOurs() {
		assertThat(this.metadata.properties().keySet()).hasSizeGreaterThan(55)
			.allMatch((name) -> name.startsWith("deepseek.") || name.startsWith("management.endpoint.deepseek.")
					|| name.startsWith(HEALTH));
	}

	@Test
	void everyPropertyIsDescribed() {
		assertThat(this.metadata.properties()).allSatisfy((name, property) -> {
			String description = property.path("description").asString("");
			assertThat(description).as(name)
				.isNotEmpty()
				.endsWith(".")
				.doesNotContainPattern("^(The|A|An)\\b")
				.doesNotContainPattern("(?i)\\bdefaults?\\b");
		});
	}

	@Test
	void theDescriptionOfASwitchSaysWhatItSwitches() {
		assertThat(this.metadata.properties()).allSatisfy((name, property) -> {
			if (property.path("type").asString().equals(Boolean.class.getName())) {
				assertThat(property.path("description").asString()).as(name).matches("(Whether|Enable) .*");
			}
		});
	}

	@Test
	void everyPropertyTellsItsDefault() {
		assertThat(this.metadata.properties())
			.allSatisfy((name, property) -> assertThat(property.has("defaultValue")).as(name)
				.isEqualTo(!WITHOUT_DEFAULT.contains(name)));
		assertThat(this.metadata.properties().keySet()).containsAll(WITHOUT_DEFAULT);
	}

	@Test
	void modelsAreProposedAndAnyOtherIsLegal() {
		assertThat(this.metadata.hints()).containsKeys("deepseek.chat.model", "deepseek.concurrency.limits.keys",
				"deepseek.concurrency.user-limits.keys", "deepseek.concurrency.aliases.values",
				"deepseek.price.models.keys");
		assertThat(this.metadata.hints()).allSatisfy((name, hint) -> {
			assertThat(this.metadata.properties()).containsKey(name.replaceFirst("\\.(keys|values)$", ""));
			assertThat(hint.path("values").isEmpty()).as(name).isFalse();
			assertThat(hint.path("providers").path(0).path("name").asString("")).as(name).isEqualTo("any");
		});
	}

	@Test
	void thePageListsEveryProperty() {
		Map<String, Set<String>> parts = parts();
		assertThat(parts).allSatisfy((part, names) -> assertThat(names).as(part).isNotEmpty());
		parts.forEach((part, names) -> Page.of(PAGE).assertGenerated(part, this.metadata.table(names)));
	}

	/**
	 * A part is named by the groups in it. A property belongs to the part with the
	 * longest group that its name begins with, but not to that of all groups.
	 */
	private Map<String, Set<String>> parts() {
		Map<String, Set<String>> parts = new LinkedHashMap<>();
		Map<String, String> partsByGroup = new TreeMap<>(
				Comparator.comparing(String::length).reversed().thenComparing(Comparator.naturalOrder()));
		PART.matcher(Page.of(PAGE).text()).results().map((match) -> match.group(1)).forEach((part) -> {
			parts.put(part, new TreeSet<>());
			Stream.of(part.split(", ")).forEach((group) -> partsByGroup.put(group, part));
		});
		for (String name : this.metadata.properties().keySet()) {
			List<String> groups = partsByGroup.keySet()
				.stream()
				.filter((group) -> name.startsWith(group + "."))
				.filter((group) -> !group.equals("deepseek") || name.indexOf('.', group.length() + 1) < 0)
				.toList();
			assertThat(groups).as("parts of the page for '%s'", name).isNotEmpty();
			parts.get(partsByGroup.get(groups.get(0))).add(name);
		}
		return parts;
	}

}
