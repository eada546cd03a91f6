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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.deepseekspring.ConcurrencyLimitExceededException;
import io.github.deepseekspring.ConcurrencyLimitExceededException.Reason;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * The slots of the models that DeepSeek counts together, and who waits for them.
 */
final class LimitGroup {

	private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

	private final String name;

	private final int limit;

	private final int maxQueue;

	private final ConcurrencySettings settings;

	/**
	 * By caller; the one whose turn it is comes first.
	 */
	private final Map<String, WaitingLine> lines = new LinkedHashMap<>();

	/**
	 * Taken back after a 429, and not yet to be sent again.
	 */
	private final Set<Waiter> resting = new HashSet<>();

	private final AtomicInteger draining = new AtomicInteger();

	private int inFlight;

	private int waiting;

	private boolean shutdown;

	LimitGroup(String name, int limit, ConcurrencySettings settings) {
		this.name = name;
		this.limit = limit;
		this.maxQueue = (settings.maxQueue() != null) ? settings.maxQueue() : 2 * limit;
		this.settings = settings;
	}

	Duration maxWait() {
		return this.settings.maxWait();
	}

	int requeue() {
		return this.settings.adaptive().requeue();
	}

	synchronized int inFlight() {
		return this.inFlight;
	}

	synchronized int waiting() {
		return this.waiting;
	}

	synchronized int callersWaiting() {
		return this.lines.size();
	}

	/**
	 * Take a slot for a request or line it up.
	 * @param waiter the request
	 * @param takenBack whether it had a slot before, which gives it the first place in
	 * its caller's line, whether the queue is full or not
	 * @param mayWait whether it may be lined up
	 * @return what became of it
	 */
	Admission enter(Waiter waiter, boolean takenBack, boolean mayWait) {
		Waiter displaced;
		synchronized (this) {
			this.resting.remove(waiter);
			if (this.shutdown) {
				return Admission.SHUTDOWN;
			}
			if (this.waiting == 0 && this.inFlight < this.limit) {
				this.inFlight++;
				return Admission.GRANTED;
			}
			boolean full = this.waiting >= this.maxQueue && this.inFlight >= this.limit && !takenBack;
			displaced = full ? newestOfALongerLine(waiter.caller) : null;
			if (!mayWait || (full && displaced == null)) {
				return Admission.FULL;
			}
			if (displaced != null) {
				remove(displaced);
			}
			lineUp(waiter, takenBack);
		}
		if (displaced != null) {
			shielded(() -> displaced.refused(Reason.DISPLACED));
		}
		return Admission.WAITING;
	}

	/**
	 * Find who has to leave the full queue for a caller with fewer requests in it.
	 * @return the request, or {@code null} when the caller's own line would be the
	 * longest
	 */
	private @Nullable Waiter newestOfALongerLine(String caller) {
		WaitingLine own = this.lines.get(caller);
		int longest = (own != null) ? own.size() + 1 : 1;
		Waiter newest = null;
		for (WaitingLine line : this.lines.values()) {
			if (line.size() > longest) {
				longest = line.size();
				newest = line.last();
			}
		}
		return newest;
	}

	private void lineUp(Waiter waiter, boolean takenBack) {
		WaitingLine line = this.lines.computeIfAbsent(waiter.caller, (caller) -> new WaitingLine());
		if (takenBack) {
			line.addFirst(waiter);
		}
		else {
			line.addLast(waiter);
		}
		this.waiting++;
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
		WaitingLine line = waiter.line;
		if (line == null) {
			return this.resting.remove(waiter);
		}
		line.remove(waiter);
		this.waiting--;
		if (line.isEmpty()) {
			this.lines.remove(waiter.caller);
		}
		return true;
	}

	void release() {
		synchronized (this) {
			this.inFlight--;
		}
		drain();
	}

	synchronized ConcurrencyLimitExceededException exceeded(Reason reason) {
		return new ConcurrencyLimitExceededException(reason, this.name, this.limit, this.inFlight, this.waiting,
				RETRY_AFTER);
	}

	void shutdown() {
		synchronized (this) {
			this.shutdown = true;
		}
		for (Waiter waiter : removeAll()) {
			shielded(() -> waiter.refused(Reason.SHUTDOWN));
		}
	}

	private synchronized List<Waiter> removeAll() {
		List<Waiter> all = new ArrayList<>(this.resting);
		for (WaitingLine line : this.lines.values()) {
			for (Waiter waiter = line.first(); waiter != null; waiter = waiter.next) {
				all.add(waiter);
			}
		}
		all.forEach(this::remove);
		return all;
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
				shielded(next::granted);
				next = next();
			}
			missed = this.draining.addAndGet(-missed);
		}
		while (missed != 0);
	}

	/**
	 * What a waiter's subscriber throws, against all rules, is neither the business of
	 * the request whose slot it got nor of the other waiters.
	 */
	private static void shielded(Runnable notification) {
		try {
			notification.run();
		}
		catch (Throwable ex) {
			Operators.onErrorDropped(ex, Context.empty());
		}
	}

	private synchronized @Nullable Waiter next() {
		if (this.waiting == 0 || this.inFlight >= this.limit) {
			return null;
		}
		Iterator<WaitingLine> inTurn = this.lines.values().iterator();
		WaitingLine line = inTurn.next();
		inTurn.remove();
		Waiter waiter = Objects.requireNonNull(line.first());
		line.remove(waiter);
		if (!line.isEmpty()) {
			this.lines.put(waiter.caller, line);
		}
		this.waiting--;
		this.inFlight++;
		return waiter;
	}

	/**
	 * What becomes of a request that wants a slot.
	 */
	enum Admission {

		GRANTED, WAITING, FULL, SHUTDOWN

	}

}
