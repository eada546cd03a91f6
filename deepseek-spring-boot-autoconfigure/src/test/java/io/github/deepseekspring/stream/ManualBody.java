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

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;

import org.springframework.core.io.buffer.DataBuffer;

/**
 * A body that sends what a test tells it to, and refuses to send what was not asked for.
 */
final class ManualBody extends Flux<DataBuffer> implements Subscription {

	private final NettyBuffers buffers = new NettyBuffers();

	private final AtomicLong outstanding = new AtomicLong();

	private final List<Long> requests = new CopyOnWriteArrayList<>();

	private volatile @Nullable CoreSubscriber<? super DataBuffer> subscriber;

	private volatile boolean cancelled;

	@Override
	public void subscribe(CoreSubscriber<? super DataBuffer> actual) {
		this.subscriber = actual;
		actual.onSubscribe(this);
	}

	@Override
	public void request(long n) {
		this.requests.add(n);
		this.outstanding.addAndGet(n);
	}

	@Override
	public void cancel() {
		this.cancelled = true;
	}

	ManualBody send(String text) {
		if (this.outstanding.getAndDecrement() <= 0) {
			throw new IllegalStateException("Nothing was asked for");
		}
		subscriber().onNext(this.buffers.of(text));
		return this;
	}

	void complete() {
		subscriber().onComplete();
	}

	void fail(Throwable failure) {
		subscriber().onError(failure);
	}

	private CoreSubscriber<? super DataBuffer> subscriber() {
		CoreSubscriber<? super DataBuffer> subscriber = this.subscriber;
		if (subscriber == null) {
			throw new IllegalStateException("Nobody has subscribed");
		}
		return subscriber;
	}

	/**
	 * Return how many buffers are asked for and not sent.
	 */
	long outstanding() {
		return this.outstanding.get();
	}

	List<Long> requests() {
		return this.requests;
	}

	boolean isCancelled() {
		return this.cancelled;
	}

	NettyBuffers buffers() {
		return this.buffers;
	}

}
