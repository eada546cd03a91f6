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
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.github.deepseekspring.ConcurrencyLimitExceededException;
import io.github.deepseekspring.ConcurrencyLimitExceededException.Reason;
import io.github.deepseekspring.RateLimitException;
import io.github.deepseekspring.concurrency.WaitingRoom.Entry;
import io.github.deepseekspring.concurrency.WaitingRoom.News;
import io.github.deepseekspring.user.Caller;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The slots of the models that DeepSeek counts together, and who waits for them. Its lock
 * is held for a few steps at a time and never while others are told something.
 */
final class LimitGroup {

	private final ConcurrencySettings settings;

	private final Duration maxWait;

	private final GroupStatistics statistics;

	private final LimitLock lock = new LimitLock();

	private final Slots slots;

	private final Lull lull;

	private final Deadlines deadlines;

	private final WaitingRoom room;

	private final Dispatcher dispatcher;

	private final Adaptation adaptation;

	private final @Nullable SharedLimit shared;

	LimitGroup(String name, List<String> models, int limit, @Nullable Integer userLimit, ConcurrencySettings settings,
			ConcurrencyLimiterListener listener, @Nullable SharedLimits sharedLimits) {
		this.settings = settings;
		this.statistics = new GroupStatistics(name, models, listener);
		this.lull = new Lull(this, this::resume);
		Leases leases = (sharedLimits != null) ? sharedLimits.leases(name, limit, userLimit, settings.adaptive())
				: null;
		this.slots = new Slots(this, limit, userLimit, settings, this.lull, leases);
		this.dispatcher = new Dispatcher(() -> locked(this.slots::next));
		this.adaptation = new Adaptation(this, this.slots, this.lull);
		this.deadlines = new Deadlines(this, this.slots.queue()::remove, (ticket) -> refuse(ticket, Reason.TIMED_OUT));
		this.room = new WaitingRoom(this.slots, this.deadlines, settings.maxQueue(limit), settings.maxWait().isZero());
		this.shared = (sharedLimits != null && leases != null)
				? new SharedLimit(this, this.slots, this.room, this.adaptation, leases, sharedLimits) : null;
		this.maxWait = (sharedLimits != null) ? sharedLimits.longer(settings.maxWait()) : settings.maxWait();
	}

	/**
	 * Begin to share the limit, if it is to be shared.
	 */
	void start() {
		if (this.shared != null) {
			this.shared.start();
		}
	}

	ConcurrencySettings settings() {
		return this.settings;
	}

	/**
	 * Return how long a request may wait: long enough for an answer of the store.
	 */
	Duration maxWait() {
		return this.maxWait;
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
			this.slots.refresh(this.room.isClosed());
		}
		finally {
			this.lock.unlock();
		}
	}

	LimitGroupSnapshot snapshot() {
		return this.statistics.snapshot(counts(), locked(this.slots::shared));
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
		Entry entry = locked(() -> {
			Entry entered = this.room.enter(ticket, takenBack, left);
			if (entered.admission() == Admission.ASKING) {
				Objects.requireNonNull(this.shared).arrived();
			}
			return entered;
		});
		if (entry.watchDeadlines()) {
			this.deadlines.watch(left);
		}
		if (entry.displaced() != null) {
			refuse(entry.displaced(), Reason.DISPLACED);
		}
		if (entry.admission() == Admission.ASKING) {
			wakeShared();
		}
		return entry.admission();
	}

	/**
	 * Remember a request that was taken back and enters again later.
	 * @return whether it may come again
	 */
	boolean rest(Ticket<?> ticket) {
		return locked(() -> this.room.rest(ticket));
	}

	/**
	 * Forget a request that waits or rests.
	 * @return whether there was one to forget
	 */
	boolean remove(Ticket<?> ticket) {
		return locked(() -> this.room.remove(ticket));
	}

	/**
	 * The server has taken the request: a limit that was cut may recover.
	 */
	void accepted(LimitedSubscription<?> request) {
		this.adaptation.accepted(request);
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
		wakeShared();
		return true;
	}

	/**
	 * Adapt to the 429 that a request was answered with, which still has its slot.
	 */
	void rejected(LimitedSubscription<?> request, RateLimitException rejection) {
		if (this.shared == null || !this.shared.rejected(request, rejection)) {
			this.adaptation.rejected(request, rejection);
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
		return this.statistics.exceeded(reason, counts());
	}

	void shutdown() {
		List<Ticket<?>> all = locked(this.room::close);
		all.forEach((ticket) -> refuse(ticket, Reason.SHUTDOWN));
		wakeShared();
	}

	Mono<Void> whenReleased() {
		return (this.shared != null) ? this.shared.whenReleased() : Mono.empty();
	}

	/**
	 * Tell those that wait only for an answer that there is no slot for them.
	 */
	void contend() {
		News news = locked(this.room::contend);
		if (news != null) {
			news.refused().forEach((ticket) -> refuse(ticket, Reason.FULL));
			news.waiting().forEach((ticket) -> GroupStatistics.shielded(ticket::queued));
		}
	}

	/**
	 * Return whether a 429 tells something of this group: without the store, instances
	 * send too much because they do not know of each other.
	 */
	boolean isTrusted() {
		return locked(this.slots::isTrusted);
	}

	void resume() {
		dispatch();
		wakeShared();
	}

	private void wakeShared() {
		if (this.shared != null) {
			this.shared.wake();
		}
	}

	private static void refuse(Ticket<?> ticket, Reason reason) {
		GroupStatistics.shielded(() -> ticket.refused(reason));
	}

	void dispatch() {
		this.dispatcher.dispatch();
	}

}
