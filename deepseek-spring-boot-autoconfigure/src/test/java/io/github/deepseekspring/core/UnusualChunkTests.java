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

import io.github.deepseekspring.MalformedAnswerException;
import io.github.deepseekspring.ServerException;
import io.github.deepseekspring.TruncatedException;
import io.github.deepseekspring.simulator.Answer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of JSON that is neither a usual chunk nor a usual error.
 */
class UnusualChunkTests {

	@AutoClose
	private final Wire wire = new Wire();

	@ParameterizedTest
	@ValueSource(strings = { "{\"type\":\"ping\"}", "{}", "{\"choices\":[]}", "{\"choices\":null,\"id\":\"a1\"}",
			"{\"choices\":[],\"event_of_the_future\":{\"message\":1}}", "{\"error\":null}" })
	void whenEventSaysNothingThenStreamGoesOn(String event) {
		Answer answer = Answer.raw()
			.event(event)
			.event(Payloads.chunk("blue"))
			.event(event)
			.event(Payloads.finish("stop"))
			.event(event)
			.done()
			.end();
		this.wire.answer(answer, answer, answer);
		assertThat(this.wire.content(true)).isEqualTo("blue");
		assertThat(Signals.of(this.wire.stream()).complete()).hasSize(5);
		assertThat(Signals.of(this.wire.template().prompt("Why?").stream().content()).complete())
			.containsExactly("blue");
	}

	@Test
	void whenOnlyEventsWithoutMeaningComeThenAnswerIsNotComplete() {
		this.wire.answer(Answer.raw().event("{\"type\":\"ping\"}").done().end());
		assertThat(this.wire.failure(true)).isExactlyInstanceOf(TruncatedException.class);
	}

	@Test
	void whenAnEventIsNullThenTheAnswerIsMalformed() {
		this.wire.answer(Answer.raw().event(Payloads.chunk("blue")).event("null").done().end());
		assertThat(this.wire.failure(true)).isExactlyInstanceOf(MalformedAnswerException.class)
			.hasMessageContaining("not the JSON of a chunk");
	}

	@Test
	void whenErrorHasEmptyChoicesThenItIsAnError() {
		String error = "{\"message\":\"The engine has stopped\",\"choices\":[]}";
		this.wire.answer(Answer.raw().event(Payloads.chunk("blue")).event(error).done().end(),
				Answer.of(200, "application/json", error), Answer.of(500, "application/json", error));
		for (boolean streaming : new boolean[] { true, false, false }) {
			assertThat(this.wire.failure(streaming)).isExactlyInstanceOf(ServerException.class)
				.hasMessageContaining("The engine has stopped");
		}
	}

	@Test
	void whenFinishReasonIsEmptyThenStreamGoesOn() {
		this.wire.answer(Answer.raw()
			.event(Payloads.chunk("{\"content\":\"blue\"}", "", null))
			.event(Payloads.chunk("{\"content\":\" sky\"}", "stop", null))
			.done()
			.end(), Answer.raw().event(Payloads.chunk("{\"content\":\"blue\"}", "", null)).done().end());
		assertThat(this.wire.content(true)).isEqualTo("blue sky");
		assertThat(this.wire.failure(true)).isExactlyInstanceOf(TruncatedException.class);
	}

	@Test
	void whenFinishReasonOfAWholeAnswerIsEmptyThenItIsTruncated() {
		this.wire.answer(Answer.of(200, "application/json", Payloads.completion("blue", "")));
		assertThat(this.wire.failure(false)).isExactlyInstanceOf(TruncatedException.class);
	}

}
