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

package io.github.deepseekspring.concurrency;

import java.time.Duration;
import java.util.Map;

import io.github.deepseekspring.CallState;
import io.github.deepseekspring.ErrorAnswer;
import io.github.deepseekspring.RateLimitException;
import io.github.deepseekspring.concurrency.ConcurrencySettings.AccountType;
import io.github.deepseekspring.concurrency.ConcurrencySettings.Adaptive;
import io.github.deepseekspring.user.Caller;
import io.github.deepseekspring.user.UserId;
import org.jspecify.annotations.Nullable;

/**
 * Settings with one group of interest, named {@value #MODEL}.
 */
final class TestSettings {

	static final String MODEL = "tested";

	static final Duration MAX_WAIT = Duration.ofSeconds(30);

	private TestSettings() {
	}

	static FairConcurrencyLimiter limiter(int limit) {
		return limiter(limit, null, MAX_WAIT);
	}

	static FairConcurrencyLimiter limiter(int limit, @Nullable Integer maxQueue, Duration maxWait) {
		return new FairConcurrencyLimiter(settings(limit, maxQueue, maxWait, 3));
	}

	static ConcurrencySettings settings(int limit, @Nullable Integer maxQueue, Duration maxWait, int requeue) {
		return new ConcurrencySettings(true, AccountType.REGULAR, Map.of(MODEL, limit, "other", limit), Map.of(), limit,
				Map.of("nickname", MODEL), maxQueue, maxWait, Duration.ZERO,
				new Adaptive(true, 1, 0.85, Duration.ofSeconds(10), true, requeue));
	}

	/**
	 * Settings of an expanded account whose users have a limit each.
	 */
	static ConcurrencySettings expanded(int limit, int userLimit, @Nullable Integer maxQueue) {
		return new ConcurrencySettings(true, AccountType.EXPANDED, Map.of(MODEL, limit), Map.of("nickname", userLimit),
				limit, Map.of("nickname", MODEL), maxQueue, MAX_WAIT, Duration.ZERO, Adaptive.defaults());
	}

	static RateLimitException tooMany(@Nullable Integer limit, boolean balanceLimited, @Nullable Duration retryAfter) {
		return new RateLimitException(new ErrorAnswer(429, "Too many requests.", null, null, null),
				CallState.NOT_ANSWERED, limit, balanceLimited, retryAfter);
	}

	static Caller user(String key) {
		return new Caller(key, UserId.of(key));
	}

	static Caller caller(String key) {
		return new Caller(key, null);
	}

}
