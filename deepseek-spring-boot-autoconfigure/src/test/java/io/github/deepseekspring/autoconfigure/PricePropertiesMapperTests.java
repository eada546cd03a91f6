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

import java.time.Instant;
import java.util.Currency;
import java.util.List;

import io.github.deepseekspring.token.CostCalculator;
import io.github.deepseekspring.token.PriceTable;
import io.github.deepseekspring.token.TokenUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PricePropertiesMapper}.
 */
class PricePropertiesMapperTests {

	private static final String OWN = "deepseek.price.models.own.";

	private static final List<String> PRICES = List.of("cache-hit", "cache-miss", "output", "peak.cache-hit",
			"peak.cache-miss", "peak.output");

	private static final Instant PEAK = Instant.parse("2026-11-16T02:00:00Z");

	private static final Instant OFF_PEAK = Instant.parse("2026-11-16T05:00:00Z");

	private static final TokenUsage MILLION = new TokenUsage(0, 0, 1_000_000);

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DeepSeekTokenAutoConfiguration.class));

	@Test
	void documentedPricesAreInDollars() {
		this.runner.run((context) -> assertThat(context.getBean(CostCalculator.class).prices())
			.isEqualTo(PriceTable.documented(Currency.getInstance("USD"))));
	}

	@Test
	void pricesCanBeInYuan() {
		this.runner.withPropertyValues("deepseek.price.currency=CNY")
			.run((context) -> assertThat(context.getBean(CostCalculator.class).prices())
				.isEqualTo(PriceTable.documented(Currency.getInstance("CNY"))));
	}

	@Test
	void configuredPricesAreLaidOverTheDocumentedOnes() {
		this.runner.withPropertyValues("deepseek.price.models.deepseek-flash.cache-hit=1",
				"deepseek.price.models.deepseek-flash.cache-miss=2", "deepseek.price.models.deepseek-flash.output=3.50",
				"deepseek.price.models.deepseek-flash.peak.cache-hit=4",
				"deepseek.price.models.deepseek-flash.peak.cache-miss=5",
				"deepseek.price.models.deepseek-flash.peak.output=6",
				"deepseek.price.models.[own/model.v1].cache-hit=0", "deepseek.price.models.[own/model.v1].cache-miss=0",
				"deepseek.price.models.[own/model.v1].output=7")
			.run((context) -> {
				CostCalculator calculator = context.getBean(CostCalculator.class);
				assertThat(calculator.cost("deepseek-v4-flash", MILLION, OFF_PEAK).orElseThrow().amount())
					.isEqualByComparingTo("3.5");
				assertThat(calculator.cost("deepseek-flash", MILLION, PEAK).orElseThrow().amount())
					.isEqualByComparingTo("6");
				assertThat(calculator.cost("own/model.v1", MILLION, PEAK).orElseThrow().amount())
					.isEqualByComparingTo("7");
				assertThat(calculator.cost("deepseek-v4-pro", MILLION, OFF_PEAK).orElseThrow().amount())
					.isEqualByComparingTo("1.98");
			});
	}

	@Test
	void peakHoursAndHolidaysCanBeConfigured() {
		this.runner
			.withPropertyValues("deepseek.price.peak-windows=05:00-06:00,22:00-00:00",
					"deepseek.price.holidays=2026-11-17,2026-12-01")
			.run((context) -> {
				PriceTable prices = context.getBean(CostCalculator.class).prices();
				assertThat(prices.peakHours().contains(PEAK)).isFalse();
				assertThat(prices.peakHours().contains(OFF_PEAK)).isTrue();
				assertThat(prices.peakHours().contains(Instant.parse("2026-11-17T05:00:00Z"))).isFalse();
				assertThat(prices.peakHours().holidays()).hasSize(2);
			});
	}

	@Test
	void withoutWindowsThereIsNoPeak() {
		this.runner.withPropertyValues("deepseek.price.peak-windows=")
			.run((context) -> assertThat(context.getBean(CostCalculator.class).prices().peakHours().windows())
				.isEmpty());
	}

	@Test
	void otherCurrenciesHaveOnlyConfiguredPrices() {
		this.runner
			.withPropertyValues("deepseek.price.currency=EUR", "deepseek.price.models.deepseek-flash.cache-hit=1",
					"deepseek.price.models.deepseek-flash.cache-miss=2",
					"deepseek.price.models.deepseek-flash.output=3")
			.run((context) -> {
				CostCalculator calculator = context.getBean(CostCalculator.class);
				assertThat(calculator.cost("deepseek-flash", MILLION, PEAK)).get().hasToString("3.000000 EUR");
				assertThat(calculator.cost("deepseek-v4-pro", MILLION, PEAK)).isEmpty();
			});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "currency|EUR|no documented prices in this currency",
			"currency|dollars|must be an ISO 4217 currency code", "currency|usd|must be an ISO 4217 currency code",
			"peak-windows|04:00-01:00|end later than it starts", "peak-windows|01:00-04:00,03:00-05:00|overlap",
			"peak-windows|morning|must have the form 'HH:mm-HH:mm'" })
	void whenAValueIsWrongThenNamesItsProperty(String key, String value, String reason) {
		this.runner.withPropertyValues("deepseek.price." + key + "=" + value)
			.run(failsWith("deepseek.price." + key, reason));
	}

	@ParameterizedTest
	@ValueSource(strings = { "cache-hit", "cache-miss", "output", "peak.cache-hit", "peak.cache-miss", "peak.output" })
	void whenAPriceIsNegativeThenNamesItsProperty(String key) {
		ApplicationContextRunner runner = this.runner;
		for (String name : PRICES) {
			runner = runner.withPropertyValues(OWN + name + "=" + (name.equals(key) ? "-0.1" : "1"));
		}
		runner.run(failsWith(OWN + key, "The price must not be negative."));
	}

	@ParameterizedTest
	@CsvSource({ "cache-hit,cache-miss", "cache-miss,cache-hit", "output,cache-hit", "peak.cache-hit,peak.cache-miss",
			"peak.output,peak.cache-hit" })
	void whenAPriceIsMissingThenNamesOneThatIsThere(String missing, String given) {
		ApplicationContextRunner runner = this.runner;
		for (String name : PRICES) {
			runner = name.equals(missing) ? runner : runner.withPropertyValues(OWN + name + "=1");
		}
		runner.run(failsWith(OWN + given, "It needs '" + OWN + missing + "', which is not set."));
	}

	@Test
	void whenThereAreOnlyPeakPricesThenNamesOneOfThem() {
		this.runner.withPropertyValues(OWN + "peak.cache-hit=1", OWN + "peak.cache-miss=1", OWN + "peak.output=1")
			.run(failsWith(OWN + "peak.output", "It needs '" + OWN + "cache-hit', which is not set."));
	}

	private static ContextConsumer<AssertableApplicationContext> failsWith(String property, String reason) {
		return (context) -> {
			assertThat(context).hasFailed();
			Throwable failure = context.getStartupFailure();
			while (failure != null && !(failure instanceof InvalidConfigurationPropertyValueException)) {
				failure = failure.getCause();
			}
			assertThat(failure).isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class, (ex) -> {
				assertThat(ex.getName()).isEqualTo(property);
				assertThat(ex.getReason()).contains(reason);
			});
		};
	}

}
