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

import io.github.deepseekspring.RateLimitException;
import io.github.deepseekspring.concurrency.ConcurrencyLimiterListener.Scope;
import io.github.deepseekspring.concurrency.ConcurrencyLimiterListener.StoreOutcome;
import io.github.deepseekspring.concurrency.LeaseStore.Throttling;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Tells the store of 429s, so that all instances slow down. The lease of the request goes
 * back in the same call: nobody gets it before the limit is cut.
 */
final class SharedThrottling {

	private final LimitGroup group;

	private final Leases leases;

	private final LeaseStore store;

	private final Adaptation adaptation;

	private final Runnable changed;

	/**
	 * Create what tells the store.
	 * @param group the group
	 * @param leases the leases of the group
	 * @param store the store
	 * @param adaptation lets the limits of users recover
	 * @param changed called when the store has answered
	 */
	SharedThrottling(LimitGroup group, Leases leases, LeaseStore store, Adaptation adaptation, Runnable changed) {
		this.group = group;
		this.leases = leases;
		this.store = store;
		this.adaptation = adaptation;
		this.changed = changed;
	}

	/**
	 * Tell the store of a 429.
	 * @return {@code false} if the group goes by limits of its own, or by fixed ones
	 */
	boolean rejected(LimitedSubscription<?> request, RateLimitException rejection) {
		if (!this.group.settings().adaptive().enabled()) {
			return false;
		}
		CallerLine line = request.line;
		UserSlots user = (line != null) ? line.user : null;
		byte userRound = request.userRound;
		Rejected rejected = this.group.locked(() -> this.leases.isAlone() ? null
				: new Rejected(rejection, this.leases.detach(request), user, userRound));
		if (rejected != null && rejected.lease() != null) {
			tell(rejected, rejected.lease());
		}
		return rejected != null;
	}

	private void tell(Rejected rejected, HeldLease lease) {
		long sentAt = Ticket.now();
		boolean reads = this.group.settings().adaptive().readLimitFromError();
		Integer told = reads ? rejected.rejection().getLimit() : null;
		Mono.defer(() -> this.store.throttled(this.leases.terms(), lease.lease, lease.grantedAt, told))
			.switchIfEmpty(Mono.error(() -> new IllegalStateException("The store has answered nothing")))
			.doOnSuccess((answer) -> told(StoreOutcome.ANSWERED, sentAt))
			.subscribe((answer) -> answered(rejected, answer), (ex) -> failed(rejected, lease, sentAt));
	}

	private void told(StoreOutcome outcome, long sentAt) {
		this.group.statistics().storeCalled(outcome, Duration.ofNanos(Ticket.now() - sentAt));
	}

	private void answered(Rejected rejected, Throttling answer) {
		UserSlots user = rejected.user();
		this.group.locked(() -> {
			this.leases.setStanding(answer.standing());
			if (answer.scope() == Scope.USER && user != null) {
				user.limit.rejected(null, rejected.userRound(), user.inFlight, Ticket.now());
				this.adaptation.watch();
			}
			return null;
		});
		this.group.statistics().throttled(answer.scope(), rejected.rejection());
		if (answer.late() && rejected.rejection().getLimit() == null) {
			this.adaptation.pause();
		}
		this.changed.run();
	}

	private void failed(Rejected rejected, HeldLease lease, long sentAt) {
		told(StoreOutcome.FAILED, sentAt);
		this.group.locked(() -> {
			this.leases.giveBackUnlessLapsed(lease.lease);
			return null;
		});
		this.group.statistics().throttled(Scope.ACCOUNT, rejected.rejection());
		this.changed.run();
	}

	/**
	 * A request that was answered 429.
	 *
	 * @param rejection the answer
	 * @param lease its lease, or {@code null} if it had none any more
	 * @param user its user, if users are limited
	 * @param userRound the round of the user's limit that let it through
	 */
	private record Rejected(RateLimitException rejection, @Nullable HeldLease lease, @Nullable UserSlots user,
			byte userRound) {
	}

}
