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
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.deepseekspring.ConcurrencyLimitExceededException;
import io.github.deepseekspring.ConcurrencyLimitExceededException.Reason;
import io.github.deepseekspring.RateLimitException;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;

/**
 * A source whose subscriptions hold a slot of a {@link LimitGroup}.
 */
final class LimitedFlux<T> extends Flux<T> {

	private final Flux<T> source;

	private final LimitGroup group;

	private final String caller;

	private final @Nullable T whileQueued;

	LimitedFlux(Flux<T> source, LimitGroup group, String caller, @Nullable T whileQueued) {
		this.source = source;
		this.group = group;
		this.caller = caller;
		this.whileQueued = whileQueued;
	}

	@Override
	public void subscribe(CoreSubscriber<? super T> actual) {
		LimitedSubscription<T> subscription = new LimitedSubscription<>(this, actual);
		actual.onSubscribe(subscription);
		subscription.acquire(false);
	}

	/**
	 * One request: it waits, runs, and waits again when the server takes it for one too
	 * many.
	 */
	private static final class LimitedSubscription<T> implements CoreSubscriber<T>, Subscription, LimitGroup.Waiter {

		private final LimitedFlux<T> parent;

		private final LimitGroup group;

		private final CoreSubscriber<? super T> actual;

		private final long deadline;

		private final Disposable.Swap timer = Disposables.swap();

		private final AtomicBoolean slot = new AtomicBoolean();

		private @Nullable Subscription upstream;

		private long requested;

		private volatile boolean cancelled;

		private boolean delivered;

		private int requeues;

		LimitedSubscription(LimitedFlux<T> parent, CoreSubscriber<? super T> actual) {
			this.parent = parent;
			this.group = parent.group;
			this.actual = actual;
			this.deadline = now() + this.group.maxWait().toNanos();
		}

		private static long now() {
			return Schedulers.parallel().now(TimeUnit.NANOSECONDS);
		}

		void acquire(boolean first) {
			if (this.cancelled) {
				return;
			}
			if (this.group.tryAcquire()) {
				granted();
				return;
			}
			long remaining = this.deadline - now();
			if (remaining <= 0) {
				refused(this.group.exceeded((this.group.maxWait().isZero()) ? Reason.FULL : Reason.TIMED_OUT));
				return;
			}
			signalQueued();
			this.timer.update(Schedulers.parallel().schedule(this::timedOut, remaining, TimeUnit.NANOSECONDS));
			ConcurrencyLimitExceededException refusal = this.group.enqueue(this, this.parent.caller, first);
			if (refusal != null) {
				refused(refusal);
			}
			else if (this.cancelled && this.group.remove(this, this.parent.caller)) {
				this.timer.dispose();
			}
		}

		private void signalQueued() {
			T signal = this.parent.whileQueued;
			if (signal != null && takeDemand()) {
				this.actual.onNext(signal);
			}
		}

		private synchronized boolean takeDemand() {
			if (this.requested == 0) {
				return false;
			}
			if (this.requested != Long.MAX_VALUE) {
				this.requested--;
			}
			return true;
		}

		private void timedOut() {
			if (this.group.remove(this, this.parent.caller)) {
				this.actual.onError(this.group.exceeded(Reason.TIMED_OUT));
			}
		}

		@Override
		public void refused(ConcurrencyLimitExceededException reason) {
			this.timer.dispose();
			this.actual.onError(reason);
		}

		@Override
		public void granted() {
			this.timer.update(Disposables.disposed());
			this.slot.set(true);
			if (this.cancelled) {
				release();
				return;
			}
			this.parent.source.subscribe(this);
		}

		private void release() {
			if (this.slot.compareAndSet(true, false)) {
				this.group.release();
			}
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			long demand;
			synchronized (this) {
				this.upstream = subscription;
				demand = this.requested;
			}
			if (this.cancelled) {
				subscription.cancel();
			}
			else if (demand > 0) {
				subscription.request(demand);
			}
		}

		@Override
		public void onNext(T element) {
			this.delivered = true;
			this.actual.onNext(element);
		}

		@Override
		public void onError(Throwable failure) {
			Duration backoff = requeueAfter(failure);
			synchronized (this) {
				this.upstream = null;
			}
			release();
			if (backoff == null) {
				this.actual.onError(failure);
				return;
			}
			this.requeues++;
			this.timer
				.update(Schedulers.parallel().schedule(() -> acquire(true), backoff.toNanos(), TimeUnit.NANOSECONDS));
		}

		private @Nullable Duration requeueAfter(Throwable failure) {
			if (!(failure instanceof RateLimitException throttled) || this.delivered || this.cancelled
					|| this.requeues >= this.group.requeue()) {
				return null;
			}
			Duration told = throttled.getRetryAfter();
			Duration backoff = (told != null) ? told
					: Duration.ofMillis(ThreadLocalRandom.current().nextLong(100, 250));
			return (now() + backoff.toNanos() < this.deadline) ? backoff : null;
		}

		@Override
		public void onComplete() {
			release();
			this.actual.onComplete();
		}

		@Override
		public void request(long n) {
			Subscription current;
			synchronized (this) {
				this.requested = Operators.addCap(this.requested, n);
				current = this.upstream;
			}
			if (current != null) {
				current.request(n);
			}
		}

		@Override
		public void cancel() {
			this.cancelled = true;
			this.timer.dispose();
			this.group.remove(this, this.parent.caller);
			Subscription current;
			synchronized (this) {
				current = this.upstream;
			}
			if (current != null) {
				current.cancel();
			}
			release();
		}

		@Override
		public Context currentContext() {
			return this.actual.currentContext();
		}

	}

}
