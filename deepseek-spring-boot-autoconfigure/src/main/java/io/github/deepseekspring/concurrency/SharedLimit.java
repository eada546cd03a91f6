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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import io.github.deepseekspring.RateLimitException;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/**
 * The part of a group's limit that all instances share: sees to it that the store is
 * asked when it is time to, and that no request waits for it longer than it may. When the
 * store does not answer, the group goes by limits of its own, and tells the store what
 * runs as soon as it answers again.
 */
final class SharedLimit implements StoreDialogue.Events {

	private static final long SHORTEST_POLL = TimeUnit.MILLISECONDS.toNanos(25);

	private static final long LONGEST_POLL = TimeUnit.MILLISECONDS.toNanos(75);

	private static final long STALL = TimeUnit.MILLISECONDS.toNanos(20);

	private final LimitGroup group;

	private final Slots slots;

	private final WaitingRoom room;

	private final Adaptation adaptation;

	private final Leases leases;

	private final SharedLimits limits;

	private final Patience patience;

	private final LeaseExchange exchange;

	private final StoreDialogue dialogue;

	private final SharedThrottling throttling;

	private final Outage outage = new Outage(this::probe);

	private final StepLoop steps;

	private final List<Sinks.Empty<Void>> releaseWatchers = new ArrayList<>();

	/**
	 * There as long as the store is needed.
	 */
	private @Nullable Disposable heartbeat;

	private boolean polling;

	private boolean watching;

	SharedLimit(LimitGroup group, Slots slots, WaitingRoom room, Adaptation adaptation, Leases leases,
			SharedLimits limits) {
		this.group = group;
		this.slots = slots;
		this.room = room;
		this.adaptation = adaptation;
		this.leases = leases;
		this.limits = limits;
		this.patience = new Patience(limits.settings.acquireTimeout().toNanos());
		this.exchange = new LeaseExchange(slots, leases, this.patience);
		this.dialogue = new StoreDialogue(group, slots, leases, this.patience, this.exchange, limits.store, this);
		this.throttling = new SharedThrottling(group, leases, limits.store, adaptation, this::wake);
		this.steps = new StepLoop(() -> group.locked(this::nextStep));
	}

	/**
	 * Make this instance known, and renew its leases from time to time.
	 */
	void start() {
		long nanos = this.limits.settings.heartbeat().toNanos();
		this.heartbeat = Schedulers.parallel().schedulePeriodically(this::beat, nanos, nanos, TimeUnit.NANOSECONDS);
		beat();
	}

	private void beat() {
		long heartbeat = this.limits.settings.heartbeat().toNanos();
		StoreCall stuck = this.group.locked(() -> {
			if (this.leases.isAlone()) {
				return null;
			}
			this.dialogue.renewAll();
			StoreCall current = this.dialogue.current();
			return (current != null && current.age() >= heartbeat) ? current : null;
		});
		if (stuck != null) {
			this.dialogue.timedOut(stuck, "it has not answered for as long as a heartbeat");
		}
		wake();
	}

	/**
	 * A request needs an answer of the store. Called with the lock.
	 */
	void arrived() {
		this.patience.arrived(this.dialogue.current() != null, Ticket.now());
	}

	/**
	 * Tell the store of a 429.
	 * @return {@code false} if the group does not go by the limit of the store
	 */
	boolean rejected(LimitedSubscription<?> request, RateLimitException rejection) {
		return this.throttling.rejected(request, rejection);
	}

	/**
	 * See whether there is something to do.
	 */
	void wake() {
		this.steps.run();
	}

	private @Nullable Runnable nextStep() {
		if (this.exchange.isRefused() && !this.polling) {
			this.polling = true;
			return this::pollLater;
		}
		if (this.room.isUnaware() && (this.exchange.isRefused() || this.leases.isAlone() || this.slots.room() == 0)) {
			return this.group::contend;
		}
		boolean alone = this.leases.isAlone();
		boolean idle = this.dialogue.current() == null;
		if (!this.releaseWatchers.isEmpty() && (idle || alone)) {
			if (this.leases.isSettled()) {
				List<Sinks.Empty<Void>> watchers = List.copyOf(this.releaseWatchers);
				this.releaseWatchers.clear();
				return () -> watchers.forEach(Sinks.Empty::tryEmitEmpty);
			}
			if (!alone) {
				arrived();
			}
		}
		if (this.room.isClosed() && this.leases.isSettled() && (idle || alone)) {
			return end();
		}
		return idle ? this.dialogue.next() : watch();
	}

	/**
	 * Nothing will be asked of the store any more.
	 */
	private @Nullable Runnable end() {
		Disposable timer = this.heartbeat;
		this.heartbeat = null;
		return (timer != null) ? timer::dispose : null;
	}

	private void pollLater() {
		Schedulers.parallel().schedule(() -> {
			this.group.locked(() -> {
				this.polling = false;
				this.exchange.poll();
				return null;
			});
			wake();
		}, ThreadLocalRandom.current().nextLong(SHORTEST_POLL, LONGEST_POLL), TimeUnit.NANOSECONDS);
	}

	private @Nullable Runnable watch() {
		if (this.watching || !this.patience.isTested() || this.leases.isAlone()) {
			return null;
		}
		this.watching = true;
		return () -> watchFor(this.patience.left(Ticket.now()));
	}

	private void watchFor(long time) {
		long end = Ticket.now() + time;
		Schedulers.parallel().schedule(() -> losePatience(end), time, TimeUnit.NANOSECONDS);
	}

	/**
	 * When this very task is late, it is this instance that has not run for a while, and
	 * the answer may be here already.
	 */
	private void losePatience(long end) {
		if (Ticket.now() - end > STALL) {
			watchFor(STALL);
			return;
		}
		StoreCall late = this.group.locked(() -> {
			this.watching = false;
			return (this.patience.isTested() && this.patience.left(Ticket.now()) == 0) ? this.dialogue.current() : null;
		});
		if (late != null) {
			this.dialogue.timedOut(late, "it has not answered in time");
		}
		wake();
	}

	@Override
	public void answered() {
		if (this.leases.isAlone()) {
			this.outage.hurry();
		}
		this.group.dispatch();
		wake();
	}

	@Override
	public void lost(String cause) {
		this.limits.lost(cause);
		this.adaptation.watch();
		this.group.dispatch();
		this.group.contend();
		this.outage.begin();
		wake();
	}

	@Override
	public void found() {
		this.limits.found();
	}

	/**
	 * Try whether the store answers again.
	 */
	private boolean probe() {
		boolean wanted = this.group.locked(() -> {
			boolean goesOn = this.leases.isAlone() && this.heartbeat != null;
			if (goesOn) {
				this.dialogue.probe();
			}
			return goesOn;
		});
		wake();
		return wanted;
	}

	/**
	 * Wait until no request runs and the store knows it or cannot be told.
	 */
	Mono<Void> whenReleased() {
		return Mono.defer(() -> {
			Sinks.Empty<Void> watcher = Sinks.empty();
			this.group.locked(() -> this.releaseWatchers.add(watcher));
			wake();
			return watcher.asMono();
		});
	}

}
