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
import io.github.deepseekspring.concurrency.Leases.Grant;
import io.github.deepseekspring.concurrency.LimitGroupSnapshot.Shared;
import io.github.deepseekspring.user.Caller;
import org.jspecify.annotations.Nullable;

/**
 * The slots of a group: how many there are, who has one and who is next. Not thread-safe.
 */
final class Slots {

	private final GroupLimits limits;

	private final AdaptiveLimit limit;

	private final CallerTable lines;

	private final FairQueue queue;

	private final Lull lull;

	/**
	 * Needed for each slot beside it, if the limit is shared.
	 */
	private final @Nullable Leases leases;

	private int inFlight;

	/**
	 * The limit as long as requests need not queue, and otherwise zero: all that one
	 * which need not wait has to know.
	 */
	private int openLimit;

	private byte openRound;

	Slots(LimitGroup group, int limit, @Nullable Integer userLimit, ConcurrencySettings settings, Lull lull,
			@Nullable Leases leases) {
		this.lull = lull;
		this.leases = leases;
		this.limits = new GroupLimits(limit, userLimit, settings.adaptive());
		this.limit = this.limits.account();
		this.lines = new CallerTable(group, this.limits.users());
		this.queue = new FairQueue(this.lines);
		refresh(false);
	}

	CallerTable lines() {
		return this.lines;
	}

	FairQueue queue() {
		return this.queue;
	}

	Counts counts() {
		Leases shared = asksStore() ? this.leases : null;
		int effectiveLimit = (shared != null) ? shared.standing().limit() : this.limit.current();
		return new Counts(effectiveLimit, this.limit.ceiling(), this.inFlight, this.queue.waiting(),
				this.queue.waitingCallers(), this.lines.known());
	}

	/**
	 * Return how the limit stands over all instances, if it is shared.
	 */
	@Nullable Shared shared() {
		return (this.leases != null) ? this.leases.snapshot() : null;
	}

	/**
	 * Return whether slots may be given away, if there are leases for them.
	 */
	boolean hasRoom() {
		return this.inFlight < this.limit.current() && !this.lull.isLasting();
	}

	int room() {
		return hasRoom() ? this.limit.current() - this.inFlight : 0;
	}

	boolean hasFreeFor(CallerLine line) {
		return hasRoom() && !asksStore() && line.userHasRoom();
	}

	/**
	 * Return whether the store has to be asked for a lease for each slot.
	 */
	boolean asksStore() {
		return this.leases != null && !this.leases.isAlone();
	}

	/**
	 * Has to be called whenever something but a slot was given or taken back.
	 * @param closed whether no request may come any more
	 */
	void refresh(boolean closed) {
		boolean open = !closed && this.leases == null && this.queue.waiting() == 0 && this.limits.users() == null
				&& !this.lull.isLasting();
		this.openLimit = open ? this.limit.current() : 0;
		this.openRound = (byte) this.limit.round();
	}

	/**
	 * Give a request a slot if nobody waits and there is one.
	 * @return whether it has one
	 */
	boolean tryTake(LimitedSubscription<?> request, Caller caller) {
		if (this.inFlight >= this.openLimit) {
			return false;
		}
		CallerLine line = this.lines.line(caller);
		line.inFlight++;
		this.inFlight++;
		request.line = line;
		request.round = this.openRound;
		return true;
	}

	void take(LimitedSubscription<?> request, CallerLine line) {
		this.queue.taken(line);
		taken(request, line, null);
	}

	private void taken(LimitedSubscription<?> request, CallerLine line, @Nullable Grant grant) {
		this.inFlight++;
		request.line = line;
		this.limits.sent(request, line);
		if (this.leases != null) {
			this.leases.hold(request, line.user, grant);
		}
	}

	/**
	 * Give the one whose turn it is a slot, if there is one of either.
	 */
	@Nullable Ticket<?> next() {
		if (this.leases != null && !this.leases.isAlone()) {
			return nextGranted(this.leases);
		}
		Ticket<?> ticket = hasRoom() ? this.queue.next() : null;
		if (ticket != null) {
			taken(ticket.request, Objects.requireNonNull(ticket.line), null);
		}
		return ticket;
	}

	/**
	 * A lease is for whoever's turn it is by now, or, where users are limited, for the
	 * next one of its user. Those that nobody needs any more go back.
	 */
	private @Nullable Ticket<?> nextGranted(Leases shared) {
		Grant grant = shared.nextGrant();
		while (grant != null) {
			Ticket<?> ticket = hasRoom() ? next(grant.wish()) : null;
			if (ticket != null) {
				taken(ticket.request, Objects.requireNonNull(ticket.line), grant);
				return ticket;
			}
			shared.giveBack(grant.wish().lease());
			grant = shared.nextGrant();
		}
		return null;
	}

	private @Nullable Ticket<?> next(Wish wish) {
		if (wish.user() == null) {
			return this.queue.next();
		}
		return (wish.isStillOpen() && wish.line().userHasRoom()) ? this.queue.next(wish.line()) : null;
	}

	/**
	 * Let limits that were cut recover, since the server has taken a request.
	 * @return whether more requests can run now
	 */
	boolean accepted(LimitedSubscription<?> request) {
		CallerLine line = request.line;
		if (line == null) {
			return false;
		}
		boolean grown = this.limits.accepted(line.user, this.inFlight, this.queue.hasNext());
		this.queue.settle(line);
		return grown;
	}

	/**
	 * Return whether a limit may be lower than it is configured.
	 */
	boolean mayRecover() {
		return this.limit.isReduced() || this.limits.users() != null;
	}

	/**
	 * Take the slot of a request back.
	 * @return whether someone waits
	 */
	boolean release(LimitedSubscription<?> request, CallerLine line) {
		request.line = null;
		this.inFlight--;
		if (this.leases != null) {
			this.leases.release(request);
		}
		if (this.openLimit > 0) {
			line.inFlight--;
			if (line.inFlight == 0) {
				this.lines.forget(line);
			}
			return false;
		}
		this.queue.released(line);
		return this.queue.waiting() > 0;
	}

	/**
	 * Return whether a request was sent before the limit was last cut.
	 */
	boolean isLate(LimitedSubscription<?> request) {
		return request.line != null && request.round != (byte) this.limit.round();
	}

	/**
	 * Adapt to the 429 that a request was answered with.
	 * @return whose limit that concerns, or {@code null} if it has no slot any more
	 */
	@Nullable Scope rejected(LimitedSubscription<?> request, RateLimitException rejection) {
		CallerLine line = request.line;
		return (line != null) ? this.limits.rejected(request, line.user, told(rejection), this.inFlight - 1) : null;
	}

	/**
	 * A limit of the account tells one of several instances that do not know of each
	 * other only that it has too many, unless it is below what this one runs itself.
	 */
	private @Nullable Integer told(RateLimitException rejection) {
		Integer told = rejection.getLimit();
		boolean others = this.leases != null && this.leases.standing().instances() > 1;
		return (told != null && others && told >= this.inFlight) ? null : told;
	}

	/**
	 * Return whether nobody else sends requests that the limit should have held back.
	 */
	boolean isTrusted() {
		return this.leases == null || this.leases.isTrusted();
	}

	/**
	 * The store does not answer: go by a limit that does not need it.
	 */
	void goAlone(Leases own) {
		own.setAlone(true);
		this.limit.startOver(Math.max(this.inFlight, own.share()), Ticket.now());
	}

	/**
	 * The store answers again, and knows the limit.
	 */
	void rejoin(Leases shared) {
		shared.setAlone(false);
		this.limit.restore();
	}

}
