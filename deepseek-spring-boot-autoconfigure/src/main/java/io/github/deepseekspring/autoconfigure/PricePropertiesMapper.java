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

import java.math.BigDecimal;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.deepseekspring.autoconfigure.PriceProperties.ModelPrices;
import io.github.deepseekspring.autoconfigure.PriceProperties.Prices;
import io.github.deepseekspring.token.ModelPrice;
import io.github.deepseekspring.token.PeakHours;
import io.github.deepseekspring.token.PeakHours.Window;
import io.github.deepseekspring.token.PriceTable;
import io.github.deepseekspring.token.TokenPrice;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Makes a {@link PriceTable} from {@link PriceProperties}, or tells which property is
 * wrong.
 */
final class PricePropertiesMapper {

	private final PriceProperties properties;

	PricePropertiesMapper(PriceProperties properties) {
		this.properties = properties;
	}

	PriceTable priceTable() {
		Map<String, ModelPrice> models = new LinkedHashMap<>();
		this.properties.models().forEach((model, prices) -> models.put(model, price(model, prices)));
		PriceTable table = PriceTable.documented(currency()).withModels(models).withPeakHours(peakHours());
		PropertyRules.require(!table.models().isEmpty(), "price.currency", this.properties.currency(),
				"There are no documented prices in this currency. Set 'deepseek.price.models', or take USD or CNY.");
		return table;
	}

	private Currency currency() {
		String code = this.properties.currency();
		try {
			return Currency.getInstance(code);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException("deepseek.price.currency", code,
					"The value must be an ISO 4217 currency code, such as USD or CNY.");
		}
	}

	private static ModelPrice price(String model, ModelPrices prices) {
		String key = "price.models." + model;
		Prices offPeak = new Prices(prices.cacheHit(), prices.cacheMiss(), prices.output());
		Prices peak = prices.peak();
		if (peak == null) {
			return ModelPrice.flat(price(key, offPeak, key));
		}
		TokenPrice peakPrice = price(key + ".peak", peak, key);
		return new ModelPrice(price(key, offPeak, key + ".peak.output"), peakPrice);
	}

	private static TokenPrice price(String key, Prices prices, String elsewhere) {
		String given = given(key, prices, elsewhere);
		return new TokenPrice(amount(key + ".cache-hit", prices.cacheHit(), given),
				amount(key + ".cache-miss", prices.cacheMiss(), given),
				amount(key + ".output", prices.output(), given));
	}

	/**
	 * Boot tells the origin of a property that is there, so that is the one to name.
	 */
	private static String given(String key, Prices prices, String elsewhere) {
		if (prices.cacheHit() != null) {
			return key + ".cache-hit";
		}
		if (prices.cacheMiss() != null) {
			return key + ".cache-miss";
		}
		return (prices.output() != null) ? key + ".output" : elsewhere;
	}

	private static BigDecimal amount(String key, @Nullable BigDecimal amount, String given) {
		if (amount == null) {
			throw new InvalidConfigurationPropertyValueException("deepseek." + given, null,
					"It needs 'deepseek." + key + "', which is not set.");
		}
		PropertyRules.require(amount.signum() >= 0, key, amount, "The price must not be negative.");
		return amount;
	}

	private PeakHours peakHours() {
		List<String> windows = this.properties.peakWindows();
		try {
			return new PeakHours(
					(windows != null) ? windows.stream().map(Window::parse).toList() : PeakHours.DOCUMENTED.windows(),
					this.properties.holidays());
		}
		catch (IllegalArgumentException ex) {
			InvalidConfigurationPropertyValueException invalid = new InvalidConfigurationPropertyValueException(
					"deepseek.price.peak-windows", windows,
					"Each window must have the form 'HH:mm-HH:mm' and end later than it starts, or at 00:00, which is "
							+ "the end of the day. No two windows may overlap.");
			invalid.addSuppressed(ex);
			throw invalid;
		}
	}

}
