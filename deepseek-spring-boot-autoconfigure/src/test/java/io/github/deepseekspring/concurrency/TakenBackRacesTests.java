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

import io.github.deepseekspring.user.Caller;
import org.junit.jupiter.api.Test;
import reactor.test.publisher.TestPublisher;
import reactor.test.subscriber.TestSubscriber;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for what may happen while a request is taken back after a 429 or waits again.
 */
class TakenBackRacesTests {

	private static final String MODEL = TestSettings.MODEL;

	private static final Caller ALICE = TestSettings.caller("alice");

	@Test
	void whenCancelledWhileThe429IsReportedThenTheSourceSeesNoFailure() {
		TestSubscriber<String> subscriber = TestSubscriber.create();
		FairConcurrencyLimiter limiter = new FairConcurrencyLimiter(
				TestSettings.settings(1, null, TestSettings.MAX_WAIT, 3), new ConcurrencyLimiterListener() {

					@Override
					public void throttled(String group, Scope scope, boolean told) {
						subscriber.cancel();
					}

				});
		TestPublisher<String> source = TestPublisher.create();
		limiter.limit(source.flux(), MODEL, ALICE, null).subscribe(subscriber);
		assertThatNoException().isThrownBy(() -> source.error(TestSettings.tooMany(null, false, null)));
		assertThat(limiter.group(MODEL).counts().inFlight()).isZero();
		assertThat(subscriber.isTerminated()).isFalse();
	}

}
