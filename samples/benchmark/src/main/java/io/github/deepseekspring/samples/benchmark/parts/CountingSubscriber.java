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

package io.github.deepseekspring.samples.benchmark.parts;

import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;

/**
 * Asks for everything and counts what comes.
 *
 * @param <T> the type of what comes
 */
final class CountingSubscriber<T> implements CoreSubscriber<T> {

	private int count;

	private @Nullable T last;

	private boolean complete;

	/**
	 * Return how much came before the end, or 0 when there was no end.
	 */
	int count() {
		return this.complete ? this.count : 0;
	}

	T last() {
		return Objects.requireNonNull(this.last, "nothing came");
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		subscription.request(Long.MAX_VALUE);
	}

	@Override
	public void onNext(T element) {
		this.count++;
		this.last = element;
	}

	@Override
	public void onError(Throwable failure) {
		throw new IllegalStateException("No call of a benchmark fails", failure);
	}

	@Override
	public void onComplete() {
		this.complete = true;
	}

}
