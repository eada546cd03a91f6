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

import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;

/**
 * Asks for everything and does nothing with it. One instance serves all subscriptions, so
 * that no subscriber is part of what is measured.
 */
final class Consumer implements CoreSubscriber<Object> {

	static final Consumer INSTANCE = new Consumer();

	private Consumer() {
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		subscription.request(Long.MAX_VALUE);
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
