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

import io.github.deepseekspring.user.Caller;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;

/**
 * A source whose subscriptions hold a slot of a {@link LimitGroup}.
 */
final class LimitedFlux<T> extends Flux<T> {

	private final Flux<T> source;

	private final Lane lane;

	private final Caller caller;

	private final @Nullable T whileQueued;

	LimitedFlux(Flux<T> source, Lane lane, Caller caller, @Nullable T whileQueued) {
		this.source = source;
		this.lane = lane;
		this.caller = caller;
		this.whileQueued = whileQueued;
	}

	@Override
	public void subscribe(CoreSubscriber<? super T> actual) {
		new FluxSubscription<>(this.source, this.lane, actual, this.whileQueued).start(this.lane.group(), this.caller);
	}

	/**
	 * Knows what was asked for, since another attempt is asked for the same.
	 */
	private static final class FluxSubscription<T> extends LimitedSubscription<T> {

		private final @Nullable T whileQueued;

		private long requested;

		private boolean signalling;

		private @Nullable Runnable postponed;

		FluxSubscription(Flux<T> source, Lane lane, CoreSubscriber<? super T> actual, @Nullable T whileQueued) {
			super(source, lane, actual);
			this.whileQueued = whileQueued;
		}

		@Override
		public void request(long n) {
			if (!Operators.validate(n)) {
				return;
			}
			Subscription current;
			synchronized (this) {
				current = upstream();
				if (!(current instanceof Ticket)) {
					this.requested = Operators.addCap(this.requested, n);
				}
			}
			current.request(n);
		}

		@Override
		synchronized boolean handOver(Ticket<T> ticket) {
			if (this.requested > 0) {
				ticket.request(this.requested);
			}
			return replaceUpstream(ticket);
		}

		/**
		 * Tell the subscriber that it waits. What is decided meanwhile is done
		 * afterwards, since signals must not overlap.
		 */
		@Override
		void waits(Ticket<T> ticket) {
			T signal = this.whileQueued;
			if (signal == null || !beginSignal(ticket)) {
				return;
			}
			try {
				actual().onNext(signal);
			}
			finally {
				endSignal();
			}
		}

		private synchronized boolean beginSignal(Ticket<T> ticket) {
			boolean begins = !this.signalling && ticket.takeRequestedWhileWaiting();
			this.signalling |= begins;
			return begins;
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

		@Override
		synchronized boolean postpone(Runnable task) {
			if (this.signalling) {
				this.postponed = task;
			}
			return this.signalling;
		}

	}

}
