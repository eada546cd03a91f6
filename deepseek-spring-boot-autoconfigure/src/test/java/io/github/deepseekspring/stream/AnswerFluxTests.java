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

package io.github.deepseekspring.stream;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.github.deepseekspring.ClosedBeforeInferenceException;
import io.github.deepseekspring.DeepSeekException;
import io.github.deepseekspring.InvalidUserIdException;
import io.github.deepseekspring.MalformedAnswerException;
import io.github.deepseekspring.StalledException;
import io.github.deepseekspring.TruncatedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.codec.ServerSentEvent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AnswerFlux}.
 */
class AnswerFluxTests {

	private static final int MAX_SIZE = 1024;

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private static final Duration DRAIN = Duration.ofSeconds(2);

	private final ManualBody body = new ManualBody();

	private final AnswerState state = new AnswerState();

	private VirtualTimeScheduler time;

	@BeforeEach
	void takeOverTheTime() {
		this.time = VirtualTimeScheduler.getOrSet();
	}

	@AfterEach
	void giveBackTheTimeAndCountTheBuffers() {
		VirtualTimeScheduler.reset();
		assertThat(this.body.buffers().held()).as("buffers that nobody released").isZero();
	}

	@Test
	void whenOneEventIsRequestedThenOneIsDelivered() {
		StepVerifier.create(answer(), 0)
			.expectSubscription()
			.then(() -> assertThat(this.body.requests()).isEmpty())
			.thenRequest(1)
			.then(() -> this.body.send(": keep-alive\n\ndata: 1\n\ndata: 2\n\ndata: fin\n\ndata: [DONE]\n\n"))
			.assertNext((event) -> assertThat(event.comment()).isEqualTo("keep-alive"))
			.then(() -> assertThat(this.body.requests()).containsExactly(1L))
			.thenRequest(1)
			.assertNext((event) -> assertThat(event.data()).isEqualTo("1"))
			.thenRequest(1)
			.assertNext((event) -> assertThat(event.data()).isEqualTo("2"))
			.then(() -> assertThat(this.body.requests()).containsExactly(1L))
			.thenRequest(1)
			.assertNext((event) -> assertThat(event.data()).isEqualTo("fin"))
			.then(this.body::complete)
			.expectComplete()
			.verify(LIMIT);
	}

	@Test
	void requestingOneAtATimeNeverDeliversMore() {
		List<String> pieces = Collections.nCopies(50, "data: 1\n\n: keep-alive\n\n\n");
		List<Integer> perRequest = new ArrayList<>();
		int[] received = new int[1];
		BaseSubscriber<ServerSentEvent<String>> subscriber = new BaseSubscriber<>() {
			@Override
			protected void hookOnSubscribe(Subscription subscription) {
			}

			@Override
			protected void hookOnNext(ServerSentEvent<String> event) {
				received[0]++;
			}
		};
		AnswerFlux
			.ofEventStream(Flux.fromIterable(pieces).map(this.body.buffers()::of), MAX_SIZE,
					TextHandler.completeWithFin(), this.state, new AnswerClocks(Timeouts.defaults(), true))
			.onErrorComplete()
			.subscribe(subscriber);
		for (int i = 0; i < 150; i++) {
			int before = received[0];
			subscriber.request(1);
			perRequest.add(received[0] - before);
		}
		assertThat(perRequest).containsOnly(1);
	}

	@Test
	void whenTheSubscriberAsksForSomeThenTheBodyIsAskedForOneBufferAtATime() {
		StepVerifier.create(answer(), 100).then(() -> {
			for (int i = 0; i < 10; i++) {
				assertThat(this.body.outstanding()).isOne();
				this.body.send("data: " + i + "\n\n");
			}
			this.body.send("data: f").send("in\n\n");
			assertThat(this.body.requests()).containsOnly(1L);
			this.body.complete();
		}).expectNextCount(11).expectComplete().verify(LIMIT);
	}

	@Test
	void whenTheSubscriberAsksForEverythingThenTheBodyIsAskedForAFewBuffersAtOnce() {
		StepVerifier.create(answer()).then(() -> {
			for (int i = 0; i < 100; i++) {
				assertThat(this.body.outstanding()).isBetween(1L, 32L);
				this.body.send("data: " + i + "\n\n");
			}
			this.body.send("data: fin\n\n").complete();
			assertThat(this.body.requests()).containsOnly(32L).hasSize(4);
		}).expectNextCount(101).expectComplete().verify(LIMIT);
	}

	@Test
	void whenBuffersComeWhileOneIsReadThenTheyAreReadInTheirOrder() {
		NettyBuffers buffers = new NettyBuffers();
		List<String> texts = new ArrayList<>();
		for (int i = 0; i < 200; i++) {
			texts.add("data: " + i + "\n\n");
		}
		texts.add("data: fin\n\n");
		StepVerifier
			.create(AnswerFlux
				.ofEventStream(Flux.fromIterable(texts).map(buffers::of), MAX_SIZE, TextHandler.completeWithFin(),
						this.state, new AnswerClocks(Timeouts.defaults(), true))
				.map((event) -> "data: " + event.data() + "\n\n")
				.collectList())
			.expectNext(texts)
			.expectComplete()
			.verify(LIMIT);
		assertThat(buffers.held()).isZero();
	}

	@Test
	void whenTheSubscriberCancelsThenBuffersThatHaveComeAreReleased() {
		NettyBuffers buffers = new NettyBuffers();
		Flux<DataBuffer> all = Flux.range(0, 20).map((i) -> buffers.of("data: " + i + "\n\n"));
		StepVerifier
			.create(AnswerFlux.ofEventStream(all, MAX_SIZE, TextHandler.completeWithFin(), this.state,
					new AnswerClocks(Timeouts.defaults(), true))
				.take(3, false))
			.expectNextCount(3)
			.expectComplete()
			.verify(LIMIT);
		assertThat(buffers.made()).isGreaterThan(3);
		assertThat(buffers.held()).isZero();
	}

	@Test
	void theRestOfTheBodyIsReadAndReleased() {
		NettyBuffers buffers = new NettyBuffers();
		Flux<DataBuffer> all = Flux
			.fromIterable(List.of("data: fin\n\ndata: [DONE]\n\n", "\n", "data: late\n\n", "junk", "\n"))
			.map(buffers::of);
		StepVerifier
			.create(AnswerFlux.ofEventStream(all, MAX_SIZE, TextHandler.completeWithFin(), this.state,
					new AnswerClocks(Timeouts.defaults(), true)))
			.assertNext((event) -> assertThat(event.data()).isEqualTo("fin"))
			.expectComplete()
			.verify(LIMIT);
		assertThat(buffers.made()).isEqualTo(5);
		assertThat(buffers.held()).isZero();
	}

	@Test
	void whenTheBodyFailsInTheMiddleOfAnEventThenItIsTruncated() {
		IOException cut = new IOException("cut");
		StepVerifier.create(answer())
			.then(() -> this.body.send("data: 1\n\ndata: 2").fail(cut))
			.expectNextCount(1)
			.expectErrorSatisfies((failure) -> {
				assertThat(failure).isInstanceOf(TruncatedException.class).hasCause(cut);
				assertThat(((DeepSeekException) failure).isDelivered()).isTrue();
			})
			.verify(LIMIT);
	}

	@Test
	void whenTheBodyEndsInTheMiddleOfTheFirstEventThenItIsTruncated() {
		StepVerifier.create(answer())
			.then(() -> this.body.send("data: {\"a\"").complete())
			.expectErrorSatisfies((failure) -> {
				assertThat(failure).isInstanceOf(TruncatedException.class);
				assertThat(((DeepSeekException) failure).isDelivered()).isFalse();
			})
			.verify(LIMIT);
	}

	@ParameterizedTest
	@CsvSource({ "'',0", "'|||',3", "': keep-alive||: keep-alive||',2", "'data:||',1", "'event: ping||',0" })
	void whenTheBodyEndsBeforeAnyDataThenItWasClosedBeforeInference(String lines, long keepAlives) {
		String text = lines.replace('|', '\n');
		StepVerifier.create(answer().filter((event) -> event.data() != null))
			.then(() -> this.body.send(text).complete())
			.expectErrorSatisfies((failure) -> {
				assertThat(failure).isInstanceOf(ClosedBeforeInferenceException.class);
				assertThat(((ClosedBeforeInferenceException) failure).getKeepAlives()).isEqualTo(keepAlives);
			})
			.verify(LIMIT);
	}

	@Test
	void whenTheBodyFailsWithOneOfOurExceptionsThenThatIsTheFailure() {
		InvalidUserIdException known = new InvalidUserIdException("known");
		StepVerifier.create(answer())
			.then(() -> this.body.fail(known))
			.expectErrorSatisfies((failure) -> assertThat(failure).isSameAs(known))
			.verify(LIMIT);
	}

	@Test
	void whenDoneComesWithoutAFinishThenItIsTruncated() {
		StepVerifier.create(answer())
			.then(() -> this.body.send("data: 1\n\ndata: [DONE]\n\n").complete())
			.expectNextCount(1)
			.expectError(TruncatedException.class)
			.verify(LIMIT);
	}

	@Test
	void whenTheFinishComesWithoutDoneThenItIsComplete() {
		StepVerifier.create(answer())
			.then(() -> this.body.send("data: fin\n\n").complete())
			.expectNextCount(1)
			.expectComplete()
			.verify(LIMIT);
	}

	@Test
	void whenTheConnectionIsCutAfterTheFinishThenItIsComplete() {
		StepVerifier.create(answer())
			.then(() -> this.body.send("data: fin\n\n").fail(new IOException("cut")))
			.expectNextCount(1)
			.expectComplete()
			.verify(LIMIT);
	}

	@Test
	void textThatHoldsDoneDoesNotEndTheAnswer() {
		StepVerifier.create(answer())
			.then(() -> this.body.send("data: it says [DONE]\n\ndata: \"[DONE]\"\n\n: [DONE]\n\ndata: fin\n\n")
				.complete())
			.expectNextCount(4)
			.expectComplete()
			.verify(LIMIT);
	}

	@Test
	void aCommentInsideAnEventIsDeliveredBeforeIt() {
		StepVerifier.create(answer())
			.then(() -> this.body.send("event: a\ndata: f\n: keep-alive\n\n")
				.send("id: 1\ndata: fin\n: k")
				.send("\n\n"))
			.assertNext((event) -> assertThat(event.comment()).isEqualTo("keep-alive"))
			.assertNext((event) -> {
				assertThat(event.data()).isEqualTo("f");
				assertThat(event.event()).isEqualTo("a");
				assertThat(event.id()).isNull();
			})
			.assertNext((event) -> assertThat(event.comment()).isEqualTo("k"))
			.assertNext((event) -> {
				assertThat(event.data()).isEqualTo("fin");
				assertThat(event.event()).isNull();
				assertThat(event.id()).isEqualTo("1");
			})
			.then(this.body::complete)
			.expectComplete()
			.verify(LIMIT);
	}

	@Test
	void aReconnectionTimeIsPassedOn() {
		StepVerifier.create(answer())
			.then(() -> this.body.send("retry: 250\ndata: 1\n\ndata: fin\n\n").complete())
			.assertNext((event) -> assertThat(event.retry()).isEqualTo(Duration.ofMillis(250)))
			.assertNext((event) -> assertThat(event.retry()).isNull())
			.expectComplete()
			.verify(LIMIT);
	}

	@Test
	void keepAlivesAreCounted() {
		StepVerifier.create(answer())
			.then(() -> this.body.send(": keep-alive\n\n\ndata:\n\ndata: fin\n\n").complete())
			.expectNextCount(4)
			.expectComplete()
			.verify(LIMIT);
		assertThat(this.state.keepAlives()).isEqualTo(3);
	}

	@ParameterizedTest
	@ValueSource(strings = { "<html>\n502\n</html>", "data: 1\n\nupstream error: reset\n", "upstream error" })
	void whenTextComesBeforeTheAnswerIsCompleteThenItIsTheFailure(String text) {
		StepVerifier.create(answer().filter((event) -> event.data() == null))
			.then(() -> this.body.send(text))
			.then(() -> {
				if (!this.body.isCancelled()) {
					this.body.complete();
				}
			})
			.expectErrorSatisfies((failure) -> {
				assertThat(failure).isInstanceOf(MalformedAnswerException.class);
				assertThat(((MalformedAnswerException) failure).getText())
					.isEqualTo(text.substring(text.contains("\n\n") ? text.indexOf("\n\n") + 2 : 0));
			})
			.verify(LIMIT);
	}

	@Test
	void whenTextComesAfterTheAnswerIsCompleteThenItIsIgnored() {
		StepVerifier.create(answer())
			.then(() -> this.body.send("data: fin\n\nupstream error: reset\nand more\n").complete())
			.expectNextCount(1)
			.expectComplete()
			.verify(LIMIT);
	}

	@Test
	void whatFollowsTheTerminalEventIsIgnored() {
		StepVerifier.create(answer())
			.then(() -> this.body.send("data: fin\n\ndata: [DONE]\n\ndata: bad\n\n<html>")
				.send("data: bad\n\n")
				.send(": k\n\n")
				.complete())
			.expectNextCount(1)
			.expectComplete()
			.verify(LIMIT);
		assertThat(this.body.isCancelled()).isFalse();
	}

	@Test
	void whenTheBodyDoesNotEndAfterTheTerminalEventThenItIsCancelledAndTheAnswerCompletes() {
		StepVerifier.create(answer())
			.then(() -> this.body.send("data: fin\n\ndata: [DONE]\n\n"))
			.expectNextCount(1)
			.then(() -> this.time.advanceTimeBy(DRAIN.minusMillis(1)))
			.then(() -> this.body.send(": k\n\n"))
			.then(() -> assertThat(this.body.isCancelled()).isFalse())
			.then(() -> this.time.advanceTimeBy(Duration.ofMillis(1)))
			.expectComplete()
			.verify(LIMIT);
		assertThat(this.body.isCancelled()).isTrue();
	}

	@Test
	void whenTheRestOfTheBodyFailsThenTheAnswerCompletes() {
		StepVerifier.create(answer())
			.then(() -> this.body.send("data: fin\n\ndata: [DONE]\n\n").fail(new IOException("cut")))
			.expectNextCount(1)
			.expectComplete()
			.verify(LIMIT);
	}

	@Test
	void whenTheTerminalEventIsAPayloadThenNoClockTakesItAway() {
		StepVerifier.create(answer(), 0)
			.thenRequest(1)
			.then(() -> this.body.send("data: 1\n\ndata: end\n\n: late\n\n"))
			.expectNextCount(1)
			.then(() -> this.time.advanceTimeBy(Duration.ofMinutes(4)))
			.thenRequest(1)
			.assertNext((event) -> assertThat(event.data()).isEqualTo("end"))
			.then(this.body::complete)
			.expectComplete()
			.verify(LIMIT);
	}

	@Test
	void whenAPayloadCannotBeReadThenTheBodyIsCancelled() {
		StepVerifier.create(answer())
			.then(() -> this.body.send("data: 1\n\ndata: bad\n\ndata: 3\n\n"))
			.expectNextCount(1)
			.expectError(MalformedAnswerException.class)
			.verify(LIMIT);
		assertThat(this.body.isCancelled()).isTrue();
	}

	@Test
	void whenAnEventIsTooLongThenTheAnswerIsMalformed() {
		StepVerifier.create(answer())
			.then(() -> this.body.send("data: " + "x".repeat(MAX_SIZE)))
			.expectErrorSatisfies((failure) -> assertThat(failure).isInstanceOf(MalformedAnswerException.class)
				.hasMessageContaining("deepseek.max-in-memory-size"))
			.verify(LIMIT);
		assertThat(this.body.isCancelled()).isTrue();
	}

	@Test
	void whenTheSubscriberCancelsThenTheBodyIsCancelledAndItsBuffersAreReleased() {
		StepVerifier.create(answer(), 1)
			.then(() -> this.body.send("data: 1\n\ndata: 2\n\nda"))
			.expectNextCount(1)
			.thenCancel()
			.verify(LIMIT);
		assertThat(this.body.isCancelled()).isTrue();
	}

	@Test
	void whenABufferComesAfterTheCancellationThenItIsReleased() {
		Disposable subscription = answer().subscribe();
		this.body.send("data: 1\n\n");
		subscription.dispose();
		this.body.send("data: 2\n\n");
		assertThat(this.body.buffers().made()).isEqualTo(2);
		assertThat(this.body.buffers().held()).isZero();
	}

	@Test
	void whenTheSubscriberCancelsInTheMiddleOfAnEventThenNothingMoreIsDelivered() {
		List<String> received = new ArrayList<>();
		answer().subscribe(new BaseSubscriber<>() {
			@Override
			protected void hookOnNext(ServerSentEvent<String> event) {
				received.add(event.data());
				cancel();
			}
		});
		this.body.send("data: 1\n\ndata: 2\n\ndata: 3\n\n");
		assertThat(received).containsExactly("1");
		assertThat(this.body.isCancelled()).isTrue();
	}

	@Test
	void whenAClockRunsOutInTheMiddleOfAnEventThenTheBodyIsCancelled() {
		AnswerClocks clocks = new AnswerClocks(Timeouts.defaults(), true);
		StepVerifier.create(answer(clocks))
			.then(clocks::sent)
			.then(() -> this.body.send("data: 1\n\ndata: 2"))
			.expectNextCount(1)
			.then(() -> this.time.advanceTimeBy(Duration.ofHours(1)))
			.expectError(StalledException.class)
			.verify(LIMIT);
		assertThat(this.body.isCancelled()).isTrue();
	}

	@Test
	void whenAWholeAnswerComesThenItsFillerIsKeepAlives() {
		StepVerifier.create(json())
			.then(() -> this.body.send("\n").send("\n\n{\"a\":").send("1}").complete())
			.thenConsumeWhile((event) -> event.data() == null, (event) -> assertThat(event.comment()).isEmpty())
			.assertNext((event) -> assertThat(event.data()).isEqualTo("{\"a\":1}"))
			.expectComplete()
			.verify(LIMIT);
		assertThat(this.state.keepAlives()).isEqualTo(3);
	}

	@Test
	void whenAWholeAnswerIsNotRequestedThenItWaits() {
		StepVerifier.create(json(), 1)
			.then(() -> this.body.send("\n{}"))
			.expectNextCount(1)
			.thenRequest(1)
			.then(this.body::complete)
			.assertNext((event) -> assertThat(event.data()).isEqualTo("{}"))
			.expectComplete()
			.verify(LIMIT);
	}

	@Test
	void whenAWholeAnswerBreaksOffThenItIsTruncated() {
		StepVerifier.create(json())
			.then(() -> this.body.send("\n{\"a\":").fail(new IOException("cut")))
			.expectNextCount(1)
			.expectError(TruncatedException.class)
			.verify(LIMIT);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "\n\n" })
	void whenAWholeAnswerHasNothingButFillerThenItWasClosedBeforeInference(String filler) {
		StepVerifier.create(json().ignoreElements())
			.then(() -> this.body.send(filler).complete())
			.expectError(ClosedBeforeInferenceException.class)
			.verify(LIMIT);
	}

	private AnswerFlux<String> answer() {
		return answer(new AnswerClocks(Timeouts.defaults(), true));
	}

	private AnswerFlux<String> answer(AnswerClocks clocks) {
		return AnswerFlux.ofEventStream(this.body, MAX_SIZE, TextHandler.completeWithFin(), this.state, clocks);
	}

	private AnswerFlux<String> json() {
		return AnswerFlux.ofJson(this.body, MAX_SIZE, TextHandler.completeWithAnything(), this.state,
				new AnswerClocks(Timeouts.defaults(), false));
	}

}
