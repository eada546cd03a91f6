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
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;

/**
 * A source whose subscriptions hold a slot of a {@link LimitGroup}.
 */
final class LimitedFlux<T> extends Flux<T> {

	private final Flux<T> source;

	private final LimitGroup group;

	private final String model;

	private final Caller caller;

	private final @Nullable T whileQueued;

	LimitedFlux(Flux<T> source, LimitGroup group, String model, Caller caller, @Nullable T whileQueued) {
		this.source = source;
		this.group = group;
		this.model = model;
		this.caller = caller;
		this.whileQueued = whileQueued;
	}

	@Override
	public void subscribe(CoreSubscriber<? super T> actual) {
		LimitedSubscription<T> subscription = new LimitedSubscription<>(this.source, this.group, this.model,
				this.caller, this.whileQueued, actual);
		actual.onSubscribe(subscription);
		subscription.acquire();
	}

}
