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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.deepseekspring.concurrency.LeaseStore.Lease;
import io.github.deepseekspring.concurrency.LeaseStore.Standing;
import io.github.deepseekspring.concurrency.LeaseStore.Terms;
import io.github.deepseekspring.concurrency.LimitGroupSnapshot.Shared;
import org.jspecify.annotations.Nullable;

/**
 * The leases of a group: those of requests that run, those that were granted and are
 * nobody's yet, and those that go back to the store. Not thread-safe.
 */
final class Leases {

	private final Terms terms;

	private final Map<LimitedSubscription<?>, HeldLease> held = new HashMap<>();

	private final Deque<Grant> granted = new ArrayDeque<>();

	private final Deque<Lease> returned = new ArrayDeque<>();

	private final Deque<HeldLease> due = new ArrayDeque<>();

	private long lastId;

	private Standing standing;

	/**
	 * How many there were at most since the standing was told.
	 */
	private int mostHeld;

	private boolean alone;

	private long since;

	private Instant sinceTime;

	Leases(Terms terms) {
		this.terms = terms;
		this.standing = new Standing(0, terms.ceiling(), 0, 1);
		this.since = Ticket.now();
		this.sinceTime = GroupStatistics.now();
	}

	Terms terms() {
		return this.terms;
	}

	/**
	 * Return whether this instance goes by limits of its own.
	 */
	boolean isAlone() {
		return this.alone;
	}

	/**
	 * Go by limits of one's own, or by those of the store.
	 */
	void setAlone(boolean alone) {
		this.alone = alone;
		this.since = Ticket.now();
		this.sinceTime = GroupStatistics.now();
	}

	/**
	 * Return whether this instance knows the others, and has for a while: what was sent
	 * before may still be too much.
	 */
	boolean isTrusted() {
		return !this.alone
				&& Ticket.now() - this.since > this.terms.lease().toNanos() / LeaseSettings.FEWEST_HEARTBEATS;
	}

	Shared snapshot() {
		return new Shared(!this.alone, this.sinceTime, this.standing.limit(), this.standing.inFlight(),
				this.standing.instances());
	}

	Standing standing() {
		return this.standing;
	}

	void setStanding(Standing standing) {
		this.standing = standing;
		this.mostHeld = this.held.size();
	}

	/**
	 * Return what this instance may run as far as the store has told: what ran then,
	 * though some of it may have ended since, and a part of what was free.
	 */
	int share() {
		int free = Math.max(0, this.standing.limit() - this.standing.inFlight());
		return this.mostHeld + free / this.standing.instances();
	}

	Lease create(@Nullable UserSlots user) {
		this.lastId++;
		return new Lease((user != null) ? user.leaseName() : "",
				this.terms.instance() + "." + Long.toString(this.lastId, Character.MAX_RADIX));
	}

	void grant(Wish wish, long time) {
		this.granted.add(new Grant(wish, time));
	}

	@Nullable Grant nextGrant() {
		return this.granted.poll();
	}

	/**
	 * Give a request the lease that it runs with.
	 * @param user whose limit counts as well, if any
	 * @param grant the lease, or {@code null} for one that the store does not know yet
	 */
	void hold(LimitedSubscription<?> request, @Nullable UserSlots user, @Nullable Grant grant) {
		if (grant != null) {
			this.held.put(request, new HeldLease(grant.wish().lease(), grant.time()));
			this.mostHeld = Math.max(this.mostHeld, this.held.size());
		}
		else {
			HeldLease lease = new HeldLease(create(user), 0);
			this.held.put(request, lease);
			this.due.add(lease);
		}
	}

	/**
	 * Take the lease of a request that gives it back in another way.
	 */
	@Nullable HeldLease detach(LimitedSubscription<?> request) {
		HeldLease lease = this.held.remove(request);
		if (lease != null) {
			lease.held = false;
		}
		return lease;
	}

	void release(LimitedSubscription<?> request) {
		HeldLease lease = detach(request);
		if (lease != null) {
			giveBackUnlessLapsed(lease.lease);
		}
	}

	/**
	 * Give a lease back, unless the store has not answered for so long that it must have
	 * forgotten it.
	 */
	void giveBackUnlessLapsed(Lease lease) {
		if (!this.alone || Ticket.now() - this.since < this.terms.lease().toNanos()) {
			giveBack(lease);
		}
	}

	void giveBack(Lease lease) {
		this.returned.add(lease);
	}

	boolean hasReturned() {
		return !this.returned.isEmpty();
	}

	/**
	 * Take leases that go back to the store.
	 */
	List<Lease> takeReturned(int most) {
		List<Lease> leases = new ArrayList<>(Math.min(most, this.returned.size()));
		while (leases.size() < most && !this.returned.isEmpty()) {
			leases.add(this.returned.remove());
		}
		return leases;
	}

	/**
	 * All leases have to be renewed.
	 */
	void renewAll() {
		this.due.clear();
		this.due.addAll(this.held.values());
	}

	/**
	 * All will be renewed, but not yet.
	 */
	void forgetDue() {
		this.due.clear();
	}

	boolean hasDue() {
		return !this.due.isEmpty();
	}

	int due() {
		return this.due.size();
	}

	/**
	 * Take leases that have to be renewed.
	 */
	List<HeldLease> takeDue(int most) {
		List<HeldLease> leases = new ArrayList<>(Math.min(most, this.due.size()));
		while (leases.size() < most && !this.due.isEmpty()) {
			HeldLease lease = this.due.remove();
			if (lease.held) {
				leases.add(lease);
			}
		}
		return leases;
	}

	/**
	 * Return whether no request has a lease that the store should know of.
	 */
	boolean isSettled() {
		return this.held.isEmpty() && (this.alone || this.returned.isEmpty());
	}

	/**
	 * A lease that is nobody's yet.
	 *
	 * @param wish who needs it
	 * @param time the time of the store
	 */
	record Grant(Wish wish, long time) {
	}

}
