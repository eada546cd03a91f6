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

package io.github.deepseekspring.stream;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * One of the threads on which clocks run out. The next task of such a thread wakes it, so
 * that it can wait for the right time. Every attempt has two tasks that hardly ever run,
 * and to wake a thread for each of them would take more time than all else that is done
 * for a short call. Hence a task that does nothing, once a second at most: whatever is
 * due later than that is not the next one and wakes nobody.
 */
final class ClockTimer {

	private static final long NEXT_TASK = TimeUnit.SECONDS.toNanos(1);

	private static volatile @Nullable All all;

	private final Scheduler scheduler;

	private final Scheduler.Worker worker;

	private final AtomicBoolean nextTaskSet = new AtomicBoolean();

	private ClockTimer(Scheduler scheduler) {
		this.scheduler = scheduler;
		this.worker = scheduler.createWorker();
	}

	/**
	 * Return the timer of any of Reactor's parallel threads.
	 */
	static ClockTimer get() {
		Scheduler scheduler = Schedulers.parallel();
		All all = ClockTimer.all;
		if (all == null || all.scheduler != scheduler) {
			all = new All(scheduler);
			ClockTimer.all = all;
		}
		return all.any();
	}

	/**
	 * Return the time, in nanoseconds.
	 */
	long now() {
		return this.scheduler.now(TimeUnit.NANOSECONDS);
	}

	/**
	 * Run a task after so many nanoseconds, unless it is disposed of before.
	 */
	Disposable schedule(Runnable task, long nanos) {
		if (nanos > NEXT_TASK && !this.nextTaskSet.get() && this.nextTaskSet.compareAndSet(false, true)) {
			this.worker.schedule(() -> this.nextTaskSet.set(false), NEXT_TASK, TimeUnit.NANOSECONDS);
		}
		return this.worker.schedule(task, nanos, TimeUnit.NANOSECONDS);
	}

	/**
	 * The timers of all threads.
	 */
	private static final class All {

		private final Scheduler scheduler;

		private final ClockTimer[] timers;

		All(Scheduler scheduler) {
			this.scheduler = scheduler;
			this.timers = IntStream.range(0, Schedulers.DEFAULT_POOL_SIZE)
				.mapToObj((thread) -> new ClockTimer(scheduler))
				.toArray(ClockTimer[]::new);
		}

		ClockTimer any() {
			return this.timers[ThreadLocalRandom.current().nextInt(this.timers.length)];
		}

	}

}
