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

import java.util.List;

import io.github.deepseekspring.DeepSeekException;
import io.github.deepseekspring.MalformedAnswerException;
import io.github.deepseekspring.OverloadedException;
import io.github.deepseekspring.TruncatedException;
import io.github.deepseekspring.messages.MessageEvent;
import io.github.deepseekspring.messages.MessageRequest;
import io.github.deepseekspring.simulator.Answer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that message calls do not take for an answer what is none, however well it looks.
 */
class HostileMessageTests {

	private static final MessageRequest REQUEST = MessageRequest.builder().user("Why is the sky blue?").build();

	@AutoClose
	private final Wire wire = new Wire();

	@Test
	void whenAnEventIsCalledAPingThenItsDataCounts() {
		String text = MessageEvents.text("blue").replace("event: content_block_delta", "event: ping");
		this.wire.answer(MessageEvents.texts()
			.write(text)
			.write("event: ping\ndata: {}\n\nevent: ping\ndata: still here\n\n")
			.write(MessageEvents.BLOCK_STOP)
			.write(MessageEvents.DELTA)
			.write(MessageEvents.STOP)
			.end());
		assertThat(Signals.of(this.wire.template().streamMessage(REQUEST)).complete()).extracting(MessageEvent::type)
			.containsExactly("message_start", "content_block_start", "content_block_delta", "content_block_stop",
					"message_delta", "message_stop");
		this.wire.answer(MessageEvents.texts("blue")
			.write("event: ping\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\"}}\n\n")
			.end());
		assertThat(failure(true)).isExactlyInstanceOf(OverloadedException.class);
	}

	@Test
	void whenAnEventHasAnotherNameThenItsDataCounts() {
		this.wire.answer(MessageEvents.texts("blue")
			.write(MessageEvents.BLOCK_STOP)
			.write(MessageEvents.DELTA)
			.write("event: message_stop\ndata: {\"type\":\"content_block_stop\",\"index\":0}\n\n")
			.end());
		assertThat(failure(true)).isExactlyInstanceOf(TruncatedException.class);
	}

	@Test
	void whenTheLastEventComesWithoutAReasonThenTheAnswerIsNotComplete() {
		String noReason = MessageEvents.DELTA.replace("\"end_turn\"", "null");
		for (String end : List.of("", noReason, "event: message_delta\ndata: {\"type\":\"message_delta\"}\n\n")) {
			this.wire.answer(
					MessageEvents.texts("blue").write(MessageEvents.BLOCK_STOP).write(end + MessageEvents.STOP).end());
			assertThat(failure(true)).isExactlyInstanceOf(TruncatedException.class);
		}
		this.wire.answer(Answer.raw().write(MessageEvents.STOP).end());
		assertThat(failure(true)).isExactlyInstanceOf(TruncatedException.class);
	}

	@Test
	void whenTheReasonIsToldBeforehandThenTheAnswerIsComplete() {
		String told = MessageEvents.DELTA + MessageEvents.DELTA.replace("\"end_turn\"", "null");
		this.wire.answer(
				MessageEvents.texts("blue").write(MessageEvents.BLOCK_STOP).write(told + MessageEvents.STOP).end(),
				Answer.raw()
					.write(MessageEvents.START.replace("\"stop_reason\":null", "\"stop_reason\":\"x\""))
					.write(MessageEvents.STOP)
					.end());
		assertThat(Signals.of(this.wire.template().streamMessage(REQUEST)).complete()).hasSize(7);
		assertThat(Signals.of(this.wire.template().streamMessage(REQUEST)).complete()).hasSize(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"my answer\"", "[\"my answer\"]", "{\"type\":\"text\",\"text\":\"my answer\"}",
			"[{\"type\":\"text\",\"text\":\"a\"},null]" })
	void whenTheContentIsNoListOfBlocksThenItIsMalformed(String content) {
		String blocks = "[{\"type\":\"text\",\"text\":\"blue\"}]";
		this.wire.answer(
				Answer.of(200, "application/json", MessageEvents.message("blue", "end_turn").replace(blocks, content)),
				Answer.raw()
					.write(MessageEvents.START.replace("[]", content))
					.write(MessageEvents.DELTA + MessageEvents.STOP)
					.end());
		assertThat(failure(false)).isExactlyInstanceOf(MalformedAnswerException.class)
			.hasMessageNotContaining("my answer");
		assertThat(failure(true)).isExactlyInstanceOf(MalformedAnswerException.class)
			.hasMessageNotContaining("my answer");
	}

	@Test
	void whenALongAnswerWasNotAskedForInThisFormThenItIsNotShown() {
		String text = "secret ".repeat(2000);
		this.wire.answer(Answer.of(200, "application/json", MessageEvents.message(text, "end_turn")),
				Answer.of(502, "application/json", MessageEvents.message(text, "end_turn").substring(0, 5000)));
		assertThat(failure(true)).isExactlyInstanceOf(MalformedAnswerException.class).hasMessageNotContaining("secret");
		assertThat(failure(true)).hasMessageNotContaining("secret");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenChunksOfAnotherApiComeThenTheyAreNoAnswer(boolean streaming) {
		this.wire.answer(Answer.raw(200, null)
			.write(streaming ? Payloads.stream("secret") : Payloads.completion("secret"))
			.end());
		assertThat(failure(streaming)).isExactlyInstanceOf(MalformedAnswerException.class)
			.hasMessageNotContaining("secret");
	}

	private DeepSeekException failure(boolean streaming) {
		Publisher<?> answer = streaming ? this.wire.template().streamMessage(REQUEST)
				: this.wire.template().message(REQUEST);
		return Signals.of(answer).failure();
	}

}
