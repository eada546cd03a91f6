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
import java.math.RoundingMode;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The lists of models and of balances.
 *
 * @see <a href="https://api-docs.deepseek.com/api/list-models">List models</a>
 * @see <a href="https://api-docs.deepseek.com/api/get-user-balance">Get user balance</a>
 */
final class AccountPages {

	private AccountPages() {
	}

	static ObjectNode models(SimulatedAccount account) {
		ObjectNode page = Json.object().put("object", "list");
		ArrayNode models = page.putArray("data");
		for (String model : account.models()) {
			Models.describe(model, models.addObject());
		}
		return page;
	}

	static ObjectNode balance(SimulatedAccount account) {
		ObjectNode page = Json.object().put("is_available", account.available() && !account.suspended());
		ArrayNode balances = page.putArray("balance_infos");
		for (SimulatedBalance balance : account.balances()) {
			balances.addObject()
				.put("currency", balance.currency())
				.put("total_balance", amount(balance.total()))
				.put("granted_balance", amount(balance.granted()))
				.put("topped_up_balance", amount(balance.toppedUp()));
		}
		return page;
	}

	private static String amount(BigDecimal amount) {
		return amount.setScale(2, RoundingMode.HALF_UP).toPlainString();
	}

}
