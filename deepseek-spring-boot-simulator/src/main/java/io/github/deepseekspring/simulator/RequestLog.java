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

package io.github.deepseekspring.simulator;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * What a simulator received. Keeps the newest 10,000 requests unless built otherwise.
 * Thread-safe. Requests for the simulator's own pages are not recorded.
 *
 * @since 0.1.0
 */
public final class RequestLog {

	private final ConcurrencyGate gate;

	private final Connections connections;

	private final int capacity;

	private final Object monitor = new Object();

	private final Deque<RecordedRequest> requests = new ArrayDeque<>();

	private final Set<RecordedRequest> open = new HashSet<>();

	private long begun;

	private long throttled;

	RequestLog(ConcurrencyGate gate, Connections connections, int capacity) {
		this.gate = gate;
		this.connections = connections;
		this.capacity = capacity;
	}

	/**
	 * Return the requests.
	 * @return a copy, in the order of arrival
	 */
	public List<RecordedRequest> requests() {
		synchronized (this.monitor) {
			return new ArrayList<>(this.requests);
		}
	}

	/**
	 * Return the newest request.
	 * @return the request that arrived last
	 * @throws IllegalStateException if there is none
	 */
	public RecordedRequest last() {
		synchronized (this.monitor) {
			RecordedRequest last = this.requests.peekLast();
			if (last == null) {
				throw new IllegalStateException("No request was received");
			}
			return last;
		}
	}

	/**
	 * Return how many requests were counted at the same time at most, all models
	 * together.
	 * @return the highest concurrency since the start or the last reset
	 */
	public int highestConcurrency() {
		return this.gate.highest();
	}

	/**
	 * Return how many requests of a model were counted at the same time at most.
	 * @param model a model name; its aliases count together
	 * @return the highest concurrency since the start or the last reset
	 */
	public int highestConcurrency(String model) {
		return this.gate.highest(model);
	}

	/**
	 * Return how many requests count against the limits at this moment, all models
	 * together.
	 * @return the number of requests
	 */
	public int inFlight() {
		return this.gate.inFlight();
	}

	/**
	 * Return how many requests of a model count against its limit at this moment.
	 * @param model a model name; its aliases count together
	 * @return the number of requests
	 */
	public int inFlight(String model) {
		return this.gate.inFlight(model);
	}

	/**
	 * Return for how long requests of a model have counted against its limit, all of them
	 * added up. What it grows by within a while, divided by that while, is how many ran
	 * on average.
	 * @param model a model name; its aliases count together
	 * @return simulated time since the start or the last reset
	 */
	public Duration occupied(String model) {
		return this.gate.occupied(model);
	}

	/**
	 * Return how many connections were accepted.
	 * @return the number since the start or the last reset
	 */
	public long connectionsAccepted() {
		return this.connections.accepted();
	}

	/**
	 * Return how many connections are open.
	 * @return the number at this moment
	 */
	public int openConnections() {
		return this.connections.open();
	}

	/**
	 * Return how many requests were answered with status 429.
	 * @return the number since the start or the last reset
	 */
	public long throttled() {
		synchronized (this.monitor) {
			return this.throttled;
		}
	}

	/**
	 * Wait until a number of requests has been received and each answer has been sent up
	 * to its first pause. A manual clock may then be advanced.
	 * @param count how many requests since the start or the last reset
	 * @param timeout how long to wait, in real time
	 * @throws IllegalStateException if fewer have come by then
	 */
	public void awaitRequests(int count, Duration timeout) {
		await(() -> this.begun >= count, timeout, count + " requests");
	}

	/**
	 * Wait until no answer is under way.
	 * @param timeout how long to wait, in real time
	 * @throws IllegalStateException if there still is one by then
	 */
	public void awaitIdle(Duration timeout) {
		await(this.open::isEmpty, timeout, "all answers to end");
	}

	private void await(BooleanSupplier condition, Duration timeout, String what) {
		long deadline = System.nanoTime() + timeout.toNanos();
		synchronized (this.monitor) {
			while (!condition.getAsBoolean()) {
				long left = deadline - System.nanoTime();
				if (left <= 0) {
					throw new IllegalStateException("Waited " + timeout + " for " + what + ", but " + this.begun
							+ " requests came and " + this.open.size() + " are under way");
				}
				try {
					TimeUnit.NANOSECONDS.timedWait(this.monitor, left);
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
					throw new IllegalStateException("Interrupted while waiting for " + what, ex);
				}
			}
		}
	}

	void received(RecordedRequest request) {
		synchronized (this.monitor) {
			this.requests.addLast(request);
			if (this.requests.size() > this.capacity) {
				this.requests.removeFirst();
			}
			this.open.add(request);
		}
	}

	void begun() {
		synchronized (this.monitor) {
			this.begun++;
			this.monitor.notifyAll();
		}
	}

	void answering(RecordedRequest request, int status) {
		request.status(status);
		if (status == 429) {
			synchronized (this.monitor) {
				this.throttled++;
			}
		}
	}

	void ended(RecordedRequest request) {
		synchronized (this.monitor) {
			this.open.remove(request);
			this.monitor.notifyAll();
		}
	}

	void clear() {
		synchronized (this.monitor) {
			this.requests.clear();
			this.begun = 0;
			this.throttled = 0;
		}
		this.gate.forget();
		this.connections.forgetAccepted();
	}

}
