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

import io.github.deepseekspring.ClosedBeforeInferenceException;
import io.github.deepseekspring.DeepSeekException;
import io.github.deepseekspring.MalformedAnswerException;
import io.github.deepseekspring.OverloadedException;
import io.github.deepseekspring.StalledException;
import io.github.deepseekspring.StalledException.Clock;
import io.github.deepseekspring.TruncatedException;
import io.github.deepseekspring.chat.FinishReason;
import io.github.deepseekspring.completion.Completion;
import io.github.deepseekspring.completion.CompletionRequest;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.Fault;
import io.github.deepseekspring.simulator.Outcome;
import io.github.deepseekspring.simulator.RawAnswerBuilder;
import io.github.deepseekspring.simulator.RecordedRequest;
import io.github.deepseekspring.stream.KeepAlives;
import io.github.deepseekspring.stream.Timeouts;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.codec.ServerSentEvent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of completions that are streamed, over sockets.
 */
class CompletionStreamTests {

	private static final CompletionRequest REQUEST = CompletionCallTests.REQUEST;

	@AutoClose
	private final Wire wire = new Wire();

	@Test
	void answerIsReadPieceByPiece() {
		this.wire.answer(Answer.chunks("x", " =", " 42"));
		List<Completion> pieces = stream().complete();
		assertThat(pieces.stream().map(Completion::text).filter((text) -> !text.isEmpty())).containsExactly("x", " =",
				" 42");
		assertThat(pieces).extracting(Completion::id).containsOnly(pieces.get(0).id());
		Completion last = pieces.get(pieces.size() - 1);
		assertThat(last.finishReason()).isEqualTo(FinishReason.STOP);
		assertThat(last.usage()).isNotNull();
	}

	@Test
	void piecesComeBeforeTheAnswerIsComplete() {
		this.wire.answer(Answer.raw().event(piece("x", null)).hang());
		assertThat(this.wire.template().streamCompletion(REQUEST).blockFirst(Wire.PATIENCE).text()).isEqualTo("x");
		assertThat(this.wire.log().last().ended().block(Wire.PATIENCE)).isEqualTo(Outcome.CANCELLED_BY_CLIENT);
	}

	@Test
	void keepAlivesAreShownWhereTheyAreAskedFor() {
		this.wire.answerAll(
				Answer.raw().keepAlive().event(piece("x", null)).keepAlive().event(piece("", "stop")).done().end());
		DeepSeekTemplate template = this.wire.template();
		List<ServerSentEvent<Completion>> events = Signals.of(template.streamCompletionServerSentEvents(REQUEST))
			.complete();
		assertThat(events).extracting(KeepAlives::isKeepAlive).containsExactly(true, false, true, false);
		assertThat(events.get(0).comment()).isEqualTo("keep-alive");
		assertThat(events.get(1).data()).isNotNull();
		assertThat(Signals.of(template.streamCompletion(REQUEST)).complete()).hasSize(2);
	}

	@Test
	void usageMayComeInAPieceOfItsOwn() {
		this.wire.answer(Answer.raw()
			.event(piece("x", "stop"))
			.event("{\"choices\":[],\"usage\":{\"total_tokens\":7}}")
			.done()
			.end());
		List<Completion> pieces = stream().complete();
		assertThat(pieces.get(1).usage()).isNotNull();
		assertThat(pieces.get(1).usage().totalTokens()).isEqualTo(7);
		assertThat(pieces.get(1).choices()).isEmpty();
	}

	@Test
	void whenDoneComesThenWhatFollowsIsNotRead() {
		this.wire.answer(Answer.raw().event(piece("x", "stop")).done().write("data: {tulip\n\n").end(),
				Answer.raw().event(piece("x", "stop")).done().reset());
		assertThat(stream().complete()).hasSize(1);
		assertThat(stream().complete()).hasSize(1);
	}

	@Test
	void whenDoneIsMissingThenTheFinishReasonIsEnough() {
		this.wire.answer(Answer.raw().event(piece("x", "length")).end(),
				Answer.raw().event(piece("x", "novel_reason")).end());
		assertThat(stream().complete().get(0).finishReason()).isEqualTo(FinishReason.LENGTH);
		assertThat(stream().complete().get(0).finishReason()).hasToString("novel_reason");
	}

	@Test
	void whenTheFinishReasonIsMissingThenTheAnswerIsTruncated() {
		for (RawAnswerBuilder answer : List.of(Answer.raw().event(piece("x", null)).done(),
				Answer.raw().event(piece("x", null)))) {
			for (Answer cut : List.of(answer.end(), answer.close(), answer.reset())) {
				this.wire.answer(cut);
				Signals<Completion> signals = stream();
				assertThat(signals.items()).hasSize(1);
				assertThat(signals.failure(TruncatedException.class).isDelivered()).isTrue();
			}
		}
		this.wire.answer(Answer.chunks("x", " =", " 42").fault(Fault.reset().beforeFinish()));
		stream().failure(TruncatedException.class);
	}

	@Test
	void whenNothingButKeepAlivesComesThenInferenceNeverBegan() {
		this.wire.answer(Answer.raw().keepAlive().keepAlive().end(), Answer.raw().done().end());
		assertThat(stream().failure(ClosedBeforeInferenceException.class).getKeepAlives()).isEqualTo(2);
		assertThat(stream().failure().isDelivered()).isFalse();
	}

	@Test
	void whenAnErrorComesBehindPiecesThenItIsNotSentAgain() {
		String error = Payloads.error("Service is too busy", "service_unavailable_error", "x");
		this.wire.answer(Answer.raw().event(piece("x", null)).event(error).end(),
				Answer.raw().event(piece("x", null)).event("{tulip").end());
		DeepSeekTemplate template = this.wire.builder().retry(Wire.attempts(3)).build();
		Signals<Completion> signals = Signals.of(template.streamCompletion(REQUEST));
		assertThat(signals.items()).extracting(Completion::text).containsExactly("x");
		DeepSeekException failure = signals.failure(OverloadedException.class);
		assertThat(failure.isDelivered()).isTrue();
		assertThat(Signals.of(template.streamCompletion(REQUEST)).failure(MalformedAnswerException.class))
			.hasMessageNotContaining("tulip");
		assertThat(this.wire.log().requests()).hasSize(2);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenKeepAlivesNeverEndThenTheClocksRunOut(boolean begun) {
		RawAnswerBuilder answer = begun ? Answer.raw().event(piece("x", null)) : Answer.raw();
		this.wire.answer(answer.repeat(": keep-alive\n\n", Duration.ofMillis(10)));
		Duration limit = Duration.ofMillis(200);
		Timeouts timeouts = begun ? Timeouts.defaults().withPayloadIdle(limit)
				: Timeouts.defaults().withFirstData(limit);
		StalledException failure = Signals.of(this.wire.builder().timeouts(timeouts).build().streamCompletion(REQUEST))
			.failure(StalledException.class);
		assertThat(failure.getClock()).isEqualTo(begun ? Clock.PAYLOAD_IDLE : Clock.FIRST_DATA);
		assertThat(failure.isDelivered()).isEqualTo(begun);
		assertThat(this.wire.log().last().ended().block(Wire.PATIENCE)).isEqualTo(Outcome.CANCELLED_BY_CLIENT);
	}

	@Test
	void streamsFollowEachOtherOnOneConnection() {
		for (int i = 0; i < 5; i++) {
			stream().complete();
		}
		assertThat(this.wire.log().requests()).extracting(RecordedRequest::connectionId).containsOnly(1L);
	}

	private Signals<Completion> stream() {
		return Signals.of(this.wire.template().streamCompletion(REQUEST));
	}

	private static String piece(String text, @Nullable String finishReason) {
		return CompletionCallTests.piece(text, finishReason);
	}

}
