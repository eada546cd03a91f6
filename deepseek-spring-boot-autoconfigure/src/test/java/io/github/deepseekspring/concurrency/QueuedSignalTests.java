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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.deepseekspring.ConcurrencyLimitExceededException;
import io.github.deepseekspring.user.Caller;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;
import reactor.test.subscriber.TestSubscriber;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the element that tells a subscriber that its request waits.
 */
class QueuedSignalTests {

	private static final Caller ALICE = TestSettings.caller("alice");

	private static final String QUEUED = "queued";

	private final FairConcurrencyLimiter limiter = TestSettings.limiter(1);

	@Test
	void whenSlotIsFreeThenThereIsNoSignal() {
		TestSubscriber<String> subscriber = TestSubscriber.create();
		limit(Flux.just("a"), QUEUED).subscribe(subscriber);
		assertThat(subscriber.getReceivedOnNext()).containsExactly("a");
	}

	@Test
	void whenItWaitsThenTheSignalComesAtOnceAndOnlyOnce() {
		TestPublisher<String> holder = hold();
		TestSubscriber<String> subscriber = TestSubscriber.create();
		limit(Flux.just("a"), QUEUED).subscribe(subscriber);
		assertThat(subscriber.getReceivedOnNext()).containsExactly(QUEUED);
		holder.complete();
		assertThat(subscriber.getReceivedOnNext()).containsExactly(QUEUED, "a");
		assertThat(subscriber.isTerminatedComplete()).isTrue();
	}

	@Test
	void whenNobodyAskedForItThenThereIsNoSignal() {
		TestPublisher<String> holder = hold();
		TestSubscriber<String> subscriber = TestSubscriber.create();
		limit(Flux.just("a"), null).subscribe(subscriber);
		assertThat(subscriber.getReceivedOnNext()).isEmpty();
		holder.complete();
		assertThat(subscriber.getReceivedOnNext()).containsExactly("a");
	}

	@Test
	void whenNothingIsRequestedThenThereIsNoSignal() {
		TestPublisher<String> holder = hold();
		TestSubscriber<String> subscriber = TestSubscriber.builder().initialRequest(0).build();
		limit(Flux.just("a"), QUEUED).subscribe(subscriber);
		assertThat(subscriber.getProtocolErrors()).isEmpty();
		assertThat(subscriber.getReceivedOnNext()).isEmpty();
		holder.complete();
		subscriber.request(1);
		assertThat(subscriber.getReceivedOnNext()).containsExactly("a");
	}

	@Test
	void whenOneElementIsRequestedThenTheSignalIsThatElement() {
		TestPublisher<String> holder = hold();
		TestSubscriber<String> subscriber = TestSubscriber.builder().initialRequest(1).build();
		limit(Flux.just("a"), QUEUED).subscribe(subscriber);
		holder.complete();
		assertThat(subscriber.getReceivedOnNext()).containsExactly(QUEUED);
		subscriber.request(1);
		assertThat(subscriber.getReceivedOnNext()).containsExactly(QUEUED, "a");
		assertThat(subscriber.getProtocolErrors()).isEmpty();
	}

	@Test
	void whenSlotGetsFreeDuringTheSignalThenSourceFollowsTheSignal() {
		TestPublisher<String> holder = hold();
		List<String> order = new ArrayList<>();
		limit(Flux.just("a"), QUEUED).doOnNext((element) -> {
			order.add(element + " begins");
			holder.complete();
			order.add(element + " ends");
		}).subscribe();
		assertThat(order).containsExactly("queued begins", "queued ends", "a begins", "a ends");
	}

	@Test
	void whenAnotherThreadFreesTheSlotDuringTheSignalThenSourceFollowsTheSignal() {
		TestPublisher<String> holder = hold();
		List<String> order = new ArrayList<>();
		StepVerifier.create(limit(Flux.just("a"), QUEUED).doOnNext((element) -> {
			order.add(element + " begins");
			if (element.equals(QUEUED)) {
				CompletableFuture.runAsync(holder::complete).orTimeout(10, TimeUnit.SECONDS).join();
			}
			order.add(element + " ends");
		})).expectNext(QUEUED, "a").expectComplete().verify(Duration.ofSeconds(10));
		assertThat(order).containsExactly("queued begins", "queued ends", "a begins", "a ends");
	}

	@Test
	void whenCancelledByTheSignalThenNothingIsSubscribedTo() {
		TestPublisher<String> holder = hold();
		TestPublisher<String> source = TestPublisher.create();
		TestSubscriber<String> subscriber = TestSubscriber.create();
		limit(source.flux(), QUEUED).take(1).subscribe(subscriber);
		assertThat(subscriber.isTerminatedComplete()).isTrue();
		assertThat(this.limiter.group(TestSettings.MODEL).counts().waiting()).isZero();
		holder.complete();
		source.assertWasNotSubscribed();
		assertThat(this.limiter.group(TestSettings.MODEL).counts().inFlight()).isZero();
	}

	@Test
	void whenShutDownDuringTheSignalThenTheRefusalFollowsTheSignal() {
		hold();
		List<String> order = new ArrayList<>();
		limit(Flux.just("a"), QUEUED).doOnNext((element) -> {
			this.limiter.shutdown();
			order.add(element);
		})
			.doOnError(ConcurrencyLimitExceededException.class, (ex) -> order.add(ex.getReason().name()))
			.onErrorComplete()
			.subscribe();
		assertThat(order).containsExactly(QUEUED, "SHUTDOWN");
	}

	private TestPublisher<String> hold() {
		TestPublisher<String> holder = TestPublisher.create();
		limit(holder.flux(), null).subscribe();
		return holder;
	}

	private Flux<String> limit(Flux<String> source, @Nullable String whileQueued) {
		return this.limiter.limit(source, TestSettings.MODEL, ALICE, whileQueued);
	}

}
