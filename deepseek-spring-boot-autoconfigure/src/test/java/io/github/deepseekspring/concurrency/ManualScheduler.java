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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Stands for {@link Schedulers#parallel()} and has no thread: time passes and tasks run
 * when someone says so, on the thread that does.
 */
final class ManualScheduler implements Scheduler {

	/**
	 * The first one is due first.
	 */
	private final List<Task> tasks = new ArrayList<>();

	private final long step;

	private long now;

	private ManualScheduler(Duration step) {
		this.step = step.toNanos();
	}

	/**
	 * Take the place of the parallel scheduler.
	 * @param step how much time passes whenever someone asks for the time
	 * @return the scheduler
	 */
	static ManualScheduler install(Duration step) {
		ManualScheduler scheduler = new ManualScheduler(step);
		Schedulers.setFactory(new Schedulers.Factory() {

			@Override
			public Scheduler newParallel(int parallelism, ThreadFactory threadFactory) {
				return scheduler;
			}

		});
		return scheduler;
	}

	/**
	 * Give the place back.
	 */
	static void uninstall() {
		Schedulers.resetFactory();
	}

	/**
	 * Begin again at zero, without tasks.
	 */
	synchronized void clear() {
		this.tasks.clear();
		this.now = 0;
	}

	/**
	 * Run the task that is due next as if it were time.
	 * @return whether there was one
	 */
	boolean runNext() {
		Task task = takeNext();
		if (task == null) {
			return false;
		}
		task.work.run();
		return true;
	}

	private synchronized @Nullable Task takeNext() {
		if (this.tasks.isEmpty()) {
			return null;
		}
		Task task = this.tasks.remove(0);
		this.now = Math.max(this.now, task.due);
		return task;
	}

	@Override
	public synchronized Disposable schedule(Runnable task, long delay, TimeUnit unit) {
		Task scheduled = new Task(task, this.now + Math.max(0, unit.toNanos(delay)));
		int place = this.tasks.size();
		while (place > 0 && this.tasks.get(place - 1).due > scheduled.due) {
			place--;
		}
		this.tasks.add(place, scheduled);
		return scheduled;
	}

	private synchronized void remove(Task task) {
		this.tasks.remove(task);
	}

	@Override
	public synchronized long now(TimeUnit unit) {
		this.now += this.step;
		return unit.convert(this.now, TimeUnit.NANOSECONDS);
	}

	@Override
	public Disposable schedule(Runnable task) {
		return schedule(task, 0, TimeUnit.NANOSECONDS);
	}

	@Override
	public Worker createWorker() {
		throw new UnsupportedOperationException();
	}

	@Override
	public void dispose() {
	}

	private final class Task implements Disposable {

		private final Runnable work;

		private final long due;

		private Task(Runnable work, long due) {
			this.work = work;
			this.due = due;
		}

		@Override
		public void dispose() {
			remove(this);
		}

	}

}
