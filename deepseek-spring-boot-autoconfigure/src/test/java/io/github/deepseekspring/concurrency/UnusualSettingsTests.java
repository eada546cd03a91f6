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
import java.util.Map;

import io.github.deepseekspring.concurrency.ConcurrencySettings.AccountType;
import io.github.deepseekspring.concurrency.ConcurrencySettings.Adaptive;
import io.github.deepseekspring.user.Caller;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.publisher.TestPublisher;
import reactor.test.subscriber.TestSubscriber;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for arguments and settings at the edge of what is possible.
 */
@ExtendWith(OutputCaptureExtension.class)
class UnusualSettingsTests {

	private static final String MODEL = TestSettings.MODEL;

	private static final Caller ALICE = TestSettings.caller("alice");

	@Test
	@SuppressWarnings("NullAway")
	void whenAnArgumentIsMissingThenIsRefusedAtOnce() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(1);
		assertThatIllegalArgumentException().isThrownBy(() -> limiter.limit(Flux.just("a"), MODEL, null, null))
			.withMessage("'caller' must not be null");
		assertThatIllegalArgumentException().isThrownBy(() -> limiter.limit(Mono.just("a"), MODEL, null))
			.withMessage("'caller' must not be null");
		assertThatIllegalArgumentException().isThrownBy(() -> limiter.limit(Mono.just("a"), null, ALICE))
			.withMessage("'model' must not be null");
		assertThatIllegalArgumentException().isThrownBy(() -> limiter.limit((Mono<String>) null, MODEL, ALICE))
			.withMessage("'source' must not be null");
		assertThat(limiter.group(MODEL).counts().inFlight()).isZero();
	}

	@Test
	void whenTheLimitIsAsHighAsCanBeThenRequestsWaitWhenTheServerTellsALowerOne() {
		FairConcurrencyLimiter limiter = TestSettings.limiter(Integer.MAX_VALUE);
		TestPublisher<String> first = TestPublisher.create();
		TestPublisher<String> second = TestPublisher.create();
		limiter.limit(first.flux(), MODEL, ALICE, null).subscribe();
		limiter.limit(second.flux(), MODEL, ALICE, null).onErrorComplete().subscribe();
		second.error(TestSettings.tooMany(1, false, null));
		TestSubscriber<String> waiting = TestSubscriber.create();
		limiter.limit(Flux.just("a"), MODEL, ALICE, null).subscribe(waiting);
		assertThat(waiting.isTerminatedError()).isFalse();
		first.complete();
		assertThat(waiting.getReceivedOnNext()).containsExactly("a");
	}

	@Test
	void whenLimitsAreAsHighAsCanBeThenTheirSumIsToo() {
		assertThat(TestSettings.settings(Integer.MAX_VALUE, null, Duration.ZERO, 0).totalLimit())
			.isEqualTo(Integer.MAX_VALUE);
	}

	@Test
	void whenARequestMayWaitForLongerThanCanBeCountedThenSettingsAreRefused() {
		Duration endless = Duration.ofSeconds(Long.MAX_VALUE);
		assertThatIllegalArgumentException().isThrownBy(() -> TestSettings.settings(1, null, endless, 3))
			.withMessage("'maxWait' must be at most 365 days");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ConcurrencySettings(true, AccountType.REGULAR, Map.of(), Map.of(), 1, Map.of(), null,
					Duration.ZERO, endless, Adaptive.defaults()))
			.withMessage("'linger' must be at most 365 days");
	}

	@Test
	void whenALimitIsNamedLikeTheGroupOfAllOtherModelsThenIsRefused() {
		ConcurrencySettings settings = ConcurrencySettings.defaults();
		assertThatIllegalArgumentException().isThrownBy(() -> new FairConcurrencyLimiter(new ConcurrencySettings(true,
				settings.accountType(), Map.of("default", 5), Map.of(), settings.defaultLimit(), Map.of(), null,
				settings.maxWait(), settings.linger(), settings.adaptive())));
	}

	@Test
	void whenLimitsDoNotAdaptThenTheBalanceIsLoggedOnceAllTheSame(CapturedOutput output) {
		ConcurrencySettings settings = ConcurrencySettings.defaults();
		FairConcurrencyLimiter limiter = new FairConcurrencyLimiter(
				new ConcurrencySettings(true, settings.accountType(), settings.limits(), settings.userLimits(),
						settings.defaultLimit(), settings.aliases(), null, settings.maxWait(), settings.linger(),
						new Adaptive(false, 1, 0.85, Duration.ofSeconds(10), true, 0)));
		for (int i = 0; i < 3; i++) {
			limiter.limit(Flux.<String>error(TestSettings.tooMany(25, true, null)), MODEL, ALICE, null)
				.onErrorComplete()
				.subscribe();
			limiter.limit(Flux.just("a"), MODEL, ALICE, null).subscribe();
		}
		assertThat(output.toString().split("The balance of the DeepSeek account", -1)).hasSize(2);
	}

}
