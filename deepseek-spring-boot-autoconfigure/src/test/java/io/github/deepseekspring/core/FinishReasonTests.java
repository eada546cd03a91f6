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

import io.github.deepseekspring.ContentRejectedException;
import io.github.deepseekspring.GenerationInterruptedException;
import io.github.deepseekspring.TruncatedException;
import io.github.deepseekspring.chat.ChatCompletion;
import io.github.deepseekspring.chat.ChatCompletionChunk;
import io.github.deepseekspring.chat.ChatEvent;
import io.github.deepseekspring.chat.FinishReason;
import io.github.deepseekspring.chat.Usage;
import io.github.deepseekspring.simulator.Answer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what an answer says about its own end.
 *
 * @see <a href="https://api-docs.deepseek.com/api/create-chat-completion">Chat
 * completion</a>
 */
class FinishReasonTests {

	@AutoClose
	private final Wire wire = new Wire();

	@ParameterizedTest
	@CsvSource({ "stop,false", "stop,true", "length,false", "length,true", "tool_calls,false", "tool_calls,true",
			"a_reason_of_the_future,false", "a_reason_of_the_future,true" })
	void whenReasonIsNoFailureThenAnswerIsCompleteAndTellsIt(String reason, boolean streaming) {
		this.wire.answer(Answer.text("blue").finishReason(reason));
		ChatCompletion completion = completion(streaming).blockOptional(Wire.PATIENCE).orElseThrow();
		assertThat(completion.finishReason()).isEqualTo(FinishReason.of(reason));
		assertThat(completion.content()).isEqualTo("blue");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenAnswerIsWithheldThenContentIsRejected(boolean streaming) {
		this.wire.answer(Answer.text("secret of the model").finishReason("content_filter"));
		ContentRejectedException failure = (ContentRejectedException) this.wire.failure(streaming);
		assertThat(failure.getAnswer()).isNull();
		assertThat(failure.isRetryable()).isFalse();
		assertThat(failure.isDelivered()).isEqualTo(streaming);
		assertThat(failure).hasMessageNotContaining("secret");
	}

	@ParameterizedTest
	@CsvSource({ "insufficient_system_resource,false", "insufficient_system_resource,true", "aborted,false",
			"aborted,true" })
	void whenServerGaveUpThenGenerationWasInterrupted(String reason, boolean streaming) {
		this.wire.answerAll(Answer.text("blue").finishReason(reason));
		GenerationInterruptedException failure = (GenerationInterruptedException) this.wire.failure(streaming);
		assertThat(failure.getFinishReason()).isEqualTo(reason);
		assertThat(failure.isRetryable()).isTrue();
		assertThat(failure.isDelivered()).isEqualTo(streaming);
		assertThat(failure.getTraceId()).isNotEmpty();
	}

	@Test
	void whenAnswerDoesNotTellItsEndThenItIsTruncated() {
		this.wire.answer(Answer.of(200, "application/json",
				Payloads.completion("blue").replace("\"finish_reason\":\"stop\"", "\"finish_reason\":null")));
		assertThat(this.wire.failure(false)).isExactlyInstanceOf(TruncatedException.class);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "null" })
	void whenFinishChunkHasNoDeltaThenAnswerIsComplete(String delta) {
		String finish = Payloads.chunk(delta.isEmpty() ? null : delta, "stop", null);
		Answer answer = Answer.raw().event(Payloads.chunk("blue")).event(finish).done().end();
		this.wire.answer(answer, answer, answer);
		assertThat(this.wire.content(true)).isEqualTo("blue");
		assertThat(Signals.of(this.wire.template().prompt("Why?").stream().content()).complete())
			.containsExactly("blue");
		List<ChatEvent> events = Signals.of(this.wire.template().prompt("Why?").stream().events()).complete();
		assertThat(events).hasSize(2).last().isInstanceOf(ChatEvent.Finished.class);
	}

	@Test
	void whenUsageComesInAChunkOfItsOwnThenItIsKept() {
		Answer answer = Answer.raw()
			.event(Payloads.chunk("blue"))
			.event(Payloads.chunk("{}", "stop", null))
			.event("{\"id\":\"a1\",\"choices\":[],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2}}")
			.done()
			.end();
		this.wire.answer(answer, answer);
		List<ChatCompletionChunk> chunks = Signals.of(this.wire.stream()).complete();
		assertThat(chunks).hasSize(3);
		assertThat(chunks.get(2).choices()).isEmpty();
		Usage usage = completion(true).blockOptional(Wire.PATIENCE).orElseThrow().usage();
		assertThat(usage).isNotNull().extracting(Usage::promptTokens, Usage::completionTokens).containsExactly(5, 2);
	}

	@Test
	void whenFoldedStreamBreaksOffThenExceptionCarriesTheTextSoFar() {
		this.wire.answer(Answer.raw().event(Payloads.chunk("blue")).event(Payloads.chunk(" sky")).reset(),
				Answer.raw().event(Payloads.chunk("blue")).end());
		assertThat(partialContent()).isEqualTo("blue sky");
		assertThat(partialContent()).isEqualTo("blue");
	}

	@Test
	void whenFoldedStreamCarriedNoTextThenExceptionHasNone() {
		this.wire.answer(Answer.raw().event(Payloads.chunk("{\"role\":\"assistant\"}", null, null)).end());
		assertThat(partialContent()).isNull();
	}

	@Test
	void whenStreamIsNotFoldedThenExceptionDoesNotRepeatTheText() {
		this.wire.answer(Answer.raw().event(Payloads.chunk("blue")).end());
		TruncatedException failure = (TruncatedException) this.wire.failure(true);
		assertThat(failure.getPartialContent()).isNull();
		assertThat(failure).hasMessageNotContaining("blue");
	}

	private @Nullable String partialContent() {
		TruncatedException failure = Signals.of(completion(true)).failure(TruncatedException.class);
		assertThat(failure.isDelivered()).isTrue();
		assertThat(failure.getTraceId()).isNotEmpty();
		assertThat(failure).hasMessageNotContaining("blue");
		return failure.getPartialContent();
	}

	private Mono<ChatCompletion> completion(boolean streaming) {
		PromptSpec prompt = this.wire.template().prompt("Why is the sky blue?");
		return streaming ? prompt.stream().completion() : prompt.completion();
	}

}
