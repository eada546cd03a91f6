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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.github.deepseekspring.ClosedBeforeInferenceException;
import io.github.deepseekspring.DeepSeekException;
import io.github.deepseekspring.MalformedAnswerException;
import io.github.deepseekspring.StalledException;
import io.github.deepseekspring.StalledException.Clock;
import io.github.deepseekspring.TruncatedException;
import io.github.deepseekspring.concurrency.ConcurrencySettings;
import io.github.deepseekspring.concurrency.FairConcurrencyLimiter;
import io.github.deepseekspring.concurrency.LimitGroupSnapshot;
import io.github.deepseekspring.messages.MessageEvent;
import io.github.deepseekspring.messages.MessageRequest;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.Fault;
import io.github.deepseekspring.simulator.Outcome;
import io.github.deepseekspring.simulator.RawAnswerBuilder;
import io.github.deepseekspring.simulator.SimulatorClock;
import io.github.deepseekspring.stream.KeepAlives;
import io.github.deepseekspring.stream.Timeouts;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

import org.springframework.http.codec.ServerSentEvent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests how message calls wait and end.
 */
class MessageStreamTests {

	private static final MessageRequest REQUEST = MessageRequest.builder().user("Why is the sky blue?").build();

	private static final List<String> WHOLE = List.of(MessageEvents.START, MessageEvents.BLOCK_START,
			MessageEvents.text("blue"), MessageEvents.BLOCK_STOP, MessageEvents.DELTA, MessageEvents.STOP);

	private final SimulatorClock clock = SimulatorClock.manual();

	@AutoClose
	private final Wire wire = new Wire(this.clock);

	@Test
	void eventsComeInTheirOrderAndPingsDoNot() {
		this.wire.answer(Answer.text("blue"));
		List<MessageEvent> events = Signals.of(this.wire.template().streamMessage(REQUEST)).complete();
		assertThat(events).extracting(MessageEvent::type)
			.startsWith("message_start", "content_block_start", "content_block_delta")
			.endsWith("content_block_stop", "message_delta", "message_stop")
			.doesNotContain("ping");
	}

	@Test
	void gatewaysSeeNamesPingsAndKeepAlives() {
		this.wire.answer(Answer.raw()
			.keepAlive()
			.write(MessageEvents.PING)
			.write(MessageEvents.START)
			.write("data: {\"type\":\"ping\"}\n\n")
			.write(MessageEvents.event("novel", "\"n\":1"))
			.write(String.join("", WHOLE.subList(1, 6)))
			.end());
		List<ServerSentEvent<MessageEvent>> events = Signals
			.of(this.wire.template().streamMessageServerSentEvents(REQUEST))
			.complete();
		assertThat(events).filteredOn(KeepAlives::isKeepAlive)
			.extracting(ServerSentEvent::comment)
			.containsExactly("keep-alive", "ping", "");
		assertThat(events).filteredOn((event) -> !KeepAlives.isKeepAlive(event))
			.allSatisfy((event) -> assertThat(event.event()).isEqualTo(event.data().type()))
			.extracting(ServerSentEvent::event)
			.containsExactly("message_start", "novel", "content_block_start", "content_block_delta",
					"content_block_stop", "message_delta", "message_stop");
	}

	static List<String> beginnings() {
		String whole = String.join("", WHOLE);
		List<String> beginnings = new ArrayList<>();
		for (int i = 1; i < WHOLE.size(); i++) {
			beginnings.add(String.join("", WHOLE.subList(0, i)));
		}
		for (int length = 20; length < whole.length() - 1; length += 97) {
			beginnings.add(whole.substring(0, length));
		}
		beginnings.add(whole.substring(0, whole.length() - 1));
		return beginnings;
	}

	@ParameterizedTest
	@MethodSource("beginnings")
	void whenAStreamEndsBeforeItsLastEventThenItIsNotComplete(String beginning) {
		boolean data = beginning.contains("data: {");
		RawAnswerBuilder answer = Answer.raw().write(beginning);
		for (Answer cut : List.of(answer.end(), answer.close(), answer.reset())) {
			this.wire.answer(cut);
			DeepSeekException failure = failure(true);
			assertThat(failure)
				.isExactlyInstanceOf(data ? TruncatedException.class : ClosedBeforeInferenceException.class);
			assertThat(failure.isDelivered()).isEqualTo(beginning.startsWith(MessageEvents.START));
		}
	}

	@Test
	void whenTheConnectionIsCutBehindTheLastEventThenTheAnswerIsComplete() {
		for (Answer answer : List.of(MessageEvents.complete("blue").end(), MessageEvents.complete("blue").close(),
				MessageEvents.complete("blue").write("data: {\n\nlater").reset())) {
			this.wire.answer(answer);
			assertThat(Signals.of(this.wire.template().streamMessage(REQUEST)).complete()).hasSize(6);
		}
	}

	@Test
	void whenTheWholeAnswerBreaksOffThenItIsNotComplete() {
		String whole = MessageEvents.message("blue", "end_turn");
		for (int length = 1; length < whole.length(); length += 13) {
			this.wire.answer(Answer.raw(200, "application/json").write("\n" + whole.substring(0, length)).end());
			assertThat(failure(false)).isExactlyInstanceOf(TruncatedException.class);
		}
		this.wire.answer(Answer.raw(200, "application/json").write(whole.replace("\"end_turn\"", "null")).end());
		assertThat(failure(false)).isExactlyInstanceOf(TruncatedException.class);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenTheServerCutsTheAnswerThenTheCallFails(boolean streaming) {
		this.wire.answer(Answer.text("blue").fault(Fault.close().beforeFinish()));
		assertThat(failure(streaming)).isInstanceOf(TruncatedException.class);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenWhatCameIsNoMessageThenItIsMalformed(boolean streaming) {
		for (String body : List.of("<html>busy</html>", "{\"novel\":1}", "data: {\"type\":\n\n")) {
			this.wire.answer(Answer.raw(200, null).write(body).end());
			assertThat(failure(streaming)).isExactlyInstanceOf(MalformedAnswerException.class);
		}
		this.wire.answer(Answer.raw(200, null)
			.write(streaming ? MessageEvents.message("secret", "end_turn") : MessageEvents.text("secret"))
			.end());
		assertThat(failure(streaming)).isExactlyInstanceOf(MalformedAnswerException.class)
			.hasMessageNotContaining("secret");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenTheAnswerComesAfterTenMinutesThenItArrives(boolean streaming) {
		this.wire.answer(Answer.text("blue").queuedFor(Duration.ofMinutes(10).minusSeconds(1)));
		CompletableFuture<String> answer = CompletableFuture
			.supplyAsync(() -> MessageCallTests.call(this.wire.template(), REQUEST, streaming).text());
		pass(Duration.ofMinutes(10));
		assertThat(answer.join()).isEqualTo("blue");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenTheServerClosesAfterTenMinutesThenInferenceNeverBegan(boolean streaming) {
		this.wire.answer(Answer.text("never").queuedFor(Duration.ofMinutes(11)));
		CompletableFuture<DeepSeekException> failure = CompletableFuture.supplyAsync(() -> failure(streaming));
		pass(Duration.ofMinutes(11));
		assertThat(failure.join()).isInstanceOfSatisfying(ClosedBeforeInferenceException.class,
				(closed) -> assertThat(closed.getKeepAlives()).isEqualTo(60));
	}

	@Test
	void whenOnlyPingsComeThenTheyAreNoData() {
		this.wire.answer(Answer.raw().write(MessageEvents.PING).write(": keep-alive\n\n").end());
		assertThat(failure(true)).isInstanceOfSatisfying(ClosedBeforeInferenceException.class, (closed) -> {
			assertThat(closed.getKeepAlives()).isEqualTo(2);
			assertThat(closed.isDelivered()).isFalse();
		});
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenPingsNeverEndThenTheClocksRunOut(boolean begun) {
		try (Wire real = new Wire()) {
			RawAnswerBuilder answer = begun ? MessageEvents.texts("blue") : Answer.raw();
			real.answer(answer.repeat(MessageEvents.PING, Duration.ofMillis(10)));
			Duration limit = Duration.ofMillis(300);
			Timeouts timeouts = begun ? Timeouts.defaults().withPayloadIdle(limit)
					: Timeouts.defaults().withFirstData(limit);
			StalledException failure = Signals.of(real.builder().timeouts(timeouts).build().streamMessage(REQUEST))
				.failure(StalledException.class);
			assertThat(failure.getClock()).isEqualTo(begun ? Clock.PAYLOAD_IDLE : Clock.FIRST_DATA);
			assertThat(failure.isDelivered()).isEqualTo(begun);
			real.log().awaitIdle(Wire.PATIENCE);
			assertThat(real.log().last().outcome()).isEqualTo(Outcome.CANCELLED_BY_CLIENT);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenCancelledThenTheServerSeesItAndTheSlotIsFree(boolean streaming) {
		ConcurrencySettings defaults = ConcurrencySettings.defaults();
		FairConcurrencyLimiter limiter = new FairConcurrencyLimiter(
				new ConcurrencySettings(true, defaults.accountType(), Map.of("deepseek-v4-flash", 1), Map.of(), 1,
						Map.of(), 10, Duration.ofHours(1), defaults.linger(), defaults.adaptive()));
		DeepSeekTemplate template = this.wire.builder().concurrencyLimiter(limiter).build();
		this.wire.answer(streaming ? MessageEvents.texts("blue").hang() : Answer.raw(200, null).write("\n").hang(),
				MessageEvents.complete("next").end());
		Publisher<?> answer = streaming ? template.streamMessage(REQUEST) : template.message(REQUEST);
		Disposable call = Flux.from(answer).subscribe();
		this.wire.log().awaitRequests(1, Wire.PATIENCE);
		Outcome[] outcome = new Outcome[1];
		this.wire.log().last().ended().subscribe((ended) -> outcome[0] = ended);
		call.dispose();
		assertThat(Signals.of(template.streamMessage(REQUEST)).complete()).hasSize(6);
		this.wire.log().awaitIdle(Wire.PATIENCE);
		assertThat(outcome[0]).isEqualTo(Outcome.CANCELLED_BY_CLIENT);
		assertThat(limiter.snapshot()).extracting(LimitGroupSnapshot::inFlight).containsOnly(0);
	}

	private DeepSeekException failure(boolean streaming) {
		DeepSeekTemplate template = this.wire.template();
		Publisher<?> answer = streaming ? template.streamMessage(REQUEST) : template.message(REQUEST);
		return Signals.of(answer).failure();
	}

	private void pass(Duration simulated) {
		this.wire.log().awaitRequests(1, Wire.PATIENCE);
		this.clock.advance(simulated);
	}

}
