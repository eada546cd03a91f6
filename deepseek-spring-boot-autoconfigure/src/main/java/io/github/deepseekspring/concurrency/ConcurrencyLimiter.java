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

import io.github.deepseekspring.ConcurrencyLimitExceededException;
import io.github.deepseekspring.user.Caller;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Shares an account's concurrent requests between its callers. A request counts from the
 * subscription to its source until the source has ended, and its slot is free again
 * before the subscriber sees that end. No method blocks.
 *
 * @since 0.1.0
 * @see <a href="https://api-docs.deepseek.com/quick_start/rate_limit">Rate limit and
 * isolation</a>
 */
public interface ConcurrencyLimiter {

	/**
	 * Guard a request. Each subscription waits for a slot of the model's limit group and
	 * then subscribes to the source. A source that ends with a
	 * {@link io.github.deepseekspring.RateLimitException} before it emitted anything is
	 * taken back and subscribed to again later, as often as configured. Fails with a
	 * {@link ConcurrencyLimitExceededException} when the request may not wait (any
	 * longer).
	 * @param source the request; subscribed to at most once at a time, on the thread that
	 * subscribes, on the one that frees the slot, or on a timer's
	 * @param model the model of the request, which decides the limit group
	 * @param caller on whose behalf the request is made
	 * @param whileQueued what the subscriber receives when its request has to wait and it
	 * has asked for an element by then, or {@code null} for nothing
	 * @param <T> the type of the source's elements
	 * @return the guarded source
	 */
	<T> Flux<T> limit(Flux<T> source, String model, Caller caller, @Nullable T whileQueued);

	/**
	 * Guard a request for one value at most, as above.
	 * @param source the request
	 * @param model the model of the request, which decides the limit group
	 * @param caller on whose behalf the request is made
	 * @param <T> the type of the value
	 * @return the guarded source
	 */
	default <T> Mono<T> limit(Mono<T> source, String model, Caller caller) {
		return limit(source.flux(), model, caller, null).singleOrEmpty();
	}

	/**
	 * Refuse all requests that wait and all that come; those that run go on.
	 */
	void shutdown();

}
