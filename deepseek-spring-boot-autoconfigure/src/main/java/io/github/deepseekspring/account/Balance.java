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

import java.util.List;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.github.deepseekspring.wire.Copies;
import org.jspecify.annotations.Nullable;

/**
 * The money of the account.
 *
 * @param available whether there is enough for calls, or {@code null} if not told
 * @param infos the amounts, one entry for each currency; empty if not told
 * @since 0.1.0
 * @see <a href="https://api-docs.deepseek.com/api/get-user-balance">Get user balance</a>
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonPropertyOrder({ "is_available", "balance_infos" })
public record Balance(@JsonProperty("is_available") @Nullable Boolean available,
		@JsonProperty("balance_infos") List<BalanceInfo> infos) {

	public Balance {
		infos = Copies.receivedOrEmpty(infos);
	}

}
