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
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Sends a request again when it can pass the next time and nothing of its answer was
 * delivered. A 429 is the limiter's, and our own clocks have spent the caller's time
 * already.
 */
final class RetryPolicy extends Retry {

	private final RetrySettings settings;

	RetryPolicy(RetrySettings settings) {
		this.settings = settings;
	}

	@Override
	public Publisher<?> generateCompanion(Flux<RetrySignal> signals) {
		return signals.concatMap((signal) -> {
			Duration backoff = backoff(signal.failure(), signal.totalRetries());
			return (backoff != null) ? Mono.delay(backoff) : Mono.error(signal.failure());
		});
	}

	/**
	 * Return how long to wait before the next attempt.
	 * @return the wait, or {@code null} when there is no further attempt
	 */
	private @Nullable Duration backoff(Throwable failure, long retries) {
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
