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

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the lists of models and of balances.
 */
class AccountPageTests {

	private DeepSeekSimulator simulator;

	private Http http;

	@BeforeEach
	void start() {
		this.simulator = DeepSeekSimulator.start();
		this.http = new Http(this.simulator);
	}

	@AfterEach
	void stop() {
		this.simulator.close();
	}

	@Test
	void shouldDescribeEachModel() {
		JsonNode page = Http.json(this.http.get("/models"));
		assertThat(page.path("object").asString()).isEqualTo("list");
		assertThat(page.path("data")).hasSize(2);
		assertThat(page.path("data").path(0)).hasToString("{\"id\":\"deepseek-flash\",\"object\":\"model\","
				+ "\"owned_by\":\"deepseek\",\"name\":\"DeepSeek-V4.1-Flash\",\"context_window\":1048576,"
				+ "\"max_output_tokens\":393216,\"input_modalities\":[\"text\",\"image\"],"
				+ "\"output_modalities\":[\"text\"],\"effort\":{\"supported_levels\":[\"low\",\"high\",\"max\"],"
				+ "\"default_level\":\"high\"},\"api_capabilities\":{\"anthropic_messages\":"
				+ "{\"system_prompt_update\":\"in-history\"}}}");
		JsonNode pro = page.path("data").path(1);
		assertThat(pro.path("id").asString()).isEqualTo("deepseek-v4-pro");
		assertThat(pro.path("input_modalities")).hasToString("[\"text\"]");
	}

	@Test
	void shouldTellTheBalance() {
		assertThat(this.http.get("/user/balance").body()).isEqualTo("{\"is_available\":true,\"balance_infos\":["
				+ "{\"currency\":\"USD\",\"total_balance\":\"100.00\",\"granted_balance\":\"0.00\","
				+ "\"topped_up_balance\":\"100.00\"}]}");
	}

	@Test
	void whenThereAreSeveralCurrenciesThenTheirPartsAreTold() {
		this.simulator.account()
			.balances(new SimulatedBalance("CNY", new BigDecimal("10"), new BigDecimal("100")),
					new SimulatedBalance("USD", new BigDecimal("0.005"), BigDecimal.ZERO));
		assertThat(this.http.get("/user/balance").body()).isEqualTo("{\"is_available\":true,\"balance_infos\":["
				+ "{\"currency\":\"CNY\",\"total_balance\":\"110.00\",\"granted_balance\":\"10.00\","
				+ "\"topped_up_balance\":\"100.00\"},{\"currency\":\"USD\",\"total_balance\":\"0.01\","
				+ "\"granted_balance\":\"0.01\",\"topped_up_balance\":\"0.00\"}]}");
		assertThat(this.simulator.account().balance()).isEqualByComparingTo("0.005");
		assertThat(this.http.chat(Http.HELLO).statusCode()).isEqualTo(200);
	}

	@Test
	void whenNoCurrencyHasMoneyThenRequestsAreRefused() {
		this.simulator.account().balances(new SimulatedBalance("CNY", BigDecimal.ZERO, BigDecimal.ZERO));
		assertThat(this.http.messages(Http.HELLO).statusCode()).isEqualTo(402);
		assertThat(this.http.get("/user/balance").body()).contains("\"is_available\":false");
		assertThat(this.http.fim("{}").statusCode()).isEqualTo(402);
	}

	@Test
	void whenAvailabilityIsSetThenItIsToldWhateverTheBalance() {
		this.simulator.account().available(false);
		assertThat(this.http.get("/user/balance").body()).contains("\"is_available\":false", "\"100.00\"");
		assertThat(this.http.chat(Http.HELLO).statusCode()).isEqualTo(402);
		this.simulator.reset();
		assertThat(this.http.get("/user/balance").body()).contains("\"is_available\":true");
		this.simulator.account().balance(BigDecimal.ZERO).available(true);
		assertThat(this.http.chat(Http.HELLO).statusCode()).isEqualTo(200);
	}

}
