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

import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.deepseekspring.chat.ChatEvent;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.DeepSeekSimulator;
import io.github.deepseekspring.simulator.Outcome;
import io.github.deepseekspring.simulator.SimulatorClock;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that a thread which does not want an answer any more leaves neither a connection
 * nor a slot behind.
 */
@Timeout(60)
class BlockingSlotTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final Duration HOUR = Duration.ofHours(1);

	private static final String ONE_SLOT = "deepseek.concurrency.limits.deepseek-v4-flash=1";

	private final SimulatorClock clock = SimulatorClock.manual();

	@AutoClose
	private final DeepSeekSimulator simulator = DeepSeekSimulator.builder().clock(this.clock).start();

	@AutoClose
	private final ApplicationTemplate application = new ApplicationTemplate(this.simulator, ONE_SLOT,
			"deepseek.concurrency.max-wait=0");

	private final BlockingDeepSeekTemplate deepSeek = new BlockingDeepSeekTemplate(this.application.get());

	@Test
	void whenInterruptedWhileItWaitsForAnAnswerThenConnectionIsClosedAndSlotIsFree() throws Exception {
		this.simulator.enqueue(Answer.text("late").headersAfter(HOUR));
		Waiting waiting = new Waiting(() -> this.deepSeek.prompt("Hi").content());
		this.simulator.log().awaitRequests(1, PATIENCE);
		waiting.interrupt();
		assertCancelled();
		assertNextCallWorks();
	}

	@Test
	void whenInterruptedInTheMiddleOfAStreamThenConnectionIsClosedAndSlotIsFree() throws Exception {
		this.simulator.enqueue(HandWrittenStreams.texts("a").pause(HOUR).done().end());
		CountDownLatch first = new CountDownLatch(1);
		Waiting waiting = new Waiting(
				() -> this.deepSeek.prompt("Hi").stream().content().forEach((text) -> first.countDown()));
		assertThat(first.await(30, TimeUnit.SECONDS)).isTrue();
		waiting.interrupt();
		assertCancelled();
		assertNextCallWorks();
	}

	@Test
	void whenInterruptedWhileItWaitsForASlotThenIsNeverSent() throws Exception {
		try (ApplicationTemplate patient = new ApplicationTemplate(this.simulator, ONE_SLOT)) {
			BlockingDeepSeekTemplate blocking = new BlockingDeepSeekTemplate(patient.get());
			this.simulator.enqueue(Answer.chunks("first").queuedFor(Duration.ofMinutes(1)), Answer.text("third"));
			FutureTask<String> first = new FutureTask<>(() -> blocking.prompt("first").content());
			new Thread(first).start();
			this.simulator.log().awaitRequests(1, PATIENCE);
			CountDownLatch queued = new CountDownLatch(1);
			Waiting second = new Waiting(
					() -> blocking.prompt("second").stream().signals().events().forEach((event) -> {
						assertThat(event).isEqualTo(new ChatEvent.Queued());
						queued.countDown();
					}));
			assertThat(queued.await(30, TimeUnit.SECONDS)).isTrue();
			second.interrupt();
			this.clock.advance(Duration.ofMinutes(1));
			assertThat(first.get(30, TimeUnit.SECONDS)).isEqualTo("first");
			assertThat(blocking.prompt("third").content()).isEqualTo("third");
			assertThat(this.simulator.log().requests()).hasSize(2);
		}
	}

	@Test
	void whenAStreamIsClosedInItsMiddleThenConnectionIsClosedAndSlotIsFree() {
		this.simulator.enqueue(HandWrittenStreams.texts("a", "b").pause(HOUR).done().end());
		try (Stream<String> tokens = this.deepSeek.prompt("Hi").stream().content()) {
			assertThat(tokens.findFirst()).contains("a");
		}
		assertCancelled();
		assertNextCallWorks();
	}

	@Test
	void whenAStreamIsConsumedToItsEndThenSlotIsFreeAndConnectionIsKept() {
		this.simulator.enqueue(Answer.chunks("a", "b"));
		Iterator<String> tokens = this.deepSeek.prompt("Hi").stream().content().iterator();
		assertThat(tokens.next()).isEqualTo("a");
		assertThat(tokens.next()).isEqualTo("b");
		assertThat(tokens.hasNext()).isFalse();
		assertNextCallWorks();
		assertThat(this.simulator.log().connectionsAccepted()).isEqualTo(1);
	}

	@Test
	void whenAStreamIsNeitherConsumedNorClosedThenNothingIsSentAndNoSlotIsTaken() {
		Stream<String> forgotten = this.deepSeek.prompt("Hi").stream().content();
		assertNextCallWorks();
		assertThat(this.simulator.log().requests()).hasSize(1);
		assertThat(forgotten).isNotNull();
	}

	private void assertCancelled() {
		assertThat(this.simulator.log().last().ended().block(PATIENCE)).isEqualTo(Outcome.CANCELLED_BY_CLIENT);
	}

	private void assertNextCallWorks() {
		this.simulator.enqueue(Answer.text("next"));
		assertThat(this.deepSeek.prompt("next").content()).isEqualTo("next");
	}

	/**
	 * A thread that waits until it is interrupted.
	 */
	private static final class Waiting {

		private final FutureTask<Boolean> outcome;

		private final Thread thread;

		Waiting(Runnable call) {
			this.outcome = new FutureTask<>(() -> {
				assertThatExceptionOfType(CancellationException.class).isThrownBy(call::run);
				return Thread.currentThread().isInterrupted();
			});
			this.thread = new Thread(this.outcome);
			this.thread.start();
		}

		void interrupt() throws Exception {
			this.thread.interrupt();
			assertThat(this.outcome.get(30, TimeUnit.SECONDS)).isTrue();
		}

	}

}
