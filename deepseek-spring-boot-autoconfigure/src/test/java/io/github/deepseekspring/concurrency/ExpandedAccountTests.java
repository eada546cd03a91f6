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
import java.util.stream.IntStream;

import io.github.deepseekspring.ConcurrencyLimitExceededException;
import io.github.deepseekspring.user.Caller;
import io.github.deepseekspring.user.UserId;
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
 * Tests for the limits of the users of an expanded account.
 */
class ExpandedAccountTests {

	private static final String MODEL = TestSettings.MODEL;

	private static final Caller ALICE = TestSettings.user("alice");

	private static final Caller BOB = TestSettings.user("bob");

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
	void whenAUserIsAtItsLimitThenItsNextRequestWaitsForOneOfItsOwn() {
		FairConcurrencyLimiter limiter = limiter(10, 1);
		TestPublisher<String> first = run(limiter, ALICE);
		TestPublisher<String> bob = run(limiter, BOB);
		TestPublisher<String> second = request(limiter, ALICE);
		second.assertWasNotSubscribed();
		bob.complete();
		second.assertWasNotSubscribed();
		first.complete();
		second.assertSubscribers(1);
	}

	@Test
	void whenAUserIsAtItsLimitThenItDoesNotHoldUpTheOthers() {
		FairConcurrencyLimiter limiter = limiter(2, 1);
		TestPublisher<String> first = run(limiter, ALICE);
		List<TestPublisher<String>> waiting = List.of(request(limiter, ALICE), request(limiter, ALICE));
		TestPublisher<String> bob = run(limiter, BOB);
		TestPublisher<String> carol = request(limiter, TestSettings.user("carol"));
		carol.assertWasNotSubscribed();
		bob.complete();
		carol.assertSubscribers(1);
		waiting.forEach(TestPublisher::assertWasNotSubscribed);
		first.complete();
		waiting.get(0).assertSubscribers(1);
		waiting.get(1).assertWasNotSubscribed();
	}

	@Test
	void whenAUserHasRoomButTheAccountHasNotThenWaits() {
		FairConcurrencyLimiter limiter = limiter(1, 1);
		TestPublisher<String> alice = run(limiter, ALICE);
		TestPublisher<String> bob = request(limiter, BOB);
		bob.assertWasNotSubscribed();
		alice.complete();
		bob.assertSubscribers(1);
	}

	@Test
	void whenARequestEndsThenBothCountsAreFreed() {
		FairConcurrencyLimiter limiter = limiter(2, 1);
		for (int i = 0; i < 100; i++) {
			TestPublisher<String> alice = run(limiter, ALICE);
			TestPublisher<String> bob = run(limiter, BOB);
			alice.complete();
			bob.error(new IllegalStateException("broken"));
			TestSubscriber<String> cancelled = TestSubscriber.create();
			limiter.limit(Flux.<String>never(), MODEL, ALICE, null).subscribe(cancelled);
			cancelled.cancel();
		}
		assertNothingIsLeft(limiter);
	}

	@Test
	void whenSeveralCallersAreOneUserThenShareItsLimitInTurn() {
		FairConcurrencyLimiter limiter = limiter(10, 1);
		UserId shared = UserId.of("everybody");
		TestPublisher<String> holder = run(limiter, new Caller("holder", shared));
		List<String> order = new ArrayList<>();
		for (String name : List.of("a1", "a2", "a3", "b1", "b2", "c1")) {
			Flux<String> source = Flux.just(name).doOnSubscribe((subscription) -> order.add(name));
			limiter.limit(source, MODEL, new Caller(name.substring(0, 1), shared), null).subscribe();
		}
		holder.complete();
		assertThat(order).containsExactly("a1", "b1", "c1", "a2", "b2", "a3");
		assertNothingIsLeft(limiter);
	}

	@Test
	void whenTheOneWhoseTurnItIsGivesUpThenAnotherCallerOfTheUserIsServed() {
		FairConcurrencyLimiter limiter = limiter(1, 1);
		UserId shared = UserId.of("everybody");
		TestPublisher<String> first = run(limiter, new Caller("a", shared));
		TestSubscriber<String> second = TestSubscriber.create();
		limiter.limit(Flux.<String>never(), MODEL, new Caller("b", shared), null).subscribe(second);
		TestPublisher<String> third = request(limiter, new Caller("c", shared));
		TestPublisher<String> bob = request(limiter, BOB);
		first.complete();
		bob.assertSubscribers(1);
		second.cancel();
		bob.complete();
		third.assertSubscribers(1);
	}

	@Test
	void whenThereIsNoUserIdThenAllSuchRequestsAreOneUsers() {
		FairConcurrencyLimiter limiter = limiter(10, 1);
		TestPublisher<String> first = run(limiter, Caller.NOBODY);
		TestPublisher<String> second = request(limiter, TestSettings.caller("dave"));
		second.assertWasNotSubscribed();
		first.complete();
		second.assertSubscribers(1);
	}

	@Test
	void whenTheUserIdIsLongThenIsLimitedAsAnyOther() {
		FairConcurrencyLimiter limiter = limiter(10, 1);
		Caller caller = new Caller("long", UserId.of("x".repeat(512)));
		run(limiter, caller);
		request(limiter, new Caller("long", UserId.of("x".repeat(512)))).assertWasNotSubscribed();
	}

	@Test
	void whenTheAccountIsRegularThenUsersHaveNoLimit() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(3);
		for (int i = 0; i < 3; i++) {
			run(limiter, ALICE);
		}
		assertThat(limiter.group(MODEL).counts().known()).isEqualTo(1);
	}

	@Test
	void whenAUserNearItsLimitIsThrottledThenItsLimitIsCut() {
		FairConcurrencyLimiter limiter = limiter(100, 10);
		List<TestPublisher<String>> running = fill(limiter, ALICE, 10);
		fill(limiter, BOB, 5);
		throttle(running.get(0), null);
		assertThat(limit(limiter)).as("limit of the account").isEqualTo(100);
		running.get(1).complete();
		running.get(2).complete();
		assertThat(running(limiter, ALICE, 2)).as("started while 7 run").isZero();
		running.get(3).complete();
		assertThat(running(limiter, BOB, 5)).isEqualTo(5);
	}

	@Test
	void whenAUserFarFromItsLimitIsThrottledThenTheAccountsLimitIsCut() {
		FairConcurrencyLimiter limiter = limiter(100, 10);
		List<TestPublisher<String>> running = fill(limiter, ALICE, 5);
		fill(limiter, BOB, 10);
		throttle(running.get(0), null);
		assertThat(limit(limiter)).isEqualTo(11);
	}

	@Test
	void whenALimitIsToldThenItIsTheAccounts() {
		FairConcurrencyLimiter limiter = limiter(100, 10);
		List<TestPublisher<String>> running = fill(limiter, ALICE, 10);
		throttle(running.get(0), 7);
		assertThat(limit(limiter)).isEqualTo(7);
	}

	@Test
	void whenACutUserHasNoRequestsThenItsLimitIsRemembered() {
		FairConcurrencyLimiter limiter = limiter(100, 10);
		List<TestPublisher<String>> running = fill(limiter, ALICE, 10);
		running.forEach((request) -> throttle(request, null));
		this.time.advanceTimeBy(Duration.ofMillis(1));
		running.forEach(TestPublisher::complete);
		assertThat(running(limiter, ALICE, 3)).isLessThan(3);
	}

	@Test
	void whenManyUsersWereCutThenOnlySomeAreRemembered() {
		FairConcurrencyLimiter limiter = new FairConcurrencyLimiter(TestSettings.expanded(100, 2, null));
		for (int i = 0; i < 5000; i++) {
			Caller caller = TestSettings.user("user-" + i);
			TestSubscriber<String> first = TestSubscriber.create();
			limiter.limit(Flux.<String>never(), MODEL, caller, null).subscribe(first);
			TestSubscriber<String> second = TestSubscriber.create();
			limiter.limit(Flux.<String>error(TestSettings.tooMany(null, false, null)), MODEL, caller, null)
				.subscribe(second);
			second.cancel();
			first.cancel();
		}
		assertThat(limiter.group(MODEL).counts().known()).isBetween(1, 1000);
	}

	@Test
	void whenMillionUsersHaveBeenServedThenNothingOfThemIsLeft() {
		FairConcurrencyLimiter limiter = limiter(10, 1);
		for (int i = 0; i < 1_000_000; i++) {
			limiter.limit(Flux.empty(), MODEL, TestSettings.user("user-" + i), null).subscribe();
		}
		assertNothingIsLeft(limiter);
	}

	@Test
	void whenTheQueueIsFullThenRefusalCountsThoseOfFullUsersToo() {
		FairConcurrencyLimiter limiter = new FairConcurrencyLimiter(TestSettings.expanded(10, 1, 1));
		run(limiter, ALICE);
		request(limiter, ALICE);
		TestSubscriber<String> refused = TestSubscriber.create();
		limiter.limit(Flux.<String>never(), MODEL, ALICE, null).subscribe(refused);
		assertThat(refused.expectTerminalError()).isInstanceOf(ConcurrencyLimitExceededException.class);
		run(limiter, BOB);
	}

	private static FairConcurrencyLimiter limiter(int limit, int userLimit) {
		return new FairConcurrencyLimiter(TestSettings.expanded(limit, userLimit, 100));
	}

	private static TestPublisher<String> request(FairConcurrencyLimiter limiter, Caller caller) {
		TestPublisher<String> source = TestPublisher.create();
		limiter.limit(source.flux(), MODEL, caller, null).onErrorComplete().subscribe();
		return source;
	}

	private static TestPublisher<String> run(FairConcurrencyLimiter limiter, Caller caller) {
		TestPublisher<String> source = request(limiter, caller);
		source.assertSubscribers(1);
		return source;
	}

	private static List<TestPublisher<String>> fill(FairConcurrencyLimiter limiter, Caller caller, int requests) {
		return IntStream.range(0, requests).mapToObj((i) -> run(limiter, caller)).toList();
	}

	/**
	 * Send some more requests of a caller.
	 * @return how many of them run
	 */
	private static long running(FairConcurrencyLimiter limiter, Caller caller, int requests) {
		return IntStream.range(0, requests)
			.mapToObj((i) -> request(limiter, caller))
			.filter(TestPublisher::wasSubscribed)
			.count();
	}

	private static void throttle(TestPublisher<String> source, @Nullable Integer told) {
		source.error(TestSettings.tooMany(told, false, Duration.ofHours(1)));
	}

	private static int limit(FairConcurrencyLimiter limiter) {
		return limiter.snapshot().get(0).limit();
	}

	private static void assertNothingIsLeft(FairConcurrencyLimiter limiter) {
		assertThat(limiter.group(MODEL).counts().inFlight()).as("in flight").isZero();
		assertThat(limiter.group(MODEL).counts().waiting()).as("waiting").isZero();
		assertThat(limiter.group(MODEL).counts().known()).as("known").isZero();
	}

}
