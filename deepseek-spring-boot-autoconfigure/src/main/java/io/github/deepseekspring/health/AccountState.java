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

package io.github.deepseekspring.health;

import java.time.Instant;
import java.util.Locale;

import io.github.deepseekspring.AccountSuspendedException;
import io.github.deepseekspring.InsufficientBalanceException;
import io.github.deepseekspring.InvalidApiKeyException;
import io.github.deepseekspring.account.Balance;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * How the account was when it was last asked for.
 *
 * @param condition what the answer means for calls
 * @param checkedAt when the answer came, or {@code null} before the first one
 * @param balance the money of the account, or {@code null} if it was not told
 * @param failure what kind of failure came in the place of the balance, or {@code null}
 * if there was none
 * @since 0.1.0
 */
public record AccountState(Condition condition, @Nullable Instant checkedAt, @Nullable Balance balance,
		@Nullable Class<? extends Throwable> failure) {

	static final AccountState NOT_CHECKED = new AccountState(Condition.UNKNOWN, null, null, null);

	public AccountState {
		Assert.notNull(condition, "'condition' must not be null");
	}

	static AccountState of(Balance balance, Instant checkedAt) {
		return new AccountState(condition(balance.available()), checkedAt, balance, null);
	}

	private static Condition condition(@Nullable Boolean available) {
		if (available == null) {
			return Condition.UNKNOWN;
		}
		return available ? Condition.AVAILABLE : Condition.NO_BALANCE;
	}

	static AccountState of(Throwable failure, Instant checkedAt) {
		return new AccountState(condition(failure), checkedAt, null, failure.getClass());
	}

	private static Condition condition(Throwable failure) {
		if (failure instanceof InsufficientBalanceException) {
			return Condition.NO_BALANCE;
		}
		if (failure instanceof InvalidApiKeyException || failure instanceof AccountSuspendedException) {
			return Condition.REFUSED;
		}
		return Condition.UNREACHABLE;
	}

	/**
	 * What can be expected of calls.
	 */
	public enum Condition {

		/**
		 * There is money enough.
		 */
		AVAILABLE,

		/**
		 * The money is used up (status 402). Calls fail until there is more.
		 */
		NO_BALANCE,

		/**
		 * The API key is not accepted (401), or the account is suspended (403).
		 */
		REFUSED,

		/**
		 * There was no answer in time, or one that says nothing of the account: a network
		 * that is down, a server that is overloaded.
		 */
		UNREACHABLE,

		/**
		 * The account was not asked for yet, or the answer did not tell.
		 */
		UNKNOWN;

		@Override
		public String toString() {
			return name().toLowerCase(Locale.ROOT).replace('_', ' ');
		}

	}

}
