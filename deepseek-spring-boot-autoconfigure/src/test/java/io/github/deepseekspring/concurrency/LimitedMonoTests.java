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
import java.util.concurrent.atomic.AtomicInteger;

import io.github.deepseekspring.RateLimitException;
import io.github.deepseekspring.user.Caller;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.publisher.TestPublisher;
import reactor.test.scheduler.VirtualTimeScheduler;
import reactor.test.subscriber.TestSubscriber;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for requests for one value, which {@link FairConcurrencyLimiter} guards as well.
 */
class LimitedMonoTests {

	private static final String MODEL = TestSettings.MODEL;

	private static final Caller ALICE = TestSettings.caller("alice");

	private static final RateLimitException TOO_MANY = TestSettings.tooMany(null, false, null);

	private final AtomicInteger attempts = new AtomicInteger();

	private final TestSubscriber<String> subscriber = TestSubscriber.create();

	private VirtualTimeScheduler time;

	@BeforeEach
	void stopTime() {
		this.time = VirtualTimeScheduler.getOrSet();
	}

	@AfterEach
	void resumeTime() {
		VirtualTimeScheduler.reset();
	}

	@Test
	void whenSlotIsFreeThenRunsAtOnce() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(1);
		limiter.limit(Mono.just("value"), MODEL, ALICE).subscribe(this.subscriber);
		assertThat(this.subscriber.getReceivedOnNext()).containsExactly("value");
		assertThat(this.subscriber.isTerminatedComplete()).isTrue();
		assertThat(limiter.group(MODEL).counts().inFlight()).isZero();
	}

	@Test
	void whenNoSlotIsFreeThenWaits() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(1);
		TestPublisher<String> running = TestPublisher.create();
		limiter.limit(running.mono(), MODEL, ALICE).subscribe();
		limiter.limit(Mono.just("value"), MODEL, ALICE).subscribe(this.subscriber);
		assertThat(limiter.group(MODEL).counts().waiting()).isEqualTo(1);
		running.complete();
		assertThat(this.subscriber.getReceivedOnNext()).containsExactly("value");
	}

	@Test
	void whenRepeatedWithALimitOfOneThenDoesNotWaitForItself() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(1, 0, Duration.ZERO);
		limiter.limit(Mono.just("value"), MODEL, ALICE).repeat(2).subscribe(this.subscriber);
		assertThat(this.subscriber.getReceivedOnNext()).hasSize(3);
	}

	@Test
	void whenThrottledThenIsSentAgain() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(1);
		limiter.limit(throttledOnce(), MODEL, ALICE).subscribe(this.subscriber);
		assertThat(this.subscriber.isTerminated()).isFalse();
		this.time.advanceTimeBy(Duration.ofMillis(250));
		assertThat(this.subscriber.getReceivedOnNext()).containsExactly("value");
		assertThat(limiter.group(MODEL).counts().known()).isZero();
	}

	@Test
	void whenThrottledBeforeTheValueIsAskedForThenFails() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(1);
		TestSubscriber<String> idle = TestSubscriber.builder().initialRequest(0).build();
		limiter.limit(throttledOnce(), MODEL, ALICE).subscribe(idle);
		assertThat(idle.expectTerminalError()).isSameAs(TOO_MANY);
		assertThat(limiter.group(MODEL).counts().known()).isZero();
	}

	@Test
	void whenCancelledWhileItRunsThenSlotIsFree() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(1);
		TestPublisher<String> source = TestPublisher.create();
		limiter.limit(source.mono(), MODEL, ALICE).subscribe(this.subscriber);
		this.subscriber.cancel();
		source.assertCancelled();
		assertThat(limiter.group(MODEL).counts().inFlight()).isZero();
	}

	@Test
	void whenDisabledThenIsTheSource() {
		ConcurrencySettings settings = TestSettings.settings(1, 0, Duration.ZERO, 0);
		FairConcurrencyLimiter limiter = new FairConcurrencyLimiter(
				new ConcurrencySettings(false, settings.accountType(), settings.limits(), settings.userLimits(), 1,
						settings.aliases(), 0, Duration.ZERO, Duration.ZERO, settings.adaptive()));
		Mono<String> source = Mono.just("value");
		assertThat(limiter.limit(source, MODEL, ALICE)).isSameAs(source);
	}

	@Test
	void limiterThatOnlyKnowsSequencesGuardsOneValueAsWell() {
		AtomicInteger guarded = new AtomicInteger();
		ConcurrencyLimiter limiter = new ConcurrencyLimiter() {

			@Override
			public <T> Flux<T> limit(Flux<T> source, String model, Caller caller, @Nullable T whileQueued) {
				return source.doOnSubscribe((subscription) -> guarded.incrementAndGet());
			}

			@Override
			public void shutdown() {
			}

		};
		limiter.limit(Mono.just("value"), MODEL, ALICE).subscribe(this.subscriber);
		assertThat(this.subscriber.getReceivedOnNext()).containsExactly("value");
		assertThat(guarded).hasValue(1);
	}

	private Mono<String> throttledOnce() {
		return Mono.defer(() -> (this.attempts.getAndIncrement() == 0) ? Mono.error(TOO_MANY) : Mono.just("value"));
	}

}
