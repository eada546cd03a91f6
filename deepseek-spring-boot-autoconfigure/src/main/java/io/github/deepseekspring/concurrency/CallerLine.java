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

import io.github.deepseekspring.user.Caller;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one caller: how many run, and those that wait, in their order. Not
 * thread-safe.
 */
final class CallerLine {

	final LimitGroup group;

	@Nullable Caller caller;

	/**
	 * For the {@link CallerTable}, as are the hash and the next one's number.
	 */
	final int number;

	int hash;

	int next;

	/**
	 * Whose limit counts as well, or {@code null} if only the account's does.
	 */
	@Nullable UserSlots user;

	final Chain<Ticket<?>> waiters = new Chain<>();

	/**
	 * The place among those that may be next, or among those whose user has no slot.
	 */
	final Chain.Link<CallerLine> turn = new Chain.Link<>(this);

	/**
	 * The place among the lines of the same length.
	 */
	final Chain.Link<CallerLine> length = new Chain.Link<>(this);

	/**
	 * Since when it has had its place among those that may be next.
	 */
	long since;

	int inFlight;

	CallerLine(LimitGroup group, int number) {
		this.group = group;
		this.number = number;
	}

	boolean userHasRoom() {
		return this.user == null || this.user.room() > 0;
	}

	boolean isParked() {
		return this.user != null && this.turn.isIn(this.user.parked);
	}

	boolean isIdle() {
		return this.inFlight == 0 && this.waiters.isEmpty();
	}

}
