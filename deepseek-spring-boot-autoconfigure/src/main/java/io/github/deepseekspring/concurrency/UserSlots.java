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

import org.jspecify.annotations.Nullable;

/**
 * What one {@code user_id} of an expanded account may do and does. Not thread-safe.
 */
final class UserSlots {

	final String userId;

	final AdaptiveLimit limit;

	/**
	 * The lines that wait for a slot of this user, and must not hold up the others.
	 */
	final Chain<CallerLine> parked = new Chain<>();

	int inFlight;

	/**
	 * Callers with a request that runs or waits.
	 */
	int lines;

	/**
	 * Lines that are not parked although they wait.
	 */
	int ready;

	/**
	 * Whether it has as many leases as it may, over all instances.
	 */
	boolean limitedByStore;

	private @Nullable String leaseName;

	private long lastRound;

	private int asked;

	UserSlots(String userId, AdaptiveLimit limit) {
		this.userId = userId;
		this.limit = limit;
	}

	int room() {
		return this.limit.current() - this.inFlight;
	}

	/**
	 * Return whether it may ask the store for one more lease: for as many as it has room,
	 * or for one if it got none the last time.
	 * @param round a number for what is asked for together
	 */
	boolean mayAsk(long round) {
		if (this.lastRound != round) {
			this.lastRound = round;
			this.asked = 0;
		}
		this.asked++;
		return this.asked <= (this.limitedByStore ? 1 : room());
	}

	/**
	 * Return a name for the leases of this user, which does not tell the {@code user_id}.
	 */
	String leaseName() {
		if (this.leaseName == null) {
			this.leaseName = this.userId.isEmpty() ? "" : LeaseNames.hash(this.userId);
		}
		return this.leaseName;
	}

}
