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
import java.util.Currency;

import org.springframework.util.Assert;

/**
 * An amount of money.
 *
 * @param amount the amount, exact and not rounded; often a small part of a cent
 * @param currency its currency
 * @since 0.1.0
 */
public record Cost(BigDecimal amount, Currency currency) {

	public Cost {
		Assert.notNull(amount, "'amount' must not be null");
		Assert.notNull(currency, "'currency' must not be null");
	}

	@Override
	public String toString() {
		return this.amount.toPlainString() + " " + this.currency.getCurrencyCode();
	}

}
