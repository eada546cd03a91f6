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
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.github.deepseekspring.StalledException;
import io.github.deepseekspring.chat.ChatEvent;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.DeepSeekSimulator;
import io.github.deepseekspring.simulator.Outcome;
import io.github.deepseekspring.simulator.RecordedRequest;
import io.github.deepseekspring.simulator.SimulatorClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.subscriber.TestSubscriber;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a call which is cancelled gives its slot back. There is one slot, and
 * nothing may wait for it unless a test says so: a call that works right after a
 * cancellation shows that the slot was free.
 */
class CancelledSlotTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final Duration HOUR = Duration.ofHours(1);

	private static final String ONE_SLOT = "deepseek.concurrency.limits.deepseek-v4-flash=1";

	private static final String NO_WAITING = "deepseek.concurrency.max-wait=0";

	private final SimulatorClock clock = SimulatorClock.manual();

	private DeepSeekSimulator simulator;

	private ApplicationTemplate application;

	@BeforeEach
	void start() {
		this.simulator = DeepSeekSimulator.builder().clock(this.clock).start();
		this.application = new ApplicationTemplate(this.simulator, ONE_SLOT, NO_WAITING);
	}

	@AfterEach
	void stop() {
		this.application.close();
		this.simulator.close();
	}

	@Test
	void whenCancelledBeforeItHasASlotThenIsNeverSent() {
		try (ApplicationTemplate patient = new ApplicationTemplate(this.simulator, ONE_SLOT)) {
			this.simulator.enqueue(Answer.chunks("first").queuedFor(Duration.ofMinutes(1)), Answer.text("third"));
			TestSubscriber<String> first = subscribe(patient.get().prompt("first").stream().content());
			this.simulator.log().awaitRequests(1, PATIENCE);
			TestSubscriber<ChatEvent> second = subscribe(patient.get().prompt("second").stream().signals().events());
			assertThat(second.getReceivedOnNext()).containsExactly(new ChatEvent.Queued());
			second.cancel();
			this.clock.advance(Duration.ofMinutes(1));
			first.block(PATIENCE);
			assertThat(first.getReceivedOnNext()).containsExactly("first");
			assertThat(patient.get().prompt("third").content().block(PATIENCE)).isEqualTo("third");
			assertThat(this.simulator.log().requests()).hasSize(2);
			assertThat(second.getReceivedOnNext()).hasSize(1);
		}
	}

	/**
	 * The handshake goes on, because another call can have the connection.
	 */
	@Test
	void whenCancelledWhileConnectingThenSlotIsFreeAndNothingIsDelivered() throws IOException {
		try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
				ApplicationTemplate connecting = new ApplicationTemplate("https://127.0.0.1:" + silent.getLocalPort(),
						ONE_SLOT, NO_WAITING)) {
			silent.setSoTimeout((int) PATIENCE.toMillis());
			TestSubscriber<String> first = subscribe(connecting.get().prompt("Hi").stream().content());
			try (Socket socket = silent.accept()) {
				assertThat(socket.getInputStream().read()).as("the beginning of a handshake").isNotNegative();
				first.cancel();
				TestSubscriber<String> second = subscribe(connecting.get().prompt("Hi").stream().content());
				silent.accept().close();
				assertThat(first.isTerminated()).isFalse();
				second.cancel();
			}
		}
	}

	@Test
	void whenCancelledInTheQueueOfTheServerThenConnectionIsClosed() {
		this.simulator.enqueue(Answer.chunks("late").queuedFor(Duration.ofMinutes(5)));
		Flux<ChatEvent> events = this.application.get().prompt("Hi").stream().signals().events();
		StepVerifier.create(events)
			.expectNextMatches(ChatEvent.KeepAlive.class::isInstance)
			.thenCancel()
			.verify(PATIENCE);
		assertCancelled();
		assertNextCallWorks();
	}

	@Test
	void whenCancelledAfterTheFirstChunkThenNothingIsDeliveredAfterwards() throws InterruptedException {
		this.simulator.enqueue(HandWrittenStreams.texts("a").pause(HOUR).event("{}").done().end());
		List<String> received = new CopyOnWriteArrayList<>();
		CountDownLatch first = new CountDownLatch(1);
		Disposable subscription = this.application.get().prompt("Hi").stream().content().subscribe((text) -> {
			received.add(text);
			first.countDown();
		}, (ex) -> received.add("failed"), () -> received.add("completed"));
		assertThat(first.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
		subscription.dispose();
		assertCancelled();
		this.clock.advance(HOUR);
		assertNextCallWorks();
		assertThat(received).containsExactly("a");
	}

	@Test
	void whenOnlyTheFirstChunkIsTakenThenConnectionIsClosed() {
		this.simulator.enqueue(HandWrittenStreams.texts("a", "b").pause(HOUR).done().end());
		StepVerifier.create(this.application.get().prompt("Hi").stream().content().take(1))
			.expectNext("a")
			.expectComplete()
			.verify(PATIENCE);
		assertCancelled();
		assertNextCallWorks();
	}

	@Test
	void whenCancelledWhileTheRestOfTheBodyIsDrainedThenConnectionIsClosed() {
		this.simulator.enqueue(HandWrittenStreams.complete("a").pause(HOUR).end());
		StepVerifier.create(this.application.get().prompt("Hi").stream().chunks())
			.expectNextCount(2)
			.thenCancel()
			.verify(PATIENCE);
		assertCancelled();
		assertNextCallWorks();
	}

	@Test
	void whenAnOperatorTimesOutThenConnectionIsClosed() {
		this.simulator.enqueue(HandWrittenStreams.texts("a").pause(HOUR).done().end());
		StepVerifier
			.create(this.application.get()
				.prompt("Hi")
				.stream()
				.content()
				.timeout(Mono.never(), (text) -> Mono.delay(Duration.ofMillis(100))))
			.expectNext("a")
			.expectError(TimeoutException.class)
			.verify(PATIENCE);
		assertCancelled();
		assertNextCallWorks();
	}

	@Test
	void whenTheOverallClockRunsOutThenConnectionIsClosed() {
		assertNextCallWorks();
		this.simulator.enqueue(HandWrittenStreams.texts("a").pause(HOUR).done().end());
		StepVerifier
			.create(this.application.get()
				.prompt("Hi")
				.timeouts((timeouts) -> timeouts.withOverall(Duration.ofSeconds(2)))
				.stream()
				.content())
			.expectNext("a")
			.expectError(StalledException.class)
			.verify(PATIENCE);
		assertCancelled();
		assertNextCallWorks();
	}

	@Test
	void whenCallIsCancelledBeforeItsHeadersThenConnectionIsClosed() {
		this.simulator.enqueue(Answer.text("late").headersAfter(HOUR));
		TestSubscriber<String> subscriber = subscribe(this.application.get().prompt("Hi").content().flux());
		this.simulator.log().awaitRequests(1, PATIENCE);
		subscriber.cancel();
		assertCancelled();
		this.clock.advance(HOUR);
		assertNextCallWorks();
		assertThat(subscriber.getReceivedOnNext()).isEmpty();
	}

	@Test
	void whenCallIsCancelledInTheQueueOfTheServerThenConnectionIsClosed() {
		this.simulator.enqueue(Answer.text("late").queuedFor(Duration.ofMinutes(5)));
		TestSubscriber<String> subscriber = subscribe(this.application.get().prompt("Hi").content().flux());
		this.simulator.log().awaitRequests(1, PATIENCE);
		subscriber.cancel();
		assertCancelled();
		this.clock.advance(Duration.ofMinutes(5));
		assertNextCallWorks();
		assertThat(subscriber.getReceivedOnNext()).isEmpty();
	}

	private static <T> TestSubscriber<T> subscribe(Flux<T> flux) {
		TestSubscriber<T> subscriber = TestSubscriber.create();
		flux.subscribe(subscriber);
		return subscriber;
	}

	private void assertCancelled() {
		RecordedRequest request = this.simulator.log().last();
		assertThat(request.ended().block(PATIENCE)).isEqualTo(Outcome.CANCELLED_BY_CLIENT);
	}

	private void assertNextCallWorks() {
		this.simulator.enqueue(Answer.text("next"));
		assertThat(this.application.get().prompt("next").content().block(PATIENCE)).isEqualTo("next");
	}

}
