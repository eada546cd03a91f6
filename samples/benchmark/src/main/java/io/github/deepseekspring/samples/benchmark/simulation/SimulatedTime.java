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
import java.util.concurrent.TimeUnit;

import reactor.test.scheduler.VirtualTimeScheduler;

/**
 * Time that passes in leaps, for all timers of Reactor until it is closed. In seconds.
 */
final class SimulatedTime implements AutoCloseable {

	private static final double NANOS_PER_SECOND = 1e9;

	private final VirtualTimeScheduler scheduler = VirtualTimeScheduler.create();

	SimulatedTime() {
		VirtualTimeScheduler.set(this.scheduler);
	}

	double now() {
		return this.scheduler.now(TimeUnit.NANOSECONDS) / NANOS_PER_SECOND;
	}

	void after(double seconds, Runnable task) {
		this.scheduler.schedule(task, Math.round(seconds * NANOS_PER_SECOND), TimeUnit.NANOSECONDS);
	}

	void pass(double seconds) {
		this.scheduler.advanceTimeBy(Duration.ofNanos(Math.round(seconds * NANOS_PER_SECOND)));
	}

	@Override
	public void close() {
		VirtualTimeScheduler.reset();
	}

}
