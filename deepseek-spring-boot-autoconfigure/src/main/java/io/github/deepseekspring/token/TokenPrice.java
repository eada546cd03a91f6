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

import org.springframework.util.Assert;

/**
 * What a million tokens cost, in the currency of the table that the price is part of.
 *
 * @param cacheHit a million tokens of prompt that the prefix cache knew, not negative
 * @param cacheMiss a million tokens of prompt that it did not know, not negative
 * @param output a million tokens of answer, reasoning included, not negative
 * @since 0.1.0
 */
public record TokenPrice(BigDecimal cacheHit, BigDecimal cacheMiss, BigDecimal output) {

	private static final int MILLION = 6;

	public TokenPrice {
		requireNotNegative(cacheHit, "'cacheHit' must not be negative");
		requireNotNegative(cacheMiss, "'cacheMiss' must not be negative");
		requireNotNegative(output, "'output' must not be negative");
	}

	/**
	 * Create a price from decimal numbers.
	 * @param cacheHit a million tokens of prompt that the prefix cache knew
	 * @param cacheMiss a million tokens of prompt that it did not know
	 * @param output a million tokens of answer
	 * @return the price
	 * @throws NumberFormatException if one of them is no number
	 */
	public static TokenPrice of(String cacheHit, String cacheMiss, String output) {
		return new TokenPrice(new BigDecimal(cacheHit), new BigDecimal(cacheMiss), new BigDecimal(output));
	}

	/**
	 * Return what tokens cost.
	 * @param usage the tokens
	 * @return the amount, exact and not rounded
	 */
	public BigDecimal amount(TokenUsage usage) {
		Assert.notNull(usage, "'usage' must not be null");
		return this.cacheHit.multiply(BigDecimal.valueOf(usage.cacheHit()))
			.add(this.cacheMiss.multiply(BigDecimal.valueOf(usage.cacheMiss())))
			.add(this.output.multiply(BigDecimal.valueOf(usage.output())))
			.movePointLeft(MILLION);
	}

	private static void requireNotNegative(BigDecimal price, String message) {
		Assert.isTrue(price != null && price.signum() >= 0, message);
	}

}
