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
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Counts the requests in flight and lets no more in than the account allows.
 */
final class ConcurrencyGate {

	private final SimulatedAccount account;

	private final SimulatorClock clock;

	private final Map<String, Group> groups = new HashMap<>();

	private int inFlight;

	private int highest;

	ConcurrencyGate(SimulatedAccount account, SimulatorClock clock) {
		this.account = account;
		this.clock = clock;
	}

	/**
	 * Let a request in, or say why not.
	 * @param model a known model or one of its aliases
	 * @param userId the {@code user_id}, if any
	 * @return a permit, or a refusal
	 */
	Entry enter(String model, @Nullable String userId) {
		return enter(model, userId, this.clock.instant());
	}

	private synchronized Entry enter(String model, @Nullable String userId, Instant now) {
		String name = Models.served(model);
		String user = (userId != null) ? userId : "";
		Group group = this.groups.computeIfAbsent(name, (key) -> new Group(now));
		int limit = this.account.limit(name);
		if (group.inFlight >= limit) {
			return new Entry(null, FixedAnswer.rateLimited(group.inFlight + 1, limit, this.account.wordTheLimit()));
		}
		if (this.account.type() == SimulatedAccount.Type.EXPANDED
				&& group.users.getOrDefault(user, 0) >= this.account.userLimit(name)) {
			return new Entry(null, FixedAnswer.userRateLimited());
		}
		group.change(1, now);
		group.highest = Math.max(group.highest, group.inFlight);
		group.users.merge(user, 1, Integer::sum);
		this.inFlight++;
		this.highest = Math.max(this.highest, this.inFlight);
		return new Entry(() -> leave(group, user, this.clock.instant()), null);
	}

	private synchronized void leave(Group group, String user, Instant now) {
		group.change(-1, now);
		group.users.computeIfPresent(user, (key, count) -> (count > 1) ? count - 1 : null);
		this.inFlight--;
	}

	synchronized int inFlight() {
		return this.inFlight;
	}

	synchronized int inFlight(String model) {
		Group group = this.groups.get(Models.served(model));
		return (group != null) ? group.inFlight : 0;
	}

	synchronized int highest() {
		return this.highest;
	}

	synchronized int highest(String model) {
		Group group = this.groups.get(Models.served(model));
		return (group != null) ? group.highest : 0;
	}

	Duration occupied(String model) {
		return occupied(model, this.clock.instant());
	}

	private synchronized Duration occupied(String model, Instant now) {
		Group group = this.groups.get(Models.served(model));
		return (group != null) ? group.occupiedUntil(now) : Duration.ZERO;
	}

	void forget() {
		forget(this.clock.instant());
	}

	private synchronized void forget(Instant now) {
		this.highest = this.inFlight;
		this.groups.values().forEach((group) -> group.forget(now));
	}

	/**
	 * The answer to who wants to enter: exactly one of the two is there.
	 *
	 * @param permit gives the place back; to be run once
	 * @param refusal the answer to a request that must stay outside
	 */
	record Entry(@Nullable Runnable permit, @Nullable FixedAnswer refusal) {

	}

	private static final class Group {

		private final Map<String, Integer> users = new HashMap<>();

		private int inFlight;

		private int highest;

		private Instant since;

		private Duration occupied = Duration.ZERO;

		Group(Instant since) {
			this.since = since;
		}

		void change(int difference, Instant now) {
			forward(now);
			this.inFlight += difference;
		}

		Duration occupiedUntil(Instant now) {
			forward(now);
			return this.occupied;
		}

		void forget(Instant now) {
			this.highest = this.inFlight;
			this.since = now;
			this.occupied = Duration.ZERO;
		}

		/**
		 * The clock is read before the lock is taken, so that times may come in another
		 * order.
		 */
		private void forward(Instant now) {
			if (now.isAfter(this.since)) {
				this.occupied = this.occupied.plus(Duration.between(this.since, now).multipliedBy(this.inFlight));
				this.since = now;
			}
		}

	}

}
