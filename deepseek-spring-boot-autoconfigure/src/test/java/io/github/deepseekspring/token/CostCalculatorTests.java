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

package io.github.deepseekspring.token;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;

import io.github.deepseekspring.chat.ChatCompletion;
import io.github.deepseekspring.chat.Usage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link CostCalculator} and {@link PriceTable}.
 */
class CostCalculatorTests {

	private static final Currency USD = Currency.getInstance("USD");

	private static final Instant PEAK = Instant.parse("2026-11-16T02:00:00Z");

	private static final Instant OFF_PEAK = Instant.parse("2026-11-16T05:00:00Z");

	private static final TokenUsage USAGE = new TokenUsage(1_000, 200, 30);

	private final CostCalculator calculator = new CostCalculator(PriceTable.documented(USD));

	@ParameterizedTest
	@CsvSource({ "USD,deepseek-flash,0.003,0.15,0.60,0.006,0.30,1.20", "CNY,deepseek-flash,0.02,1,4,0.04,2,8",
			"USD,deepseek-v4-pro,0.022,0.66,1.98,0.044,1.32,3.96", "CNY,deepseek-v4-pro,0.15,4.5,13.5,0.30,9,27" })
	void documentedPricesAreForAMillionTokens(String currency, String model, BigDecimal hit, BigDecimal miss,
			BigDecimal output, BigDecimal peakHit, BigDecimal peakMiss, BigDecimal peakOutput) {
		CostCalculator calculator = new CostCalculator(PriceTable.documented(Currency.getInstance(currency)));
		TokenUsage hits = new TokenUsage(1_000_000, 0, 0);
		TokenUsage misses = new TokenUsage(0, 1_000_000, 0);
		TokenUsage answers = new TokenUsage(0, 0, 1_000_000);
		assertThat(amount(calculator, model, hits, OFF_PEAK)).isEqualByComparingTo(hit);
		assertThat(amount(calculator, model, misses, OFF_PEAK)).isEqualByComparingTo(miss);
		assertThat(amount(calculator, model, answers, OFF_PEAK)).isEqualByComparingTo(output);
		assertThat(amount(calculator, model, hits, PEAK)).isEqualByComparingTo(peakHit);
		assertThat(amount(calculator, model, misses, PEAK)).isEqualByComparingTo(peakMiss);
		assertThat(amount(calculator, model, answers, PEAK)).isEqualByComparingTo(peakOutput);
		assertThat(calculator.cost(model, answers, PEAK)).get()
			.extracting(Cost::currency)
			.isEqualTo(Currency.getInstance(currency));
	}

	@Test
	void amountsAreExact() {
		assertThat(this.calculator.cost("deepseek-flash", new TokenUsage(1, 0, 0), OFF_PEAK)).get()
			.hasToString("0.000000003 USD");
		assertThat(amount(this.calculator, "deepseek-flash", USAGE, OFF_PEAK)).isEqualByComparingTo("0.000051");
		assertThat(amount(this.calculator, "deepseek-flash", USAGE, PEAK)).isEqualByComparingTo("0.000102");
		TokenUsage huge = new TokenUsage(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);
		assertThat(amount(this.calculator, "deepseek-flash", huge, OFF_PEAK)).isEqualByComparingTo(
				new BigDecimal("0.753").multiply(BigDecimal.valueOf(Long.MAX_VALUE)).movePointLeft(6));
	}

	@Test
	void tokensThatCostNothingAreKnownToCostNothing() {
		assertThat(amount(this.calculator, "deepseek-flash", new TokenUsage(0, 0, 0), PEAK)).isEqualByComparingTo("0");
	}

	@ParameterizedTest
	@ValueSource(strings = { "deepseek-v4-flash", "deepseek-v4-flash-vision-exp" })
	void aliasesCostWhatTheModelBehindThemCosts(String alias) {
		assertThat(this.calculator.cost(alias, USAGE, PEAK)).isPresent()
			.isEqualTo(this.calculator.cost("deepseek-flash", USAGE, PEAK));
	}

	@ParameterizedTest
	@ValueSource(strings = { "deepseek-chat", "deepseek-reasoner", "gpt", "", "DEEPSEEK-FLASH" })
	void unknownModelsHaveUnknownCosts(String model) {
		assertThat(this.calculator.cost(model, USAGE, PEAK)).isEmpty();
		assertThat(this.calculator.costAtMost(model, USAGE)).isEmpty();
	}

	@Test
	void withoutModelThereIsNoCost() {
		assertThat(this.calculator.cost(null, USAGE, PEAK)).isEmpty();
		assertThat(this.calculator.costAtMost(null, USAGE)).isEmpty();
	}

	@Test
	void theMostIsTheHigherPriceWhicheverThatIs() {
		assertThat(this.calculator.costAtMost("deepseek-v4-pro", USAGE))
			.isEqualTo(this.calculator.cost("deepseek-v4-pro", USAGE, PEAK));
		ModelPrice cheapAtPeak = new ModelPrice(TokenPrice.of("2", "2", "2"), TokenPrice.of("1", "1", "1"));
		CostCalculator odd = new CostCalculator(this.calculator.prices().withModels(Map.of("odd", cheapAtPeak)));
		assertThat(odd.costAtMost("odd", USAGE)).isEqualTo(odd.cost("odd", USAGE, OFF_PEAK));
	}

	@Test
	void answersCostByTheirModelAndUsage() {
		ChatCompletion answer = answer("deepseek-v4-flash", new Usage(1_200, 30, 1_230, 1_000, 200, null, null));
		assertThat(this.calculator.cost(answer, OFF_PEAK))
			.isEqualTo(this.calculator.cost("deepseek-flash", USAGE, OFF_PEAK));
		assertThat(this.calculator.costAtMost(answer)).isEqualTo(this.calculator.cost("deepseek-flash", USAGE, PEAK));
	}

	@Test
	void answersWithoutUsageOrModelHaveUnknownCosts() {
		Usage usage = new Usage(1_200, 30, 1_230, 1_000, 200, null, null);
		assertThat(this.calculator.cost(answer("deepseek-flash", null), PEAK)).isEmpty();
		assertThat(this.calculator.costAtMost(answer("deepseek-flash", null))).isEmpty();
		assertThat(this.calculator.cost(answer(null, usage), PEAK)).isEmpty();
		assertThat(this.calculator.costAtMost(answer("unknown", usage))).isEmpty();
	}

	@Test
	void ownPricesWinAlsoUnderAnAlias() {
		CostCalculator own = new CostCalculator(this.calculator.prices()
			.withModels(Map.of("deepseek-v4-flash", ModelPrice.flat(TokenPrice.of("1", "1", "1")))));
		TokenUsage million = new TokenUsage(0, 0, 1_000_000);
		assertThat(amount(own, "deepseek-v4-flash", million, PEAK)).isEqualByComparingTo("1");
		assertThat(amount(own, "deepseek-flash", million, OFF_PEAK)).isEqualByComparingTo("0.60");
	}

	@Test
	void otherCurrenciesHaveNoPrices() {
		assertThat(PriceTable.documented(Currency.getInstance("EUR")).models()).isEmpty();
	}

	@Test
	void whenAPriceIsNegativeThenFails() {
		assertThatIllegalArgumentException().isThrownBy(() -> TokenPrice.of("-1", "0", "0"))
			.withMessage("'cacheHit' must not be negative");
		assertThatIllegalArgumentException().isThrownBy(() -> TokenPrice.of("0", "-1", "0"))
			.withMessage("'cacheMiss' must not be negative");
		assertThatIllegalArgumentException().isThrownBy(() -> TokenPrice.of("0", "0", "-0.01"))
			.withMessage("'output' must not be negative");
		assertThatExceptionOfType(NumberFormatException.class).isThrownBy(() -> TokenPrice.of("a", "0", "0"));
	}

	private static BigDecimal amount(CostCalculator calculator, String model, TokenUsage usage, Instant instant) {
		return calculator.cost(model, usage, instant).orElseThrow().amount();
	}

	private static ChatCompletion answer(@Nullable String model, @Nullable Usage usage) {
		return new ChatCompletion("1", "chat.completion", 1L, model, null, List.of(), usage);
	}

}
