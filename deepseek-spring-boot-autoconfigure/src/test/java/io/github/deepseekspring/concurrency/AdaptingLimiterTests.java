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

import io.github.deepseekspring.user.Caller;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.publisher.TestPublisher;
import reactor.test.scheduler.VirtualTimeScheduler;
import reactor.test.subscriber.TestSubscriber;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for a {@link FairConcurrencyLimiter} whose server allows less than configured.
 */
@ExtendWith(OutputCaptureExtension.class)
class AdaptingLimiterTests {

	private static final String MODEL = TestSettings.MODEL;

	private static final Duration SERVICE = Duration.ofSeconds(8);

	private static final Duration ROUND_TRIP = Duration.ofMillis(150);

	private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	private int serverLimit;

	private int atServer;

	private int highestAtServer;

	private int throttled;

	private int served;

	@BeforeEach
	void stopTime() {
		VirtualTimeScheduler.set(this.time);
	}

	@AfterEach
	void resumeTime() {
		VirtualTimeScheduler.reset();
	}

	@Test
	void whenTheLimitIsToldThenNoMoreRunAndTheOthersWait() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(10);
		List<TestPublisher<String>> running = fill(limiter, 10);
		running.get(0).error(refusal(4));
		assertThat(snapshot(limiter).limit()).isEqualTo(4);
		assertThat(snapshot(limiter).ceiling()).isEqualTo(10);
		TestPublisher<String> next = request(limiter);
		for (int i = 1; i <= 5; i++) {
			running.get(i).complete();
		}
		next.assertWasNotSubscribed();
		running.get(6).complete();
		next.assertSubscribers(1);
	}

	@Test
	void whenTheLimitGrowsThenWaitersRunWithoutAnEndOfAnother() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(10);
		List<TestPublisher<String>> running = fill(limiter, 4);
		running.get(0).error(refusal(3));
		TestPublisher<String> first = request(limiter);
		TestPublisher<String> second = request(limiter);
		this.time.advanceTimeBy(Duration.ofSeconds(12));
		first.assertWasNotSubscribed();
		running.get(1).next("accepted");
		first.assertSubscribers(1);
		second.assertSubscribers(1);
		assertThat(snapshot(limiter).inFlight()).isEqualTo(5);
	}

	@Test
	void whenThreeHundredAreRejectedAtOnceThenOneCutFollowsAndTheLimitRecovers() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(500, 10_000, Duration.ofMinutes(10));
		List<TestPublisher<String>> running = fill(limiter, 500);
		running.subList(0, 300).forEach((request) -> request.error(refusal(null)));
		assertThat(snapshot(limiter).inFlight()).isEqualTo(200);
		assertThat(snapshot(limiter).limit()).isEqualTo(200);
		Flux<String> accepted = Flux.just("accepted").concatWith(Flux.never());
		List<Integer> limits = new ArrayList<>();
		for (int i = 0; i < 120; i++) {
			for (int j = 0; j < 50; j++) {
				limiter.limit(accepted, MODEL, TestSettings.user("bob"), null).subscribe();
			}
			this.time.advanceTimeBy(Duration.ofMillis(100));
			running.get(300 + i).complete();
			limits.add(snapshot(limiter).limit());
		}
		assertThat(limits).isSorted();
		assertThat(limits.get(30)).isBetween(205, 220);
		assertThat(limits.get(50)).isBetween(245, 260);
		assertThat(limits.get(60)).isBetween(380, 440);
		assertThat(limits.get(100)).isEqualTo(500);
		assertThat(snapshot(limiter).inFlight()).isEqualTo(500);
	}

	@Test
	void whenARequestSentBeforeTheCutIsRejectedThenDoesNotCutAgain() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(100);
		List<TestPublisher<String>> running = fill(limiter, 100);
		running.get(0).error(refusal(null));
		int cut = snapshot(limiter).limit();
		running.get(1).error(refusal(null));
		running.get(2).error(refusal(null));
		assertThat(snapshot(limiter).limit()).isEqualTo(cut).isEqualTo(84);
	}

	@Test
	void whenIdleAfterACutThenABurstDoesNotRunIntoTheCeiling() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(500);
		List<TestPublisher<String>> running = fill(limiter, 101);
		running.forEach((request) -> request.error(refusal(100)));
		this.time.advanceTimeBy(Duration.ofMinutes(10));
		List<TestPublisher<String>> burst = new ArrayList<>();
		for (int i = 0; i < 300; i++) {
			burst.add(request(limiter));
		}
		assertThat(snapshot(limiter).inFlight()).isEqualTo(100);
		burst.get(0).next("accepted");
		assertThat(snapshot(limiter).limit()).isEqualTo(112);
		assertThat(snapshot(limiter).inFlight()).isEqualTo(112);
	}

	@Test
	void whenTheServerAllowsFiveThenAboutFiveRun() {
		this.serverLimit = 5;
		FairConcurrencyLimiter limiter = TestSettings.limiter(500, 1000, Duration.ofSeconds(30));
		arrive(limiter, Duration.ofMillis(1000), 300);
		this.time.advanceTimeBy(Duration.ofSeconds(60));
		assertThat(snapshot(limiter).limit()).isBetween(1, 8);
		this.time.advanceTimeBy(Duration.ofSeconds(300));
		assertThat(this.highestAtServer).isEqualTo(5);
		assertThat(this.served).isGreaterThan(140);
		assertThat(this.throttled).isLessThan(200);
		assertIdle(limiter);
	}

	@Test
	void whenTheServersLimitFallsAndRisesThenFewAreThrottledAndCapacityIsUsed() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(500, 1000, Duration.ofSeconds(30));
		this.serverLimit = 500;
		arrive(limiter, Duration.ofMillis(10), 36_000);
		this.time.advanceTimeBy(Duration.ofSeconds(120));
		this.serverLimit = 200;
		this.time.advanceTimeBy(Duration.ofSeconds(60));
		this.serverLimit = 500;
		this.time.advanceTimeBy(Duration.ofSeconds(15));
		assertThat(snapshot(limiter).limit()).isGreaterThan(475);
		this.time.advanceTimeBy(Duration.ofSeconds(165));
		double capacity = (300 * 500 + 60 * 200) / (double) SERVICE.toSeconds();
		assertThat(this.served / capacity).isGreaterThan(0.95);
		assertThat(this.throttled).isLessThan(150);
	}

	@Test
	void whenTheBalanceLimitsThenIsLoggedOnceAndWithoutAUser(CapturedOutput output) {
		FairConcurrencyLimiter limiter = TestSettings.limiter(10);
		List<TestPublisher<String>> running = fill(limiter, 10);
		assertThat(snapshot(limiter).balanceLimited()).isFalse();
		running.subList(0, 5).forEach((request) -> request.error(TestSettings.tooMany(4, true, null)));
		assertThat(snapshot(limiter).balanceLimited()).isTrue();
		assertThat(output.toString().split("The balance of the DeepSeek account", -1)).hasSize(2);
		assertThat(output).contains("'tested' to 4 requests").doesNotContain("alice").doesNotContain("secret");
	}

	@Test
	void whenTheLimitIsTheCeilingAgainThenTheBalanceLimitsNoLonger() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(3);
		fill(limiter, 3).forEach((request) -> request.error(TestSettings.tooMany(2, true, null)));
		this.time.advanceTimeBy(Duration.ofMinutes(10));
		fill(limiter, 2).forEach((request) -> request.next("accepted"));
		assertThat(snapshot(limiter).limit()).isEqualTo(3);
		assertThat(snapshot(limiter).balanceLimited()).isFalse();
	}

	private void arrive(FairConcurrencyLimiter limiter, Duration interval, int requests) {
		Flux.interval(interval).take(requests).subscribe((number) -> {
			Caller caller = TestSettings.caller("caller-" + number % 50);
			limiter.limit(server(number), MODEL, caller, null).onErrorComplete().subscribe();
		});
	}

	/**
	 * Refuse or serve after half a round trip, for a time that differs between requests.
	 */
	private Flux<String> server(long number) {
		Duration service = SERVICE.multipliedBy(1 + (number * 7919) % 15).dividedBy(8);
		return Mono.delay(ROUND_TRIP.dividedBy(2)).flatMapMany((tick) -> {
			if (this.atServer >= this.serverLimit) {
				this.throttled++;
				return Mono.delay(ROUND_TRIP.dividedBy(2)).then(Mono.<String>error(tooMany(null)));
			}
			this.highestAtServer = Math.max(this.highestAtServer, ++this.atServer);
			return Mono.delay(service)
				.doOnNext((end) -> this.atServer--)
				.delayElement(ROUND_TRIP.dividedBy(2))
				.map((end) -> {
					this.served++;
					return "answer";
				});
		});
	}

	private static List<TestPublisher<String>> fill(FairConcurrencyLimiter limiter, int requests) {
		List<TestPublisher<String>> running = IntStream.range(0, requests).mapToObj((i) -> request(limiter)).toList();
		running.forEach((request) -> request.assertSubscribers(1));
		return running;
	}

	private static TestPublisher<String> request(FairConcurrencyLimiter limiter) {
		TestPublisher<String> source = TestPublisher.create();
		TestSubscriber<String> subscriber = TestSubscriber.create();
		limiter.limit(source.flux(), MODEL, TestSettings.user("alice"), null).subscribe(subscriber);
		return source;
	}

	private static Exception tooMany(@Nullable Integer told) {
		return TestSettings.tooMany(told, false, null);
	}

	/**
	 * A 429 that lets the request fail, since it would have to wait too long.
	 */
	private static Exception refusal(@Nullable Integer told) {
		return TestSettings.tooMany(told, false, Duration.ofHours(1));
	}

	private static LimitGroupSnapshot snapshot(FairConcurrencyLimiter limiter) {
		return limiter.snapshot().stream().filter((group) -> group.group().equals(MODEL)).findFirst().orElseThrow();
	}

	private static void assertIdle(FairConcurrencyLimiter limiter) {
		assertThat(snapshot(limiter).inFlight()).as("in flight").isZero();
		assertThat(snapshot(limiter).waiting()).as("waiting").isZero();
		assertThat(limiter.group(MODEL).counts().known()).as("known").isZero();
	}

}
