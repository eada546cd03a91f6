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

import reactor.core.scheduler.Schedulers;

/**
 * A time in which no slot is given away. While 429s come for requests that were sent
 * before the limit was cut, nobody knows how many of those under way the server will
 * take: a slot that gets free here is taken there already.
 */
final class Lull {

	private static final long LENGTH = TimeUnit.MILLISECONDS.toNanos(250);

	private final LimitGroup group;

	private final Runnable ended;

	private boolean lasting;

	private long end;

	/**
	 * Create what is no lull yet.
	 * @param group whose lock guards it
	 * @param ended called, without the lock, at the end of each
	 */
	Lull(LimitGroup group, Runnable ended) {
		this.group = group;
		this.ended = ended;
	}

	/**
	 * Called with the lock.
	 */
	boolean isLasting() {
		return this.lasting;
	}

	/**
	 * Begin the lull, or let it last longer.
	 */
	void prolong() {
		long now = Ticket.now();
		boolean begun = this.group.locked(() -> {
			boolean lastedAlready = this.lasting;
			this.lasting = true;
			this.end = now + LENGTH;
			return !lastedAlready;
		});
		if (begun) {
			endAfter(LENGTH);
		}
	}

	private void endAfter(long nanos) {
		Schedulers.parallel().schedule(this::endIfDue, nanos, TimeUnit.NANOSECONDS);
	}

	private void endIfDue() {
		long now = Ticket.now();
		long left = this.group.locked(() -> {
			this.lasting = now < this.end;
			return this.end - now;
		});
		if (left > 0) {
			endAfter(left);
		}
		else {
			this.ended.run();
		}
	}

}
