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
import java.util.concurrent.ThreadLocalRandom;

import io.github.deepseekspring.ConnectionFailedException;
import io.github.deepseekspring.DeepSeekException;
import io.github.deepseekspring.ServerException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Sends a request again when it can pass the next time and nothing of its answer was
 * delivered. A 429 is the limiter's, and our own clocks have spent the caller's time
 * already.
 */
final class RetryPolicy {

	private final RetrySettings settings;

	RetryPolicy(RetrySettings settings) {
		this.settings = settings;
	}

	/**
	 * Subscribe to attempts until one succeeds or another one is of no use. The elements
	 * pass by without a lock, which Reactor's own {@code retryWhen} takes for each.
	 */
	<T> Flux<T> retry(Flux<T> attempts) {
		return retry(attempts, 0);
	}

	private <T> Flux<T> retry(Flux<T> attempts, int retries) {
		return attempts.onErrorResume((failure) -> {
			Duration backoff = backoff(failure, retries);
			return (backoff != null) ? Mono.delay(backoff).thenMany(retry(attempts, retries + 1)) : Flux.error(failure);
		});
	}

	/**
	 * Return how long to wait before the next attempt.
	 * @return the wait, or {@code null} when there is no further attempt
	 */
	private @Nullable Duration backoff(Throwable failure, int retries) {
		if (!canPass(failure) || retries + 1 >= this.settings.maxAttempts()) {
			return null;
		}
		Duration told = (failure instanceof ServerException server) ? server.getRetryAfter() : null;
		if (told != null) {
			return (told.compareTo(this.settings.maxBackoff()) <= 0) ? told : null;
		}
		double jitter = this.settings.jitter();
		double longest = this.settings.maxBackoff().toNanos() / (1 + jitter);
		double nanos = Math.min(longest, this.settings.initialBackoff().toNanos() * Math.pow(2, retries));
		return Duration.ofNanos((long) (nanos * (1 + jitter * (2 * ThreadLocalRandom.current().nextDouble() - 1))));
	}

	private static boolean canPass(Throwable failure) {
		boolean passing = failure instanceof ConnectionFailedException || failure instanceof ServerException;
		return passing && !((DeepSeekException) failure).isDelivered();
	}

}
