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

import io.github.deepseekspring.RateLimitException;
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
 * Tests for the time in which a {@link FairConcurrencyLimiter} gives no slot away because
 * 429s are still coming.
 */
class LullTests {

	private static final String MODEL = TestSettings.MODEL;

	private static final Caller ALICE = TestSettings.caller("alice");

	private static final RateLimitException UNTOLD = TestSettings.tooMany(null, false, null);

	private static final Duration LULL = Duration.ofMillis(250);

	private final FairConcurrencyLimiter limiter = TestSettings.limiter(10);

	private final List<TestPublisher<String>> running = new ArrayList<>();

	private final TestSubscriber<String> waiting = TestSubscriber.create();

	private VirtualTimeScheduler time;

	@BeforeEach
	void stopTime() {
		this.time = VirtualTimeScheduler.getOrSet();
		for (int i = 0; i < 10; i++) {
			TestPublisher<String> source = TestPublisher.create();
			this.running.add(source);
			this.limiter.limit(source.flux(), MODEL, TestSettings.caller("caller-" + i), null)
				.subscribe(TestSubscriber.create());
			source.next("delivered");
		}
		this.limiter.limit(Flux.just("served"), MODEL, ALICE, null).subscribe(this.waiting);
	}

	@AfterEach
	void resumeTime() {
		VirtualTimeScheduler.reset();
	}

	private void reject(int request) {
		this.running.get(request).error(UNTOLD);
	}

	private void complete(int... requests) {
		for (int request : requests) {
			this.running.get(request).complete();
		}
	}

	private boolean isServed() {
		return this.waiting.getReceivedOnNext().contains("served");
	}

	@Test
	void whenOneRequestIsRejectedThenTheNextFreeSlotIsGivenAway() {
		reject(0);
		complete(1, 2, 3);
		assertThat(isServed()).isTrue();
	}

	@Test
	void whenARequestThatWasSentBeforeTheCutIsRejectedThenNoSlotIsGivenAwayForAWhile() {
		reject(0);
		reject(1);
		complete(2, 3, 4);
		assertThat(isServed()).isFalse();
		this.time.advanceTimeBy(LULL.minusMillis(1));
		assertThat(isServed()).isFalse();
		this.time.advanceTimeBy(Duration.ofMillis(1));
		assertThat(isServed()).isTrue();
	}

	@Test
	void whenAnotherOneIsRejectedThenItLastsLonger() {
		reject(0);
		reject(1);
		complete(2, 3, 4);
		this.time.advanceTimeBy(LULL.minusMillis(50));
		reject(5);
		complete(6);
		this.time.advanceTimeBy(LULL.minusMillis(1));
		assertThat(isServed()).isFalse();
		this.time.advanceTimeBy(Duration.ofMillis(1));
		assertThat(isServed()).isTrue();
	}

	@Test
	void whenTheServerTellsItsLimitThenThereIsNoLull() {
		this.running.get(0).error(TestSettings.tooMany(8, false, null));
		this.running.get(1).error(TestSettings.tooMany(8, false, null));
		complete(2);
		assertThat(isServed()).isTrue();
	}

	@Test
	void whenSomeoneComesDuringTheLullThenWaitsForItsEnd() {
		reject(0);
		reject(1);
		this.waiting.cancel();
		complete(2, 3, 4);
		TestSubscriber<String> newcomer = TestSubscriber.create();
		this.limiter.limit(Flux.just("served"), MODEL, ALICE, null).subscribe(newcomer);
		assertThat(newcomer.getReceivedOnNext()).isEmpty();
		this.time.advanceTimeBy(LULL);
		assertThat(newcomer.getReceivedOnNext()).containsExactly("served");
	}

}
