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

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;

/**
 * The money of the account in one currency. The server writes amounts as texts; numbers
 * are understood too. DeepSeek uses granted money before money that was paid in.
 *
 * @param currency the currency, {@code CNY} or {@code USD}
 * @param total all that is left
 * @param granted what is left of money that DeepSeek gave; it expires
 * @param toppedUp what is left of money that was paid in
 * @since 0.1.0
 * @see <a href="https://api-docs.deepseek.com/api/get-user-balance">Get user balance</a>
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonPropertyOrder({ "currency", "total_balance", "granted_balance", "topped_up_balance" })
public record BalanceInfo(@JsonProperty("currency") @Nullable String currency,
		@JsonProperty("total_balance") @JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable BigDecimal total,
		@JsonProperty("granted_balance") @JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable BigDecimal granted,
		@JsonProperty("topped_up_balance") @JsonFormat(shape = JsonFormat.Shape.STRING) @Nullable BigDecimal toppedUp) {

}
