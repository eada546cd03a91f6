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
import java.time.Duration;
import java.util.Arrays;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.github.deepseekspring.core.DeepSeekTemplate;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.DeepSeekSimulator;
import io.github.deepseekspring.test.Page;
import io.github.deepseekspring.token.CostCalculator;
import io.github.deepseekspring.token.PriceTable;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@code docs/observability.md}: its tables and its examples.
 */
class ObservabilityPageTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private static final Log logger = LogFactory.getLog(ObservabilityPageTests.class);

	private static final Page PAGE = Page.of("docs/observability.md");

	@AutoClose
	private final DeepSeekSimulator simulator = DeepSeekSimulator.start();

	@Test
	void theExamplesAreRun() {
		PAGE.assertExamplesAreIn(getClass(), 3);
	}

	@Test
	void theTablesAreThoseOfTheCode() throws IOException {
		assertTable("low cardinality", "Key", descriptions("DeepSeekObservationDocumentation",
				DeepSeekObservationDocumentation.LowCardinalityKeyNames.values(), KeyName::asString));
		assertTable("high cardinality", "Key", descriptions("DeepSeekObservationDocumentation",
				DeepSeekObservationDocumentation.HighCardinalityKeyNames.values(), KeyName::asString));
		assertTable("events", "Event", descriptions("DeepSeekObservationEvent", DeepSeekObservationEvent.values(),
				Observation.Event::getName));
		Map<String, String> tags = descriptions("CallMeter", CallMeter.Key.values(), KeyName::asString);
		StringBuilder table = new StringBuilder("| Meter | Type | Description | Further tag |\n|---|---|---|---|\n");
		Map<String, String> meters = descriptions("CallMeter", CallMeter.values(), CallMeter::getName);
		for (CallMeter meter : CallMeter.values()) {
			String tag = Arrays.stream(meter.getAdditionalKeyNames())
				.map((key) -> "`" + key.asString() + "`: " + tags.get(key.asString()))
				.collect(Collectors.joining(" "));
			table.append("| `" + meter.getName() + "` | " + meter.getType().name().toLowerCase(Locale.ROOT) + " | "
					+ meters.get(meter.getName()) + " | " + (tag.isEmpty() ? "–" : tag) + " |\n");
		}
		Page.of("docs/observability.md").assertGenerated("meters", table.toString());
	}

	private static void assertTable(String name, String column, Map<String, String> descriptions) {
		StringBuilder table = new StringBuilder("| " + column + " | Description |\n|---|---|\n");
		descriptions.forEach((key, description) -> table.append("| `" + key + "` | " + description + " |\n"));
		Page.of("docs/observability.md").assertGenerated(name, table.toString());
	}

	/**
	 * Return the first comment above each constant as Markdown.
	 */
	private static <E extends Enum<?>> Map<String, String> descriptions(String type, E[] constants,
			Function<E, String> name) throws IOException {
		String source = Files.readString(Path.of("src/main/java/io/github/deepseekspring/observation", type + ".java"));
		return Arrays.stream(constants)
			.collect(Collectors.toMap(name, (constant) -> Pattern
				.compile("/\\*\\*((?:(?!\\*/).)*)\\*/\\s+" + constant.name() + "\\(\"" + name.apply(constant) + "\"",
						Pattern.DOTALL)
				.matcher(source)
				.results()
				.findFirst()
				.map((found) -> markdown(found.group(1)))
				.orElseThrow(), (one, other) -> one, LinkedHashMap::new));
	}

	private static String markdown(String comment) {
		return comment.replaceAll("\\s*\\n\\s*\\*\\s?", " ").replaceAll("\\{@code ([^}]*)}", "`$1`").strip();
	}

	@Test
	void theBeansOfAnApplicationAreUsed() {
		this.simulator.enqueue(Answer.text("Yes"));
		new ApplicationContextRunner().withUserConfiguration(TeamApplication.class)
			.withPropertyValues("deepseek.api-key=sk-page", "deepseek.base-url=" + this.simulator.baseUrl())
			.run((context) -> {
				context.getBean(DeepSeekTemplate.class).prompt("Really?").content().block(TIMEOUT);
				TestObservationRegistryAssert.assertThat(context.getBean(TestObservationRegistry.class))
					.hasObservationWithNameEqualTo("gen_ai.client.operation")
					.that()
					.hasHighCardinalityKeyValue("team", "search")
					.hasBeenStopped();
			});
	}

	@Test
	void aTemplateThatIsMadeByHandIsObserved() {
		this.simulator.enqueue(Answer.text("Yes"));
		TestObservationRegistry observationRegistry = TestObservationRegistry.create();
		CostCalculator costCalculator = new CostCalculator(PriceTable.documented(Currency.getInstance("USD")));
		String apiKey = "sk-page";
		DeepSeekTemplate deepSeek = DeepSeekTemplate.builder()
			.apiKey(apiKey)
			.observation((settings) -> settings.withRegistry(observationRegistry).withCostCalculator(costCalculator))
			.build();
		assertThat(deepSeek).isNotNull();
		DeepSeekTemplate.builder()
			.apiKey(apiKey)
			.baseUrl(this.simulator.baseUrl())
			.observation((settings) -> settings.withRegistry(observationRegistry).withCostCalculator(costCalculator))
			.build()
			.prompt("Really?")
			.content()
			.block(TIMEOUT);
		TestObservationRegistryAssert.assertThat(observationRegistry)
			.hasObservationWithNameEqualTo("gen_ai.client.operation")
			.that()
			.hasHighCardinalityKeyValue("deepseek.cost.currency", "USD");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class TeamApplication {

		@Bean
		TestObservationRegistry observationRegistry(List<ObservationHandler<?>> handlers) {
			TestObservationRegistry registry = TestObservationRegistry.create();
			handlers.forEach(registry.observationConfig()::observationHandler);
			return registry;
		}

		@Bean
		DeepSeekObservationConvention teamConvention() {
			return new DefaultDeepSeekObservationConvention() {

				@Override
				public KeyValues getHighCardinalityKeyValues(DeepSeekObservationContext context) {
					return super.getHighCardinalityKeyValues(context).and(KeyValue.of("team", "search"));
				}

			};
		}

		@Bean
		ObservationHandler<DeepSeekObservationContext> slowCalls() {
			return new ObservationHandler<>() {

				@Override
				public void onStop(DeepSeekObservationContext context) {
					Duration first = context.getTimeToFirstToken();
					if (first != null && first.toSeconds() >= 30) {
						logger.info("Slow: " + first + ", of which in our own queue: " + context.getQueueWait());
					}
				}

				@Override
				public boolean supportsContext(Observation.Context context) {
					return context instanceof DeepSeekObservationContext;
				}

			};
		}

	}

}
