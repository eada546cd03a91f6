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

package io.github.deepseekspring.samples.benchmark.startup;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link StartupBenchmark}.
 */
class StartupBenchmarkTests {

	@Test
	void theApplicationStartsWithoutAndWithTheAutoConfiguration() throws Exception {
		Startup without = StartupBenchmark.start(false);
		Startup with = StartupBenchmark.start(true);
		assertThat(List.of(without, with)).allMatch((start) -> start.elapsed() > 0 && start.cpu() > 0);
		assertThat(with.beans()).isGreaterThan(without.beans());
		assertThat(with.classes()).isGreaterThan(without.classes());
	}

	@Test
	void whenThereIsNoRoundThenFails() {
		assertThatIllegalArgumentException().isThrownBy(() -> StartupBenchmark.main(new String[] { "0" }))
			.withMessage("There must be a round");
	}

	@Test
	void theAutoConfigurationIsTheOneOfTheStarter() {
		assertThat(StartupBenchmark.autoConfigurations())
			.contains("io.github.deepseekspring.autoconfigure.DeepSeekAutoConfiguration")
			.allMatch((name) -> name.startsWith("io.github.deepseekspring."));
	}

	@Test
	void theTableTellsMediansRangesAndWhatIsAdded() {
		List<Startup> without = List.of(new Startup(1000, 2000, 6000, 9000, 150),
				new Startup(900, 1900, 6001, 9100, 150), new Startup(1200, 2100, 6000, 8900, 150));
		List<Startup> with = List.of(new Startup(1100, 2200, 6600, 9900, 165), new Startup(1050, 2100, 6600, 9900, 165),
				new Startup(1300, 2300, 6600, 9900, 165));
		assertThat(new StartupTable(without, with)).hasToString("""
				| until the application is ready | without | with | added | share |
				|---|---:|---:|---:|---:|
				| time, ms | 1000 (900-1200) | 1100 (1050-1300) | 100 | 10.0 % |
				| CPU time, ms | 2000 (1900-2100) | 2200 (2100-2300) | 200 | 10.0 % |
				| loaded classes | 6000 (6000-6001) | 6600 (6600-6600) | 600 | 10.0 % |
				| live heap, KB | 9000 (8900-9100) | 9900 (9900-9900) | 900 | 10.0 % |
				| beans | 150 (150-150) | 165 (165-165) | 15 | 10.0 % |
				""");
	}

	@Test
	void figuresAreReadAsTheyArePrinted() {
		Startup startup = new Startup(1, 2, 3, 4, 5);
		assertThat(Startup.parse(startup.toString())).isEqualTo(startup);
		assertThat(Startup.parse("2026-01-01 INFO: ready")).isNull();
		assertThatIllegalStateException().isThrownBy(() -> Startup.parse("startup:1,2"))
			.withMessage("Not the figures of a start: startup:1,2");
	}

}
