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

import io.github.deepseekspring.ConcurrencyLimitExceededException;
import io.github.deepseekspring.RateLimitException;
import io.github.deepseekspring.user.Caller;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * Subscribes to the source with a slot, and again when the server took the request for
 * one too many. What the subscriber asks for is handed on as it is.
 */
final class LimitedSubscription<T> extends Waiter implements CoreSubscriber<T>, Subscription {

	private static final long MIN_BACKOFF_MILLIS = 100;

	private static final long MAX_BACKOFF_MILLIS = 250;

	private final Flux<T> source;

	private final @Nullable T whileQueued;

	private final CoreSubscriber<? super T> actual;

	private int requeues;

	private @Nullable Subscription upstream;

	private long requested;

	private boolean delivered;

	private boolean signalling;

	private @Nullable Runnable postponed;

	LimitedSubscription(Flux<T> source, LimitGroup group, String model, Caller caller, @Nullable T whileQueued,
			CoreSubscriber<? super T> actual) {
		super(group, model, caller);
		this.requeues = group.requeue();
		this.source = source;
		this.whileQueued = whileQueued;
		this.actual = actual;
	}

	/**
	 * Tell the subscriber that it waits. What is decided meanwhile is done afterwards,
	 * since signals must not overlap.
	 */
	@Override
	void waits() {
		T signal = this.whileQueued;
		if (signal == null || !beginSignal()) {
			return;
		}
		try {
			this.actual.onNext(signal);
		}
		finally {
			endSignal();
		}
	}

	private synchronized boolean beginSignal() {
		if (this.requested == 0 || !isWaiting()) {
			return false;
		}
		if (this.requested != Long.MAX_VALUE) {
			this.requested--;
		}
		this.signalling = true;
		return true;
	}

	private void endSignal() {
		Runnable next;
		synchronized (this) {
			this.signalling = false;
			next = this.postponed;
			this.postponed = null;
		}
		if (next != null) {
			next.run();
		}
	}

	private synchronized boolean postpone(Runnable task) {
		if (this.signalling) {
			this.postponed = task;
		}
		return this.signalling;
	}

	@Override
	void run() {
		if (postpone(this::run)) {
			return;
		}
		if (isEnded()) {
			release(null);
			return;
		}
		try {
			this.source.subscribe(this);
		}
		catch (Throwable ex) {
			release(null);
			Exceptions.throwIfFatal(ex);
			onError(ex);
		}
	}

	@Override
	void fail(ConcurrencyLimitExceededException reason) {
		if (!postpone(() -> fail(reason))) {
			this.actual.onError(reason);
		}
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		long demand;
		synchronized (this) {
			this.upstream = subscription;
			demand = this.requested;
		}
		if (isEnded()) {
			subscription.cancel();
			release(null);
		}
		else if (demand > 0) {
			subscription.request(demand);
		}
	}

	@Override
	public void onNext(T element) {
		if (isEnded()) {
			Operators.onDiscard(element, currentContext());
			return;
		}
		firstSign();
		this.actual.onNext(element);
	}

	private void firstSign() {
		if (!this.delivered) {
			this.delivered = true;
			accepted();
		}
	}

	@Override
	public void onError(Throwable failure) {
		synchronized (this) {
			this.upstream = null;
		}
		RateLimitException rejection = (failure instanceof RateLimitException throttled) ? throttled : null;
		if (rejection != null && isTakenBack(rejection)) {
			return;
		}
		boolean first = endRun();
		release(rejection);
		if (first) {
			this.actual.onError(failure);
		}
	}

	private boolean isTakenBack(RateLimitException rejection) {
		Duration backoff = backoff(rejection);
		return backoff != null && rest(backoff, rejection);
	}

	/**
	 * Return how long the request has to stay away before it can come again, or
	 * {@code null} if it has failed.
	 */
	private @Nullable Duration backoff(RateLimitException rejection) {
		if (this.delivered || this.requeues == 0) {
			return null;
		}
		this.requeues--;
		Duration told = rejection.getRetryAfter();
		Duration backoff = (told != null) ? told
				: Duration.ofMillis(ThreadLocalRandom.current().nextLong(MIN_BACKOFF_MILLIS, MAX_BACKOFF_MILLIS));
		return canRest(backoff) ? backoff : null;
	}

	@Override
	public void onComplete() {
		firstSign();
		boolean first = endRun();
		release(null);
		if (first) {
			this.actual.onComplete();
		}
	}

	@Override
	public void request(long n) {
		if (!Operators.validate(n)) {
			return;
		}
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
		if (!end()) {
			return;
		}
		leave();
		Subscription current;
		synchronized (this) {
			current = this.upstream;
		}
		if (current != null) {
			current.cancel();
			release(null);
		}
	}

	@Override
	public Context currentContext() {
		return this.actual.currentContext();
	}

}
