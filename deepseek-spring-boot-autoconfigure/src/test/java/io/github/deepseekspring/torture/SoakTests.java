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

package io.github.deepseekspring.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Lets thousands of users chat for many minutes, and looks for what grows. It is run by
 * the profile {@code soak} alone.
 */
@EnabledIfSystemProperty(named = SoakTests.MINUTES, matches = "\\d+")
@Timeout(value = 2, unit = TimeUnit.HOURS)
class SoakTests {

	static final String MINUTES = "deepseek.soak.minutes";

	private static final Path RESULT = Path.of("target", "soak.md");

	/**
	 * How many minutes the compiler, the pools and the caches have to fill up.
	 */
	private static final int WARM_UP = 3;

	/**
	 * How many ways for a request to end may be met for the first time after that, each
	 * of which has meters of its own.
	 */
	private static final int RARE_METERS = 5;

	@Test
	void nothingGrows() throws IOException {
		int minutes = Integer.getInteger(MINUTES);
		List<Vitals> minutely = new ArrayList<>();
		try (Soak soak = new Soak()) {
			soak.start();
			for (int minute = 1; minute <= minutes; minute++) {
				Mono.delay(Duration.ofMinutes(1)).block();
				minutely.add(soak.vitals(minute));
				Files.write(RESULT, Vitals.table(minutely));
			}
			soak.stop();
			minutely.add(soak.vitals(minutes + 1));
			Files.write(RESULT, Vitals.table(minutely));
			assertThat(soak.surprises()).isEmpty();
		}
		Vitals before = minutely.get(WARM_UP - 1);
		Vitals after = minutely.get(minutes - 1);
		Vitals end = minutely.get(minutes);
		assertThat(after.heapMegabytes()).as("heap").isLessThan(before.heapMegabytes() * 23 / 20 + 5);
		assertThat(after.directMegabytes()).as("direct memory").isLessThan(before.directMegabytes() * 23 / 20 + 5);
		assertThat(after.threads()).as("threads").isLessThanOrEqualTo(before.threads() + 2);
		assertThat(after.meters()).as("meters").isLessThanOrEqualTo(before.meters() + RARE_METERS);
		assertThat(end.running()).as("requests that hold a slot").isZero();
		assertThat(end.waiting()).as("requests that wait for a slot").isZero();
		assertThat(end.callers()).as("users with a place in a queue").isZero();
		assertThat(end.observed()).as("observations that have not ended").isZero();
		assertThat(end.connections()).as("connections that are not idle").isZero();
	}

}
