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

package io.github.deepseekspring.samples.benchmark.simulation;

import java.time.Duration;
import java.util.Map;

import io.github.deepseekspring.RateLimitException;
import io.github.deepseekspring.concurrency.ConcurrencyLimiter;
import io.github.deepseekspring.concurrency.ConcurrencySettings;
import io.github.deepseekspring.concurrency.ConcurrencySettings.AccountType;
import io.github.deepseekspring.concurrency.ConcurrencySettings.Adaptive;
import io.github.deepseekspring.concurrency.FairConcurrencyLimiter;
import io.github.deepseekspring.user.Caller;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.util.retry.Retry;

/**
 * What stands between the users and the server.
 */
enum Variant {

	/**
	 * Nothing but two retries.
	 */
	NONE("no limiter"),

	/**
	 * A fixed number of slots, first come first served, and two retries.
	 */
	SEMAPHORE("semaphore of 500"),

	/**
	 * The limiter as it is by default, with 429s that tell nothing.
	 */
	UNTOLD("limiter, 429s tell nothing"),

	/**
	 * The limiter as it is by default, with 429s that tell the limit.
	 */
	TOLD("limiter, 429s tell the limit");

	private static final String MODEL = "deepseek-v4-pro";

	private static final int RETRIES = 2;

	private static final int MAX_QUEUE = 1000;

	private static final Duration MAX_WAIT = Duration.ofSeconds(30);

	private final String label;

	Variant(String label) {
		this.label = label;
	}

	String label() {
		return this.label;
	}

	boolean tellsLimit() {
		return this == TOLD;
	}

	@Nullable ConcurrencyLimiter limiter() {
		return switch (this) {
			case NONE -> null;
			case SEMAPHORE -> new SemaphoreLimiter(Scenario.CONFIGURED_LIMIT, MAX_QUEUE, MAX_WAIT);
			case UNTOLD, TOLD -> new FairConcurrencyLimiter(settings());
		};
	}

	private static ConcurrencySettings settings() {
		return new ConcurrencySettings(true, AccountType.REGULAR, Map.of(MODEL, Scenario.CONFIGURED_LIMIT), Map.of(), 1,
				Map.of(), MAX_QUEUE, MAX_WAIT, Duration.ZERO, Adaptive.defaults());
	}

	/**
	 * Guard a request. The limiter takes it back after a 429 by itself.
	 */
	<T> Flux<T> guard(@Nullable ConcurrencyLimiter limiter, Flux<T> request, int user) {
		Flux<T> guarded = (limiter != null) ? limiter.limit(request, MODEL, new Caller("user-" + user, null), null)
				: request;
		return (limiter instanceof FairConcurrencyLimiter) ? guarded : guarded.retryWhen(retries());
	}

	private static Retry retries() {
		return Retry.backoff(RETRIES, Duration.ofMillis(500))
			.jitter(0.25)
			.filter((failure) -> failure instanceof RateLimitException)
			.onRetryExhaustedThrow((retry, last) -> last.failure());
	}

}
