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
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.deepseekspring.ConcurrencyLimitExceededException;
import io.github.deepseekspring.ConcurrencyLimitExceededException.Reason;
import io.github.deepseekspring.RateLimitException;
import io.github.deepseekspring.concurrency.ConcurrencyLimiterListener.Scope;
import org.jspecify.annotations.Nullable;

/**
 * The slots of the models that DeepSeek counts together, and who waits for them. Its lock
 * is held for a few steps at a time and never while others are told something.
 */
final class LimitGroup {

	private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

	private final String name;

	private final List<String> models;

	private final int maxQueue;

	private final ConcurrencySettings settings;

	private final GroupStatistics statistics;

	private final GroupLimits limits;

	private final FairQueue queue;

	/**
	 * Of those that wait for the first time.
	 */
	private final Deadlines deadlines;

	/**
	 * Taken back after a 429, and not yet to be sent again.
	 */
	private final Set<Waiter> resting = new HashSet<>();

	private final AtomicInteger draining = new AtomicInteger();

	private int inFlight;

	private boolean shutdown;

	private volatile boolean recovering;

	LimitGroup(String name, List<String> models, int limit, @Nullable Integer userLimit, ConcurrencySettings settings,
			ConcurrencyLimiterListener listener) {
		this.name = name;
		this.models = models;
		this.maxQueue = (settings.maxQueue() != null) ? settings.maxQueue() : 2 * limit;
		this.settings = settings;
		this.statistics = new GroupStatistics(name, listener);
		this.limits = new GroupLimits(limit, userLimit, settings.adaptive());
		this.queue = new FairQueue(limit, this.limits.users());
		this.deadlines = new Deadlines(this, this.queue::remove, (waiter) -> refuse(waiter, Reason.TIMED_OUT));
	}

	Duration maxWait() {
		return this.settings.maxWait();
	}

	int requeue() {
		return this.settings.adaptive().requeue();
	}

	GroupStatistics statistics() {
		return this.statistics;
	}

	synchronized int inFlight() {
		return this.inFlight;
	}

	synchronized int waiting() {
		return this.queue.waiting();
	}

	/**
	 * Return how many callers and users something is known of.
	 */
	synchronized int known() {
		UserDirectory users = this.limits.users();
		return this.queue.knownCallers() + ((users != null) ? users.size() : 0);
	}

	/**
	 * Return what the group does. The lock of the statistics is always the inner one.
	 */
	synchronized LimitGroupSnapshot snapshot() {
		return this.statistics.snapshot(this.models, this.limits.account(), this.inFlight, this.queue);
	}

	/**
	 * Take a slot for a request or line it up.
	 * @param waiter the request
	 * @param takenBack whether it had a slot before, which gives it the first place in
	 * its caller's line, whether the queue is full or not
	 * @param left how long it may still wait
	 * @return what became of it
	 */
	Admission enter(Waiter waiter, boolean takenBack, long left) {
		Waiter displaced;
		boolean watchDeadlines = false;
		synchronized (this) {
			this.resting.remove(waiter);
			if (this.shutdown) {
				return Admission.SHUTDOWN;
			}
			CallerLine line = this.queue.line(waiter.caller);
			boolean room = this.inFlight < this.limits.account().current() && line.userHasRoom();
			if (room && !this.queue.hasNext()) {
				this.queue.taken(line);
				granted(waiter, line);
				return Admission.GRANTED;
			}
			boolean full = this.queue.waiting() >= this.maxQueue && !room && !takenBack;
			displaced = full ? this.queue.newestOfALongerLine(line) : null;
			if (left <= 0 || (full && displaced == null)) {
				this.queue.forgetIfIdle(line);
				return Admission.FULL;
			}
			if (displaced != null) {
				this.queue.remove(displaced);
			}
			this.queue.add(line, waiter, takenBack);
			if (!takenBack) {
				watchDeadlines = this.deadlines.add(waiter);
			}
		}
		if (watchDeadlines) {
			this.deadlines.watch(left);
		}
		if (displaced != null) {
			refuse(displaced, Reason.DISPLACED);
		}
		return Admission.WAITING;
	}

	private void granted(Waiter waiter, CallerLine line) {
		this.inFlight++;
		waiter.line = line;
		this.limits.sent(waiter, line.user);
	}

	/**
	 * Remember a request that was taken back and enters again later.
	 * @return whether it may come again
	 */
	synchronized boolean rest(Waiter waiter) {
		if (this.shutdown) {
			return false;
		}
		this.resting.add(waiter);
		return true;
	}

	/**
	 * Forget a request that waits or rests.
	 * @return whether there was one to forget
	 */
	synchronized boolean remove(Waiter waiter) {
		return this.queue.remove(waiter) || this.resting.remove(waiter);
	}

	/**
	 * The server has taken the request: a limit that was cut may recover.
	 */
	void accepted(Waiter waiter) {
		if (!this.recovering) {
			return;
		}
		boolean grown;
		boolean recovered;
		synchronized (this) {
			UserSlots user = Objects.requireNonNull(waiter.line).user;
			grown = this.limits.accepted(user, this.inFlight, this.queue.hasNext());
			recovered = !this.limits.account().isReduced();
			this.queue.settle(user);
			this.recovering = !recovered || this.limits.users() != null;
		}
		if (recovered) {
			this.statistics.recovered();
		}
		if (grown) {
			drain();
		}
	}

	/**
	 * Take a slot back.
	 * @param waiter the request that had it
	 * @param rejection the 429 that it was answered with, if it was
	 */
	void release(Waiter waiter, @Nullable RateLimitException rejection) {
		Scope scope = Scope.ACCOUNT;
		synchronized (this) {
			CallerLine line = Objects.requireNonNull(waiter.line);
			this.inFlight--;
			if (rejection != null) {
				scope = this.limits.rejected(waiter, line.user, rejection.getLimit(), this.inFlight);
				this.recovering = true;
			}
			this.queue.released(line);
		}
		if (rejection != null) {
			this.statistics.throttled(scope, rejection);
		}
		drain();
	}

	synchronized ConcurrencyLimitExceededException exceeded(Reason reason) {
		return new ConcurrencyLimitExceededException(reason, this.name, this.limits.account().current(), this.inFlight,
				this.queue.waiting(), RETRY_AFTER);
	}

	void shutdown() {
		List<Waiter> all;
		synchronized (this) {
			this.shutdown = true;
			all = this.queue.all();
			all.forEach(this.queue::remove);
			all.addAll(this.resting);
			this.resting.clear();
		}
		all.forEach((waiter) -> refuse(waiter, Reason.SHUTDOWN));
	}

	private static void refuse(Waiter waiter, Reason reason) {
		GroupStatistics.shielded(() -> waiter.refused(reason));
	}

	/**
	 * Hand out what is free. Only one thread does so at a time and the others leave it
	 * the work, so that a source that ends at once cannot make the stack grow.
	 */
	private void drain() {
		if (this.draining.getAndIncrement() != 0) {
			return;
		}
		int missed = 1;
		do {
			Waiter next = next();
			while (next != null) {
				GroupStatistics.shielded(next::grantedAfterWait);
				next = next();
			}
			missed = this.draining.addAndGet(-missed);
		}
		while (missed != 0);
	}

	private synchronized @Nullable Waiter next() {
		Waiter waiter = (this.inFlight < this.limits.account().current()) ? this.queue.next() : null;
		if (waiter != null) {
			granted(waiter, Objects.requireNonNull(waiter.line));
		}
		return waiter;
	}

	/**
	 * What becomes of a request that wants a slot.
	 */
	enum Admission {

		GRANTED, WAITING, FULL, SHUTDOWN

	}

}
