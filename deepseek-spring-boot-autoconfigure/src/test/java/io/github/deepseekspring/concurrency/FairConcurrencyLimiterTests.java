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
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.deepseekspring.ConcurrencyLimitExceededException;
import io.github.deepseekspring.ConcurrencyLimitExceededException.Reason;
import io.github.deepseekspring.user.Caller;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.publisher.TestPublisher;
import reactor.test.scheduler.VirtualTimeScheduler;
import reactor.test.subscriber.TestSubscriber;
import reactor.util.context.Context;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FairConcurrencyLimiter}: slots, queues and what passes through.
 */
class FairConcurrencyLimiterTests {

	private static final String MODEL = TestSettings.MODEL;

	private static final Caller ALICE = TestSettings.caller("alice");

	private static final Caller BOB = TestSettings.caller("bob");

	private static final Caller CAROL = TestSettings.caller("carol");

	private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	@BeforeEach
	void stopTime() {
		VirtualTimeScheduler.set(this.time);
	}

	@AfterEach
	void resumeTime() {
		VirtualTimeScheduler.reset();
	}

	@Test
	void whenSlotIsFreeThenSubscribesAtOnce() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(1);
		TestPublisher<String> source = TestPublisher.create();
		TestSubscriber<String> subscriber = subscribe(limiter, source, ALICE);
		source.assertSubscribers(1);
		source.emit("a", "b");
		assertThat(subscriber.getReceivedOnNext()).containsExactly("a", "b");
		assertThat(subscriber.isTerminatedComplete()).isTrue();
	}

	@Test
	void whenLimitIsReachedThenWaitsForTheEndOfAnotherRequest() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(2);
		TestPublisher<String> first = TestPublisher.create();
		TestPublisher<String> third = TestPublisher.create();
		subscribe(limiter, first, ALICE);
		subscribe(limiter, TestPublisher.create(), ALICE);
		TestSubscriber<String> subscriber = subscribe(limiter, third, ALICE);
		third.assertWasNotSubscribed();
		first.next("not the end yet");
		third.assertWasNotSubscribed();
		first.complete();
		third.assertSubscribers(1);
		third.emit("c");
		assertThat(subscriber.getReceivedOnNext()).containsExactly("c");
	}

	@Test
	void whenFluxIsSubscribedToTwiceThenTakesTwoSlots() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(2, 0, Duration.ZERO);
		AtomicInteger subscriptions = new AtomicInteger();
		Flux<String> limited = limiter.limit(
				Flux.<String>never().doOnSubscribe((subscription) -> subscriptions.incrementAndGet()), MODEL, ALICE,
				null);
		assertThat(subscribe(limited).isTerminated()).isFalse();
		assertThat(subscribe(limited).isTerminated()).isFalse();
		assertThat(refusal(subscribe(limited)).getInFlight()).isEqualTo(2);
		assertThat(subscriptions).hasValue(2);
	}

	@Test
	void whenGroupsDifferThenSlotsAreNotShared() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(1);
		TestPublisher<String> source = TestPublisher.create();
		subscribe(limiter.limit(Flux.never(), MODEL, ALICE, null));
		subscribe(limiter.limit(source.flux(), "other", ALICE, null));
		source.assertSubscribers(1);
	}

	@Test
	void whenModelIsAnAliasThenSharesTheSlotsOfItsGroup() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(1, 0, Duration.ZERO);
		subscribe(limiter.limit(Flux.never(), MODEL, ALICE, null));
		assertThat(refusal(subscribe(limiter.limit(Flux.never(), "nickname", ALICE, null))).getGroup())
			.isEqualTo(MODEL);
	}

	@Test
	void whenModelsAreUnknownThenShareTheDefaultGroup() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(1, 0, Duration.ZERO);
		subscribe(limiter.limit(Flux.never(), "unheard-of", ALICE, null));
		assertThat(refusal(subscribe(limiter.limit(Flux.never(), "never-seen", ALICE, null))).getGroup())
			.isEqualTo("default");
		assertThat(subscribe(limiter.limit(Flux.never(), MODEL, ALICE, null)).isTerminated()).isFalse();
	}

	@Test
	void whenDisabledThenLimitsNothing() {
		ConcurrencySettings settings = TestSettings.settings(1, 0, Duration.ZERO, 0);
		FairConcurrencyLimiter limiter = new FairConcurrencyLimiter(
				new ConcurrencySettings(false, settings.accountType(), settings.limits(), settings.userLimits(), 1,
						settings.aliases(), 0, Duration.ZERO, Duration.ZERO, settings.adaptive()));
		for (int i = 0; i < 3; i++) {
			assertThat(subscribe(limiter.limit(Flux.never(), MODEL, ALICE, null)).isTerminated()).isFalse();
		}
	}

	@Test
	void whenSourceCompletesThenSlotIsFreeBeforeTheSubscriberKnows() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(1, 0, Duration.ZERO);
		List<String> inside = new ArrayList<>();
		limiter.limit(Flux.just("outer"), MODEL, ALICE, null)
			.doOnComplete(() -> limiter.limit(Flux.just("inner"), MODEL, ALICE, null).subscribe(inside::add))
			.subscribe();
		assertThat(inside).containsExactly("inner");
	}

	@Test
	void whenSourceFailsThenSlotIsFreeBeforeTheSubscriberKnows() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(1, 0, Duration.ZERO);
		List<String> inside = new ArrayList<>();
		limiter.limit(Flux.error(new IllegalStateException("broken")), MODEL, ALICE, null)
			.doOnError((ex) -> limiter.limit(Flux.just("inner"), MODEL, ALICE, null).subscribe(inside::add))
			.onErrorComplete()
			.subscribe();
		assertThat(inside).containsExactly("inner");
	}

	@Test
	void whenRepeatedWithALimitOfOneThenDoesNotWaitForItself() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(1, 0, Duration.ZERO);
		Flux<Integer> limited = limiter.limit(Flux.just(1), MODEL, ALICE, null);
		assertThat(subscribe(limited.repeat(1000)).getReceivedOnNext()).hasSize(1001);
		assertThat(subscribe(Flux.range(0, 1000).concatMap((number) -> limited)).getReceivedOnNext()).hasSize(1000);
	}

	@Test
	void whenRetriedWithALimitOfOneThenDoesNotWaitForItself() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(1, 0, Duration.ZERO);
		AtomicInteger attempts = new AtomicInteger();
		Flux<Integer> failing = Flux.defer(() -> (attempts.incrementAndGet() <= 1000)
				? Flux.error(new IllegalStateException("broken")) : Flux.just(1));
		TestSubscriber<Integer> subscriber = subscribe(limiter.limit(failing, MODEL, ALICE, null).retry(1000));
		assertThat(subscriber.getReceivedOnNext()).containsExactly(1);
		assertThat(attempts).hasValue(1001);
	}

	@Test
	void whenTenThousandWaitersEndAtOnceThenTheStackDoesNotGrow() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(1, 10_000, TestSettings.MAX_WAIT);
		TestPublisher<String> holder = TestPublisher.create();
		subscribe(limiter, holder, ALICE);
		AtomicInteger completed = new AtomicInteger();
		for (int i = 0; i < 10_000; i++) {
			Caller caller = TestSettings.caller("caller-" + i % 100);
			limiter.limit(Flux.just("a"), MODEL, caller, null).doOnComplete(completed::incrementAndGet).subscribe();
		}
		assertThat(completed).hasValue(0);
		holder.complete();
		assertThat(completed).hasValue(10_000);
		assertIdle(limiter);
	}

	@Test
	void whenSeveralCallersWaitThenSlotsGoRoundThem() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(1, 10, TestSettings.MAX_WAIT);
		TestPublisher<String> holder = TestPublisher.create();
		subscribe(limiter, holder, TestSettings.caller("holder"));
		List<String> order = new ArrayList<>();
		for (String name : List.of("a1", "a2", "a3")) {
			subscribe(limiter.limit(named(name, order), MODEL, ALICE, null));
		}
		subscribe(limiter.limit(named("b1", order), MODEL, BOB, null));
		subscribe(limiter.limit(named("b2", order), MODEL, BOB, null));
		subscribe(limiter.limit(named("c1", order), MODEL, CAROL, null));
		holder.complete();
		assertThat(order).containsExactly("a1", "b1", "c1", "a2", "b2", "a3");
	}

	@Test
	void whenCancelledWhileItWaitsThenTheOthersKeepTheirTurn() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(1, 10, TestSettings.MAX_WAIT);
		TestPublisher<String> holder = TestPublisher.create();
		subscribe(limiter, holder, ALICE);
		List<String> order = new ArrayList<>();
		List<TestSubscriber<String>> waiters = new ArrayList<>();
		for (String name : List.of("a1", "a2", "a3", "a4", "a5")) {
			waiters.add(subscribe(limiter.limit(named(name, order), MODEL, ALICE, null)));
		}
		waiters.get(0).cancel();
		waiters.get(2).cancel();
		waiters.get(4).cancel();
		subscribe(limiter.limit(named("a6", order), MODEL, ALICE, null));
		holder.complete();
		assertThat(order).containsExactly("a2", "a4", "a6");
		assertIdle(limiter);
	}

	@Test
	void whenCancelledInOnSubscribeThenNothingRuns() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(1);
		TestPublisher<String> source = TestPublisher.create();
		limiter.limit(source.flux(), MODEL, ALICE, null).subscribe(new CancelledAtOnce());
		source.assertCancelled();
		assertIdle(limiter);
	}

	@Test
	void whenCancelledInOnSubscribeBeforeItWaitsThenNothingIsSubscribedTo() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(1);
		TestPublisher<String> running = TestPublisher.create();
		subscribe(limiter.limit(running.flux(), MODEL, ALICE, null));
		TestPublisher<String> source = TestPublisher.create();
		limiter.limit(source.flux(), MODEL, ALICE, null).subscribe(new CancelledAtOnce());
		running.complete();
		source.assertWasNotSubscribed();
		assertIdle(limiter);
	}

	@Test
	void whenCancelledWhileRunningThenSourceIsCancelledAndTheNextOneRuns() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(1);
		TestPublisher<String> first = TestPublisher.create();
		TestPublisher<String> second = TestPublisher.create();
		TestSubscriber<String> subscriber = subscribe(limiter, first, ALICE);
		subscribe(limiter, second, ALICE);
		subscriber.cancel();
		first.assertCancelled();
		second.assertSubscribers(1);
	}

	@Test
	void whenCancelledThenSourceIsCancelledBeforeTheNextOneIsSubscribedTo() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(1);
		AtomicInteger running = new AtomicInteger();
		List<Integer> counts = new ArrayList<>();
		Flux<String> counted = Flux.<String>never()
			.doOnSubscribe((subscription) -> counts.add(running.incrementAndGet()))
			.doOnCancel(running::decrementAndGet);
		TestSubscriber<String> subscriber = subscribe(limiter.limit(counted, MODEL, ALICE, null));
		subscribe(limiter.limit(counted, MODEL, ALICE, null));
		subscriber.cancel();
		assertThat(counts).containsExactly(1, 1);
	}

	@Test
	void whenCancelledWhileTheSourceIsBeingSubscribedToThenSourceIsCancelledAndSlotIsFree() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(1, 0, Duration.ZERO);
		TestPublisher<String> source = TestPublisher.create();
		TestSubscriber<String> subscriber = TestSubscriber.create();
		List<Integer> inFlight = new ArrayList<>();
		Flux<String> cancelling = Flux.defer(() -> {
			subscriber.cancel();
			inFlight.add(limiter.group(MODEL).counts().inFlight());
			return source.flux();
		});
		limiter.limit(cancelling, MODEL, ALICE, null).subscribe(subscriber);
		assertThat(inFlight).as("in flight until the source is cancelled").containsExactly(1);
		source.assertCancelled();
		assertIdle(limiter);
	}

	@Test
	void whenCancelledTwiceThenOneSlotIsFreed() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(2);
		TestSubscriber<String> subscriber = subscribe(limiter.limit(Flux.never(), MODEL, ALICE, null));
		subscribe(limiter.limit(Flux.never(), MODEL, ALICE, null));
		subscriber.cancel();
		subscriber.cancel();
		assertThat(limiter.group(MODEL).counts().inFlight()).isEqualTo(1);
	}

	@Test
	void whenCancelledAfterTheEndThenNoSlotIsFreed() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(2);
		TestSubscriber<String> subscriber = subscribe(limiter.limit(Flux.just("a"), MODEL, ALICE, null));
		subscribe(limiter.limit(Flux.never(), MODEL, ALICE, null));
		subscriber.cancel();
		assertThat(limiter.group(MODEL).counts().inFlight()).isEqualTo(1);
	}

	@Test
	void whenCancelledThenNothingThatTheSourceStillSaysIsDelivered() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(1);
		TestPublisher<String> source = TestPublisher.createNoncompliant(TestPublisher.Violation.CLEANUP_ON_TERMINATE,
				TestPublisher.Violation.REQUEST_OVERFLOW);
		List<String> signals = new ArrayList<>();
		Recorder recorder = new Recorder(signals);
		limiter.limit(source.flux(), MODEL, ALICE, null).subscribe(recorder);
		source.next("a");
		recorder.subscription().cancel();
		source.next("b");
		source.error(new IllegalStateException("late"));
		assertThat(signals).containsExactly("a");
		assertIdle(limiter);
	}

	@Test
	void whenSourceIsEmptyThenCompletesAndFreesItsSlot() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(1);
		assertThat(subscribe(limiter.limit(Flux.empty(), MODEL, ALICE, null)).isTerminatedComplete()).isTrue();
		assertIdle(limiter);
	}

	@Test
	void whenSubscribeThrowsThenFailsAndFreesItsSlot() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(1);
		TestSubscriber<String> subscriber = subscribe(limiter.limit(throwing(), MODEL, ALICE, null));
		assertThat(subscriber.expectTerminalError()).isInstanceOf(IllegalStateException.class);
		assertIdle(limiter);
	}

	@Test
	void whenSubscribeOfAWaiterThrowsThenTheOthersAreServed() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(1);
		TestPublisher<String> holder = TestPublisher.create();
		TestSubscriber<String> first = subscribe(limiter, holder, ALICE);
		TestSubscriber<String> second = subscribe(limiter.limit(throwing(), MODEL, ALICE, null));
		TestSubscriber<String> third = subscribe(limiter.limit(Flux.just("c"), MODEL, ALICE, null));
		holder.complete();
		assertThat(first.isTerminatedComplete()).isTrue();
		assertThat(second.expectTerminalError()).isInstanceOf(IllegalStateException.class);
		assertThat(third.isTerminatedComplete()).isTrue();
		assertIdle(limiter);
	}

	@Test
	void whenTheSubscriberOfAWaiterThrowsThenTheOthersAreServed() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(1, 10, TestSettings.MAX_WAIT);
		TestPublisher<String> holder = TestPublisher.create();
		TestSubscriber<String> first = subscribe(limiter, holder, ALICE);
		limiter.limit(Flux.just("b"), MODEL, ALICE, null).subscribe(new Faulty());
		TestSubscriber<String> third = subscribe(limiter.limit(Flux.just("c"), MODEL, ALICE, null));
		holder.complete();
		assertThat(first.isTerminatedComplete()).isTrue();
		assertThat(third.isTerminatedComplete()).isTrue();
		assertIdle(limiter);
	}

	@Test
	void whenTheSubscriberOfAWaiterThrowsAtShutdownThenTheOthersAreRefused() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(1, 10, TestSettings.MAX_WAIT);
		subscribe(limiter.limit(Flux.never(), MODEL, ALICE, null));
		limiter.limit(Flux.<String>never(), MODEL, ALICE, null).subscribe(new Faulty());
		TestSubscriber<String> waiter = subscribe(limiter.limit(Flux.never(), MODEL, ALICE, null));
		limiter.shutdown();
		assertThat(refusal(waiter).getReason()).isEqualTo(Reason.SHUTDOWN);
	}

	@Test
	void whenElementsAreRequestedOneByOneThenSourceIsAskedOneByOne() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(1);
		List<Long> requests = new ArrayList<>();
		TestSubscriber<Integer> subscriber = TestSubscriber.builder().initialRequest(0).build();
		limiter.limit(Flux.range(0, 10).hide().doOnRequest(requests::add), MODEL, ALICE, null).subscribe(subscriber);
		assertThat(requests).isEmpty();
		subscriber.request(1);
		subscriber.request(1);
		subscriber.request(3);
		assertThat(requests).containsExactly(1L, 1L, 3L);
		assertThat(subscriber.getReceivedOnNext()).containsExactly(0, 1, 2, 3, 4);
		subscriber.request(Long.MAX_VALUE);
		assertThat(requests).endsWith(Long.MAX_VALUE);
		assertThat(subscriber.isTerminatedComplete()).isTrue();
	}

	@Test
	void whenElementsAreRequestedWhileItWaitsThenSourceIsAskedForTheirSum() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(1);
		TestPublisher<String> holder = TestPublisher.create();
		subscribe(limiter, holder, ALICE);
		List<Long> requests = new ArrayList<>();
		TestSubscriber<Integer> subscriber = TestSubscriber.builder().initialRequest(2).build();
		limiter.limit(Flux.range(0, 10).hide().doOnRequest(requests::add), MODEL, ALICE, null).subscribe(subscriber);
		subscriber.request(3);
		holder.complete();
		assertThat(requests).containsExactly(5L);
		assertThat(subscriber.getReceivedOnNext()).hasSize(5);
	}

	@Test
	void whenSubscriberHasAContextThenSourceSeesItOnWhateverThread() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(1);
		TestPublisher<String> holder = TestPublisher.create();
		subscribe(limiter, holder, ALICE);
		Flux<String> source = Flux.deferContextual((context) -> Flux.just(context.<String>get("user")));
		TestSubscriber<String> subscriber = subscribe(
				limiter.limit(source, MODEL, ALICE, null).contextWrite(Context.of("user", "alice")));
		Mono.fromRunnable(holder::complete).subscribe();
		assertThat(subscriber.getReceivedOnNext()).containsExactly("alice");
	}

	@Test
	void whenMaxWaitIsZeroThenRefusesAtOnce() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(2, null, Duration.ZERO);
		subscribe(limiter.limit(Flux.never(), MODEL, ALICE, null));
		subscribe(limiter.limit(Flux.never(), MODEL, ALICE, null));
		assertRefused(subscribe(limiter.limit(Flux.just("c"), MODEL, BOB, "queued")), Reason.FULL, 2, 2, 0);
	}

	@Test
	void whenQueueIsFullThenRefusesAtOnce() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(1, 2, TestSettings.MAX_WAIT);
		subscribe(limiter.limit(Flux.never(), MODEL, ALICE, null));
		subscribe(limiter.limit(Flux.never(), MODEL, ALICE, null));
		subscribe(limiter.limit(Flux.never(), MODEL, ALICE, null));
		assertRefused(subscribe(limiter.limit(Flux.just("d"), MODEL, ALICE, "queued")), Reason.FULL, 1, 1, 2);
	}

	@Test
	void whenQueueIsFullThenTheNewestOfTheLongestLineMakesRoom() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(1, 3, TestSettings.MAX_WAIT);
		TestSubscriber<String> holder = subscribe(limiter.limit(Flux.never(), MODEL, ALICE, null));
		TestSubscriber<String> first = subscribe(limiter.limit(Flux.just("1"), MODEL, ALICE, null));
		TestSubscriber<String> second = subscribe(limiter.limit(Flux.just("2"), MODEL, ALICE, null));
		TestSubscriber<String> newest = subscribe(limiter.limit(Flux.just("3"), MODEL, ALICE, null));
		TestSubscriber<String> light = subscribe(limiter.limit(Flux.just("bob"), MODEL, BOB, null));
		assertRefused(newest, Reason.DISPLACED, 1, 1, 3);
		holder.cancel();
		assertThat(List.of(first, second, light)).allMatch(TestSubscriber::isTerminatedComplete);
		assertIdle(limiter);
	}

	@Test
	void whenQueueIsFullAndAllLinesAreAsLongThenTheOneWhoComesIsRefused() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(1, 2, TestSettings.MAX_WAIT);
		subscribe(limiter.limit(Flux.never(), MODEL, ALICE, null));
		TestSubscriber<String> alice = subscribe(limiter.limit(Flux.never(), MODEL, ALICE, null));
		TestSubscriber<String> bob = subscribe(limiter.limit(Flux.never(), MODEL, BOB, null));
		assertRefused(subscribe(limiter.limit(Flux.never(), MODEL, BOB, null)), Reason.FULL, 1, 1, 2);
		assertRefused(subscribe(limiter.limit(Flux.never(), MODEL, new Caller("carol", null), null)), Reason.FULL, 1, 1,
				2);
		assertThat(List.of(alice, bob)).noneMatch(TestSubscriber::isTerminated);
	}

	@Test
	void whenALimitIsNamedByAnAliasThenItIsTheGroups() {
		ConcurrencySettings documented = ConcurrencySettings.defaults();
		FairConcurrencyLimiter limiter = new FairConcurrencyLimiter(
				new ConcurrencySettings(true, documented.accountType(), Map.of("deepseek-flash", 1), Map.of(), 500,
						documented.aliases(), 0, TestSettings.MAX_WAIT, Duration.ZERO, documented.adaptive()));
		subscribe(limiter.limit(Flux.never(), "deepseek-v4-flash", ALICE, null));
		assertRefused(subscribe(limiter.limit(Flux.never(), "deepseek-flash", ALICE, null)), Reason.FULL, 1, 1, 0);
	}

	@Test
	void whenNoQueueIsAllowedThenOnlyAFreeSlotHelps() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(1, 0, TestSettings.MAX_WAIT);
		TestSubscriber<String> holder = subscribe(limiter.limit(Flux.never(), MODEL, ALICE, null));
		assertRefused(subscribe(limiter.limit(Flux.just("b"), MODEL, ALICE, null)), Reason.FULL, 1, 1, 0);
		holder.cancel();
		assertThat(subscribe(limiter.limit(Flux.just("c"), MODEL, ALICE, null)).isTerminatedComplete()).isTrue();
	}

	@Test
	void whenQueueSizeIsNotSetThenTwiceTheLimitMayWait() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(2);
		for (int i = 0; i < 6; i++) {
			assertThat(subscribe(limiter.limit(Flux.never(), MODEL, ALICE, null)).isTerminated()).isFalse();
		}
		assertRefused(subscribe(limiter.limit(Flux.never(), MODEL, ALICE, null)), Reason.FULL, 2, 2, 4);
	}

	@Test
	void whenItHasWaitedAsLongAsAllowedThenIsTimedOut() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(1);
		TestPublisher<String> holder = TestPublisher.create();
		subscribe(limiter, holder, ALICE);
		TestPublisher<String> late = TestPublisher.create();
		TestSubscriber<String> first = subscribe(limiter, late, ALICE);
		this.time.advanceTimeBy(Duration.ofSeconds(1));
		TestSubscriber<String> second = subscribe(limiter.limit(Flux.just("c"), MODEL, ALICE, null));
		this.time.advanceTimeBy(TestSettings.MAX_WAIT.minusSeconds(1).minusMillis(1));
		assertThat(first.isTerminated()).isFalse();
		this.time.advanceTimeBy(Duration.ofMillis(1));
		assertRefused(first, Reason.TIMED_OUT, 1, 1, 1);
		holder.complete();
		assertThat(second.isTerminatedComplete()).isTrue();
		late.assertWasNotSubscribed();
		assertIdle(limiter);
	}

	@Test
	void whenItRunsLongerThanItMayWaitThenIsLeftAlone() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(1);
		TestPublisher<String> holder = TestPublisher.create();
		subscribe(limiter, holder, ALICE);
		TestSubscriber<String> subscriber = subscribe(limiter.limit(Flux.never(), MODEL, ALICE, null));
		holder.complete();
		this.time.advanceTimeBy(TestSettings.MAX_WAIT.multipliedBy(10));
		assertThat(subscriber.isTerminated()).isFalse();
		assertThat(limiter.group(MODEL).counts().inFlight()).isEqualTo(1);
	}

	@Test
	void whenShutDownThenWaitersAndNewcomersAreRefusedAndTheRestGoesOn() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(1);
		TestPublisher<String> running = TestPublisher.create();
		TestSubscriber<String> holder = subscribe(limiter, running, ALICE);
		TestSubscriber<String> waiter = subscribe(limiter.limit(Flux.just("b"), MODEL, ALICE, null));
		limiter.shutdown();
		assertRefused(waiter, Reason.SHUTDOWN, 1, 1, 0);
		assertRefused(subscribe(limiter.limit(Flux.just("c"), MODEL, BOB, "queued")), Reason.SHUTDOWN, 1, 1, 0);
		running.emit("a");
		assertThat(holder.getReceivedOnNext()).containsExactly("a");
		assertThat(holder.isTerminatedComplete()).isTrue();
		assertRefused(subscribe(limiter.limit(Flux.just("d"), MODEL, BOB, null)), Reason.SHUTDOWN, 1, 0, 0);
		assertRefused(subscribe(limiter.limit(Flux.just("e"), "unheard-of", BOB, null)), Reason.SHUTDOWN, 1, 0, 0);
	}

	@Test
	void whenShutDownThenRefusesForThatReasonEvenIfNothingMayWait() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(1, 0, Duration.ZERO);
		limiter.shutdown();
		assertRefused(subscribe(limiter.limit(Flux.just("a"), MODEL, ALICE, null)), Reason.SHUTDOWN, 1, 0, 0);
	}

	private static <T> TestSubscriber<T> subscribe(FairConcurrencyLimiter limiter, TestPublisher<T> source,
			Caller caller) {
		return subscribe(limiter.limit(source.flux(), MODEL, caller, null));
	}

	private static <T> TestSubscriber<T> subscribe(Flux<T> flux) {
		TestSubscriber<T> subscriber = TestSubscriber.create();
		flux.subscribe(subscriber);
		return subscriber;
	}

	private static Flux<String> named(String name, List<String> order) {
		return Flux.just(name).doOnSubscribe((subscription) -> order.add(name));
	}

	private static Flux<String> throwing() {
		return new Flux<>() {

			@Override
			public void subscribe(CoreSubscriber<? super String> actual) {
				throw new IllegalStateException("broken");
			}

		};
	}

	private static ConcurrencyLimitExceededException refusal(TestSubscriber<?> subscriber) {
		return (ConcurrencyLimitExceededException) subscriber.expectTerminalError();
	}

	private static void assertRefused(TestSubscriber<?> subscriber, Reason reason, int limit, int inFlight,
			int waiting) {
		ConcurrencyLimitExceededException refusal = refusal(subscriber);
		assertThat(subscriber.getReceivedOnNext()).isEmpty();
		assertThat(refusal.getReason()).isEqualTo(reason);
		assertThat(refusal.getLimit()).isEqualTo(limit);
		assertThat(refusal.getInFlight()).isEqualTo(inFlight);
		assertThat(refusal.getWaiting()).isEqualTo(waiting);
		assertThat(refusal.getRetryAfter()).isBetween(Duration.ofSeconds(1), Duration.ofMinutes(1));
		assertThat(refusal.isRetryable()).isTrue();
		assertThat(refusal.isDelivered()).isFalse();
		assertThat(refusal).hasMessageNotContaining("alice").hasMessageNotContaining("bob");
	}

	private static void assertIdle(FairConcurrencyLimiter limiter) {
		assertThat(limiter.group(MODEL).counts().inFlight()).as("in flight").isZero();
		assertThat(limiter.group(MODEL).counts().waiting()).as("waiting").isZero();
	}

	/**
	 * Notes everything that it is told.
	 */
	private static final class Recorder implements CoreSubscriber<String> {

		private final List<String> signals;

		private @Nullable Subscription subscription;

		private Recorder(List<String> signals) {
			this.signals = signals;
		}

		private Subscription subscription() {
			assertThat(this.subscription).isNotNull();
			return this.subscription;
		}

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

	}

	/**
	 * Breaks the rule that a subscriber must not throw.
	 */
	private static final class Faulty implements CoreSubscriber<String> {

		@Override
		public void onSubscribe(Subscription subscription) {
			subscription.request(Long.MAX_VALUE);
		}

		@Override
		public void onNext(String element) {
		}

		@Override
		public void onError(Throwable failure) {
			throw new IllegalStateException("thrown by a subscriber");
		}

		@Override
		public void onComplete() {
			throw new IllegalStateException("thrown by a subscriber");
		}

	}

	private static final class CancelledAtOnce extends BaseSubscriber<String> {

		@Override
		protected void hookOnSubscribe(Subscription subscription) {
			subscription.cancel();
		}

	}

}
