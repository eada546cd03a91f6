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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.deepseekspring.ClosedBeforeInferenceException;
import io.github.deepseekspring.ConnectionFailedException;
import io.github.deepseekspring.DeepSeekException;
import io.github.deepseekspring.MalformedAnswerException;
import io.github.deepseekspring.StalledException;
import io.github.deepseekspring.StalledException.Clock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.test.scheduler.VirtualTimeScheduler;

import org.springframework.http.codec.ServerSentEvent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AnswerClocks} and the answers that they end.
 */
class AnswerClocksTests {

	private static final Duration TICK = Duration.ofMillis(1);

	private static final Duration AFTER_WHICH_NOBODY_WAKES = Duration.ofSeconds(1);

	private static final Timeouts PATIENT = Timeouts.defaults().withSubscriberIdle(Duration.ofDays(2));

	private static final String COMMENT = ": keep-alive\n\n";

	private final CountingTime time = CountingTime.takeOver();

	private final ManualBody body = new ManualBody();

	private final Subscriber subscriber = new Subscriber();

	private final AnswerState state = new AnswerState();

	private AnswerClocks clocks;

	@AfterEach
	void nothingIsLeft() {
		this.time.advanceTimeBy(AFTER_WHICH_NOBODY_WAKES);
		VirtualTimeScheduler.reset();
		assertThat(this.subscriber.ends).as("ends").isOne();
		assertThat(this.time.pending()).as("scheduled after the end").isZero();
		assertThat(this.body.buffers().held()).as("buffers that nobody released").isZero();
	}

	@Test
	void whenNoConnectionIsMadeThenItFails() {
		stream(Timeouts.defaults(), Long.MAX_VALUE);
		assertAliveUntil(Duration.ofSeconds(10));
		assertThat(this.subscriber.failure).isInstanceOf(ConnectionFailedException.class)
			.hasCauseInstanceOf(StalledException.class);
		assertThat(this.body.isCancelled()).isTrue();
	}

	@Test
	void whenNoConnectionIsMadeThenItFailsThoughNothingIsRequested() {
		stream(Timeouts.defaults(), 0);
		assertAliveUntil(Duration.ofSeconds(10));
		assertThat(this.subscriber.failure).isInstanceOf(ConnectionFailedException.class);
	}

	@Test
	void whenTheConnectionIsMadeLateThenTheOtherClocksStartThere() {
		stream(Timeouts.defaults(), Long.MAX_VALUE);
		pass(Duration.ofSeconds(9));
		this.clocks.sent();
		assertAliveUntil(Duration.ofSeconds(300));
		assertStalled(Clock.WIRE_IDLE, Duration.ofSeconds(300));
	}

	@Test
	void whenCommentsComeForTenMinutesThenDataIsStillRead() {
		sentStream(Timeouts.defaults(), Long.MAX_VALUE);
		comments(Duration.ofMinutes(10));
		this.body.send("data: fin\n\n").complete();
		assertThat(this.subscriber.payloads).containsExactly("fin");
		assertThat(this.subscriber.completed).isTrue();
	}

	@Test
	void whenDataComesJustBeforeTheLimitThenItIsRead() {
		sentStream(Timeouts.defaults(), Long.MAX_VALUE);
		comments(Duration.ofSeconds(629));
		pass(Duration.ofMillis(999));
		this.body.send("data: fin\n\n").complete();
		assertThat(this.subscriber.completed).isTrue();
	}

	@Test
	void whenCommentsComeForEverThenTheClockOfTheFirstDataRunsOut() {
		sentStream(Timeouts.defaults(), Long.MAX_VALUE);
		comments(Duration.ofSeconds(629));
		assertAliveUntil(Duration.ofSeconds(1));
		assertStalled(Clock.FIRST_DATA, Duration.ofSeconds(630));
		assertThat(this.state.keepAlives()).isEqualTo(629);
	}

	@Test
	void whenEmptyDataComesForEverThenTheClockOfTheFirstDataRunsOut() {
		sentStream(Timeouts.defaults(), Long.MAX_VALUE);
		for (int i = 0; i < 62; i++) {
			pass(Duration.ofSeconds(10));
			this.body.send("data:\n\n");
		}
		assertAliveUntil(Duration.ofSeconds(10));
		assertStalled(Clock.FIRST_DATA, Duration.ofSeconds(630));
	}

	@Test
	void whenTheServerClosesAfterTenMinutesThenTheWaitIsTold() {
		sentStream(Timeouts.defaults(), Long.MAX_VALUE);
		comments(Duration.ofMinutes(10));
		this.body.complete();
		assertThat(this.subscriber.failure).isInstanceOfSatisfying(ClosedBeforeInferenceException.class, (closed) -> {
			assertThat(closed.getWaited()).isEqualTo(Duration.ofMinutes(10));
			assertThat(closed.getKeepAlives()).isEqualTo(600);
		});
	}

	@Test
	void whenNothingComesThenTheWireIsIdle() {
		sentStream(Timeouts.defaults(), Long.MAX_VALUE);
		assertAliveUntil(Duration.ofSeconds(300));
		assertStalled(Clock.WIRE_IDLE, Duration.ofSeconds(300));
	}

	@Test
	void whenTheWireFallsSilentAfterACommentThenItsClockStartsThere() {
		sentStream(Timeouts.defaults(), Long.MAX_VALUE);
		comments(Duration.ofSeconds(100));
		assertAliveUntil(Duration.ofSeconds(300));
		assertStalled(Clock.WIRE_IDLE, Duration.ofSeconds(300));
	}

	@Test
	void whenDataStopsThoughCommentsFlowThenTheClockOfTheDataRunsOut() {
		sentStream(Timeouts.defaults(), Long.MAX_VALUE);
		comments(Duration.ofSeconds(50));
		this.body.send("data: 1\n\n");
		comments(Duration.ofSeconds(119));
		assertAliveUntil(Duration.ofSeconds(1));
		assertStalled(Clock.PAYLOAD_IDLE, Duration.ofSeconds(120));
		assertThat(((DeepSeekException) this.subscriber.failure).isDelivered()).isTrue();
	}

	@Test
	void whenDataStopsAndNothingElseComesThenTheClockOfTheDataRunsOut() {
		sentStream(Timeouts.defaults(), Long.MAX_VALUE);
		this.body.send("data: 1\n\n");
		assertAliveUntil(Duration.ofSeconds(120));
		assertStalled(Clock.PAYLOAD_IDLE, Duration.ofSeconds(120));
	}

	@Test
	void whenTheWireMayBeIdleForLessThanDataThenItsClockRunsOutFirst() {
		sentStream(Timeouts.defaults().withWireIdle(Duration.ofSeconds(30)), Long.MAX_VALUE);
		this.body.send("data: 1\n\n");
		comments(Duration.ofSeconds(100));
		this.body.send("data: 2\n\n");
		assertAliveUntil(Duration.ofSeconds(30));
		assertStalled(Clock.WIRE_IDLE, Duration.ofSeconds(30));
	}

	@Test
	void whenDataKeepsComingThenNoClockRunsOut() {
		sentStream(Timeouts.defaults(), Long.MAX_VALUE);
		for (int i = 0; i < 60; i++) {
			pass(Duration.ofSeconds(119));
			this.body.send("data: 1\n\n");
		}
		this.body.send("data: fin\n\n").complete();
		assertThat(this.subscriber.completed).isTrue();
	}

	@Test
	void whenALongEventComesInManyLinesThenEachIsData() {
		sentStream(Timeouts.defaults(), Long.MAX_VALUE);
		this.body.send("data: 1\n\n");
		for (int i = 0; i < 5; i++) {
			pass(Duration.ofSeconds(100));
			this.body.send("data: 1\n");
		}
		assertAliveUntil(Duration.ofSeconds(120));
		assertStalled(Clock.PAYLOAD_IDLE, Duration.ofSeconds(120));
	}

	@Test
	void aCallThatIsNotStreamedMayBeSilentForAlmostAnHour() {
		sentCall(Timeouts.defaults());
		pass(Duration.ofMinutes(59));
		this.body.send("{}").complete();
		assertThat(this.subscriber.payloads).containsExactly("{}");
		assertThat(this.subscriber.completed).isTrue();
	}

	@Test
	void aCallThatIsNotStreamedFailsAfterAnHourOfSilence() {
		sentCall(Timeouts.defaults());
		assertAliveUntil(Duration.ofHours(1));
		assertStalled(Clock.CALL_WIRE_IDLE, Duration.ofHours(1));
	}

	@Test
	void aCallThatIsNotStreamedMayGenerateInSilenceAfterItWasQueued() {
		sentCall(Timeouts.defaults());
		for (int i = 0; i < 60; i++) {
			pass(Duration.ofSeconds(10));
			this.body.send("\n");
		}
		pass(Duration.ofMinutes(59));
		this.body.send("\n{}").complete();
		assertThat(this.subscriber.payloads).containsExactly("{}");
		assertThat(this.subscriber.completed).isTrue();
	}

	@Test
	void whenFillerComesBeyondTheLimitOfTheFirstDataThenACallThatIsNotStreamedFails() {
		sentCall(Timeouts.defaults());
		for (int i = 0; i < 62; i++) {
			pass(Duration.ofSeconds(10));
			this.body.send("\n");
		}
		pass(Duration.ofSeconds(10));
		assertThat(this.subscriber.ends).isZero();
		this.body.send("\n");
		assertStalled(Clock.FIRST_DATA, Duration.ofSeconds(630));
	}

	@Test
	void whenACallThatIsNotStreamedBreaksOffInItsAnswerThenTheClockOfTheDataRunsOut() {
		sentCall(Timeouts.defaults());
		this.body.send("{\"a\":");
		pass(Duration.ofSeconds(100));
		this.body.send("\"b");
		assertAliveUntil(Duration.ofSeconds(120));
		assertStalled(Clock.PAYLOAD_IDLE, Duration.ofSeconds(120));
	}

	@Test
	void whileNothingIsRequestedNoOtherClockRunsOut() {
		sentStream(PATIENT, 1);
		this.body.send("data: 1\n\n");
		pass(Duration.ofHours(24));
		assertThat(this.subscriber.ends).isZero();
		this.subscriber.request(1);
		assertAliveUntil(Duration.ofSeconds(120));
		assertStalled(Clock.PAYLOAD_IDLE, Duration.ofSeconds(120));
	}

	@Test
	void whenTheSubscriberPausesThenWhatHadPassedBeforeStillCounts() {
		sentStream(Timeouts.defaults(), 2);
		this.body.send("data: 1\n\n");
		pass(Duration.ofSeconds(100));
		this.body.send(COMMENT);
		pass(Duration.ofSeconds(30));
		this.subscriber.request(1);
		assertAliveUntil(Duration.ofSeconds(20));
		assertStalled(Clock.PAYLOAD_IDLE, Duration.ofSeconds(120));
	}

	@Test
	void whenTheSubscriberPausesWhileTheRequestWaitsThenThatDoesNotCountAgainstTheFirstData() {
		sentStream(PATIENT, 601);
		comments(Duration.ofSeconds(601));
		pass(Duration.ofMinutes(20));
		assertThat(this.subscriber.ends).isZero();
		this.subscriber.request(1);
		assertAliveUntil(Duration.ofSeconds(29));
		assertStalled(Clock.FIRST_DATA, Duration.ofSeconds(630));
	}

	@Test
	void whenNothingIsRequestedAtFirstThenTheClocksStartWithTheRequest() {
		stream(PATIENT, 0);
		this.clocks.sent();
		pass(Duration.ofHours(1));
		assertThat(this.subscriber.ends).isZero();
		this.subscriber.request(1);
		assertAliveUntil(Duration.ofSeconds(300));
		assertStalled(Clock.WIRE_IDLE, Duration.ofSeconds(300));
	}

	@Test
	void whenTheSubscriberHasNotTakenTheEndThenNoOtherClockTakesItAway() {
		sentStream(PATIENT, 1);
		this.body.send("data: 1\n\ndata: end\n\n");
		pass(Duration.ofHours(24));
		this.subscriber.request(1);
		assertThat(this.subscriber.payloads).containsExactly("1", "end");
		pass(Duration.ofSeconds(2));
		assertThat(this.subscriber.completed).isTrue();
	}

	@Test
	void whenTheSubscriberAsksForNothingThenItsOwnClockRunsOut() {
		sentStream(Timeouts.defaults(), 1);
		this.body.send("data: 1\n\n");
		assertAliveUntil(Duration.ofMinutes(5));
		assertStalled(Clock.SUBSCRIBER_IDLE, Duration.ofMinutes(5));
	}

	@Test
	void whenTheSubscriberAsksInTimeThenItsOwnClockStartsAgain() {
		sentStream(Timeouts.defaults(), 1);
		this.body.send("data: 1\n\n");
		pass(Duration.ofSeconds(299));
		this.subscriber.request(1);
		pass(Duration.ofSeconds(100));
		this.body.send("data: 2\n\n");
		assertAliveUntil(Duration.ofMinutes(5));
		assertStalled(Clock.SUBSCRIBER_IDLE, Duration.ofMinutes(5));
	}

	@Test
	void whenTheSubscriberNeverTakesTheEndThenItsOwnClockRunsOut() {
		sentStream(Timeouts.defaults(), 1);
		this.body.send("data: 1\n\ndata: fin\n\ndata: [DONE]\n\n");
		assertAliveUntil(Duration.ofMinutes(5));
		assertStalled(Clock.SUBSCRIBER_IDLE, Duration.ofMinutes(5));
	}

	@Test
	void whenTheAnswerIsCompleteAndOnlyCommentsFollowThenItCompletes() {
		sentStream(Timeouts.defaults(), Long.MAX_VALUE);
		this.body.send("data: fin\n\n");
		pass(Duration.ofSeconds(1));
		this.body.send(COMMENT);
		assertAliveUntil(Duration.ofSeconds(1));
		assertThat(this.subscriber.completed).isTrue();
		assertThat(this.body.isCancelled()).isTrue();
	}

	@Test
	void whenTheAnswerIsCompleteThenWhatASlowSubscriberHasNotAskedForIsStillRead() {
		sentStream(Timeouts.defaults(), 1);
		this.body.send("data: fin\n\n");
		pass(Duration.ofSeconds(60));
		assertThat(this.subscriber.ends).isZero();
		this.subscriber.request(2);
		this.body.send("data: usage\n\n").complete();
		assertThat(this.subscriber.payloads).containsExactly("fin", "usage");
		assertThat(this.subscriber.completed).isTrue();
	}

	@Test
	void whenTextComesInPiecesThenItIsToldWholeOrAfterTwoSeconds() {
		sentStream(Timeouts.defaults(), Long.MAX_VALUE);
		this.body.send("{\n").send("  \"error\": 1\n");
		pass(Duration.ofSeconds(1));
		this.body.send("}\n");
		assertAliveUntil(Duration.ofSeconds(1));
		assertThat(this.subscriber.failure).isInstanceOfSatisfying(MalformedAnswerException.class,
				(malformed) -> assertThat(malformed.getText()).isEqualTo("{\n  \"error\": 1\n}\n"));
	}

	@Test
	void whenTextNeverEndsThenItIsBounded() {
		sentStream(Timeouts.defaults(), 1);
		for (int i = 0; i < 100; i++) {
			this.body.send("no field at all ".repeat(60) + "\n");
		}
		assertAliveUntil(Duration.ofSeconds(2));
		assertThat(this.subscriber.failure).isInstanceOfSatisfying(MalformedAnswerException.class,
				(malformed) -> assertThat(malformed.getText()).hasSize(8192));
	}

	@Test
	void whenTheSubscriberCancelsThenNothingRunsOut() {
		sentStream(Timeouts.defaults(), Long.MAX_VALUE);
		this.body.send("data: 1\n\n");
		this.subscriber.cancel();
		this.time.advanceTimeBy(AFTER_WHICH_NOBODY_WAKES);
		assertThat(this.time.pending()).isZero();
		pass(Duration.ofHours(24));
		assertThat(this.subscriber.ends).isZero();
		this.subscriber.ends = 1;
	}

	@Test
	void whenManyChunksComeThenNothingIsScheduledForEach() {
		sentStream(Timeouts.defaults(), Long.MAX_VALUE);
		for (int i = 0; i < 10_000; i++) {
			this.body.send("data: 1\n\n: k\n\n");
			assertThat(this.time.pending()).as("its own, and one that wakes nobody").isLessThanOrEqualTo(2);
		}
		this.body.send("data: fin\n\ndata: [DONE]\n\n").complete();
		assertThat(this.subscriber.payloads).hasSize(10_001);
		assertThat(this.time.scheduled()).as("one at the beginning, one for the end, and one that wakes nobody")
			.isEqualTo(3);
	}

	@Test
	void whenManyChunksComeSlowlyThenTheTimerIsSetOncePerLimitWithATaskBeforeIt() {
		sentStream(Timeouts.defaults(), Long.MAX_VALUE);
		for (int i = 0; i < 10_000; i++) {
			pass(Duration.ofMillis(100));
			this.body.send("data: 1\n\n");
		}
		this.body.send("data: fin\n\ndata: [DONE]\n\n").complete();
		assertThat(this.time.scheduled()).isLessThanOrEqualTo(2 * (3 + 1000 / 119));
	}

	@Test
	void whenTheSubscriberIsSlowThenTheTimerStandsStill() {
		sentStream(PATIENT, 1);
		this.body.send("data: 1\n\n");
		int before = this.time.scheduled();
		pass(Duration.ofDays(1));
		assertThat(this.time.scheduled() - before).isLessThanOrEqualTo(2);
		this.subscriber.request(Long.MAX_VALUE);
		this.body.send("data: fin\n\n").complete();
		assertThat(this.subscriber.completed).isTrue();
	}

	private void stream(Timeouts timeouts, long requested) {
		this.clocks = new AnswerClocks(timeouts, true);
		AnswerFlux.ofEventStream(this.body, 1024, TextHandler.completeWithFin(), this.state, this.clocks)
			.subscribe(this.subscriber);
		if (requested > 0) {
			this.subscriber.request(requested);
		}
	}

	private void sentStream(Timeouts timeouts, long requested) {
		stream(timeouts, requested);
		this.clocks.sent();
	}

	private void sentCall(Timeouts timeouts) {
		this.clocks = new AnswerClocks(timeouts, false);
		AnswerFlux.ofJson(this.body, 1024, TextHandler.completeWithAnything(), this.state, this.clocks)
			.subscribe(this.subscriber);
		this.subscriber.request(Long.MAX_VALUE);
		this.clocks.sent();
	}

	private void pass(Duration duration) {
		this.time.advanceTimeBy(duration);
	}

	/**
	 * Let one comment come every second.
	 */
	private void comments(Duration duration) {
		for (long second = 0; second < duration.toSeconds(); second++) {
			pass(Duration.ofSeconds(1));
			this.body.send(COMMENT);
		}
		assertThat(this.subscriber.ends).isZero();
	}

	/**
	 * The answer ends when this time has passed, and not a moment earlier.
	 */
	private void assertAliveUntil(Duration duration) {
		pass(duration.minus(TICK));
		assertThat(this.subscriber.ends).as("ends before its time").isZero();
		pass(TICK);
		assertThat(this.subscriber.ends).as("ends in time").isOne();
	}

	private void assertStalled(Clock clock, Duration limit) {
		assertThat(this.subscriber.failure).isInstanceOfSatisfying(StalledException.class, (stalled) -> {
			assertThat(stalled.getClock()).isEqualTo(clock);
			assertThat(stalled.getLimit()).isEqualTo(limit);
		});
		assertThat(this.body.isCancelled()).isTrue();
	}

	/**
	 * Requests only what it is told to.
	 */
	private static final class Subscriber extends BaseSubscriber<ServerSentEvent<String>> {

		private final List<String> payloads = new ArrayList<>();

		private @Nullable Throwable failure;

		private boolean completed;

		private int ends;

		@Override
		protected void hookOnSubscribe(Subscription subscription) {
		}

		@Override
		protected void hookOnNext(ServerSentEvent<String> event) {
			if (event.data() != null) {
				this.payloads.add(event.data());
			}
		}

		@Override
		protected void hookOnError(Throwable failure) {
			this.failure = failure;
			this.ends++;
		}

		@Override
		protected void hookOnComplete() {
			this.completed = true;
			this.ends++;
		}

	}

}
