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

import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.github.deepseekspring.ConcurrencyLimitExceededException.Reason;
import io.github.deepseekspring.concurrency.ConcurrencyLimiterListener.Scope;
import org.jspecify.annotations.Nullable;

/**
 * What a limit group does at one time. It names no user.
 *
 * @param group the name of the group
 * @param models the models that are known to belong to it; empty for the group that takes
 * the models of no other group
 * @param limit how many requests may run now
 * @param ceiling how many requests may run at most, as configured
 * @param inFlight how many requests run; more than the limit for a while after it fell
 * @param waiting how many requests wait
 * @param waitingCallers how many callers have requests that wait
 * @param rejected how many requests were refused since the start, by reason
 * @param throttledTold how many 429s told a limit
 * @param throttledUntold how many 429s told none
 * @param lastThrottling the latest 429, or {@code null} if there was none
 * @param balanceLimited whether the account's balance is what limits, by the latest 429s;
 * waiting does not cure that, a top-up does
 * @param shared how the group stands over all instances, or {@code null} if its limit is
 * not shared
 * @since 0.1.0
 */
public record LimitGroupSnapshot(String group, List<String> models, int limit, int ceiling, int inFlight, int waiting,
		int waitingCallers, Map<Reason, Long> rejected, long throttledTold, long throttledUntold,
		@Nullable Throttling lastThrottling, boolean balanceLimited, @Nullable Shared shared) {

	public LimitGroupSnapshot {
		models = List.copyOf(models);
		rejected = Map.copyOf(rejected);
	}

	/**
	 * Return when the latest 429 came.
	 * @return the time, or {@code null} if there was none
	 */
	public @Nullable Instant lastThrottledAt() {
		return (this.lastThrottling != null) ? this.lastThrottling.at() : null;
	}

	/**
	 * How a limit group stands over all instances, as far as this one has been told.
	 *
	 * @param available whether the store of the shared limits answers; if not, the
	 * instance goes by limits of its own
	 * @param since when that began
	 * @param limit how many requests of the account may run
	 * @param inFlight how many ran
	 * @param instances how many instances are known, this one included
	 */
	public record Shared(boolean available, Instant since, int limit, int inFlight, int instances) {
	}

	/**
	 * An answer with status 429.
	 *
	 * @param at when it came
	 * @param toldLimit the limit that the server told, at least 1, or {@code null} if it
	 * told none
	 * @param scope whose limit it concerns
	 * @param balanceLimited whether the server said that the balance is what limits
	 */
	public record Throttling(Instant at, @Nullable Integer toldLimit, Scope scope, boolean balanceLimited) {
	}

}
