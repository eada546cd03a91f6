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

package io.github.deepseekspring.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.TreeSet;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * {@link SimulatorClock} that is moved by hand.
 */
final class ManualClock extends SimulatorClock {

	private final ReentrantLock advancing = new ReentrantLock();

	private final Object monitor = new Object();

	private final TreeSet<Timer> timers = new TreeSet<>();

	private Instant now = Instant.parse("2026-01-01T00:00:00Z");

	private long sequence;

	@Override
	public Instant instant() {
		synchronized (this.monitor) {
			return this.now;
		}
	}

	@Override
	public void advance(Duration duration) {
		if (duration.isNegative()) {
			throw new IllegalArgumentException("'duration' must not be negative");
		}
		this.advancing.lock();
		try {
			Instant target = instant().plus(duration);
			Timer due = nextDue(target);
			while (due != null) {
				due.task().run();
				due = nextDue(target);
			}
		}
		finally {
			this.advancing.unlock();
		}
	}

	private @Nullable Timer nextDue(Instant target) {
		synchronized (this.monitor) {
			Timer next = (!this.timers.isEmpty()) ? this.timers.first() : null;
			if (next == null || next.at().isAfter(target)) {
				this.now = target;
				return null;
			}
			this.now = next.at();
			this.timers.remove(next);
			return next;
		}
	}

	@Override
	Runnable schedule(Duration delay, ScheduledExecutorService executor, Runnable task) {
		synchronized (this.monitor) {
			Timer timer = new Timer(this.now.plus(delay), this.sequence++, task);
			this.timers.add(timer);
			return () -> cancel(timer);
		}
	}

	private void cancel(Timer timer) {
		synchronized (this.monitor) {
			this.timers.remove(timer);
		}
	}

	@Override
	public String toString() {
		return "manual clock at " + instant();
	}

	private record Timer(Instant at, long sequence, Runnable task) implements Comparable<Timer> {

		@Override
		public int compareTo(Timer other) {
			int byTime = this.at.compareTo(other.at);
			return (byTime != 0) ? byTime : Long.compare(this.sequence, other.sequence);
		}

	}

}
