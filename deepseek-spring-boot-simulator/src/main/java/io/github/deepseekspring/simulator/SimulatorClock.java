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

/**
 * The time that the simulator lives in. Everything it waits for (the queue, the interval
 * between keep-alives, the pace of the chunks, the ten-minute rule) is measured in
 * simulated time, so that a test need not wait for real.
 * <p>
 * A clock may be shared by several simulators and needs no closing.
 *
 * @since 0.1.0
 */
public abstract sealed class SimulatorClock permits ScaledClock, ManualClock {

	SimulatorClock() {
	}

	/**
	 * Return a clock that follows real time.
	 * @return a new clock
	 */
	public static SimulatorClock real() {
		return scaled(1);
	}

	/**
	 * Return a clock that runs faster or slower than real time.
	 * @param factor how many simulated seconds pass in a real one; greater than zero
	 * @return a new clock
	 * @throws IllegalArgumentException if the factor is not a positive finite number
	 */
	public static SimulatorClock scaled(double factor) {
		return new ScaledClock(factor);
	}

	/**
	 * Return a clock that stands still until {@link #advance(Duration)} is called. It
	 * starts at 2026-01-01T00:00:00Z.
	 * @return a new clock
	 */
	public static SimulatorClock manual() {
		return new ManualClock();
	}

	/**
	 * Return the simulated time.
	 * @return the simulated instant
	 */
	public abstract Instant instant();

	/**
	 * Move a {@linkplain #manual() manual} clock. All that falls due on the way is done
	 * in the order of simulated time, on the calling thread, before this method returns;
	 * what that causes within the given time is done as well. The bytes are then on their
	 * way, not necessarily received.
	 * @param duration how far to move; not negative
	 * @throws IllegalStateException if this is not a manual clock
	 * @throws IllegalArgumentException if the duration is negative
	 */
	public void advance(Duration duration) {
		throw new IllegalStateException("Only a manual clock can be advanced");
	}

	/**
	 * Run a task after a simulated delay.
	 * @param delay the simulated delay
	 * @param executor what to run on, unless the clock is moved by hand
	 * @param task what to run
	 * @return cancels the task
	 */
	abstract Runnable schedule(Duration delay, ScheduledExecutorService executor, Runnable task);

}
