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

package io.github.deepseekspring.account;

import java.math.BigDecimal;
import java.util.List;

import io.github.deepseekspring.account.Model.AnthropicMessages;
import io.github.deepseekspring.account.Model.ApiCapabilities;
import io.github.deepseekspring.account.Model.Effort;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests how the values of the account API look as JSON.
 */
class AccountJsonTests {

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.build();

	private static final String MODEL = """
			{"id":"deepseek-flash","object":"model","owned_by":"deepseek","name":"DeepSeek-V4.1-Flash",\
			"context_window":1048576,"max_output_tokens":393216,"input_modalities":["text","image"],\
			"output_modalities":["text"],"effort":{"supported_levels":["low","high","max"],"default_level":"high"},\
			"api_capabilities":{"anthropic_messages":{"system_prompt_update":"in-history"}}}""";

	private static final String BALANCE = """
			{"is_available":true,"balance_infos":[{"currency":"CNY","total_balance":"110.00",\
			"granted_balance":"10.00","topped_up_balance":"100.00"}]}""";

	@Test
	void allThatIsDocumentedOfAModelIsRead() {
		Model model = MAPPER.readValue(MODEL, Model.class);
		assertThat(model).isEqualTo(new Model("deepseek-flash", "model", "deepseek", "DeepSeek-V4.1-Flash", 1_048_576,
				393_216, List.of("text", "image"), List.of("text"), new Effort(List.of("low", "high", "max"), "high"),
				new ApiCapabilities(new AnthropicMessages("in-history"))));
		assertThat(MAPPER.writeValueAsString(model)).isEqualTo(MODEL);
	}

	@Test
	void whenServerIsOlderThenTheNewerFieldsAreOpen() {
		ModelList list = MAPPER.readValue("""
				{"object":"list","data":[{"id":"deepseek-v4-pro","object":"model","owned_by":"deepseek"}]}""",
				ModelList.class);
		assertThat(list.data()).containsExactly(
				new Model("deepseek-v4-pro", "model", "deepseek", null, null, null, List.of(), List.of(), null, null));
	}

	@Test
	void unknownFieldsAndNullsAreIgnored() {
		ModelList list = MAPPER.readValue("""
				{"novel":1,"data":[null,{"novel":{},"id":"m","effort":{"novel":0,"supported_levels":[null,"low"]},\
				"input_modalities":null,"api_capabilities":{"novel":{},"anthropic_messages":{"novel":1}}}]}""",
				ModelList.class);
		assertThat(list.data()).singleElement().satisfies((model) -> {
			assertThat(model.id()).isEqualTo("m");
			assertThat(model.inputModalities()).isEmpty();
			assertThat(model.effort()).isEqualTo(new Effort(List.of("low"), null));
		});
		assertThat(MAPPER.readValue("{}", ModelList.class).data()).isNull();
	}

	@Test
	void amountsAreReadExactly() {
		Balance balance = MAPPER.readValue(BALANCE, Balance.class);
		assertThat(balance.available()).isTrue();
		assertThat(balance.infos()).containsExactly(
				new BalanceInfo("CNY", new BigDecimal("110.00"), new BigDecimal("10.00"), new BigDecimal("100.00")));
		assertThat(MAPPER.writeValueAsString(balance)).isEqualTo(BALANCE);
	}

	@Test
	void amountsMayBeNumbersAndMayBeMissing() {
		Balance balance = MAPPER.readValue("""
				{"is_available":false,"novel":1,"balance_infos":[null,{"currency":"USD","total_balance":0.10,\
				"granted_balance":3,"topped_up_balance":null,"novel":1}]}""", Balance.class);
		assertThat(balance.available()).isFalse();
		assertThat(balance.infos())
			.containsExactly(new BalanceInfo("USD", new BigDecimal("0.10"), new BigDecimal("3"), null));
		assertThat(MAPPER.readValue("{}", Balance.class)).isEqualTo(new Balance(null, List.of()));
	}

}
