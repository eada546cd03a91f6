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
import java.util.concurrent.TimeUnit;

import io.github.deepseekspring.ConcurrencyLimitExceededException;
import io.github.deepseekspring.ConcurrencyLimitExceededException.Reason;
import io.github.deepseekspring.RateLimitException;
import io.github.deepseekspring.user.Caller;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.scheduler.Schedulers;

/**
 * A request that waits for a slot, runs, and perhaps waits again. Whoever moves it to
 * another phase first decides; who comes later finds that it has no say any more.
 */
final class Ticket<T> extends LateSubscription {

	final LimitedSubscription<T> request;

	final Caller caller;

	/**
	 * The place in the line of its caller.
	 */
	final Chain.Link<Ticket<?>> place = new Chain.Link<>(this);

	/**
	 * The place among all that wait, by age.
	 */
	final Chain.Link<Ticket<?>> age = new Chain.Link<>(this);

	/**
	 * Where it waits. Like the places it belongs to the group.
	 */
	@Nullable CallerLine line;

	private final LimitGroup group;

	private final long deadline;

	private long waitsSince;

	private int rejections;

	private boolean takenBack;

	/**
	 * Whether it is a slot that it waits for, and not only an answer of the store.
	 */
	private volatile boolean queued;

	private volatile Phase phase = Phase.NEW;

	private @Nullable Disposable timer;

	Ticket(LimitedSubscription<T> request, LimitGroup group, Caller caller) {
		this.request = request;
		this.group = group;
		this.caller = caller;
		this.deadline = now() + group.maxWait().toNanos();
	}

	static long now() {
		return Schedulers.parallel().now(TimeUnit.NANOSECONDS);
	}

	long deadline() {
		return this.deadline;
	}

	/**
	 * Get a slot, wait for one, or be refused.
	 */
	void acquire() {
		synchronized (this) {
			if (this.phase == Phase.ENDED) {
				return;
			}
			this.phase = Phase.WAITING;
		}
		this.waitsSince = now();
		long left = this.deadline - this.waitsSince;
		Admission admission = this.group.enter(this, this.takenBack, left);
		switch (admission) {
			case GRANTED -> granted();
			case ASKING -> await(left, false);
			case WAITING -> await(left, true);
			case FULL -> refused(this.takenBack ? Reason.TIMED_OUT : Reason.FULL);
			case SHUTDOWN -> refused(Reason.SHUTDOWN);
		}
	}

	private void await(long left, boolean forSlot) {
		if (this.takenBack) {
			schedule(Phase.WAITING, this::timedOut, left);
		}
		if (isEnded()) {
			this.group.remove(this);
		}
		else if (forSlot) {
			queued();
		}
	}

	/**
	 * There is no slot, so that this request has to wait for one.
	 */
	void queued() {
		this.queued = true;
		this.request.waits(this);
	}

	private void timedOut() {
		if (this.group.remove(this)) {
			refused(Reason.TIMED_OUT);
		}
	}

	/**
	 * A slot was taken for this request, which was lined up.
	 */
	void grantedAfterWait() {
		if (this.queued) {
			this.group.statistics().waited(this.request.model, Duration.ofNanos(Math.max(0, now() - this.waitsSince)));
		}
		granted();
	}

	private void granted() {
		move(Phase.WAITING, Phase.RUNNING);
		run();
	}

	private void run() {
		if (this.request.postpone(this::run)) {
			return;
		}
		if (isEnded()) {
			this.request.release();
		}
		else {
			this.request.subscribeToSource();
		}
	}

	/**
	 * This request will not get a slot.
	 */
	void refused(Reason reason) {
		if (end()) {
			this.group.statistics().rejected(this.request.model, reason);
			fail(this.group.exceeded(reason));
		}
	}

	private void fail(ConcurrencyLimitExceededException refusal) {
		if (!this.request.postpone(() -> fail(refusal))) {
			this.request.actual().onError(refusal);
		}
	}

	/**
	 * Take one of the elements that were asked for, while this request waits.
	 * @return whether there was one
	 */
	synchronized boolean takeRequestedWhileWaiting() {
		return this.phase == Phase.WAITING && takeRequested();
	}

	/**
	 * Return how long a request that was answered 429 has to stay away before it can come
	 * again, or {@code null} if it has failed.
	 */
	@Nullable Duration backoff(RateLimitException rejection) {
		int most = this.group.settings().adaptive().requeue();
		if (most == 0 || (this.rejections == most && this.group.isTrusted())) {
			return null;
		}
		Duration backoff = Backoff.of(rejection, Math.min(this.rejections, most - 1));
		this.rejections = Math.min(this.rejections + 1, most);
		return (backoff.compareTo(Duration.ofNanos(this.deadline - now())) < 0) ? backoff : null;
	}

	/**
	 * Give the slot back and ask for another one after a while.
	 * @return {@code false} if the request has ended and still has its slot
	 */
	boolean rest(Duration backoff) {
		synchronized (this) {
			if (isEnded()) {
				return false;
			}
			this.phase = Phase.RESTING;
		}
		forgetSource();
		this.takenBack = true;
		boolean welcome = this.group.rest(this);
		this.request.release();
		if (!welcome) {
			refused(Reason.SHUTDOWN);
		}
		schedule(Phase.RESTING, this::acquire, backoff.toNanos());
		if (isEnded()) {
			this.group.remove(this);
		}
		return true;
	}

	/**
	 * The slot of a request whose source is only being subscribed to is given back when
	 * that has happened.
	 */
	@Override
	public void cancel() {
		if (!end()) {
			return;
		}
		this.group.remove(this);
		Subscription source = source();
		if (source != null) {
			try {
				source.cancel();
			}
			finally {
				this.request.releaseCancelled();
			}
		}
	}

	/**
	 * End this request wherever it is.
	 * @return whether it had not ended before
	 */
	private synchronized boolean end() {
		return !isEnded() && move(this.phase, Phase.ENDED);
	}

	@Override
	boolean isEnded() {
		return this.phase == Phase.ENDED;
	}

	private synchronized boolean move(Phase from, Phase to) {
		if (this.phase != from) {
			return false;
		}
		this.phase = to;
		if (this.timer != null) {
			this.timer.dispose();
			this.timer = null;
		}
		return true;
	}

	private synchronized void schedule(Phase during, Runnable task, long nanos) {
		if (this.phase == during) {
			this.timer = Schedulers.parallel().schedule(task, nanos, TimeUnit.NANOSECONDS);
		}
	}

	/**
	 * Where a request is.
	 */
	private enum Phase {

		NEW, WAITING, RUNNING, RESTING, ENDED

	}

}
