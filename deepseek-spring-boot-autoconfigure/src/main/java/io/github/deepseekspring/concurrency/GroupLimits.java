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

import io.github.deepseekspring.concurrency.ConcurrencyLimiterListener.Scope;
import io.github.deepseekspring.concurrency.ConcurrencySettings.Adaptive;
import org.jspecify.annotations.Nullable;

/**
 * The limit of the account and, if it is expanded, those of its users. Not thread-safe.
 */
final class GroupLimits {

	private final AdaptiveLimit account;

	private final @Nullable UserDirectory users;

	GroupLimits(int limit, @Nullable Integer userLimit, Adaptive settings) {
		this.account = new AdaptiveLimit(limit, settings);
		this.users = (userLimit != null) ? new UserDirectory(userLimit, settings) : null;
	}

	AdaptiveLimit account() {
		return this.account;
	}

	@Nullable UserDirectory users() {
		return this.users;
	}

	/**
	 * Note which limits let a request through.
	 */
	void sent(LimitedSubscription<?> request, CallerLine line) {
		UserSlots user = line.user;
		request.round = (byte) this.account.round();
		request.userRound = (byte) ((user != null) ? user.limit.round() : 0);
	}

	/**
	 * Adapt to a 429. One that tells no limit is the user's if that runs about as many
	 * requests as it may.
	 * @param request the rejected request
	 * @param user its user, who still has its slot
	 * @param told the limit that the server told
	 * @param inFlight how many requests of the account run, the rejected one not counted
	 * @return whose limit it concerns
	 */
	Scope rejected(LimitedSubscription<?> request, @Nullable UserSlots user, @Nullable Integer told, int inFlight) {
		long now = Ticket.now();
		if (told == null && user != null && user.limit.isNearlyReachedBy(user.inFlight)) {
			user.limit.rejected(null, request.userRound, user.inFlight - 1, now);
			return Scope.USER;
		}
		this.account.rejected(told, request.round, inFlight, now);
		return Scope.ACCOUNT;
	}

	/**
	 * Let limits that were cut recover.
	 * @param user the user whose request was accepted
	 * @param inFlight how many requests of the account run
	 * @param waiting whether requests wait for a slot of the account
	 * @return whether more requests can run now
	 */
	boolean accepted(@Nullable UserSlots user, int inFlight, boolean waiting) {
		long now = Ticket.now();
		boolean more = this.account.accepted(inFlight, waiting, now);
		boolean moreOfUser = user != null && user.limit.accepted(user.inFlight, !user.parked.isEmpty(), now);
		return more || moreOfUser;
	}

}
