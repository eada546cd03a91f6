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

package io.github.deepseekspring.stream;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.github.deepseekspring.ConnectionFailedException;
import io.github.deepseekspring.DeepSeekException;
import io.github.deepseekspring.StalledException;
import io.github.deepseekspring.StalledException.Clock;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.codec.ServerSentEvent;

/**
 * Moves buffers in and events out, one thread at a time. The body is asked for one
 * buffer, and only when everything in the last one was delivered and more is wanted. Only
 * a subscriber that wants everything is spared the way up to the connection for each of
 * them: the body is asked for a few at once. After the terminal event the rest of the
 * body is read and dropped, because a connection whose body was read to the end can be
 * used again.
 *
 * @param <T> the type of a decoded payload
 */
final class AnswerSubscription<T> implements CoreSubscriber<DataBuffer>, Subscription {

	/**
	 * How many buffers are asked for at once when everything is wanted.
	 */
	private static final int BATCH = 32;

	private final CoreSubscriber<? super ServerSentEvent<T>> actual;

	private final AnswerEvents<T> events;

	private final AnswerState state;

	private final AnswerClocks clocks;

	private final ArrivedBuffers buffers = new ArrivedBuffers(BATCH);

	private final AtomicInteger work = new AtomicInteger();

	private final AtomicLong requested = new AtomicLong();

	private Subscription body = Operators.emptySubscription();

	private volatile boolean bodyEnded;

	private @Nullable Throwable bodyFailure;

	private volatile @Nullable StalledException stalled;

	private volatile boolean cancelled;

	private @Nullable ServerSentEvent<T> event;

	private long delivered;

	private int asked;

	private boolean reading;

	private boolean lastSeen;

	private boolean finished;

	AnswerSubscription(CoreSubscriber<? super ServerSentEvent<T>> actual, AnswerEvents<T> events, AnswerState state,
			AnswerClocks clocks) {
		this.actual = actual;
		this.events = events;
		this.state = state;
		this.clocks = clocks;
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		if (Operators.validate((this.body != Operators.emptySubscription()) ? this.body : null, subscription)) {
			this.body = subscription;
			this.work.set(1);
			this.clocks.start(this::expired);
			this.actual.onSubscribe(this);
			workOff();
		}
	}

	@Override
	public void onNext(DataBuffer data) {
		this.clocks.received();
		boolean alone = this.work.get() == 0 && this.work.compareAndSet(0, 1);
		if (alone && this.event == null && !this.finished && this.buffers.isEmpty()) {
			readAtOnce(data);
		}
		else {
			this.buffers.add(data);
		}
		if (alone || this.work.getAndIncrement() == 0) {
			workOff();
		}
	}

	private void readAtOnce(DataBuffer data) {
		try {
			append(data);
		}
		catch (RuntimeException ex) {
			finish(this.events.unreadable(ex));
		}
	}

	@Override
	public void onError(Throwable failure) {
		this.bodyFailure = failure;
		onComplete();
	}

	@Override
	public void onComplete() {
		this.bodyEnded = true;
		work();
	}

	private void expired(Clock clock, Duration limit) {
		this.stalled = new StalledException(clock, limit, null, this.state.callState());
		work();
	}

	@Override
	public void request(long n) {
		if (Operators.validate(n)) {
			this.requested.accumulateAndGet(n, Operators::addCap);
			work();
		}
	}

	@Override
	public void cancel() {
		this.cancelled = true;
		this.clocks.stop();
		this.body.cancel();
		work();
	}

	private void work() {
		if (this.work.getAndIncrement() == 0) {
			workOff();
		}
	}

	private void workOff() {
		int missed = 1;
		do {
			while (!this.finished && step()) {
				// there may be more to do
			}
			if (this.finished) {
				this.buffers.release();
			}
			missed = this.work.addAndGet(-missed);
		}
		while (missed != 0);
	}

	/**
	 * Do one thing.
	 * @return whether there may be another one to do
	 */
	private boolean step() {
		if (this.cancelled) {
			this.finished = true;
			return false;
		}
		StalledException stalled = this.stalled;
		if (stalled != null) {
			if (this.events.isEnding() && this.event == null) {
				return finish(this.events.judge(null));
			}
			if (!this.events.isEnding() || stalled.getClock() == Clock.SUBSCRIBER_IDLE) {
				return finish(explain(stalled));
			}
		}
		ServerSentEvent<T> event = this.event;
		try {
			if (event == null) {
				event = this.events.next();
			}
			if (event == null) {
				return read();
			}
		}
		catch (RuntimeException ex) {
			return finish(this.events.unreadable(ex));
		}
		return deliver(event);
	}

	private static DeepSeekException explain(StalledException stalled) {
		return (stalled.getClock() == Clock.CONNECT)
				? new ConnectionFailedException("No connection to DeepSeek could be made in time", stalled) : stalled;
	}

	private boolean deliver(ServerSentEvent<T> event) {
		if (this.delivered == this.requested.get()) {
			this.event = event;
			return false;
		}
		this.delivered++;
		this.event = null;
		this.state.delivered(event);
		this.actual.onNext(event);
		return true;
	}

	private boolean read() {
		boolean noneFollows = this.bodyEnded;
		DataBuffer data = this.buffers.poll();
		if (data != null) {
			append(data);
			return true;
		}
		if (noneFollows) {
			return end();
		}
		if (this.reading || (this.events.mayBringEvents() && this.requested.get() == this.delivered)) {
			return false;
		}
		this.reading = true;
		this.clocks.reading();
		if (this.asked > 0) {
			return false;
		}
		this.asked = (this.requested.get() == Long.MAX_VALUE) ? BATCH : 1;
		this.body.request(this.asked);
		return true;
	}

	private void append(DataBuffer data) {
		this.asked--;
		this.reading = false;
		try {
			this.events.append(data);
		}
		finally {
			DataBufferUtils.release(data);
		}
	}

	private boolean end() {
		if (!this.lastSeen && this.bodyFailure == null) {
			this.lastSeen = true;
			this.event = this.events.last();
			return true;
		}
		return finish(this.events.judge(this.bodyFailure));
	}

	private boolean finish(@Nullable DeepSeekException failure) {
		this.finished = true;
		this.clocks.stop();
		if (!this.bodyEnded) {
			this.body.cancel();
		}
		if (failure != null) {
			this.actual.onError(failure);
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
