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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.github.deepseekspring.user.Caller;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Operators;
import reactor.test.publisher.TestPublisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests for sources and subscribers that break the rules or stretch them.
 */
class FaultySourceTests {

	private static final String MODEL = TestSettings.MODEL;

	private static final Caller ALICE = TestSettings.caller("alice");

	private final FairConcurrencyLimiter limiter = TestSettings.limiter(1);

	private final Recorder subscriber = new Recorder();

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenCancellingTheSourceThrowsThenItsSlotIsFreeAllTheSame(boolean waits) {
		TestPublisher<String> holder = waits ? hold() : null;
		limit(source((actual) -> actual.onSubscribe(new Source() {

			@Override
			public void cancel() {
				throw new IllegalStateException("thrown by a source");
			}

		})));
		if (holder != null) {
			holder.complete();
		}
		assertThat(inFlight()).isEqualTo(1);
		assertThat(catchThrowable(this.subscriber::cancel)).isInstanceOf(IllegalStateException.class);
		assertThat(inFlight()).isZero();
	}

	@Test
	void whenCancelledTwiceWhileTheSourceIsBeingSubscribedToThenItsSlotIsFreeAfterwards() {
		TestPublisher<String> holder = hold();
		List<Integer> inFlight = new ArrayList<>();
		limit(source((actual) -> {
			this.subscriber.cancel();
			this.subscriber.cancel();
			inFlight.add(inFlight());
			actual.onSubscribe(new Source());
			inFlight.add(inFlight());
		}));
		holder.complete();
		assertThat(inFlight).containsExactly(1, 0);
	}

	@Test
	void whenCancelledAndThenSubscribeThrowsThenNothingIsSignalled() {
		TestPublisher<String> holder = hold();
		limit(source((actual) -> {
			this.subscriber.cancel();
			throw new IllegalStateException("thrown by a source");
		}));
		holder.complete();
		assertThat(this.subscriber.signals).isEmpty();
		assertThat(inFlight()).isZero();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenASourceSubscribesTwiceThenTheSecondSubscriptionIsCancelled(boolean waits) {
		TestPublisher<String> holder = waits ? hold() : null;
		AtomicInteger firstCancelled = new AtomicInteger();
		AtomicInteger secondCancelled = new AtomicInteger();
		limit(source((actual) -> {
			actual.onSubscribe(new Source(firstCancelled));
			actual.onSubscribe(new Source(secondCancelled));
		}));
		if (holder != null) {
			holder.complete();
		}
		assertThat(secondCancelled).hasValue(1);
		assertThat(inFlight()).isEqualTo(1);
		this.subscriber.cancel();
		assertThat(firstCancelled).hasValue(1);
		assertThat(inFlight()).isZero();
	}

	@Test
	void whenTheHookForDroppedErrorsThrowsThenTheOthersAreServed() {
		TestPublisher<String> holder = hold();
		this.limiter.limit(Flux.just("a"), MODEL, ALICE, null).subscribe(new BaseSubscriber<>() {

			@Override
			protected void hookOnComplete() {
				throw new IllegalStateException("thrown by a subscriber");
			}

			@Override
			protected void hookOnError(Throwable failure) {
				throw new IllegalStateException(failure);
			}

		});
		limit(Flux.just("next"));
		Hooks.onErrorDropped((failure) -> {
			throw new IllegalStateException("thrown by a hook", failure);
		});
		try {
			holder.complete();
		}
		finally {
			Hooks.resetOnErrorDropped();
		}
		assertThat(this.subscriber.signals).containsExactly("next", "completed");
		assertThat(inFlight()).isZero();
	}

	private void limit(Flux<String> source) {
		this.limiter.limit(source, MODEL, ALICE, null).subscribe(this.subscriber);
	}

	private TestPublisher<String> hold() {
		TestPublisher<String> holder = TestPublisher.create();
		this.limiter.limit(holder.flux(), MODEL, ALICE, null).subscribe();
		return holder;
	}

	private int inFlight() {
		return this.limiter.group(MODEL).counts().inFlight();
	}

	private static Flux<String> source(Consumer<CoreSubscriber<? super String>> behaviour) {
		return new Flux<>() {

			@Override
			public void subscribe(CoreSubscriber<? super String> actual) {
				behaviour.accept(actual);
			}

		};
	}

	private static class Source implements Subscription {

		private final AtomicInteger cancelled;

		Source() {
			this(new AtomicInteger());
		}

		Source(AtomicInteger cancelled) {
			this.cancelled = cancelled;
		}

		@Override
		public void request(long n) {
		}

		@Override
		public void cancel() {
			this.cancelled.incrementAndGet();
		}

	}

	/**
	 * Passes every cancel on, also the second.
	 */
	private static final class Recorder implements CoreSubscriber<String> {

		private final List<String> signals = new ArrayList<>();

		private @Nullable Subscription subscription;

		@Override
		public void onSubscribe(Subscription subscription) {
			this.subscription = subscription;
			subscription.request(Long.MAX_VALUE);
		}

		@Override
		public void onNext(String element) {
			this.signals.add(element);
		}

		@Override
		public void onError(Throwable failure) {
			this.signals.add("failed");
		}

		@Override
		public void onComplete() {
			this.signals.add("completed");
		}

		void cancel() {
			((this.subscription != null) ? this.subscription : Operators.emptySubscription()).cancel();
		}

	}

}
