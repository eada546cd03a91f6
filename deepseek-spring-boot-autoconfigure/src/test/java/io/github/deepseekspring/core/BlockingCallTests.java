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

package io.github.deepseekspring.core;

import java.io.IOException;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.github.deepseekspring.CallState;
import io.github.deepseekspring.DeepSeekException;
import io.github.deepseekspring.TruncatedException;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.resources.LoopResources;
import reactor.test.publisher.PublisherProbe;
import reactor.test.publisher.TestPublisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for how a thread waits for one value.
 */
@Timeout(60)
class BlockingCallTests {

	@Test
	void whenTheCallHasAValueThenReturnsIt() {
		assertThat(BlockingCall.await(Mono.just("value").publishOn(Schedulers.parallel()))).isEqualTo("value");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whatIsBoundToTheThreadGoesWithTheCallAfterAHopToo(boolean streaming) {
		ObservationRegistry observations = ObservationRegistry.create();
		observations.observationConfig().observationHandler((context) -> true);
		Mono<Object> call = Mono.just("hop")
			.publishOn(Schedulers.parallel())
			.flatMap((hop) -> Mono.deferContextual((context) -> Mono.just(context.get("micrometer.observation"))));
		Observation observation = Observation.start("web", observations);
		try (Observation.Scope scope = observation.openScope()) {
			assertThat(
					streaming ? BlockingCall.stream(call.flux()).findFirst().orElseThrow() : BlockingCall.await(call))
				.isSameAs(observation);
		}
	}

	@Test
	void whenTheCallHasNoValueThenFails() {
		assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(() -> BlockingCall.await(Mono.empty()));
	}

	@Test
	void whenTheCallFailsThenTheExceptionIsItsOwnAndTellsWhoWaited() {
		DeepSeekException failure = new TruncatedException("cut off", null, CallState.NOT_ANSWERED);
		Mono<String> call = Mono.<String>error(failure).subscribeOn(Schedulers.parallel());
		assertThatExceptionOfType(TruncatedException.class).isThrownBy(() -> BlockingCall.await(call))
			.isSameAs(failure)
			.satisfies((ex) -> assertThat(List.of(ex.getSuppressed())).last()
				.satisfies((waited) -> assertThat(waited.getStackTrace()).extracting(StackTraceElement::getClassName)
					.contains(BlockingCallTests.class.getName())));
	}

	@Test
	void whenTheCallFailsWithACheckedExceptionThenItIsTheCause() {
		IOException failure = new IOException("no directory of tenants");
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> BlockingCall.await(Mono.error(failure)))
			.havingCause()
			.isSameAs(failure);
	}

	@Test
	void whenTheCallFailsWithAnErrorThenItIsThrown() {
		Error failure = new AssertionError("wrong");
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> BlockingCall.await(Mono.error(failure)))
			.isSameAs(failure);
	}

	@Test
	void whenTheFailureIsOneThatFuturesUnderstandThenItIsThrownAsAnyOther() {
		for (RuntimeException failure : List.of(new CompletionException(new IOException("no directory")),
				new CancellationException("a bean gave up"))) {
			assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> BlockingCall.await(Mono.error(failure)))
				.isSameAs(failure)
				.satisfies((ex) -> assertThat(ex.getSuppressed()).hasSize(1));
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenTheThreadMustNotBlockThenNothingBegins(boolean streaming) {
		PublisherProbe<String> call = PublisherProbe.of(Mono.just("value"));
		assertThatIllegalStateException().isThrownBy(() -> waitOn(Schedulers.parallel(), call, streaming))
			.withMessageContaining("parallel-")
			.withMessageContaining("use DeepSeekOperations");
		LoopResources loops = LoopResources.create("loop", 1, true);
		try {
			Scheduler eventLoop = Schedulers.fromExecutor(loops.onServer(false));
			assertThatIllegalStateException().isThrownBy(() -> waitOn(eventLoop, call, streaming))
				.withMessageContaining("loop-");
		}
		finally {
			loops.disposeLater().block(Wire.PATIENCE);
		}
		call.assertWasNotSubscribed();
	}

	private static void waitOn(Scheduler scheduler, PublisherProbe<String> call, boolean streaming) {
		Mono.fromRunnable(() -> {
			if (streaming) {
				try (Stream<String> elements = BlockingCall.stream(call.flux())) {
					elements.forEach((element) -> {
					});
				}
			}
			else {
				BlockingCall.await(call.mono());
			}
		}).subscribeOn(scheduler).block(Wire.PATIENCE);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenTheThreadIsInterruptedAlreadyThenNothingBeginsAndItStaysInterrupted(boolean streaming) {
		PublisherProbe<String> call = PublisherProbe.of(Mono.just("value"));
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> take(call, streaming))
			.withMessageContaining("nothing was sent");
		assertThat(Thread.interrupted()).isTrue();
		call.assertWasNotSubscribed();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenTheThreadIsInterruptedWhileItWaitsThenTheCallIsCancelledAndItStaysInterrupted(boolean streaming)
			throws Exception {
		CountDownLatch subscribed = new CountDownLatch(1);
		PublisherProbe<String> call = PublisherProbe
			.of(Mono.<String>never().doOnSubscribe((subscription) -> subscribed.countDown()));
		FutureTask<Boolean> waiting = new FutureTask<>(() -> {
			assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> take(call, streaming))
				.withMessageContaining("the call was cancelled");
			return Thread.currentThread().isInterrupted();
		});
		Thread thread = new Thread(waiting);
		thread.start();
		assertThat(subscribed.await(30, TimeUnit.SECONDS)).isTrue();
		thread.interrupt();
		assertThat(waiting.get(30, TimeUnit.SECONDS)).isTrue();
		call.assertWasCancelled();
	}

	private static void take(PublisherProbe<String> call, boolean streaming) {
		if (!streaming) {
			BlockingCall.await(call.mono());
			return;
		}
		try (Stream<String> elements = BlockingCall.stream(call.flux())) {
			elements.toList();
		}
	}

	@Test
	void whenAStreamFailsThenTheElementsBeforeItComeFirst() {
		TestPublisher<Integer> call = TestPublisher.createCold();
		call.next(1, 2, 3);
		call.error(new TruncatedException("cut off", null, CallState.NOT_ANSWERED));
		AtomicInteger sum = new AtomicInteger();
		try (Stream<Integer> elements = BlockingCall.stream(call.flux())) {
			assertThatExceptionOfType(TruncatedException.class).isThrownBy(() -> elements.forEach(sum::addAndGet))
				.satisfies((ex) -> assertThat(ex.getSuppressed()).isNotEmpty());
		}
		assertThat(sum).hasValue(6);
	}

}
