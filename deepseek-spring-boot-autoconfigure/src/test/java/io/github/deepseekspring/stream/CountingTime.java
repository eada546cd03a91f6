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

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;

/**
 * Virtual time that knows what was scheduled and what of it is still to come.
 */
final class CountingTime extends VirtualTimeScheduler {

	private final Queue<Task> tasks = new ConcurrentLinkedQueue<>();

	private CountingTime() {
		super(false);
	}

	static CountingTime takeOver() {
		CountingTime time = new CountingTime();
		VirtualTimeScheduler.set(time);
		Schedulers.setFactory(new Schedulers.Factory() {

			@Override
			public Scheduler newParallel(int parallelism, ThreadFactory threads) {
				return new Parallel(time);
			}

		});
		return time;
	}

	@Override
	public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
		Task counted = new Task(task);
		this.tasks.add(counted);
		counted.handle = super.schedule(counted, delay, unit);
		return counted;
	}

	/**
	 * Return how often anything was scheduled.
	 */
	int scheduled() {
		return this.tasks.size();
	}

	/**
	 * Return how much is still to be run.
	 */
	long pending() {
		return this.tasks.stream().filter((task) -> task.runs.get() == 0 && !task.isDisposed()).count();
	}

	/**
	 * Reactor's parallel scheduler, whose workers count as well.
	 */
	private static final class Parallel implements Scheduler, Scheduler.Worker {

		private final CountingTime time;

		Parallel(CountingTime time) {
			this.time = time;
		}

		@Override
		public Disposable schedule(Runnable task) {
			return this.time.schedule(task);
		}

		@Override
		public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
			return this.time.schedule(task, delay, unit);
		}

		@Override
		public long now(TimeUnit unit) {
			return this.time.now(unit);
		}

		@Override
		public Worker createWorker() {
			return this;
		}

		@Override
		public Disposable schedulePeriodically(Runnable task, long delay, long period, TimeUnit unit) {
			throw new UnsupportedOperationException("Nothing is periodical");
		}

		@Override
		public boolean isDisposed() {
			return this.time.isDisposed();
		}

		@Override
		public void dispose() {
			this.time.dispose();
		}

	}

	/**
	 * A task that was scheduled.
	 */
	private static final class Task implements Runnable, Disposable {

		private final Runnable delegate;

		private final AtomicInteger runs = new AtomicInteger();

		private volatile boolean disposed;

		private volatile Disposable handle = () -> {
		};

		Task(Runnable delegate) {
			this.delegate = delegate;
		}

		@Override
		public void run() {
			this.runs.incrementAndGet();
			this.delegate.run();
		}

		@Override
		public void dispose() {
			this.disposed = true;
			this.handle.dispose();
		}

		@Override
		public boolean isDisposed() {
			return this.disposed;
		}

	}

}
