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
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Configuration properties of the prices.
 *
 * @param currency Currency of all prices, as an ISO 4217 code. There are documented
 * prices in USD and CNY; any other currency needs deepseek.price.models.
 * @param models Prices by model, each for a million tokens and not negative: cache-hit,
 * cache-miss and output, and the same three under peak for the peak hours. They are laid
 * over the documented ones.
 * @param peakWindows Comma-separated list of the windows of the day, in UTC and without
 * overlap, in which the peak price holds from Monday to Friday. Without it, the
 * documented ones, 01:00-04:00,06:00-10:00. An empty value means no peak hours.
 * @param holidays Comma-separated list of the Chinese public holidays, which have no peak
 * hours, as dates in Beijing such as 2026-10-01.
 * @since 0.1.0
 */
@ConfigurationProperties("deepseek.price")
public record PriceProperties(@DefaultValue("USD") String currency, @DefaultValue Map<String, ModelPrices> models,
		@Nullable List<String> peakWindows, @DefaultValue Set<LocalDate> holidays) {

	/**
	 * Prices of a model, each for a million tokens.
	 *
	 * @param cacheHit Price of prompt tokens that the prefix cache knew.
	 * @param cacheMiss Price of prompt tokens that the prefix cache did not know.
	 * @param output Price of answer tokens, reasoning included.
	 * @param peak Prices in the peak hours. Without them, the price is the same at all
	 * hours.
	 */
	public record ModelPrices(@Nullable BigDecimal cacheHit, @Nullable BigDecimal cacheMiss,
			@Nullable BigDecimal output, @Nullable Prices peak) {
	}

	/**
	 * Prices for a million tokens.
	 *
	 * @param cacheHit Price of prompt tokens that the prefix cache knew.
	 * @param cacheMiss Price of prompt tokens that the prefix cache did not know.
	 * @param output Price of answer tokens, reasoning included.
	 */
	public record Prices(@Nullable BigDecimal cacheHit, @Nullable BigDecimal cacheMiss, @Nullable BigDecimal output) {
	}

}
