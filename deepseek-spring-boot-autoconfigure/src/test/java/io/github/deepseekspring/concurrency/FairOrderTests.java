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

import io.github.deepseekspring.ConcurrencyLimitExceededException;
import io.github.deepseekspring.ConcurrencyLimitExceededException.Reason;
import io.github.deepseekspring.user.Caller;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.publisher.TestPublisher;
import reactor.test.scheduler.VirtualTimeScheduler;
import reactor.test.subscriber.TestSubscriber;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for whose turn it is, and who has to leave.
 */
class FairOrderTests {

	private static final String MODEL = TestSettings.MODEL;

	private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	private final List<String> order = new ArrayList<>();

	@BeforeEach
	void stopTime() {
		VirtualTimeScheduler.set(this.time);
	}

	@AfterEach
	void resumeTime() {
		VirtualTimeScheduler.reset();
	}

	@Test
	void whenACallerHasFewerRequestsRunningThenItsTurnComesFirst() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(4, 100, TestSettings.MAX_WAIT);
		List<TestPublisher<String>> heavy = List.of(request(limiter, "heavy"), request(limiter, "heavy"),
				request(limiter, "heavy"));
		TestPublisher<String> medium = request(limiter, "medium");
		request(limiter, "heavy");
		request(limiter, "heavy");
		request(limiter, "medium");
		request(limiter, "light");
		this.order.clear();
		heavy.get(0).complete();
		assertThat(this.order).containsExactly("light");
		heavy.get(1).complete();
		assertThat(this.order).containsExactly("light", "medium");
		medium.complete();
		assertThat(this.order).containsExactly("light", "medium", "heavy");
	}

	@Test
	void whenACallersAnswersTakeLongerThenItDoesNotGetMoreSlots() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(10, 1000, Duration.ofHours(1));
		List<Integer> slow = new ArrayList<>();
		int[] running = new int[1];
		for (int i = 0; i < 40; i++) {
			Flux<Long> answer = Flux.interval(Duration.ofSeconds(100))
				.take(1)
				.doOnSubscribe((subscription) -> slow.add(++running[0]))
				.doOnComplete(() -> running[0]--);
			limiter.limit(answer, MODEL, TestSettings.caller("slow"), null).subscribe();
		}
		for (int i = 0; i < 360; i++) {
			Flux<Long> answer = Flux.interval(Duration.ofSeconds(10)).take(1);
			limiter.limit(answer, MODEL, TestSettings.caller("quick-" + i % 9), null).subscribe();
		}
		this.time.advanceTimeBy(Duration.ofSeconds(100));
		slow.clear();
		this.time.advanceTimeBy(Duration.ofSeconds(200));
		assertThat(slow).isNotEmpty().allMatch((count) -> count <= 2);
	}

	@Test
	void whenOneCallerSendsThousandRequestsThenAnotherWaitsForOneEndAtMost() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(1, 2000, TestSettings.MAX_WAIT);
		TestPublisher<String> holder = request(limiter, "burst");
		for (int i = 0; i < 1000; i++) {
			request(limiter, "burst");
		}
		TestPublisher<String> other = request(limiter, "other");
		holder.complete();
		other.assertSubscribers(1);
	}

	@Test
	void whenLinesGrowAndShrinkThenItIsAlwaysTheLongestThatMakesRoom() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(1, 9, TestSettings.MAX_WAIT);
		request(limiter, "holder");
		List<TestSubscriber<String>> a = wait(limiter, "a", 5);
		List<TestSubscriber<String>> b = wait(limiter, "b", 4);
		wait(limiter, "c", 1);
		assertRefused(a.get(4), Reason.DISPLACED);
		a.get(0).cancel();
		a.get(1).cancel();
		wait(limiter, "c", 2);
		assertThat(b).noneMatch(TestSubscriber::isTerminated);
		wait(limiter, "d", 1);
		assertRefused(b.get(3), Reason.DISPLACED);
		assertThat(a.subList(2, 4)).noneMatch(TestSubscriber::isTerminated);
		wait(limiter, "a", 1);
		assertThat(limiter.group(MODEL).counts().waiting()).isEqualTo(9);
	}

	@Test
	void whenTheOldestLeavesThenTheOthersStillTimeOutInTime() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(1, 9, Duration.ofSeconds(10));
		request(limiter, "holder");
		TestSubscriber<String> first = wait(limiter, "a", 1).get(0);
		this.time.advanceTimeBy(Duration.ofSeconds(3));
		TestSubscriber<String> second = wait(limiter, "b", 1).get(0);
		this.time.advanceTimeBy(Duration.ofSeconds(3));
		TestSubscriber<String> third = wait(limiter, "a", 1).get(0);
		first.cancel();
		this.time.advanceTimeBy(Duration.ofMillis(6999));
		assertThat(second.isTerminated()).isFalse();
		this.time.advanceTimeBy(Duration.ofMillis(1));
		assertRefused(second, Reason.TIMED_OUT);
		this.time.advanceTimeBy(Duration.ofMillis(2999));
		assertThat(third.isTerminated()).isFalse();
		this.time.advanceTimeBy(Duration.ofMillis(1));
		assertRefused(third, Reason.TIMED_OUT);
		TestSubscriber<String> fourth = wait(limiter, "a", 1).get(0);
		this.time.advanceTimeBy(Duration.ofSeconds(10));
		assertRefused(fourth, Reason.TIMED_OUT);
	}

	/**
	 * Others may schedule something in the same time, but not each time.
	 */
	@Test
	void whenManyWaitThenOneTimerWatchesThem() {
		List<Long> timers = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			FairConcurrencyLimiter limiter = TestSettings.limiter(1, 20_000, TestSettings.MAX_WAIT);
			request(limiter, "holder");
			long before = this.time.getScheduledTaskCount();
			wait(limiter, "a", 10_000);
			timers.add(this.time.getScheduledTaskCount() - before);
		}
		assertThat(timers).contains(1L).allSatisfy((count) -> assertThat(count).isLessThan(100));
	}

	private TestPublisher<String> request(FairConcurrencyLimiter limiter, String caller) {
		TestPublisher<String> source = TestPublisher.create();
		Flux<String> noted = source.flux().doOnSubscribe((subscription) -> this.order.add(caller));
		limiter.limit(noted, MODEL, TestSettings.caller(caller), null).subscribe();
		return source;
	}

	private List<TestSubscriber<String>> wait(FairConcurrencyLimiter limiter, String caller, int requests) {
		Caller from = TestSettings.caller(caller);
		List<TestSubscriber<String>> subscribers = new ArrayList<>();
		for (int i = 0; i < requests; i++) {
			TestSubscriber<String> subscriber = TestSubscriber.create();
			limiter.limit(Flux.<String>never(), MODEL, from, null).subscribe(subscriber);
			subscribers.add(subscriber);
		}
		return subscribers;
	}

	private static void assertRefused(TestSubscriber<String> subscriber, Reason reason) {
		assertThat(((ConcurrencyLimitExceededException) subscriber.expectTerminalError()).getReason())
			.isEqualTo(reason);
	}

}
