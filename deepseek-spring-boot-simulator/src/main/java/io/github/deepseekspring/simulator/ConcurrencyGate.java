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

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Counts the requests in flight and lets no more in than the account allows.
 */
final class ConcurrencyGate {

	private final SimulatedAccount account;

	private final Map<String, Group> groups = new HashMap<>();

	private int inFlight;

	private int highest;

	ConcurrencyGate(SimulatedAccount account) {
		this.account = account;
	}

	/**
	 * Let a request in, or say why not.
	 * @param model a known model or one of its aliases
	 * @param userId the {@code user_id}, if any
	 * @return a permit, or a refusal
	 */
	synchronized Entry enter(String model, @Nullable String userId) {
		String name = Models.served(model);
		String user = (userId != null) ? userId : "";
		Group group = this.groups.computeIfAbsent(name, (key) -> new Group());
		int limit = this.account.limit(name);
		if (group.inFlight >= limit) {
			return new Entry(null, FixedAnswer.rateLimited(group.inFlight + 1, limit, this.account.wordTheLimit()));
		}
		if (this.account.type() == SimulatedAccount.Type.EXPANDED
				&& group.users.getOrDefault(user, 0) >= this.account.userLimit(name)) {
			return new Entry(null, FixedAnswer.userRateLimited());
		}
		group.inFlight++;
		group.highest = Math.max(group.highest, group.inFlight);
		group.users.merge(user, 1, Integer::sum);
		this.inFlight++;
		this.highest = Math.max(this.highest, this.inFlight);
		return new Entry(() -> leave(group, user), null);
	}

	private synchronized void leave(Group group, String user) {
		group.inFlight--;
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

	synchronized void forgetHighest() {
		this.highest = this.inFlight;
		this.groups.values().forEach((group) -> group.highest = group.inFlight);
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

	}

}
