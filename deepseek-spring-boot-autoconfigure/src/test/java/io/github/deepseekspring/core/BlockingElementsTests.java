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
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.deepseekspring.CallState;
import io.github.deepseekspring.TruncatedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.publisher.PublisherProbe;
import reactor.test.publisher.TestPublisher;

import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for the streams that a thread waits for.
 */
@Timeout(60)
class BlockingElementsTests {

	@AfterEach
	void forget() {
		Hooks.disableAutomaticContextPropagation();
		SecurityContextHolder.clearContext();
	}

	@Test
	void allElementsComeInTheirOrder() {
		List<Integer> numbers = IntStream.range(0, 10_000).boxed().toList();
		Flux<Integer> call = Flux.fromIterable(numbers).publishOn(Schedulers.parallel(), 1);
		assertThat(BlockingCall.stream(call)).containsExactlyElementsOf(numbers);
		assertThat(BlockingCall.stream(call).parallel()).containsExactlyElementsOf(numbers);
	}

	@Test
	void whenNeverConsumedThenTheCallIsNotMade() {
		PublisherProbe<String> call = PublisherProbe.of(Mono.just("value"));
		Stream<String> forgotten = BlockingCall.stream(call.flux()).map(String::strip);
		Stream<String> closed = BlockingCall.stream(call.flux());
		closed.close();
		assertThatIllegalStateException().isThrownBy(closed::toList);
		assertThat(forgotten).isNotNull();
		call.assertWasNotSubscribed();
	}

	@Test
	void onlyAFewElementsAreReadAhead() {
		AtomicInteger read = new AtomicInteger();
		Flux<Integer> call = Flux.range(0, 1000).doOnNext((number) -> read.incrementAndGet());
		try (Stream<Integer> elements = BlockingCall.stream(call)) {
			Iterator<Integer> iterator = elements.iterator();
			for (int taken = 1; taken <= 100; taken++) {
				assertThat(iterator.next()).isEqualTo(taken - 1);
				assertThat(read).hasValue(taken + BlockingElements.READ_AHEAD);
			}
		}
		assertThat(read).hasValue(100 + BlockingElements.READ_AHEAD);
	}

	@Test
	void whenClosedBeforeItsEndThenTheCallIsCancelled() {
		TestPublisher<String> call = TestPublisher.createCold();
		call.next("a", "b");
		try (Stream<String> elements = BlockingCall.stream(call.flux())) {
			assertThat(elements.findFirst()).contains("a");
			call.assertNotCancelled();
		}
		call.assertCancelled();
	}

	@Test
	void whenConsumedToItsEndThenNothingIsLeftToCancel() {
		PublisherProbe<Integer> call = PublisherProbe.of(Flux.range(0, 100));
		try (Stream<Integer> elements = BlockingCall.stream(call.flux())) {
			assertThat(elements.count()).isEqualTo(100);
		}
		call.assertWasNotCancelled();
	}

	@Test
	void whenAFunctionOfTheConsumerFailsThenTheCallIsCancelledAtOnce() {
		TestPublisher<String> call = TestPublisher.createCold();
		call.next("a", "b");
		IllegalArgumentException failure = new IllegalArgumentException("full");
		Stream<String> elements = BlockingCall.stream(call.flux());
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> elements.forEach((element) -> {
			throw failure;
		})).isSameAs(failure);
		call.assertCancelled();
	}

	@Test
	void whenAFunctionFailsWithAnExceptionItDoesNotDeclareThenTheCallIsCancelledAtOnce() {
		TestPublisher<String> call = TestPublisher.createCold();
		call.next("a", "b");
		Stream<String> elements = BlockingCall.stream(call.flux());
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> elements.forEach((element) -> {
			throw BlockingElementsTests.<RuntimeException>undeclared(new IOException("gone"));
		}));
		call.assertCancelled();
	}

	@Test
	void whenAskedAgainAfterAFailureThenFailsAgain() {
		TestPublisher<String> call = TestPublisher.createCold();
		call.next("a");
		call.error(new TruncatedException("cut off", null, CallState.NOT_ANSWERED));
		try (Stream<String> elements = BlockingCall.stream(call.flux())) {
			Iterator<String> iterator = elements.iterator();
			assertThat(iterator.next()).isEqualTo("a");
			assertThatExceptionOfType(TruncatedException.class).isThrownBy(iterator::hasNext);
			assertThatExceptionOfType(TruncatedException.class).isThrownBy(iterator::hasNext);
		}
	}

	@Test
	void whenClosedByAnotherThreadThenTheOneThatWaitsGoesOnAndDoesNotTakeItForTheEnd() throws Exception {
		CountDownLatch first = new CountDownLatch(1);
		TestPublisher<String> call = TestPublisher.createCold();
		call.next("a");
		Stream<String> elements = BlockingCall.stream(call.flux());
		FutureTask<Boolean> waiting = new FutureTask<>(() -> {
			assertThatExceptionOfType(CancellationException.class)
				.isThrownBy(() -> elements.forEach((element) -> first.countDown()))
				.withMessageContaining("closed before its end");
			return Thread.currentThread().isInterrupted();
		});
		new Thread(waiting).start();
		assertThat(first.await(30, TimeUnit.SECONDS)).isTrue();
		elements.close();
		assertThat(waiting.get(30, TimeUnit.SECONDS)).isFalse();
		call.assertCancelled();
	}

	@Test
	void whenUsedAfterItWasClosedThenFails() {
		Stream<Integer> elements = BlockingCall.stream(Flux.range(0, 100));
		Iterator<Integer> iterator = elements.iterator();
		assertThat(iterator.next()).isZero();
		elements.close();
		assertThatExceptionOfType(CancellationException.class).isThrownBy(iterator::hasNext);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void theCallIsThatOfTheThreadThatAskedForTheStreamWhoeverConsumesIt(boolean automatic) throws Exception {
		if (automatic) {
			Hooks.enableAutomaticContextPropagation();
		}
		Flux<String> call = Flux.range(0, 3 * BlockingElements.READ_AHEAD)
			.concatMap((number) -> caller().contextCapture(), 0);
		assertThat(namesSeenBy("bob", streamOf("alice", call))).containsOnly("alice");
		assertThat(namesSeenBy(null, streamOf("alice", call))).containsOnly("alice");
		assertThat(namesSeenBy("bob", streamOf(null, call))).containsOnly("nobody");
	}

	private static Stream<String> streamOf(String user, Flux<String> call) {
		login(user);
		try {
			return BlockingCall.stream(call);
		}
		finally {
			SecurityContextHolder.clearContext();
		}
	}

	private static List<String> namesSeenBy(String user, Stream<String> elements) throws Exception {
		FutureTask<List<String>> consumer = new FutureTask<>(() -> {
			login(user);
			SecurityContext before = SecurityContextHolder.getContext();
			List<String> names = elements
				.peek((name) -> assertThat(SecurityContextHolder.getContext()).isEqualTo(before))
				.toList();
			assertThat(SecurityContextHolder.getContext()).isEqualTo(before);
			return names;
		});
		new Thread(consumer).start();
		return consumer.get(30, TimeUnit.SECONDS);
	}

	@SuppressWarnings("unchecked")
	private static <E extends Throwable> E undeclared(Throwable failure) throws E {
		throw (E) failure;
	}

	private static Mono<String> caller() {
		return Mono.deferContextual((context) -> {
			SecurityContext security = context.getOrDefault(SecurityContext.class.getName(), null);
			return Mono.just((security != null) ? security.getAuthentication().getName() : "nobody");
		});
	}

	private static void login(String user) {
		if (user != null) {
			SecurityContextHolder
				.setContext(new SecurityContextImpl(new TestingAuthenticationToken(user, "password", "USER")));
		}
	}

}
