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

package io.github.deepseekspring.torture;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;

/**
 * A subscriber that counts what it is told.
 */
final class Trial implements CoreSubscriber<Object> {

	private final String name;

	private final AtomicInteger elements = new AtomicInteger();

	private final AtomicInteger ends = new AtomicInteger();

	private final AtomicInteger late = new AtomicInteger();

	private final CompletableFuture<Trial> ended = new CompletableFuture<>();

	private volatile @Nullable Throwable failure;

	Trial(String name) {
		this.name = name;
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		subscription.request(Long.MAX_VALUE);
	}

	@Override
	public void onNext(Object element) {
		((this.ends.get() == 0) ? this.elements : this.late).incrementAndGet();
	}

	@Override
	public void onError(Throwable failure) {
		this.failure = failure;
		onComplete();
	}

	@Override
	public void onComplete() {
		this.ends.incrementAndGet();
		this.ended.complete(this);
	}

	/**
	 * Return this when it has ended.
	 */
	Mono<Trial> ended() {
		return Mono.fromFuture(this.ended);
	}

	String name() {
		return this.name;
	}

	int elements() {
		return this.elements.get();
	}

	/**
	 * Return how many signals of the end there were.
	 */
	int ends() {
		return this.ends.get();
	}

	/**
	 * Return how many elements came after the end.
	 */
	int late() {
		return this.late.get();
	}

	@Nullable Throwable failure() {
		return this.failure;
	}

	/**
	 * Return the class of the failure in one word, or {@code complete}.
	 */
	String end() {
		Throwable failure = this.failure;
		return (failure != null) ? failure.getClass().getSimpleName().replace("Exception", "") : "complete";
	}

	@Override
	public String toString() {
		return this.name + ": " + this.elements + " elements, " + end();
	}

}
