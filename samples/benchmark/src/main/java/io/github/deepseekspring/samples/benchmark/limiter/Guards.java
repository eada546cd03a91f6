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

package io.github.deepseekspring.samples.benchmark.limiter;

import java.time.Duration;
import java.util.Map;

import io.github.deepseekspring.concurrency.ConcurrencyLimiter;
import io.github.deepseekspring.concurrency.ConcurrencySettings;
import io.github.deepseekspring.concurrency.ConcurrencySettings.AccountType;
import io.github.deepseekspring.concurrency.ConcurrencySettings.Adaptive;
import io.github.deepseekspring.concurrency.FairConcurrencyLimiter;
import io.github.deepseekspring.concurrency.LimitGroupSnapshot;
import io.github.deepseekspring.user.Caller;
import reactor.core.publisher.Mono;
import reactor.pool.InstrumentedPool;
import reactor.pool.PoolBuilder;

import org.springframework.util.Assert;

/**
 * What all benchmarks do to the limiter and to its rivals in the same way.
 */
final class Guards {

	static final int LIMIT = 500;

	private static final String MODEL = "deepseek-v4-pro";

	private static final Duration MAX_WAIT = Duration.ofMinutes(10);

	private Guards() {
	}

	static Mono<String> limit(ConcurrencyLimiter limiter, Mono<String> request, Caller caller) {
		return limiter.limit(request, MODEL, caller);
	}

	static FairConcurrencyLimiter limiter(int limit, int maxQueue) {
		return new FairConcurrencyLimiter(new ConcurrencySettings(true, AccountType.REGULAR, Map.of(MODEL, limit),
				Map.of(), limit, Map.of(), maxQueue, MAX_WAIT, Duration.ZERO, Adaptive.defaults()));
	}

	static Caller[] callers(int count) {
		Caller[] callers = new Caller[count];
		for (int i = 0; i < count; i++) {
			callers[i] = new Caller("user-" + i, null);
		}
		return callers;
	}

	static InstrumentedPool<Object> pool(int size) {
		InstrumentedPool<Object> pool = PoolBuilder.from(Mono.fromSupplier(Object::new))
			.sizeBetween(size, size)
			.maxPendingAcquireUnbounded()
			.buildPool();
		pool.warmup().block();
		return pool;
	}

	static void require(FairConcurrencyLimiter limiter, int inFlight, int waiting) {
		LimitGroupSnapshot snapshot = limiter.snapshot().get(0);
		Assert.state(snapshot.inFlight() == inFlight && snapshot.waiting() == waiting,
				() -> "Expected " + inFlight + " in flight and " + waiting + " waiting, but was " + snapshot);
	}

}
