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
 * Tests for slots that outlive the requests that were cancelled.
 */
class LingerTests {

	private static final String MODEL = TestSettings.MODEL;

	private static final Caller ALICE = TestSettings.caller("alice");

	private static final Duration LINGER = Duration.ofMillis(300);

	private VirtualTimeScheduler time;

	private final FairConcurrencyLimiter limiter = new FairConcurrencyLimiter(settings());

	private final TestSubscriber<String> first = TestSubscriber.create();

	private final TestSubscriber<String> second = TestSubscriber.create();

	@BeforeEach
	void stopTime() {
		this.time = VirtualTimeScheduler.getOrSet();
	}

	@AfterEach
	void resumeTime() {
		VirtualTimeScheduler.reset();
	}

	private static ConcurrencySettings settings() {
		ConcurrencySettings settings = TestSettings.settings(1, 10, Duration.ofSeconds(30), 3);
		return new ConcurrencySettings(true, settings.accountType(), settings.limits(), settings.userLimits(),
				settings.defaultLimit(), settings.aliases(), settings.maxQueue(), settings.maxWait(), LINGER,
				settings.adaptive());
	}

	@Test
	void whenCancelledThenSlotIsFreeAfterTheLinger() {
		TestPublisher<String> source = TestPublisher.create();
		this.limiter.limit(source.flux(), MODEL, ALICE, null).subscribe(this.first);
		this.limiter.limit(Flux.just("next"), MODEL, ALICE, null).subscribe(this.second);
		this.first.cancel();
		source.assertCancelled();
		this.time.advanceTimeBy(LINGER.minusMillis(1));
		assertThat(this.second.isTerminated()).isFalse();
		assertThat(this.limiter.group(MODEL).counts().inFlight()).isEqualTo(1);
		this.time.advanceTimeBy(Duration.ofMillis(1));
		assertThat(this.second.getReceivedOnNext()).containsExactly("next");
		assertThat(this.limiter.group(MODEL).counts().inFlight()).isZero();
	}

	@Test
	void whenCancelledTwiceThenOneSlotIsFreed() {
		this.limiter.limit(Flux.<String>never(), MODEL, ALICE, null).subscribe(this.first);
		this.first.cancel();
		this.first.cancel();
		this.time.advanceTimeBy(LINGER);
		this.limiter.limit(Flux.<String>never(), MODEL, ALICE, null).subscribe(this.second);
		this.time.advanceTimeBy(LINGER);
		assertThat(this.limiter.group(MODEL).counts().inFlight()).isEqualTo(1);
	}

	@Test
	void whenCancelledThenWhatTheSourceStillSaysIsNotDelivered() {
		TestPublisher<String> source = TestPublisher.createNoncompliant(TestPublisher.Violation.CLEANUP_ON_TERMINATE);
		this.limiter.limit(source.flux(), MODEL, ALICE, null).subscribe(this.first);
		this.first.cancel();
		source.next("late");
		source.complete();
		assertThat(this.first.getReceivedOnNext()).isEmpty();
		assertThat(this.first.isTerminated()).isFalse();
	}

	@Test
	void whenARequestThatHadWaitedIsCancelledThenItLingersToo() {
		TestPublisher<String> source = TestPublisher.create();
		this.limiter.limit(source.flux(), MODEL, ALICE, null).subscribe(this.first);
		this.limiter.limit(Flux.<String>never(), MODEL, ALICE, null).subscribe(this.second);
		source.complete();
		this.second.cancel();
		assertThat(this.limiter.group(MODEL).counts().inFlight()).isEqualTo(1);
		this.time.advanceTimeBy(LINGER);
		assertThat(this.limiter.group(MODEL).counts().inFlight()).isZero();
	}

	@Test
	void whenARequestEndsByItselfThenItsSlotIsFreeAtOnce() {
		TestPublisher<String> source = TestPublisher.create();
		this.limiter.limit(source.flux(), MODEL, ALICE, null).subscribe(this.first);
		source.complete();
		assertThat(this.limiter.group(MODEL).counts().inFlight()).isZero();
	}

	@Test
	void whenAWaitingRequestIsCancelledThenNothingLingers() {
		this.limiter.limit(Flux.<String>never(), MODEL, ALICE, null).subscribe(this.first);
		this.limiter.limit(Flux.<String>never(), MODEL, ALICE, null).subscribe(this.second);
		this.second.cancel();
		assertThat(this.limiter.group(MODEL).counts().waiting()).isZero();
		assertThat(this.limiter.group(MODEL).counts().inFlight()).isEqualTo(1);
	}

}
