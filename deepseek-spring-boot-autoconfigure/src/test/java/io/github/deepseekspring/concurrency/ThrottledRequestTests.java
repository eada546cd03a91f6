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
import java.util.concurrent.atomic.AtomicInteger;

import io.github.deepseekspring.CallState;
import io.github.deepseekspring.ConcurrencyLimitExceededException;
import io.github.deepseekspring.ConcurrencyLimitExceededException.Reason;
import io.github.deepseekspring.ErrorAnswer;
import io.github.deepseekspring.RateLimitException;
import io.github.deepseekspring.user.Caller;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.publisher.TestPublisher;
import reactor.test.scheduler.VirtualTimeScheduler;
import reactor.test.subscriber.TestSubscriber;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for requests that DeepSeek answers with a 429.
 */
class ThrottledRequestTests {

	private static final String MODEL = TestSettings.MODEL;

	private static final Caller ALICE = TestSettings.caller("alice");

	private static final Caller BOB = TestSettings.caller("bob");

	private static final Duration SHORTEST_BACKOFF = Duration.ofMillis(100);

	private static final Duration LONGEST_BACKOFF = Duration.ofMillis(250);

	private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	private final AtomicInteger attempts = new AtomicInteger();

	@BeforeEach
	void stopTime() {
		VirtualTimeScheduler.set(this.time);
	}

	@AfterEach
	void resumeTime() {
		VirtualTimeScheduler.reset();
	}

	@Test
	void whenThrottledThenIsSentAgainAfterABackoff() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(1);
		TestSubscriber<String> subscriber = subscribe(limiter, throttled(1, null), ALICE);
		assertThat(this.attempts).hasValue(1);
		this.time.advanceTimeBy(SHORTEST_BACKOFF.minusMillis(1));
		assertThat(this.attempts).hasValue(1);
		this.time.advanceTimeBy(LONGEST_BACKOFF.minus(SHORTEST_BACKOFF));
		assertThat(this.attempts).hasValue(2);
		assertThat(subscriber.getReceivedOnNext()).containsExactly("answer");
		assertThat(subscriber.isTerminatedComplete()).isTrue();
		assertIdle(limiter);
	}

	@Test
	void whenThrottledThenAnotherRequestCanHaveItsSlotMeanwhile() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(1, 0, TestSettings.MAX_WAIT);
		TestSubscriber<String> subscriber = subscribe(limiter, throttled(1, null), ALICE);
		assertThat(limiter.group(MODEL).counts().inFlight()).isZero();
		assertThat(subscribe(limiter, Flux.just("b"), BOB).isTerminatedComplete()).isTrue();
		this.time.advanceTimeBy(LONGEST_BACKOFF);
		assertThat(subscriber.isTerminatedComplete()).isTrue();
	}

	@Test
	void whenTheServerTellsWhenThenWaitsAsLong() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(1);
		TestSubscriber<String> subscriber = subscribe(limiter, throttled(1, Duration.ofSeconds(7)), ALICE);
		this.time.advanceTimeBy(Duration.ofMillis(6999));
		assertThat(this.attempts).hasValue(1);
		this.time.advanceTimeBy(Duration.ofMillis(1));
		assertThat(subscriber.isTerminatedComplete()).isTrue();
	}

	@Test
	void whenThrottledAgainAndAgainThenFailsAfterTheLastAttempt() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(1);
		TestSubscriber<String> subscriber = subscribe(limiter, throttled(100, null), ALICE);
		this.time.advanceTimeBy(TestSettings.MAX_WAIT);
		assertThat(subscriber.expectTerminalError()).isInstanceOf(RateLimitException.class);
		assertThat(this.attempts).hasValue(4);
		assertIdle(limiter);
	}

	@Test
	void whenNothingIsToBeTakenBackThenFailsAtOnce() {
		FairConcurrencyLimiter limiter = new FairConcurrencyLimiter(
				TestSettings.settings(1, null, TestSettings.MAX_WAIT, 0));
		TestSubscriber<String> subscriber = subscribe(limiter, throttled(1, null), ALICE);
		assertThat(subscriber.expectTerminalError()).isInstanceOf(RateLimitException.class);
		assertThat(this.attempts).hasValue(1);
		assertIdle(limiter);
	}

	@Test
	void whenTheBackoffEndsTooLateThenFailsAtOnce() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(1, null, Duration.ofSeconds(5));
		TestSubscriber<String> subscriber = subscribe(limiter, throttled(1, Duration.ofSeconds(5)), ALICE);
		assertThat(subscriber.expectTerminalError()).isInstanceOf(RateLimitException.class);
		assertThat(this.attempts).hasValue(1);
	}

	@Test
	void whenTheServerTellsAnAbsurdTimeThenFailsAtOnceAndFreesItsSlot() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(1);
		TestSubscriber<String> subscriber = subscribe(limiter, throttled(1, Duration.ofSeconds(Long.MAX_VALUE)), ALICE);
		assertThat(subscriber.expectTerminalError()).isInstanceOf(RateLimitException.class);
		assertIdle(limiter);
	}

	@Test
	void whenNothingMayWaitThenFailsAtOnce() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(1, null, Duration.ZERO);
		TestSubscriber<String> subscriber = subscribe(limiter, throttled(1, null), ALICE);
		assertThat(subscriber.expectTerminalError()).isInstanceOf(RateLimitException.class);
	}

	@Test
	void whenSomethingWasDeliveredThenFailsAtOnce() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(1);
		TestSubscriber<String> subscriber = subscribe(limiter, Flux.just("begun").concatWith(throttled(1, null)),
				ALICE);
		assertThat(subscriber.getReceivedOnNext()).containsExactly("begun");
		assertThat(subscriber.expectTerminalError()).isInstanceOf(RateLimitException.class);
		this.time.advanceTimeBy(TestSettings.MAX_WAIT);
		assertThat(this.attempts).hasValue(1);
		assertIdle(limiter);
	}

	@Test
	void whenOnlyTheQueuedSignalWasDeliveredThenIsSentAgain() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(1);
		TestPublisher<String> holder = hold(limiter, BOB);
		TestSubscriber<String> subscriber = TestSubscriber.create();
		limiter.limit(throttled(1, null), MODEL, ALICE, "queued").subscribe(subscriber);
		holder.complete();
		this.time.advanceTimeBy(LONGEST_BACKOFF);
		assertThat(subscriber.getReceivedOnNext()).containsExactly("queued", "answer");
	}

	@Test
	void whenItFailsForAnotherReasonThenIsNotSentAgain() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(1);
		TestSubscriber<String> subscriber = subscribe(limiter, Flux.defer(() -> {
			this.attempts.incrementAndGet();
			return Flux.error(new IllegalStateException("broken"));
		}), ALICE);
		assertThat(subscriber.expectTerminalError()).isInstanceOf(IllegalStateException.class);
		this.time.advanceTimeBy(TestSettings.MAX_WAIT);
		assertThat(this.attempts).hasValue(1);
	}

	@Test
	void whenTakenBackThenComesBeforeTheOthersOfItsCaller() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(1);
		List<String> order = new ArrayList<>();
		TestSubscriber<String> first = subscribe(limiter,
				throttled(1, null).doOnSubscribe((subscription) -> order.add("a1")), ALICE);
		TestPublisher<String> holder = hold(limiter, BOB);
		subscribe(limiter, named("a2", order), ALICE);
		subscribe(limiter, named("b2", order), BOB);
		this.time.advanceTimeBy(LONGEST_BACKOFF);
		assertThat(limiter.group(MODEL).counts().waiting()).isEqualTo(3);
		holder.complete();
		assertThat(order).containsExactly("a1", "a1", "b2", "a2");
		assertThat(first.isTerminatedComplete()).isTrue();
	}

	@Test
	void whenTakenBackThenAFullQueueDoesNotRefuseIt() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(1, 1, TestSettings.MAX_WAIT);
		TestSubscriber<String> subscriber = subscribe(limiter, throttled(1, null), ALICE);
		TestPublisher<String> holder = hold(limiter, BOB);
		TestSubscriber<String> waiter = subscribe(limiter, Flux.just("b"), BOB);
		this.time.advanceTimeBy(LONGEST_BACKOFF);
		assertThat(subscriber.isTerminated()).isFalse();
		holder.complete();
		assertThat(waiter.isTerminatedComplete()).isTrue();
		assertThat(subscriber.isTerminatedComplete()).isTrue();
	}

	@Test
	void whenTakenBackThenTheTimeItMayWaitGoesOn() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(1, null, Duration.ofSeconds(5));
		TestSubscriber<String> subscriber = subscribe(limiter, throttled(1, Duration.ofSeconds(4)), ALICE);
		hold(limiter, BOB);
		this.time.advanceTimeBy(Duration.ofMillis(4999));
		assertThat(subscriber.isTerminated()).isFalse();
		this.time.advanceTimeBy(Duration.ofMillis(1));
		assertThat(((ConcurrencyLimitExceededException) subscriber.expectTerminalError()).getReason())
			.isEqualTo(Reason.TIMED_OUT);
		assertThat(this.attempts).hasValue(1);
	}

	@Test
	void whenCancelledDuringTheBackoffThenIsNotSentAgain() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(1);
		TestSubscriber<String> subscriber = subscribe(limiter, throttled(1, null), ALICE);
		subscriber.cancel();
		this.time.advanceTimeBy(TestSettings.MAX_WAIT);
		assertThat(this.attempts).hasValue(1);
		assertIdle(limiter);
	}

	@Test
	void whenShutDownDuringTheBackoffThenIsRefusedAtOnce() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(1);
		TestSubscriber<String> subscriber = subscribe(limiter, throttled(1, Duration.ofSeconds(20)), ALICE);
		limiter.shutdown();
		assertThat(((ConcurrencyLimitExceededException) subscriber.expectTerminalError()).getReason())
			.isEqualTo(Reason.SHUTDOWN);
		this.time.advanceTimeBy(TestSettings.MAX_WAIT);
		assertThat(this.attempts).hasValue(1);
	}

	@Test
	void whenThrottledAfterShutdownThenIsRefusedAtOnce() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(1);
		TestPublisher<String> source = TestPublisher.create();
		TestSubscriber<String> subscriber = subscribe(limiter, source.flux(), ALICE);
		limiter.shutdown();
		source.error(tooMany(null));
		assertThat(subscriber.isTerminatedError()).isTrue();
		assertIdle(limiter);
	}

	@Test
	void whenTakenBackThenSourceIsAskedForAllThatIsStillWanted() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(1);
		List<Long> requests = new ArrayList<>();
		TestSubscriber<String> subscriber = TestSubscriber.builder().initialRequest(2).build();
		limiter.limit(throttled(1, null).doOnRequest(requests::add), MODEL, ALICE, null).subscribe(subscriber);
		subscriber.request(1);
		this.time.advanceTimeBy(LONGEST_BACKOFF);
		assertThat(requests).containsExactly(2L, 3L);
	}

	private Flux<String> throttled(int times, @Nullable Duration retryAfter) {
		return Flux.defer(() -> (this.attempts.incrementAndGet() <= times) ? Flux.error(tooMany(retryAfter))
				: Flux.just("answer"));
	}

	private static RateLimitException tooMany(@Nullable Duration retryAfter) {
		return new RateLimitException(new ErrorAnswer(429, "Too many requests.", null, null, null),
				CallState.NOT_ANSWERED, null, false, retryAfter);
	}

	private static TestPublisher<String> hold(FairConcurrencyLimiter limiter, Caller caller) {
		TestPublisher<String> holder = TestPublisher.create();
		limiter.limit(holder.flux(), MODEL, caller, null).subscribe();
		holder.assertSubscribers(1);
		return holder;
	}

	private static TestSubscriber<String> subscribe(FairConcurrencyLimiter limiter, Flux<String> source,
			Caller caller) {
		TestSubscriber<String> subscriber = TestSubscriber.create();
		limiter.limit(source, MODEL, caller, null).subscribe(subscriber);
		return subscriber;
	}

	private static Flux<String> named(String name, List<String> order) {
		return Flux.just(name).doOnSubscribe((subscription) -> order.add(name));
	}

	private static void assertIdle(FairConcurrencyLimiter limiter) {
		assertThat(limiter.group(MODEL).counts().inFlight()).as("in flight").isZero();
		assertThat(limiter.group(MODEL).counts().waiting()).as("waiting").isZero();
	}

}
