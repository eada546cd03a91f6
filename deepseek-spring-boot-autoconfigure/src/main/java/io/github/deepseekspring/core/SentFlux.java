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

import java.util.function.UnaryOperator;

import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * The body of an answer, which ends when its connection is free again, or the failure of
 * a request that was not answered. A cancelled request is closed. All of this is one step
 * for a buffer, where operators of Reactor would be three.
 *
 * @param <T> the type of the elements
 */
final class SentFlux<T> extends Flux<T> {

	private final Flux<T> source;

	private final SentRequest sent;

	private final UnaryOperator<Throwable> unanswered;

	/**
	 * Create the body.
	 * @param source sends the request
	 * @param sent where the request is noted
	 * @param unanswered makes another failure of one that comes without an answer
	 */
	SentFlux(Flux<T> source, SentRequest sent, UnaryOperator<Throwable> unanswered) {
		this.source = source;
		this.sent = sent;
		this.unanswered = unanswered;
	}

	@Override
	public void subscribe(CoreSubscriber<? super T> actual) {
		this.source.subscribe(new SentSubscriber<>(actual, this.sent, this.unanswered));
	}

	private static final class SentSubscriber<T> implements CoreSubscriber<T>, Subscription {

		private final CoreSubscriber<? super T> actual;

		private final SentRequest sent;

		private final UnaryOperator<Throwable> unanswered;

		private Subscription source = Operators.emptySubscription();

		SentSubscriber(CoreSubscriber<? super T> actual, SentRequest sent, UnaryOperator<Throwable> unanswered) {
			this.actual = actual;
			this.sent = sent;
			this.unanswered = unanswered;
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
			this.actual.onError(this.sent.isAnswered() ? failure : this.unanswered.apply(failure));
		}

		@Override
		public void onComplete() {
			this.sent.whenConnectionIsFree(this.actual::onComplete);
		}

		@Override
		public void request(long n) {
			this.source.request(n);
		}

		@Override
		public void cancel() {
			this.source.cancel();
			this.sent.cancel();
		}

		@Override
		public Context currentContext() {
			return this.actual.currentContext();
		}

	}

}
