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
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.github.deepseekspring.ConcurrencyLimitExceededException;
import io.github.deepseekspring.ConcurrencyLimitExceededException.Reason;
import io.github.deepseekspring.RateLimitException;
import io.github.deepseekspring.concurrency.ConcurrencyLimiterListener.Scope;
import io.github.deepseekspring.user.Caller;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Schedulers;

/**
 * The slots of the models that DeepSeek counts together, and who waits for them. Its lock
 * is held for a few steps at a time and never while others are told something.
 */
final class LimitGroup {

	private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

	private final String name;

	private final int maxQueue;

	private final ConcurrencySettings settings;

	private final GroupStatistics statistics;

	private final LimitLock lock = new LimitLock();

	private final Slots slots;

	private final Lull lull;

	/**
	 * Of those that wait for the first time.
	 */
	private final Deadlines deadlines;

	/**
	 * Taken back after a 429, and not yet to be sent again.
	 */
	private final Set<Ticket<?>> resting = new HashSet<>();

	private final Dispatcher dispatcher;

	private boolean shutdown;

	private volatile boolean recovering;

	LimitGroup(String name, List<String> models, int limit, @Nullable Integer userLimit, ConcurrencySettings settings,
			ConcurrencyLimiterListener listener) {
		this.name = name;
		this.maxQueue = (settings.maxQueue() != null) ? settings.maxQueue()
				: (int) Math.min(Integer.MAX_VALUE, 2L * limit);
		this.settings = settings;
		this.statistics = new GroupStatistics(name, models, listener);
		this.lull = new Lull(this, this::dispatch);
		this.slots = new Slots(this, limit, userLimit, settings, this.lull);
		this.dispatcher = new Dispatcher(() -> locked(this.slots::next));
		this.deadlines = new Deadlines(this, this.slots.queue()::remove, (ticket) -> refuse(ticket, Reason.TIMED_OUT));
	}

	ConcurrencySettings settings() {
		return this.settings;
	}

	GroupStatistics statistics() {
		return this.statistics;
	}

	Counts counts() {
		return locked(this.slots::counts);
	}

	<R extends @Nullable Object> R locked(Supplier<R> action) {
		this.lock.lock();
		try {
			return action.get();
		}
		finally {
			unlock();
		}
	}

	private void unlock() {
		try {
			this.slots.refresh(this.shutdown);
		}
		finally {
			this.lock.unlock();
		}
	}

	LimitGroupSnapshot snapshot() {
		return this.statistics.snapshot(counts());
	}

	/**
	 * Take a slot for a request if it need not wait.
	 * @return whether it has one
	 */
	boolean tryEnter(LimitedSubscription<?> request, Caller caller) {
		this.lock.lock();
		try {
			return this.slots.tryTake(request, caller);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Take a slot for a request or line it up.
	 * @param ticket the request
	 * @param takenBack whether it had a slot before, which gives it the first place in
	 * its caller's line, whether the queue is full or not
	 * @param left how long it may still wait
	 * @return what became of it
	 */
	Admission enter(Ticket<?> ticket, boolean takenBack, long left) {
		Ticket<?> displaced;
		boolean watchDeadlines = false;
		this.lock.lock();
		try {
			this.resting.remove(ticket);
			if (this.shutdown) {
				return Admission.SHUTDOWN;
			}
			FairQueue queue = this.slots.queue();
			CallerLine line = this.slots.lines().line(ticket.caller);
			boolean room = this.slots.hasFreeFor(line);
			if (room && !queue.hasNext()) {
				this.slots.take(ticket.request, line);
				return Admission.GRANTED;
			}
			boolean full = queue.waiting() >= this.maxQueue && !room && !takenBack;
			displaced = full ? queue.newestOfALongerLine(line) : null;
			if (left <= 0 || (full && displaced == null)) {
				this.slots.lines().forgetIfIdle(line);
				return Admission.FULL;
			}
			if (displaced != null) {
				queue.remove(displaced);
			}
			queue.add(line, ticket, takenBack);
			if (!takenBack) {
				watchDeadlines = this.deadlines.add(ticket);
			}
		}
		finally {
			unlock();
		}
		if (watchDeadlines) {
			this.deadlines.watch(left);
		}
		if (displaced != null) {
			refuse(displaced, Reason.DISPLACED);
		}
		return Admission.WAITING;
	}

	/**
	 * Remember a request that was taken back and enters again later.
	 * @return whether it may come again
	 */
	boolean rest(Ticket<?> ticket) {
		return locked(() -> !this.shutdown && this.resting.add(ticket));
	}

	/**
	 * Forget a request that waits or rests.
	 * @return whether there was one to forget
	 */
	boolean remove(Ticket<?> ticket) {
		return locked(() -> this.slots.queue().remove(ticket) || this.resting.remove(ticket));
	}

	/**
	 * The server has taken the request: a limit that was cut may recover.
	 */
	void accepted(LimitedSubscription<?> request) {
		if (!this.recovering) {
			return;
		}
		boolean grown = locked(() -> {
			boolean more = this.slots.accepted(request);
			this.recovering = this.slots.mayRecover();
			return more;
		});
		if (grown) {
			if (!counts().isReduced()) {
				this.statistics.recovered();
			}
			dispatch();
		}
	}

	/**
	 * Take a slot back.
	 * @param request the request that had it
	 * @return whether it still had it
	 */
	boolean release(LimitedSubscription<?> request) {
		boolean waiting;
		this.lock.lock();
		try {
			CallerLine line = request.line;
			if (line == null) {
				return false;
			}
			waiting = this.slots.release(request, line);
		}
		finally {
			this.lock.unlock();
		}
		if (waiting) {
			dispatch();
		}
		return true;
	}

	/**
	 * Adapt to the 429 that a request was answered with, which still has its slot.
	 */
	void rejected(LimitedSubscription<?> request, RateLimitException rejection) {
		if (rejection.getLimit() == null && locked(() -> this.slots.isLate(request))) {
			this.lull.prolong();
		}
		Scope scope = locked(() -> {
			this.recovering = true;
			return this.slots.rejected(request, rejection);
		});
		if (scope != null) {
			this.statistics.throttled(scope, rejection);
		}
	}

	/**
	 * Take the slot of a cancelled request back when the server may have noticed.
	 */
	void releaseCancelled(LimitedSubscription<?> request) {
		long linger = this.settings.linger().toNanos();
		if (linger == 0) {
			release(request);
		}
		else {
			Schedulers.parallel().schedule(() -> release(request), linger, TimeUnit.NANOSECONDS);
		}
	}

	ConcurrencyLimitExceededException exceeded(Reason reason) {
		Counts counts = counts();
		return new ConcurrencyLimitExceededException(reason, this.name, counts.limit(), counts.inFlight(),
				counts.waiting(), RETRY_AFTER);
	}

	void shutdown() {
		List<Ticket<?>> all = locked(() -> {
			this.shutdown = true;
			List<Ticket<?>> tickets = this.slots.queue().all();
			tickets.forEach(this.slots.queue()::remove);
			tickets.addAll(this.resting);
			this.resting.clear();
			return tickets;
		});
		all.forEach((ticket) -> refuse(ticket, Reason.SHUTDOWN));
	}

	private static void refuse(Ticket<?> ticket, Reason reason) {
		GroupStatistics.shielded(() -> ticket.refused(reason));
	}

	private void dispatch() {
		this.dispatcher.dispatch();
	}

}
