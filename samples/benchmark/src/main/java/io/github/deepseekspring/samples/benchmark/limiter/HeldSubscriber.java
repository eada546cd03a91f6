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

package io.github.deepseekspring.samples.benchmark.limiter;

import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;

/**
 * Hands out the latest subscription: whoever has it decides when that request goes on or
 * is cancelled.
 */
final class HeldSubscriber implements CoreSubscriber<Object> {

	private final long demand;

	private @Nullable Subscription latest;

	/**
	 * Create a subscriber.
	 * @param demand how many elements it asks for by itself
	 */
	HeldSubscriber(long demand) {
		this.demand = demand;
	}

	Subscription latest() {
		return Objects.requireNonNull(this.latest, "no subscription");
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		this.latest = subscription;
		if (this.demand > 0) {
			subscription.request(this.demand);
		}
	}

	@Override
	public void onNext(Object element) {
	}

	@Override
	public void onError(Throwable failure) {
		throw new IllegalStateException("No request of a benchmark fails", failure);
	}

	@Override
	public void onComplete() {
	}

}
