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
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.github.deepseekspring.concurrency.ConcurrencyLimiterListener.StoreOutcome;
import io.github.deepseekspring.concurrency.LeaseStore.Candidate;
import io.github.deepseekspring.concurrency.LeaseStore.Exchange;
import io.github.deepseekspring.concurrency.LeaseStore.Lease;
import io.github.deepseekspring.concurrency.LeaseStore.Standing;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Talks to the store for a group: one call at a time. A call cannot be taken back, but
 * its answer may come too late to matter, and then all that it has granted goes back.
 * What does not say otherwise is called with the group's lock.
 */
final class StoreDialogue {

	private static final int MOST_RENEWED = 500;

	private final LimitGroup group;

	private final Slots slots;

	private final Leases leases;

	private final Patience patience;

	private final LeaseExchange exchange;

	private final LeaseStore store;

	private final Events events;

	private @Nullable StoreCall current;

	/**
	 * Whether the store knows this instance and all its leases.
	 */
	private boolean known;

	private boolean renewalDue;

	/**
	 * Whether nothing is said to the store but that this instance is there. What is said
	 * to one that does not answer may be done much later, when it is not true any more.
	 */
	private boolean probing;

	StoreDialogue(LimitGroup group, Slots slots, Leases leases, Patience patience, LeaseExchange exchange,
			LeaseStore store, Events events) {
		this.group = group;
		this.slots = slots;
		this.leases = leases;
		this.patience = patience;
		this.exchange = exchange;
		this.store = store;
		this.events = events;
	}

	@Nullable StoreCall current() {
		return this.current;
	}

	/**
	 * All leases have to be renewed.
	 */
	void renewAll() {
		this.leases.renewAll();
		this.renewalDue = true;
	}

	/**
	 * Try whether the store answers in time again.
	 */
	void probe() {
		abandon();
		this.leases.forgetDue();
		this.probing = true;
		this.renewalDue = true;
	}

	/**
	 * Go on without the answer to the current call.
	 */
	private void abandon() {
		if (this.current != null) {
			this.current.abandoned = true;
			this.current = null;
		}
	}

	/**
	 * Begin the next call, if there is something to say.
	 * @return what makes it, without the lock
	 */
	@Nullable Runnable next() {
		boolean alone = this.leases.isAlone();
		if (this.renewalDue || (!alone && (!this.known || this.leases.hasDue()))) {
			return renew();
		}
		return alone ? null : exchange();
	}

	private Runnable renew() {
		this.renewalDue = false;
		StoreCall call = StoreCall.renewal(this.probing ? List.of() : this.leases.takeDue(MOST_RENEWED));
		this.current = call;
		List<Lease> due = call.renewed.stream().map((held) -> held.lease).toList();
		int expected = this.leases.standing().inFlight();
		return () -> send(call, () -> this.store.renew(this.leases.terms(), due, expected),
				(standing) -> renewed(call, standing));
	}

	private void renewed(StoreCall call, Standing standing) {
		if (!this.probing) {
			this.leases.setStanding(standing);
		}
		call.giveEndedBack(this.leases::giveBack);
		this.patience.answered(false);
		if (!this.leases.isAlone()) {
			this.known = !this.leases.hasDue();
		}
		else if (this.patience.allows(call.age())) {
			rejoin();
		}
	}

	/**
	 * The leases of those few requests that begin meanwhile are renewed when the store is
	 * asked again for those that come then.
	 */
	private void rejoin() {
		if (this.probing) {
			this.probing = false;
			renewAll();
		}
		else if (this.leases.due() > MOST_RENEWED) {
			this.renewalDue = true;
		}
		else {
			this.slots.rejoin(this.leases);
			this.known = !this.leases.hasDue();
		}
	}

	private @Nullable Runnable exchange() {
		StoreCall call = this.exchange.next();
		if (call == null) {
			return null;
		}
		this.current = call;
		return () -> {
			List<Candidate> candidates = call.wishes.stream().map((wish) -> wish.candidate(call.sentAt)).toList();
			send(call, () -> this.store.exchange(this.leases.terms(), call.returned, candidates),
					(answer) -> exchanged(call, answer));
		};
	}

	private void exchanged(StoreCall call, Exchange answer) {
		this.exchange.answered(call, answer);
		if (answer.known()) {
			this.leases.setStanding(answer.standing());
		}
		else {
			this.known = false;
			renewAll();
		}
	}

	private <R> void send(StoreCall call, Supplier<Mono<R>> request, Consumer<R> apply) {
		Mono.defer(request)
			.switchIfEmpty(Mono.error(() -> new IllegalStateException("The store has answered nothing")))
			.subscribe((answer) -> answered(call, () -> apply.accept(answer)), (ex) -> failed(call, ex));
	}

	/**
	 * Called without the lock.
	 */
	private void answered(StoreCall call, Runnable apply) {
		boolean alone = this.leases.isAlone();
		boolean timely = this.group.locked(() -> {
			if (call.abandoned) {
				call.undo(this.leases::giveBack);
				return false;
			}
			apply.run();
			this.current = null;
			return true;
		});
		if (timely) {
			tell(call, StoreOutcome.ANSWERED);
		}
		if (timely && alone && !this.leases.isAlone()) {
			this.events.found();
		}
		this.events.answered();
	}

	/**
	 * Called without the lock.
	 */
	private void failed(StoreCall call, Throwable failure) {
		if (!this.group.locked(() -> call.abandoned)) {
			tell(call, StoreOutcome.FAILED);
		}
		lose(call, "a call to it has failed with a " + failure.getClass().getSimpleName());
		this.group.locked(() -> {
			call.undo(this.leases::giveBackUnlessLapsed);
			if (this.current == call) {
				this.current = null;
			}
			return null;
		});
	}

	/**
	 * Go on without the answer to a call, which should have come by now. Called without
	 * the lock.
	 */
	void timedOut(StoreCall call, String cause) {
		tell(call, StoreOutcome.TIMED_OUT);
		lose(call, cause);
	}

	private void tell(StoreCall call, StoreOutcome outcome) {
		this.group.statistics().storeCalled(outcome, Duration.ofNanos(call.age()));
	}

	private void lose(StoreCall call, String cause) {
		boolean lost = this.group.locked(() -> {
			if (this.current != call || this.leases.isAlone()) {
				return false;
			}
			abandon();
			this.known = false;
			this.renewalDue = false;
			this.exchange.reset();
			this.slots.goAlone(this.leases);
			return true;
		});
		if (lost) {
			this.events.lost(cause);
		}
	}

	/**
	 * What others have to know. Called without the lock.
	 */
	interface Events {

		/**
		 * The store has answered a call, in time or not.
		 */
		void answered();

		/**
		 * The store does not answer in time, and the group goes by limits of its own.
		 */
		void lost(String cause);

		/**
		 * The store answers in time again, and knows all leases.
		 */
		void found();

	}

}
