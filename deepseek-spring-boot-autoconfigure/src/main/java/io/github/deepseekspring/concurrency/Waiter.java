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
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.deepseekspring.ConcurrencyLimitExceededException;
import io.github.deepseekspring.ConcurrencyLimitExceededException.Reason;
import io.github.deepseekspring.RateLimitException;
import io.github.deepseekspring.concurrency.LimitGroup.Admission;
import io.github.deepseekspring.user.Caller;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.scheduler.Schedulers;

/**
 * A request on its way to a slot and back. Whoever moves it to another phase first
 * decides; who comes later finds that it has no say any more.
 */
abstract class Waiter {

	final Caller caller;

	/**
	 * The place in the line of its caller.
	 */
	final Chain.Link<Waiter> place = new Chain.Link<>(this);

	/**
	 * The place among all that wait, by age.
	 */
	final Chain.Link<Waiter> age = new Chain.Link<>(this);

	/**
	 * Where it waits or where its slot is counted. Like the rounds it belongs to the
	 * group.
	 */
	@Nullable CallerLine line;

	int round;

	int userRound;

	private final LimitGroup group;

	private final String model;

	private final long deadline;

	private long waitsSince;

	private final AtomicBoolean slot = new AtomicBoolean();

	private volatile Phase phase = Phase.NEW;

	private @Nullable Disposable timer;

	private boolean takenBack;

	Waiter(LimitGroup group, String model, Caller caller) {
		this.group = group;
		this.model = model;
		this.caller = caller;
		this.deadline = now() + group.maxWait().toNanos();
	}

	static long now() {
		return Schedulers.parallel().now(TimeUnit.NANOSECONDS);
	}

	final long deadline() {
		return this.deadline;
	}

	/**
	 * Called in a line, unless the wait is over already.
	 */
	abstract void waits();

	/**
	 * Called with a slot, which has to be released, even if the request has ended.
	 */
	abstract void run();

	/**
	 * Called when there will be no slot.
	 */
	abstract void fail(ConcurrencyLimitExceededException reason);

	/**
	 * Get a slot, wait for one, or be refused.
	 */
	final void acquire() {
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
			case WAITING -> await(left);
			case FULL -> refused(this.takenBack ? Reason.TIMED_OUT : Reason.FULL);
			case SHUTDOWN -> refused(Reason.SHUTDOWN);
		}
	}

	private void await(long left) {
		if (this.takenBack) {
			schedule(Phase.WAITING, this::timedOut, left);
		}
		if (isEnded()) {
			this.group.remove(this);
		}
		else {
			waits();
		}
	}

	private void timedOut() {
		if (this.group.remove(this)) {
			refused(Reason.TIMED_OUT);
		}
	}

	/**
	 * A slot was taken for this request, which was lined up.
	 */
	final void grantedAfterWait() {
		Duration wait = Duration.ofNanos(Math.max(0, now() - this.waitsSince));
		this.group.statistics().waited(this.model, wait);
		granted();
	}

	private void granted() {
		this.slot.set(true);
		move(Phase.WAITING, Phase.RUNNING);
		run();
	}

	/**
	 * This request will not get a slot.
	 */
	final void refused(Reason reason) {
		if (end()) {
			this.group.statistics().rejected(this.model, reason);
			fail(this.group.exceeded(reason));
		}
	}

	/**
	 * The server has begun to answer. Called once for each time that it does.
	 */
	final void accepted() {
		this.group.accepted(this);
	}

	/**
	 * Give the slot back, if there is one.
	 * @param rejection the 429 that the request was answered with, if it was
	 */
	final void release(@Nullable RateLimitException rejection) {
		if (this.slot.compareAndSet(true, false)) {
			this.group.release(this, rejection);
		}
	}

	/**
	 * Return whether this request can come again after a while.
	 */
	final boolean canRest(Duration backoff) {
		return backoff.compareTo(Duration.ofNanos(this.deadline - now())) < 0;
	}

	/**
	 * Give the slot back and ask for another one after a while.
	 * @return {@code false} if the request has ended and still has its slot
	 */
	final boolean rest(Duration backoff, RateLimitException rejection) {
		if (!move(Phase.RUNNING, Phase.RESTING)) {
			return false;
		}
		this.takenBack = true;
		boolean welcome = this.group.rest(this);
		release(rejection);
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
	 * Stop to wait.
	 */
	final void leave() {
		this.group.remove(this);
	}

	/**
	 * End a request that runs.
	 * @return whether it did
	 */
	final boolean endRun() {
		return move(Phase.RUNNING, Phase.ENDED);
	}

	/**
	 * End this request wherever it is.
	 * @return whether it had not ended before
	 */
	final synchronized boolean end() {
		return !isEnded() && move(this.phase, Phase.ENDED);
	}

	final boolean isWaiting() {
		return this.phase == Phase.WAITING;
	}

	final boolean isEnded() {
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
