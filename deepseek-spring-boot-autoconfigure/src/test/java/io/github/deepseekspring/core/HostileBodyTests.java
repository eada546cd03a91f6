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

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;

import io.github.deepseekspring.ClosedBeforeInferenceException;
import io.github.deepseekspring.InvalidRequestException;
import io.github.deepseekspring.MalformedAnswerException;
import io.github.deepseekspring.OverloadedException;
import io.github.deepseekspring.TruncatedException;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.RawAnswerBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of calls that are not streamed, against bodies that no client expects.
 */
class HostileBodyTests {

	private static final String JSON = "application/json";

	@AutoClose
	private final Wire wire = new Wire();

	@ParameterizedTest
	@ValueSource(strings = { "\n", "\n\n\n", "\r\n\r\n", " \n\t\n" })
	void whenBlankLinesComeFirstThenAnswerIsRead(String filler) {
		this.wire.answer(json().write(filler).write(filler).write(Payloads.completion("blue")).end());
		assertThat(this.wire.content(false)).isEqualTo("blue");
	}

	@ParameterizedTest
	@ValueSource(ints = { 300_000, 5_000_000 })
	void blankLinesAreNotHeldInMemory(int newlines) {
		Answer answer = json().write("\n".repeat(newlines)).write(Payloads.completion("blue")).end();
		this.wire.answer(answer, answer);
		assertThat(this.wire.content(false)).isEqualTo("blue");
		DeepSeekTemplate small = this.wire.builder().maxInMemorySize(256 * 1024).build();
		assertThat(small.chat(Wire.REQUEST).blockOptional(Wire.PATIENCE))
			.hasValueSatisfying((completion) -> assertThat(completion.content()).isEqualTo("blue"));
	}

	@Test
	void whenAnswerDoesNotFitIntoMemoryThenFails() {
		this.wire.answer(json().write(Payloads.completion("x".repeat(300_000))).end());
		DeepSeekTemplate small = this.wire.builder().maxInMemorySize(256 * 1024).build();
		MalformedAnswerException failure = Signals.of(small.chat(Wire.REQUEST)).failure(MalformedAnswerException.class);
		assertThat(failure).hasMessageContaining("deepseek.max-in-memory-size");
		assertThat(failure.getText()).isNull();
	}

	@Test
	void whenOnlyBlankLinesComeThenInferenceNeverBegan() {
		this.wire.answer(json().write("\n").write("\n\n").end());
		ClosedBeforeInferenceException failure = Signals.of(this.wire.call())
			.failure(ClosedBeforeInferenceException.class);
		assertThat(failure.getKeepAlives()).isEqualTo(3);
		assertThat(failure.isRetryable()).isTrue();
		assertThat(failure.isDelivered()).isFalse();
		assertThat(failure.getTraceId()).isNotEmpty();
	}

	@Test
	void whenNothingComesThenInferenceNeverBegan() {
		this.wire.answer(json().end(), Answer.of(200, JSON, ""));
		for (int i = 0; i < 2; i++) {
			ClosedBeforeInferenceException failure = Signals.of(this.wire.call())
				.failure(ClosedBeforeInferenceException.class);
			assertThat(failure.getKeepAlives()).isZero();
		}
	}

	static Stream<Answer> cutInFiller() {
		return Stream.of(json().write("\n\n").reset(), json().write("\n\n").close(), json().reset(), json().close(),
				json().write("\n").resetMidChunk("\n"));
	}

	@ParameterizedTest
	@MethodSource("cutInFiller")
	void whenConnectionIsCutInBlankLinesThenInferenceNeverBegan(Answer answer) {
		this.wire.answer(answer);
		ClosedBeforeInferenceException failure = Signals.of(this.wire.call())
			.failure(ClosedBeforeInferenceException.class);
		assertThat(failure).hasCauseInstanceOf(Exception.class);
	}

	static Stream<Answer> cutInJson() {
		String half = Payloads.completion("blue").substring(0, 150);
		return Stream.of(json().write("\n").write(half).reset(), json().write(half).close(), json().write(half).end(),
				json().resetMidChunk(half), Answer.raw(200, JSON).header("Content-Length", "2000").write(half).close());
	}

	@ParameterizedTest
	@MethodSource("cutInJson")
	void whenJsonBreaksOffThenAnswerIsTruncated(Answer answer) {
		this.wire.answer(answer);
		TruncatedException failure = Signals.of(this.wire.call()).failure(TruncatedException.class);
		assertThat(failure.isDelivered()).isFalse();
		assertThat(failure.isRetryable()).isTrue();
	}

	@Test
	void whenJsonBreaksOffAnywhereThenAnswerIsTruncated() {
		String whole = Payloads.completion("blue").replace("\"logprobs\":null", "\"logprobs\":null,\"novel\":true");
		for (int length = 1; length < whole.length(); length++) {
			this.wire.answer(json().write(whole.substring(0, length)).end());
			assertThat(Signals.of(this.wire.call()).failure()).isExactlyInstanceOf(TruncatedException.class);
		}
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "text/html", JSON, "application/octet-stream" })
	void whenHtmlComesThenItsTextIsTold(@Nullable String contentType) {
		this.wire
			.answer(Answer.of(200, contentType, "<!DOCTYPE html>\n<html><head><style>p { color: red }</style></head>"
					+ "<body><h1>Under  maintenance</h1>\n<p>Back soon</p></body></html>"));
		MalformedAnswerException failure = Signals.of(this.wire.call()).failure(MalformedAnswerException.class);
		assertThat(failure.getText()).isEqualTo("Under maintenance Back soon");
		assertThat(failure).hasMessageContaining("Under maintenance Back soon");
		assertThat(failure.isRetryable()).isFalse();
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "text/plain", JSON })
	void whenPlainTextComesThenItIsTold(@Nullable String contentType) {
		this.wire.answer(Answer.of(200, contentType, "upstream connect error\n"));
		MalformedAnswerException failure = Signals.of(this.wire.call()).failure(MalformedAnswerException.class);
		assertThat(failure.getText()).isEqualTo("upstream connect error");
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { JSON, "text/plain", "application/octet-stream", "text/event-stream" })
	void whenErrorObjectComesThenServersMessageIsTold(@Nullable String contentType) {
		this.wire.answer(
				Answer.of(200, contentType,
						"\n" + Payloads.error("Service is too busy", "service_unavailable_error", "busy")),
				Answer.of(200, contentType, "{\"error\":\"no such deployment\"}"));
		OverloadedException overloaded = Signals.of(this.wire.call()).failure(OverloadedException.class);
		assertThat(overloaded.getAnswer().message()).isEqualTo("Service is too busy");
		assertThat(overloaded.getAnswer().status()).isEqualTo(200);
		assertThat(overloaded.getAnswer().code()).isEqualTo("busy");
		assertThat(this.wire.failure(false)).hasMessageContaining("no such deployment");
	}

	@Test
	void contentTypeDoesNotMatterToAnAnswer() {
		for (String contentType : new String[] { "text/plain", "application/octet-stream", "text/html" }) {
			this.wire.answer(Answer.of(200, contentType, Payloads.completion("blue")));
			assertThat(this.wire.content(false)).as(contentType).isEqualTo("blue");
		}
		this.wire.answer(Answer.of(200, null, Payloads.completion("blue")));
		assertThat(this.wire.content(false)).isEqualTo("blue");
	}

	@Test
	void whenByteOrderMarkComesFirstThenAnswerIsRead() {
		this.wire.answer(Answer.of(200, JSON, "\uFEFF" + Payloads.completion("blue")));
		assertThat(this.wire.content(false)).isEqualTo("blue");
	}

	@Test
	void whenAnswerArrivesByteByByteThenItIsWhole() {
		this.wire
			.answer(json().writeByteByByte("\n\n" + Payloads.completion("\u6d77 \ud83c\udf0a \u2028\u0085")).end());
		assertThat(this.wire.content(false)).isEqualTo("\u6d77 \ud83c\udf0a \u2028\u0085");
	}

	@Test
	void whenTextFollowsCompleteAnswerThenItIsIgnored() {
		this.wire.answer(Answer.of(200, JSON, Payloads.completion("blue") + "\n\nupstream error: reset\n"));
		assertThat(this.wire.content(false)).isEqualTo("blue");
	}

	@Test
	void whenJsonIsNotAnAnswerThenItIsNotShown() {
		for (String json : new String[] { "{\"choices\":[]}", "{}", "{\"choices\":7}", "{broken}" }) {
			this.wire.answer(Answer.of(200, JSON, json));
			MalformedAnswerException failure = Signals.of(this.wire.call()).failure(MalformedAnswerException.class);
			assertThat(failure.getText()).as(json).isNull();
		}
	}

	@Test
	void whenBytesAreNotUtf8ThenFails() {
		byte[] latin = Payloads.completion("\u00e9t\u00e9").getBytes(StandardCharsets.ISO_8859_1);
		this.wire.answer(Answer.of(200, JSON, latin));
		assertThat(this.wire.failure(false)).isExactlyInstanceOf(MalformedAnswerException.class);
	}

	@Test
	void whenPlain401HasNoContentTypeThenItIsRead() {
		this.wire.answer(Answer.missingKey());
		assertThat(this.wire.failure(false)).isNotInstanceOf(InvalidRequestException.class)
			.hasMessageContaining("Authentication Fails (governor)");
	}

	@Test
	void whenErrorNeverEndsThenStatusCountsAfterAMoment() {
		this.wire.answer(Answer.raw(503, JSON).write("{\"error\":").hang());
		assertThat(Signals.of(this.wire.call().timeout(Duration.ofSeconds(10)))
			.failure(OverloadedException.class)
			.getAnswer()
			.status()).isEqualTo(503);
	}

	private static RawAnswerBuilder json() {
		return Answer.raw(200, JSON);
	}

}
