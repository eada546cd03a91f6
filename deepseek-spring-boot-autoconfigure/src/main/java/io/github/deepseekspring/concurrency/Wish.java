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

import io.github.deepseekspring.concurrency.LeaseStore.Candidate;
import io.github.deepseekspring.concurrency.LeaseStore.Lease;
import org.jspecify.annotations.Nullable;

/**
 * A lease that a line needs for the next of its requests.
 *
 * @param lease the lease
 * @param line the line, which may be another caller's by the time of the answer
 * @param user whose limit counts as well, or {@code null} if only the account's does
 * @param rank the lower, the sooner it is the line's turn
 * @param since when it began to be the line's turn among those of the same rank
 */
record Wish(Lease lease, CallerLine line, @Nullable UserSlots user, int rank, long since) {

	Candidate candidate(long now) {
		return new Candidate(this.lease, this.rank, Duration.ofNanos(Math.max(0, now - this.since)));
	}

	/**
	 * Return whether the line has another request that the lease is good for.
	 */
	boolean isStillOpen() {
		return this.line.user == this.user && !this.line.waiters.isEmpty();
	}

}
