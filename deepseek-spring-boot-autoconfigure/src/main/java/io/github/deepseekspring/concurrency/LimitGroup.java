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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.deepseekspring.ConcurrencyLimitExceededException;
import io.github.deepseekspring.ConcurrencyLimitExceededException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * The slots of the models that DeepSeek counts together, and who waits for them.
 */
final class LimitGroup {

	private final String name;

	private final int limit;

	private final int maxQueue;

	private final ConcurrencySettings settings;

	private final Map<String, Deque<Waiter>> queues = new LinkedHashMap<>();

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

	/**
	 * Take a slot when one is free and nobody waits for it.
	 */
	synchronized boolean tryAcquire() {
		if (this.shutdown || this.waiting > 0 || this.inFlight >= this.limit) {
			return false;
		}
		this.inFlight++;
		return true;
	}

	/**
	 * Line a waiter up.
	 * @return why it may not wait, or {@code null} when it does
	 */
	@Nullable ConcurrencyLimitExceededException enqueue(Waiter waiter, String caller, boolean first) {
		synchronized (this) {
			if (this.shutdown) {
				return exceeded(Reason.SHUTDOWN);
			}
			if (this.waiting >= this.maxQueue && this.inFlight >= this.limit) {
				return exceeded(Reason.FULL);
			}
			Deque<Waiter> queue = this.queues.computeIfAbsent(caller, (key) -> new ArrayDeque<>());
			if (first) {
				queue.addFirst(waiter);
			}
			else {
				queue.addLast(waiter);
			}
			this.waiting++;
		}
		drain();
		return null;
	}

	/**
	 * Take a waiter out of its line.
	 * @return whether it was still in it
	 */
	synchronized boolean remove(Waiter waiter, String caller) {
		Deque<Waiter> queue = this.queues.get(caller);
		if (queue == null || !queue.remove(waiter)) {
			return false;
		}
		this.waiting--;
		if (queue.isEmpty()) {
			this.queues.remove(caller);
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
				Duration.ofSeconds(1));
	}

	void shutdown() {
		List<Waiter> refused = new ArrayList<>();
		synchronized (this) {
			this.shutdown = true;
			this.queues.values().forEach(refused::addAll);
			this.queues.clear();
			this.waiting = 0;
		}
		refused.forEach((waiter) -> waiter.refused(exceeded(Reason.SHUTDOWN)));
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
				next.granted();
				next = next();
			}
			missed = this.draining.addAndGet(-missed);
		}
		while (missed != 0);
	}

	private synchronized @Nullable Waiter next() {
		if (this.waiting == 0 || this.inFlight >= this.limit) {
			return null;
		}
		Iterator<Map.Entry<String, Deque<Waiter>>> callers = this.queues.entrySet().iterator();
		Map.Entry<String, Deque<Waiter>> caller = callers.next();
		callers.remove();
		Deque<Waiter> queue = caller.getValue();
		Waiter waiter = queue.removeFirst();
		if (!queue.isEmpty()) {
			this.queues.put(caller.getKey(), queue);
		}
		this.waiting--;
		this.inFlight++;
		return waiter;
	}

	/**
	 * One request without a slot.
	 */
	interface Waiter {

		/**
		 * A slot was taken for this waiter, which has to release it.
		 */
		void granted();

		/**
		 * This waiter was taken out of its line for good.
		 */
		void refused(ConcurrencyLimitExceededException reason);

	}

}
