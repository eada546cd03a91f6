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

package io.github.deepseekspring.core;

import java.time.Duration;

import org.springframework.util.Assert;

/**
 * How often and when a request is sent again. Only failed connections, connections lost
 * before the answer, and the statuses 500 and above are repeated, and only while nothing
 * was delivered to the subscriber. The server's {@code Retry-After} is honoured up to the
 * longest backoff; a longer one ends the attempts.
 *
 * @param maxAttempts how often a request is sent at most, at least 1; 1 is no retry
 * @param initialBackoff the wait before the second attempt; doubled for each further one
 * @param maxBackoff the longest wait, jitter included
 * @param jitter by which part of itself a wait varies at random, from 0 to 1
 * @since 0.1.0
 */
public record RetrySettings(int maxAttempts, Duration initialBackoff, Duration maxBackoff, double jitter) {

	public RetrySettings {
		Assert.isTrue(maxAttempts >= 1, "'maxAttempts' must be at least 1");
		Assert.isTrue(!initialBackoff.isNegative(), "'initialBackoff' must not be negative");
		Assert.isTrue(maxBackoff.compareTo(initialBackoff) >= 0,
				"'maxBackoff' must not be shorter than 'initialBackoff'");
		Assert.isTrue(jitter >= 0 && jitter <= 1, "'jitter' must be from 0 to 1");
	}

	/**
	 * Return the defaults: three attempts, first wait 500 milliseconds, longest 10
	 * seconds, jitter 0.2.
	 * @return the settings
	 */
	public static RetrySettings defaults() {
		return new RetrySettings(3, Duration.ofMillis(500), Duration.ofSeconds(10), 0.2);
	}

}
