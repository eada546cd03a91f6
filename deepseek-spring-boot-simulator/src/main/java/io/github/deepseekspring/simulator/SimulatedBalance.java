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

package io.github.deepseekspring.simulator;

import java.math.BigDecimal;
import java.util.Objects;

/**
 * The money that an account has in one currency. DeepSeek uses granted money up first.
 *
 * @param currency the currency, such as {@code USD} or {@code CNY}
 * @param granted what was granted
 * @param toppedUp what was paid in
 * @since 0.1.0
 * @see SimulatedAccount#balances(SimulatedBalance...)
 * @see <a href="https://api-docs.deepseek.com/api/get-user-balance">Get user balance</a>
 */
public record SimulatedBalance(String currency, BigDecimal granted, BigDecimal toppedUp) {

	/**
	 * Check that nothing is missing.
	 * @throws NullPointerException if anything is {@code null}
	 */
	public SimulatedBalance {
		Objects.requireNonNull(currency, "'currency' must not be null");
		Objects.requireNonNull(granted, "'granted' must not be null");
		Objects.requireNonNull(toppedUp, "'toppedUp' must not be null");
	}

	/**
	 * Return all the money in this currency.
	 * @return the sum of what was granted and what was paid in
	 */
	public BigDecimal total() {
		return this.granted.add(this.toppedUp);
	}

}
