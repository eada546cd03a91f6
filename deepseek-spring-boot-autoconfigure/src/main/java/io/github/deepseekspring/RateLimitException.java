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

package io.github.deepseekspring;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * DeepSeek refused the request because too many are running (HTTP status 429). The
 * concurrency limiter has already taken the request back as often as it may when this
 * reaches the caller.
 *
 * @since 0.1.0
 * @see <a href="https://api-docs.deepseek.com/quick_start/rate_limit">Rate limit</a>
 */
public class RateLimitException extends DeepSeekApiException {

	private final @Nullable Integer limit;

	private final boolean balanceLimited;

	private final @Nullable Duration retryAfter;

	public RateLimitException(ErrorAnswer answer, CallState state, @Nullable Integer limit, boolean balanceLimited,
			@Nullable Duration retryAfter) {
		super("DeepSeek limits the concurrency of the account", answer, state, true);
		this.limit = limit;
		this.balanceLimited = balanceLimited;
		this.retryAfter = retryAfter;
	}

	/**
	 * Return the concurrency limit that the server told.
	 * @return concurrent requests, at least 1, or {@code null} when it told none
	 */
	public @Nullable Integer getLimit() {
		return this.limit;
	}

	/**
	 * Return whether the server said that the balance is what limits. Waiting does not
	 * cure that; a top-up does.
	 * @return {@code true} when the limit follows from the remaining balance
	 */
	public boolean isBalanceLimited() {
		return this.balanceLimited;
	}

	/**
	 * Return how long the server asks to wait before the next attempt.
	 * @return the time from the {@code Retry-After} header, or {@code null} without one
	 */
	public @Nullable Duration getRetryAfter() {
		return this.retryAfter;
	}

}
