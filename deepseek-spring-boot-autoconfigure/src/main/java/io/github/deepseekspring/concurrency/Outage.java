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

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

import reactor.core.scheduler.Schedulers;

/**
 * Tries from time to time whether a store that did not answer does so again.
 */
final class Outage {

	private static final long SHORTEST_DELAY = TimeUnit.MILLISECONDS.toNanos(250);

	private static final long LONGEST_DELAY = TimeUnit.SECONDS.toNanos(5);

	private final BooleanSupplier probe;

	private final AtomicLong round = new AtomicLong();

	private volatile long begun;

	/**
	 * Create what is no outage yet.
	 * @param probe tries the store, and returns whether to go on with that
	 */
	Outage(BooleanSupplier probe) {
		this.probe = probe;
	}

	/**
	 * Try soon, and then less and less often.
	 */
	void begin() {
		this.begun = Ticket.now();
		tryAfter(SHORTEST_DELAY, this.round.incrementAndGet());
	}

	/**
	 * There is a sign that the store is back: begin again, but not all the time.
	 */
	void hurry() {
		if (Ticket.now() - this.begun >= LONGEST_DELAY) {
			begin();
		}
	}

	private void tryAfter(long delay, long ofRound) {
		Schedulers.parallel().schedule(() -> {
			if (this.round.get() == ofRound && this.probe.getAsBoolean()) {
				tryAfter(Math.min(2 * delay, LONGEST_DELAY), ofRound);
			}
		}, delay, TimeUnit.NANOSECONDS);
	}

}
