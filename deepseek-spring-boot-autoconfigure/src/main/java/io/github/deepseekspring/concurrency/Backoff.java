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
import java.util.concurrent.ThreadLocalRandom;

import io.github.deepseekspring.RateLimitException;

/**
 * How long requests stay away after a 429. When hundreds come at once, the last of them
 * are answered seconds after the first: until then a free slot may not be one of the
 * server's, so that those who have been away before stay longer.
 */
final class Backoff {

	private static final long SHORTEST_MILLIS = 100;

	private static final long LONGEST_MILLIS = 250;

	private static final int FACTOR = 4;

	private static final int MOST_STEPS = 4;

	private Backoff() {
	}

	/**
	 * Return how long to stay away.
	 * @param rejection the 429
	 * @param before how many there were before
	 */
	static Duration of(RateLimitException rejection, int before) {
		Duration told = rejection.getRetryAfter();
		if (told != null) {
			return told;
		}
		double factor = Math.pow(FACTOR, Math.min(before, MOST_STEPS));
		return Duration
			.ofMillis((long) (factor * ThreadLocalRandom.current().nextLong(SHORTEST_MILLIS, LONGEST_MILLIS)));
	}

}
