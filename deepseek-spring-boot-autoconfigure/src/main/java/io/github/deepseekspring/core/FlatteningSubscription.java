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

package io.github.deepseekspring.core;

import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * Moves lists in and their elements out, one thread at a time. There is no queue: the
 * source is asked for one element, and only when all of the last one were delivered and
 * more is wanted.
 *
 * @param <S> the type of the source's elements
 * @param <T> the type of the elements
 */
final class FlatteningSubscription<S, T> implements CoreSubscriber<S>, Subscription {

	@SuppressWarnings("rawtypes")
	private static final AtomicIntegerFieldUpdater<FlatteningSubscription> WORK = AtomicIntegerFieldUpdater
		.newUpdater(FlatteningSubscription.class, "work");

	@SuppressWarnings("rawtypes")
	private static final AtomicLongFieldUpdater<FlatteningSubscription> REQUESTED = AtomicLongFieldUpdater
		.newUpdater(FlatteningSubscription.class, "requested");

	private final CoreSubscriber<? super T> actual;

	private final Function<S, List<T>> function;

	private Subscription source = Operators.emptySubscription();

	private volatile int work;

	private volatile long requested;

	private volatile @Nullable List<T> arrived;

	private volatile boolean ended;

	private @Nullable Throwable failure;

	private volatile boolean cancelled;

	private List<T> current = List.of();

	private int position;

	private long delivered;

	private boolean asked;

	private boolean finished;

	FlatteningSubscription(CoreSubscriber<? super T> actual, Function<S, List<T>> function) {
		this.actual = actual;
		this.function = function;
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		if (Operators.validate((this.source != Operators.emptySubscription()) ? this.source : null, subscription)) {
			this.source = subscription;
			this.actual.onSubscribe(this);
		}
	}

	@Override
	public void onNext(S element) {
		try {
			this.arrived = this.function.apply(element);
		}
		catch (RuntimeException ex) {
			this.source.cancel();
			this.failure = ex;
			this.ended = true;
		}
		work();
	}

	@Override
	public void onError(Throwable failure) {
		this.failure = failure;
		this.ended = true;
		work();
	}

	@Override
	public void onComplete() {
		this.ended = true;
		work();
	}

	@Override
	public void request(long n) {
		if (Operators.validate(n)) {
			Operators.addCap(REQUESTED, this, n);
			work();
		}
	}

	@Override
	public void cancel() {
		this.cancelled = true;
		this.source.cancel();
	}

	private void work() {
		if (WORK.getAndIncrement(this) == 0) {
			int missed = 1;
			do {
				boolean more = true;
				while (more && !this.finished && !this.cancelled) {
					more = step();
				}
				missed = WORK.addAndGet(this, -missed);
			}
			while (missed != 0);
		}
	}

	/**
	 * Do one thing.
	 * @return whether there may be another one to do
	 */
	private boolean step() {
		if (this.position < this.current.size()) {
			return deliver();
		}
		boolean noneFollows = this.ended;
		List<T> next = this.arrived;
		if (next != null) {
			this.arrived = null;
			this.current = next;
			this.position = 0;
			this.asked = false;
			return true;
		}
		if (noneFollows) {
			return finish();
		}
		if (this.asked || this.delivered == this.requested) {
			return false;
		}
		this.asked = true;
		this.source.request(1);
		return true;
	}

	private boolean deliver() {
		if (this.delivered == this.requested) {
			return false;
		}
		this.delivered++;
		this.actual.onNext(this.current.get(this.position++));
		return true;
	}

	private boolean finish() {
		this.finished = true;
		if (this.failure != null) {
			this.actual.onError(this.failure);
		}
		else {
			this.actual.onComplete();
		}
		return false;
	}

	@Override
	public Context currentContext() {
		return this.actual.currentContext();
	}

}
