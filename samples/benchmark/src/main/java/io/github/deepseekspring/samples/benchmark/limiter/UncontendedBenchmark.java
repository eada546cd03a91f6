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

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.github.deepseekspring.concurrency.FairConcurrencyLimiter;
import io.github.deepseekspring.user.Caller;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.reactor.bulkhead.operator.BulkheadOperator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.pool.InstrumentedPool;

/**
 * A request for which there is a free slot, and that ends at once. What guards it is
 * assembled for each request, as it is in an application.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class UncontendedBenchmark {

	private final FairConcurrencyLimiter limiter = Guards.limiter(Guards.LIMIT, 2 * Guards.LIMIT);

	private final Semaphore semaphore = new Semaphore(Guards.LIMIT);

	private final BulkheadOperator<String> bulkhead = BulkheadOperator
		.of(Bulkhead.of("benchmark", BulkheadConfig.custom().maxConcurrentCalls(Guards.LIMIT).build()));

	private final InstrumentedPool<Object> pool = Guards.pool(Guards.LIMIT);

	@Benchmark
	public void request() {
		Mono.just("x").subscribe(Consumer.INSTANCE);
	}

	@Benchmark
	public void semaphore() {
		if (this.semaphore.tryAcquire()) {
			this.semaphore.release();
		}
	}

	@Benchmark
	public void resilience4j() {
		bulkheaded().subscribe(Consumer.INSTANCE);
	}

	Mono<String> bulkheaded() {
		return Mono.from(this.bulkhead.apply(Mono.just("x")));
	}

	@Benchmark
	public void reactorPool() {
		pooled().subscribe(Consumer.INSTANCE);
	}

	Flux<String> pooled() {
		return this.pool.withPoolable((slot) -> Mono.just("x"));
	}

	@Benchmark
	public void limiter(Callers callers) {
		limited(callers.next()).subscribe(Consumer.INSTANCE);
	}

	Mono<String> limited(Caller caller) {
		return Guards.limit(this.limiter, Mono.just("x"), caller);
	}

	@TearDown(Level.Iteration)
	public void nothingIsLeft() {
		Guards.require(this.limiter, 0, 0);
	}

	/**
	 * Who makes the requests, one after the other.
	 */
	@State(Scope.Thread)
	public static class Callers {

		private final Caller[] callers = Guards.callers(1_000);

		private int last;

		Caller next() {
			int next = this.last + 1;
			this.last = (next < this.callers.length) ? next : 0;
			return this.callers[this.last];
		}

	}

}
