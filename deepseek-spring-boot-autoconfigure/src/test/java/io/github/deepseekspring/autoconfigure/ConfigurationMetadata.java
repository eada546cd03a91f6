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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.ClassUtils;

/**
 * The metadata that an editor reads, and the table that the documentation makes of it.
 *
 * @param properties our properties by name
 * @param hints our hints by name
 */
record ConfigurationMetadata(Map<String, JsonNode> properties, Map<String, JsonNode> hints) {

	private static final String FILE = "META-INF/spring-configuration-metadata.json";

	static ConfigurationMetadata read() {
		JsonNode json = find();
		return new ConfigurationMetadata(byName(json.path("properties")), byName(json.path("hints")));
	}

	/**
	 * Return the table of some properties.
	 * @param names the names of the properties
	 * @return the table in Markdown
	 */
	String table(Iterable<String> names) {
		StringBuilder table = new StringBuilder("| Key | Type | Default | Meaning |\n|---|---|---|---|\n");
		for (String name : names) {
			JsonNode property = this.properties.get(name);
			String defaultValue = property.path("defaultValue").asString("");
			table.append("| `%s` | %s | %s | %s |\n".formatted(name, type(property.path("type").asString()),
					defaultValue.isEmpty() ? "–" : "`" + defaultValue + "`",
					property.path("description").asString().replace("|", "\\|")));
		}
		return table.toString();
	}

	private static String type(String name) {
		int arguments = name.indexOf('<');
		if (arguments > 0) {
			String types = Arrays.stream(name.substring(arguments + 1, name.length() - 1).split(","))
				.map(ConfigurationMetadata::type)
				.collect(Collectors.joining(" to "));
			return type(name.substring(0, arguments)) + " of " + types;
		}
		Class<?> type = ClassUtils.resolveClassName(name, ConfigurationMetadata.class.getClassLoader());
		if (type.isEnum()) {
			return Arrays.stream(type.getEnumConstants())
				.map((constant) -> "`" + constant.toString().toLowerCase(Locale.ROOT).replace('_', '-') + "`")
				.collect(Collectors.joining(", "));
		}
		return type.getSimpleName();
	}

	private static Map<String, JsonNode> byName(JsonNode entries) {
		Map<String, JsonNode> result = new TreeMap<>();
		entries.forEach((entry) -> result.put(entry.path("name").asString(), entry));
		return result;
	}

	private static JsonNode find() {
		List<JsonNode> candidates = new ArrayList<>();
		try {
			for (URL url : Collections.list(ConfigurationMetadata.class.getClassLoader().getResources(FILE))) {
				try (InputStream stream = url.openStream()) {
					candidates.add(JsonMapper.shared().readTree(stream));
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return candidates.stream()
			.filter((candidate) -> candidate.toString().contains("\"deepseek.api-key\""))
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("There is no metadata of deepseek.* properties"));
	}

}
