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

import java.util.Spliterator;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedTransferQueue;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Signal;

/**
 * The elements of a call, for a thread that waits for them one by one.
 *
 * @param <T> the type of the elements
 */
final class BlockingElements<T> extends BaseSubscriber<T> implements Spliterator<T> {

	/**
	 * How many elements may wait for the thread.
	 */
	static final int READ_AHEAD = 16;

	private final LinkedTransferQueue<Signal<T>> signals = new LinkedTransferQueue<>();

	private final Runnable begin;

	private final Runnable takeOneMore;

	private boolean begun;

	private @Nullable Signal<T> end;

	private volatile boolean closed;

	BlockingElements(Flux<T> call) {
		CallerContext caller = CallerContext.capture();
		this.begin = caller.wrap(() -> call.contextCapture().subscribe(this));
		this.takeOneMore = caller.wrap(() -> request(1));
	}

	@Override
	public boolean tryAdvance(Consumer<? super T> action) {
		Signal<T> signal = (this.end != null) ? this.end : next();
		T element = signal.get();
		if (element == null) {
			return end(signal);
		}
		this.takeOneMore.run();
		try {
			action.accept(element);
		}
		catch (Throwable ex) {
			close();
			throw ex;
		}
		return true;
	}

	private Signal<T> next() {
		BlockingCall.requireThreadMayWait();
		if (this.closed) {
			throw closed();
		}
		if (!this.begun) {
			BlockingCall.requireNotInterrupted();
			this.begun = true;
			this.begin.run();
		}
		try {
			return this.signals.take();
		}
		catch (InterruptedException ex) {
			close();
			throw BlockingCall.interrupted();
		}
	}

	/**
	 * A failure is thrown as often as somebody asks for more, so that nobody takes what
	 * came for the whole.
	 */
	private boolean end(Signal<T> signal) {
		this.end = signal;
		if (signal.getThrowable() != null) {
			throw BlockingCall.failure(signal.getThrowable());
		}
		return false;
	}

	/**
	 * Cancel the call, unless it has ended, and wake the thread that waits.
	 */
	void close() {
		this.closed = true;
		cancel();
		this.signals.add(Signal.error(closed()));
	}

	private static CancellationException closed() {
		return new CancellationException("The stream was closed before its end, so that the call was cancelled");
	}

	@Override
	protected void hookOnSubscribe(Subscription subscription) {
		request(READ_AHEAD);
	}

	@Override
	protected void hookOnNext(T element) {
		this.signals.add(Signal.next(element));
	}

	@Override
	protected void hookOnError(Throwable failure) {
		this.signals.add(Signal.error(failure));
	}

	@Override
	protected void hookOnComplete() {
		this.signals.add(Signal.complete());
	}

	@Override
	public @Nullable Spliterator<T> trySplit() {
		return null;
	}

	@Override
	public long estimateSize() {
		return Long.MAX_VALUE;
	}

	@Override
	public int characteristics() {
		return ORDERED | NONNULL;
	}

}
