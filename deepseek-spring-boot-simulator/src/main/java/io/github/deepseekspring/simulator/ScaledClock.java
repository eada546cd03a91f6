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
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * {@link SimulatorClock} that is tied to real time by a factor.
 */
final class ScaledClock extends SimulatorClock {

	private final double factor;

	private final Instant startInstant = Instant.now();

	private final long startNanos = System.nanoTime();

	ScaledClock(double factor) {
		if (!(factor > 0) || Double.isInfinite(factor)) {
			throw new IllegalArgumentException("'factor' must be a positive number");
		}
		this.factor = factor;
	}

	@Override
	public Instant instant() {
		return this.startInstant.plusNanos((long) ((System.nanoTime() - this.startNanos) * this.factor));
	}

	@Override
	Runnable schedule(Duration delay, ScheduledExecutorService executor, Runnable task) {
		long realNanos = (long) (delay.toSeconds() * (1e9 / this.factor) + delay.getNano() / this.factor);
		ScheduledFuture<?> future = executor.schedule(task, realNanos, TimeUnit.NANOSECONDS);
		return () -> future.cancel(false);
	}

	@Override
	public String toString() {
		return (this.factor == 1) ? "real clock" : "clock at " + this.factor + " times real time";
	}

}
