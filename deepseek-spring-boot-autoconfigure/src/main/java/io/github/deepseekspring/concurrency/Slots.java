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

import java.util.Objects;

import io.github.deepseekspring.RateLimitException;
import io.github.deepseekspring.concurrency.ConcurrencyLimiterListener.Scope;
import io.github.deepseekspring.user.Caller;
import org.jspecify.annotations.Nullable;

/**
 * The slots of a group: how many there are, who has one and who is next. Not thread-safe.
 */
final class Slots {

	private final GroupLimits limits;

	private final FairQueue queue;

	private int inFlight;

	Slots(LimitGroup group, int limit, @Nullable Integer userLimit, ConcurrencySettings settings) {
		this.limits = new GroupLimits(limit, userLimit, settings.adaptive());
		this.queue = new FairQueue(limit, this.limits.users(), group);
	}

	FairQueue queue() {
		return this.queue;
	}

	AdaptiveLimit limit() {
		return this.limits.account();
	}

	Counts counts() {
		UserDirectory users = this.limits.users();
		int known = this.queue.knownCallers() + ((users != null) ? users.size() : 0);
		return new Counts(limit().current(), limit().ceiling(), this.inFlight, this.queue.waiting(),
				this.queue.waitingCallers(), known);
	}

	private boolean hasFree() {
		return this.inFlight < this.limits.account().current();
	}

	boolean hasFreeFor(CallerLine line) {
		return hasFree() && line.userHasRoom();
	}

	/**
	 * Give a request a slot if nobody waits and there is one.
	 * @return whether it has one
	 */
	boolean tryTake(LimitedSubscription<?> request, Caller caller) {
		if (this.queue.waiting() > 0 || !hasFree()) {
			return false;
		}
		CallerLine line = this.queue.line(caller);
		if (!line.userHasRoom()) {
			return false;
		}
		take(request, line);
		return true;
	}

	void take(LimitedSubscription<?> request, CallerLine line) {
		this.queue.taken(line);
		taken(request, line);
	}

	private void taken(LimitedSubscription<?> request, CallerLine line) {
		this.inFlight++;
		request.line = line;
		this.limits.sent(request, line.user);
	}

	/**
	 * Give the one whose turn it is a slot, if there is one of either.
	 */
	@Nullable Ticket<?> next() {
		Ticket<?> ticket = hasFree() ? this.queue.next() : null;
		if (ticket != null) {
			taken(ticket.request, Objects.requireNonNull(ticket.line));
		}
		return ticket;
	}

	/**
	 * Let limits that were cut recover, since the server has taken a request.
	 * @return whether more requests can run now
	 */
	boolean accepted(CallerLine line) {
		boolean grown = this.limits.accepted(line.user, this.inFlight, this.queue.hasNext());
		this.queue.settle(line.user);
		return grown;
	}

	/**
	 * Return whether a limit may be lower than it is configured.
	 */
	boolean mayRecover() {
		return this.limits.account().isReduced() || this.limits.users() != null;
	}

	/**
	 * Take the slot of a request back.
	 * @param rejection the 429 that it was answered with, if it was
	 * @return whose limit that concerns
	 */
	Scope release(LimitedSubscription<?> request, CallerLine line, @Nullable RateLimitException rejection) {
		request.line = null;
		this.inFlight--;
		Scope scope = (rejection != null)
				? this.limits.rejected(request, line.user, rejection.getLimit(), this.inFlight) : Scope.ACCOUNT;
		this.queue.released(line);
		return scope;
	}

}
