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
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeoutException;

import io.github.deepseekspring.concurrency.ConcurrencyLimiter;
import io.github.deepseekspring.user.Caller;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * The usual bulkhead, for comparison: a fixed number of slots and one line for all, first
 * come first served. For one thread.
 */
final class SemaphoreLimiter implements ConcurrencyLimiter {

	private final int maxQueue;

	private final Duration maxWait;

	private final Deque<MonoSink<Boolean>> line = new ArrayDeque<>();

	private int free;

	SemaphoreLimiter(int slots, int maxQueue, Duration maxWait) {
		this.free = slots;
		this.maxQueue = maxQueue;
		this.maxWait = maxWait;
	}

	@Override
	public <T> Flux<T> limit(Flux<T> source, String model, Caller caller, @Nullable T whileQueued) {
		Mono<Boolean> slot = Mono.create(this::acquire).timeout(this.maxWait);
		return Flux.usingWhen(slot, (taken) -> source, (taken) -> Mono.fromRunnable(this::release));
	}

	private void acquire(MonoSink<Boolean> waiter) {
		if (this.free > 0) {
			this.free--;
			waiter.success(true);
		}
		else if (this.line.size() < this.maxQueue) {
			this.line.addLast(waiter);
			waiter.onCancel(() -> this.line.remove(waiter));
		}
		else {
			waiter.error(new TimeoutException("As many wait as may"));
		}
	}

	private void release() {
		MonoSink<Boolean> next = this.line.pollFirst();
		if (next != null) {
			next.success(true);
		}
		else {
			this.free++;
		}
	}

	@Override
	public void shutdown() {
	}

}
