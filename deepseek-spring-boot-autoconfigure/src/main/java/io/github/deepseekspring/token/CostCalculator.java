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

import java.time.Instant;
import java.util.Optional;

import io.github.deepseekspring.chat.ChatCompletion;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Calculates what calls cost from the tokens that the server told. It is arithmetic on a
 * table: what DeepSeek bills is what counts.
 * <p>
 * Nothing is guessed. Where the model has no known price, or the tokens were not told,
 * there is no cost; it is never 0 for want of knowledge.
 * <p>
 * DeepSeek does not say whether the beginning or the end of a call decides between the
 * prices of peak and off-peak hours. Who needs to be safe takes the most that it can
 * cost.
 *
 * @since 0.1.0
 * @see <a href="https://api-docs.deepseek.com/quick_start/pricing">Models and pricing</a>
 */
public final class CostCalculator {

	private final PriceTable prices;

	/**
	 * Create a calculator.
	 * @param prices what models cost
	 */
	public CostCalculator(PriceTable prices) {
		Assert.notNull(prices, "'prices' must not be null");
		this.prices = prices;
	}

	/**
	 * Return what models cost.
	 * @return the table
	 */
	public PriceTable prices() {
		return this.prices;
	}

	/**
	 * Calculate the cost of an answer, by the model that it names.
	 * @param answer the answer
	 * @param instant the instant that decides which price holds
	 * @return the cost, or nothing if the price or the tokens are not known
	 */
	public Optional<Cost> cost(ChatCompletion answer, Instant instant) {
		Assert.notNull(answer, "'answer' must not be null");
		return TokenUsage.of(answer.usage()).flatMap((usage) -> cost(answer.model(), usage, instant));
	}

	/**
	 * Calculate the most that an answer can cost, by the model that it names.
	 * @param answer the answer
	 * @return the cost, or nothing if the price or the tokens are not known
	 */
	public Optional<Cost> costAtMost(ChatCompletion answer) {
		Assert.notNull(answer, "'answer' must not be null");
		return TokenUsage.of(answer.usage()).flatMap((usage) -> costAtMost(answer.model(), usage));
	}

	/**
	 * Calculate the cost of tokens.
	 * @param model the name of the model, or {@code null} if it is not known
	 * @param usage the tokens
	 * @param instant the instant that decides which price holds
	 * @return the cost, or nothing if the price is not known
	 */
	public Optional<Cost> cost(@Nullable String model, TokenUsage usage, Instant instant) {
		boolean peak = this.prices.peakHours().contains(instant);
		return this.prices.price(model).map((price) -> cost(peak ? price.peak() : price.offPeak(), usage));
	}

	/**
	 * Calculate the most that tokens can cost.
	 * @param model the name of the model, or {@code null} if it is not known
	 * @param usage the tokens
	 * @return the cost at the higher one of the prices of peak and off-peak hours, or
	 * nothing if the price is not known
	 */
	public Optional<Cost> costAtMost(@Nullable String model, TokenUsage usage) {
		return this.prices.price(model).map((price) -> {
			Cost offPeak = cost(price.offPeak(), usage);
			Cost peak = cost(price.peak(), usage);
			return (offPeak.amount().compareTo(peak.amount()) > 0) ? offPeak : peak;
		});
	}

	private Cost cost(TokenPrice price, TokenUsage usage) {
		return new Cost(price.amount(usage), this.prices.currency());
	}

}
