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

package io.github.deepseekspring.observation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what {@code docs/concurrency.md} says about each {@link ConcurrencyMeter}.
 */
class ConcurrencyMeterTests {

	@Test
	void thePageListsEveryMeterWithTypeUnitAndTags() throws IOException {
		List<String> documented = new ArrayList<>();
		for (String line : Files.readAllLines(page())) {
			if (line.startsWith("| `deepseek.concurrency.") && line.split("\\|").length == 5) {
				String[] cells = line.split("\\|");
				documented.add(cells[1].strip() + " " + cells[2].strip() + " " + cells[3].strip());
			}
		}
		assertThat(documented).containsExactlyElementsOf(
				Arrays.stream(ConcurrencyMeter.values()).map(ConcurrencyMeterTests::row).toList());
	}

	private static String row(ConcurrencyMeter meter) {
		String type = meter.getType().name().toLowerCase(Locale.ROOT);
		String unit = switch (meter) {
			case WAIT, SHARED_AVAILABLE, SHARED_CALLS -> "";
			case USERS_WAITING -> ", callers";
			case SHARED_INSTANCES -> ", instances";
			default -> ", " + Objects.requireNonNull(meter.getBaseUnit());
		};
		String tags = Arrays.stream(meter.getKeyNames())
			.map((key) -> "`" + key.asString() + "`")
			.collect(Collectors.joining(", "));
		return "`" + meter.getName() + "` " + type + unit + " " + tags;
	}

	private static Path page() {
		Path directory = Path.of("").toAbsolutePath();
		while (!Files.isDirectory(directory.resolve(".mvn"))) {
			directory = directory.getParent();
		}
		return directory.resolve("docs/concurrency.md");
	}

}
