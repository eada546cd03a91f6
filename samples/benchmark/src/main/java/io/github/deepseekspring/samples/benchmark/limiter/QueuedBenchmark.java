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

import java.util.concurrent.TimeUnit;

import io.github.deepseekspring.concurrency.FairConcurrencyLimiter;
import io.github.deepseekspring.user.Caller;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.reactivestreams.Subscription;
import reactor.core.publisher.Mono;

/**
 * A request that has to wait. There is one slot; each operation lines up one request and
 * ends the one that has the slot, which gives it to the one that has waited longest. So
 * each operation is one request lined up, one granted and one ended, and the queue is as
 * long afterwards as before.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class QueuedBenchmark {

	/**
	 * How many requests wait besides, each of another caller.
	 */
	@Param({ "0", "1000" })
	public int standing;

	private final FairConcurrencyLimiter limiter = Guards.limiter(1, 2_000);

	private final Caller[] callers = Guards.callers(2_000);

	private final HeldSubscriber subscriber = new HeldSubscriber(0);

	/**
	 * That of the request with the slot at {@code oldest}, and then those of the requests
	 * that wait in the order of their turns.
	 */
	private Subscription[] subscriptions = new Subscription[0];

	private int oldest;

	private int lastCaller;

	@Setup
	public void lineUp() {
		this.subscriptions = new Subscription[this.standing + 1];
		for (int i = 0; i < this.subscriptions.length; i++) {
			this.subscriptions[i] = send();
		}
	}

	private Subscription send() {
		int next = this.lastCaller + 1;
		this.lastCaller = (next < this.callers.length) ? next : 0;
		Guards.limit(this.limiter, Mono.just("x"), this.callers[this.lastCaller]).subscribe(this.subscriber);
		return this.subscriber.latest();
	}

	@Benchmark
	public void limiter() {
		Subscription running = this.subscriptions[this.oldest];
		this.subscriptions[this.oldest] = send();
		int next = this.oldest + 1;
		this.oldest = (next < this.subscriptions.length) ? next : 0;
		running.request(Long.MAX_VALUE);
	}

	@TearDown(Level.Iteration)
	public void queueIsAsLongAsBefore() {
		Guards.require(this.limiter, 1, this.standing);
	}

}
