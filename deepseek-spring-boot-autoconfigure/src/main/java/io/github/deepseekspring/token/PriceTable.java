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

import java.time.LocalDate;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * What models cost. The documented prices are those of {@link #DOCUMENTED_ON 24 September
 * 2026}; the lists in US dollars and in yuan are separate, neither is a conversion of the
 * other. DeepSeek changes its prices: compare them with its page.
 *
 * @param currency the currency of all prices
 * @param models the prices by the name of the model
 * @param aliases the model that serves a further name, by that name
 * @param peakHours when the peak price holds
 * @since 0.1.0
 * @see <a href="https://api-docs.deepseek.com/quick_start/pricing">Models and pricing</a>
 */
public record PriceTable(Currency currency, Map<String, ModelPrice> models, Map<String, String> aliases,
		PeakHours peakHours) {

	/**
	 * The day of the documented prices.
	 */
	public static final LocalDate DOCUMENTED_ON = LocalDate.of(2026, 9, 24);

	private static final String FLASH = "deepseek-flash";

	private static final String PRO = "deepseek-v4-pro";

	private static final Map<String, String> ALIASES = Map.of("deepseek-v4-flash", FLASH,
			"deepseek-v4-flash-vision-exp", FLASH);

	public PriceTable {
		Assert.notNull(currency, "'currency' must not be null");
		Assert.notNull(models, "'models' must not be null");
		Assert.notNull(aliases, "'aliases' must not be null");
		Assert.notNull(peakHours, "'peakHours' must not be null");
		models = Map.copyOf(models);
		aliases = Map.copyOf(aliases);
	}

	/**
	 * Return the documented prices.
	 * @param currency the US dollar or the yuan; there are no prices in any other
	 * currency
	 * @return the table, with the documented peak hours and without holidays
	 */
	public static PriceTable documented(Currency currency) {
		Assert.notNull(currency, "'currency' must not be null");
		return new PriceTable(currency, documentedModels(currency.getCurrencyCode()), ALIASES, PeakHours.DOCUMENTED);
	}

	private static Map<String, ModelPrice> documentedModels(String currency) {
		return switch (currency) {
			case "USD" -> Map.of(FLASH,
					new ModelPrice(TokenPrice.of("0.003", "0.15", "0.60"), TokenPrice.of("0.006", "0.30", "1.20")), PRO,
					new ModelPrice(TokenPrice.of("0.022", "0.66", "1.98"), TokenPrice.of("0.044", "1.32", "3.96")));
			case "CNY" ->
				Map.of(FLASH, new ModelPrice(TokenPrice.of("0.02", "1", "4"), TokenPrice.of("0.04", "2", "8")), PRO,
						new ModelPrice(TokenPrice.of("0.15", "4.5", "13.5"), TokenPrice.of("0.30", "9", "27")));
			default -> Map.of();
		};
	}

	/**
	 * Return a table with other prices for some models.
	 * @param models the prices by the name of the model, laid over those of this table
	 * @return the table
	 */
	public PriceTable withModels(Map<String, ModelPrice> models) {
		Map<String, ModelPrice> all = new LinkedHashMap<>(this.models);
		all.putAll(models);
		return new PriceTable(this.currency, all, this.aliases, this.peakHours);
	}

	/**
	 * Return a table with other peak hours.
	 * @param peakHours when the peak price holds
	 * @return the table
	 */
	public PriceTable withPeakHours(PeakHours peakHours) {
		return new PriceTable(this.currency, this.models, this.aliases, peakHours);
	}

	/**
	 * Return what a model costs: the price under its own name, or else the one of the
	 * model that serves it.
	 * @param model the name of the model, or {@code null}
	 * @return the price, or nothing if it is not known
	 */
	public Optional<ModelPrice> price(@Nullable String model) {
		if (model == null) {
			return Optional.empty();
		}
		ModelPrice own = this.models.get(model);
		return Optional.ofNullable((own != null) ? own : this.models.get(this.aliases.getOrDefault(model, model)));
	}

}
