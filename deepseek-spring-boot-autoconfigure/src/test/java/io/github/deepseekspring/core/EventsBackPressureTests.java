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
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.github.deepseekspring.StalledException;
import io.github.deepseekspring.TruncatedException;
import io.github.deepseekspring.chat.ChatEvent;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;
import reactor.test.subscriber.TestSubscriber;

import org.springframework.core.io.buffer.DataBuffer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of events whose subscriber is slow.
 */
class EventsBackPressureTests {

	private static final String SEVERAL = Payloads.chunk("{\"reasoning_content\":\"why\",\"content\":\"one\","
			+ "\"tool_calls\":[{\"index\":0,\"id\":\"c1\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]}", null,
			null);

	@Test
	void whenStreamFailsThenWhatHadArrivedComesFirst() {
		String body = Payloads.event(Payloads.chunk("one")) + Payloads.event(Payloads.chunk("two"))
				+ Payloads.event(Payloads.chunk("three"));
		TestSubscriber<ChatEvent> slow = TestSubscriber.builder().initialRequest(1).build();
		events(Flux.just(Canned.buffer(body))).subscribe(slow);
		assertThat(slow.getReceivedOnNext()).containsExactly(new ChatEvent.Text("one"));
		assertThat(slow.isTerminated()).isFalse();
		slow.request(2);
		assertThat(slow.getReceivedOnNext()).containsExactly(new ChatEvent.Text("one"), new ChatEvent.Text("two"),
				new ChatEvent.Text("three"));
		slow.request(1);
		assertThat(slow.expectTerminalError()).isExactlyInstanceOf(TruncatedException.class);
	}

	@Test
	void whenOneChunkIsSeveralEventsThenTheyComeOneByOneAndBeforeTheFailure() {
		TestSubscriber<ChatEvent> slow = TestSubscriber.builder().initialRequest(0).build();
		events(Flux.just(Canned.buffer(Payloads.event(SEVERAL)))).subscribe(slow);
		for (int i = 1; i <= 3; i++) {
			slow.request(1);
			assertThat(slow.getReceivedOnNext()).hasSize(i);
			assertThat(slow.isTerminated()).isEqualTo(i == 3);
		}
		assertThat(slow.getReceivedOnNext()).startsWith(new ChatEvent.Reasoning("why"), new ChatEvent.Text("one"))
			.last()
			.isInstanceOf(ChatEvent.ToolCallPart.class);
		assertThat(slow.expectTerminalError()).isExactlyInstanceOf(TruncatedException.class);
	}

	@Test
	void whenWholeCallTakesTooLongWhileSubscriberIsSlowThenWhatHadArrivedComesFirst() {
		TestSubscriber<ChatEvent> slow = TestSubscriber.builder().initialRequest(1).build();
		Flux<DataBuffer> body = Flux.just(Canned.buffer(Payloads.event(SEVERAL))).concatWith(Flux.never());
		VirtualTimeScheduler time = VirtualTimeScheduler.getOrSet();
		try {
			Canned.template(body)
				.prompt("Why?")
				.timeouts((timeouts) -> timeouts.withOverall(Duration.ofSeconds(1)))
				.stream()
				.events()
				.subscribe(slow);
			time.advanceTimeBy(Duration.ofSeconds(2));
			assertThat(slow.getReceivedOnNext()).hasSize(1);
			assertThat(slow.isTerminated()).isFalse();
			slow.request(3);
			assertThat(slow.getReceivedOnNext()).hasSize(3);
			assertThat(slow.expectTerminalError()).isExactlyInstanceOf(StalledException.class);
		}
		finally {
			VirtualTimeScheduler.reset();
		}
	}

	@Test
	void atMostOneChunkIsReadAhead() {
		AtomicInteger read = new AtomicInteger();
		Flux<DataBuffer> body = Flux.range(0, 10)
			.map((index) -> Canned.buffer(Payloads.event(Payloads.chunk("text " + index))))
			.doOnNext((buffer) -> read.incrementAndGet());
		StepVerifier.create(events(body), 0)
			.expectSubscription()
			.then(() -> assertThat(read).hasValue(0))
			.thenRequest(1)
			.expectNext(new ChatEvent.Text("text 0"))
			.then(() -> assertThat(read).hasValueLessThanOrEqualTo(1 + 1))
			.thenRequest(2)
			.expectNext(new ChatEvent.Text("text 1"), new ChatEvent.Text("text 2"))
			.then(() -> assertThat(read).hasValueLessThanOrEqualTo(3 + 1))
			.thenCancel()
			.verify(Wire.PATIENCE);
	}

	@Test
	void whenChunkIsNoEventThenNextOneIsRead() {
		String body = ": keep-alive\n\n" + Payloads.event(Payloads.chunk("{\"role\":\"assistant\"}", null, null))
				+ Payloads.stream("one");
		StepVerifier.create(events(Flux.just(Canned.buffer(body))), 0)
			.thenRequest(1)
			.expectNext(new ChatEvent.Text("one"))
			.thenRequest(1)
			.assertNext((event) -> assertThat(event).isInstanceOf(ChatEvent.Finished.class))
			.expectComplete()
			.verify(Wire.PATIENCE);
	}

	@Test
	void whenCancelledThenNothingFollows() {
		Signals<ChatEvent> signals = Signals.of(events(Flux.just(Canned.buffer(Payloads.event(SEVERAL)))).take(2));
		assertThat(signals.complete()).containsExactly(new ChatEvent.Reasoning("why"), new ChatEvent.Text("one"));
	}

	@Test
	void whenSubscriberAsksFromAnotherThreadThenOrderHolds() {
		List<String> texts = IntStream.range(0, 5000).mapToObj((index) -> "text " + index).toList();
		Flux<DataBuffer> body = Flux.just(Canned.buffer(Payloads.stream(texts.toArray(String[]::new))))
			.publishOn(Schedulers.parallel());
		Signals<ChatEvent> signals = Signals.of(events(body).publishOn(Schedulers.parallel(), 1));
		assertThat(signals.complete()).hasSize(5001)
			.filteredOn(ChatEvent.Text.class::isInstance)
			.extracting((event) -> ((ChatEvent.Text) event).text())
			.containsExactlyElementsOf(texts);
	}

	private static Flux<ChatEvent> events(Flux<DataBuffer> body) {
		return Canned.template(body).prompt("Why?").stream().events();
	}

}
