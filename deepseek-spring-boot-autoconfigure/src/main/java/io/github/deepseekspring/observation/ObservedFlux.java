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

package io.github.deepseekspring.observation;

import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * A call that is observed. To be subscribed to once.
 *
 * @param <T> the type of the elements
 */
final class ObservedFlux<T> extends Flux<T> {

	private final Flux<T> source;

	private final RunningCall call;

	ObservedFlux(Flux<T> source, RunningCall call) {
		this.source = source;
		this.call = call;
	}

	@Override
	public void subscribe(CoreSubscriber<? super T> actual) {
		this.call.start();
		this.source.subscribe(new ObservedSubscriber<>(actual, this.call));
	}

	/**
	 * Ends the observation before the subscriber sees the end, so that who has seen it
	 * finds what was observed, and after the source is cancelled, so that what it
	 * observes itself ends before.
	 */
	private static final class ObservedSubscriber<T> implements CoreSubscriber<T>, Subscription {

		private final CoreSubscriber<? super T> actual;

		private final RunningCall call;

		private Subscription source = Operators.emptySubscription();

		ObservedSubscriber(CoreSubscriber<? super T> actual, RunningCall call) {
			this.actual = actual;
			this.call = call;
		}

		@Override
		public void onSubscribe(Subscription subscription) {
			this.source = subscription;
			this.actual.onSubscribe(this);
		}

		@Override
		public void onNext(T element) {
			this.actual.onNext(element);
		}

		@Override
		public void onError(Throwable failure) {
			this.call.end(CallOutcome.FAILED, failure);
			this.actual.onError(failure);
		}

		@Override
		public void onComplete() {
			this.call.end(CallOutcome.COMPLETE, null);
			this.actual.onComplete();
		}

		@Override
		public void request(long n) {
			this.source.request(n);
		}

		@Override
		public void cancel() {
			try {
				this.source.cancel();
			}
			finally {
				this.call.end(CallOutcome.CANCELLED, null);
			}
		}

		@Override
		public Context currentContext() {
			return this.actual.currentContext();
		}

	}

}
