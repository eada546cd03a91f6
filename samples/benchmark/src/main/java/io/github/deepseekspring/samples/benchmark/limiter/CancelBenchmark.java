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

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.concurrent.TimeUnit;

import io.github.deepseekspring.concurrency.FairConcurrencyLimiter;
import io.github.deepseekspring.user.Caller;
import org.openjdk.jmh.annotations.AuxCounters;
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
import reactor.pool.InstrumentedPool;

import org.springframework.util.Assert;

/**
 * Requests that are cancelled while they wait: all of 10,000, one after the other. Lining
 * them up is not measured.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CancelBenchmark {

	private static final int WAITING = 10_000;

	@Benchmark
	public void limiter(LimiterQueue queue, Cpu cpu) {
		queue.cancelAll(cpu);
	}

	@Benchmark
	public void reactorPool(PoolQueue queue, Cpu cpu) {
		queue.cancelAll(cpu);
	}

	/**
	 * Which of those that wait is cancelled next.
	 */
	public enum First {

		/**
		 * The one that was lined up last.
		 */
		NEWEST,

		/**
		 * The one that was lined up first.
		 */
		OLDEST

	}

	/**
	 * The CPU time of the cancels alone, which are too few for what a profiler sees of a
	 * whole iteration.
	 */
	@State(Scope.Thread)
	@AuxCounters(AuxCounters.Type.EVENTS)
	public static class Cpu {

		static final String LABEL = "cancelNanos";

		private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

		private long start;

		private long total;

		void start() {
			this.start = this.threads.getCurrentThreadCpuTime();
		}

		void stop() {
			this.total = this.threads.getCurrentThreadCpuTime() - this.start;
		}

		public double cancelNanos() {
			return (double) this.total / WAITING;
		}

	}

	/**
	 * Requests that wait, lined up anew for each invocation.
	 */
	@State(Scope.Thread)
	public abstract static class Queue {

		/**
		 * Which is cancelled next.
		 */
		@Param
		public First first = First.NEWEST;

		private final HeldSubscriber subscriber = new HeldSubscriber(Long.MAX_VALUE);

		private final Subscription[] subscriptions = new Subscription[WAITING];

		@Setup(Level.Invocation)
		public void lineUp() {
			for (int i = 0; i < WAITING; i++) {
				subscribe(i, this.subscriber);
				int turn = (this.first == First.OLDEST) ? i : WAITING - 1 - i;
				this.subscriptions[turn] = this.subscriber.latest();
			}
			Assert.state(waiting() == WAITING, "All requests should wait");
		}

		abstract void subscribe(int request, HeldSubscriber subscriber);

		abstract int waiting();

		void cancelAll(Cpu cpu) {
			cpu.start();
			for (Subscription subscription : this.subscriptions) {
				subscription.cancel();
			}
			cpu.stop();
		}

		@TearDown(Level.Invocation)
		public void noneWaits() {
			Assert.state(waiting() == 0, "No request should wait");
		}

	}

	/**
	 * Requests of 1,000 callers that wait for the only slot of the limiter.
	 */
	public static class LimiterQueue extends Queue {

		private final FairConcurrencyLimiter limiter = Guards.limiter(1, WAITING);

		private final Caller[] callers = Guards.callers(1_000);

		public LimiterQueue() {
			Guards.limit(this.limiter, Mono.never(), Caller.NOBODY).subscribe(Consumer.INSTANCE);
		}

		@Override
		void subscribe(int request, HeldSubscriber subscriber) {
			Caller caller = this.callers[request % this.callers.length];
			Guards.limit(this.limiter, Mono.just("x"), caller).subscribe(subscriber);
		}

		@Override
		int waiting() {
			return this.limiter.snapshot().get(0).waiting();
		}

	}

	/**
	 * Requests that wait for the only object of a pool.
	 */
	public static class PoolQueue extends Queue {

		private final InstrumentedPool<Object> pool = Guards.pool(1);

		public PoolQueue() {
			this.pool.acquire().block();
		}

		@Override
		void subscribe(int request, HeldSubscriber subscriber) {
			this.pool.acquire().subscribe(subscriber);
		}

		@Override
		int waiting() {
			return this.pool.metrics().pendingAcquireSize();
		}

	}

}
