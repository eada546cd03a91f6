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

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Objects;

import io.github.deepseekspring.RateLimitException;
import io.github.deepseekspring.user.Caller;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CorePublisher;
import reactor.core.CoreSubscriber;
import reactor.core.Exceptions;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * Subscribes to the source with a slot. A request that finds one at once is as light as
 * can be: four references and four bytes. One that does not, or that the server takes for
 * one too many, gets a {@link Ticket}, which stands between the subscriber and the source
 * from then on.
 */
abstract class LimitedSubscription<T> implements CoreSubscriber<T>, Subscription {

	private static final VarHandle UPSTREAM;

	static {
		try {
			UPSTREAM = MethodHandles.lookup().findVarHandle(LimitedSubscription.class, "upstream", Subscription.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final CoreSubscriber<? super T> actual;

	/**
	 * Forgotten when the server has begun to answer, since the request cannot be sent
	 * again then.
	 */
	private @Nullable CorePublisher<T> source;

	private @Nullable Subscription upstream;

	/**
	 * Whose slot it is, as long as there is one. Like the numbers it belongs to the
	 * group.
	 */
	@Nullable CallerLine line;

	final byte model;

	byte round;

	byte userRound;

	LimitedSubscription(CorePublisher<T> source, Lane lane, CoreSubscriber<? super T> actual) {
		this.source = source;
		this.model = lane.model();
		this.actual = actual;
	}

	/**
	 * Subscribe to the source now or when there is a slot.
	 */
	final void start(LimitGroup group, Caller caller) {
		if (group.tryEnter(this, caller)) {
			subscribeToSource();
			return;
		}
		Ticket<T> ticket = new Ticket<>(this, group, caller);
		this.upstream = ticket;
		this.actual.onSubscribe(this);
		ticket.acquire();
	}

	/**
	 * Called in a line, unless the wait is over already.
	 */
	void waits(Ticket<T> ticket) {
	}

	/**
	 * Leave a task to be done after the signal that the subscriber is being given.
	 * @return whether there is such a signal
	 */
	boolean postpone(Runnable task) {
		return false;
	}

	final CoreSubscriber<? super T> actual() {
		return this.actual;
	}

	final Subscription upstream() {
		return Objects.requireNonNull(this.upstream);
	}

	/**
	 * Let a ticket take over what the subscriber has asked for, and all that it will.
	 * @return whether it did
	 */
	abstract boolean handOver(Ticket<T> ticket);

	final boolean replaceUpstream(Ticket<T> ticket) {
		Subscription current = this.upstream;
		return current != Operators.cancelledSubscription() && UPSTREAM.compareAndSet(this, current, ticket);
	}

	/**
	 * Called with a slot.
	 */
	final void subscribeToSource() {
		try {
			Objects.requireNonNull(this.source).subscribe(this);
		}
		catch (Throwable ex) {
			boolean running = release();
			Exceptions.throwIfFatal(ex);
			if (!running || isCancelled()) {
				Operators.onErrorDropped(ex, currentContext());
			}
			else if (this.upstream == null) {
				Operators.error(this.actual, ex);
			}
			else {
				this.actual.onError(ex);
			}
		}
	}

	@Override
	public final void onSubscribe(Subscription subscription) {
		if (this.upstream == null) {
			this.upstream = subscription;
			this.actual.onSubscribe(this);
		}
		else if (!(this.upstream instanceof Ticket<?> ticket) || !ticket.begin(subscription)) {
			try {
				subscription.cancel();
			}
			finally {
				if (isCancelled()) {
					release();
				}
			}
		}
	}

	@Override
	public final void onNext(T element) {
		CallerLine held = this.line;
		if (held == null || isCancelled()) {
			Operators.onDiscard(element, currentContext());
			return;
		}
		accepted(held);
		this.actual.onNext(element);
	}

	private void accepted(CallerLine held) {
		if (this.source != null) {
			this.source = null;
			held.group.accepted(this);
		}
	}

	@Override
	public final void onError(Throwable failure) {
		CallerLine held = this.line;
		if (held == null || (failure instanceof RateLimitException rejection && isTakenBack(rejection, held))) {
			return;
		}
		if (release() && !isCancelled()) {
			this.actual.onError(failure);
		}
	}

	/**
	 * The line may belong to nobody or to somebody else by now, but only if the request
	 * was cancelled.
	 */
	private boolean isTakenBack(RateLimitException rejection, CallerLine held) {
		held.group.rejected(this, rejection);
		if (this.source == null) {
			return false;
		}
		if (this.upstream instanceof Ticket<?> ticket) {
			Duration backoff = ticket.backoff(rejection);
			return backoff != null && ticket.rest(backoff);
		}
		Caller caller = held.caller;
		if (caller == null) {
			return false;
		}
		Ticket<T> ticket = new Ticket<>(this, held.group, caller);
		Duration backoff = ticket.backoff(rejection);
		return backoff != null && handOver(ticket) && ticket.rest(backoff);
	}

	@Override
	public final void onComplete() {
		CallerLine held = this.line;
		if (held == null) {
			return;
		}
		accepted(held);
		if (release() && !isCancelled()) {
			this.actual.onComplete();
		}
	}

	/**
	 * Give the slot back, if there is one.
	 * @return whether there was one
	 */
	final boolean release() {
		CallerLine held = this.line;
		return held != null && held.group.release(this);
	}

	@Override
	public final void cancel() {
		Subscription current = (Subscription) UPSTREAM.getAndSet(this, Operators.cancelledSubscription());
		try {
			current.cancel();
		}
		finally {
			if (!(current instanceof Ticket) && current != Operators.cancelledSubscription()) {
				releaseCancelled();
			}
		}
	}

	/**
	 * Give the slot of a cancelled request back.
	 */
	final void releaseCancelled() {
		CallerLine held = this.line;
		if (held != null) {
			held.group.releaseCancelled(this);
		}
	}

	private boolean isCancelled() {
		return this.upstream == Operators.cancelledSubscription();
	}

	@Override
	public final Context currentContext() {
		return this.actual.currentContext();
	}

}
