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
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import io.github.deepseekspring.ClosedBeforeInferenceException;
import io.github.deepseekspring.MalformedAnswerException;
import io.github.deepseekspring.OverloadedException;
import io.github.deepseekspring.TruncatedException;
import io.github.deepseekspring.chat.ChatCompletionChunk;
import io.github.deepseekspring.simulator.Answer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.codec.ServerSentEvent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of streamed calls against bodies that no client expects.
 */
class HostileStreamTests {

	private static final String EVENT_STREAM = "text/event-stream";

	private static final String JSON = "application/json";

	/**
	 * Whole answers that say {@code blue sky} in unusual ways.
	 */
	static final List<String> COMPLETE = List.of(Payloads.stream("blue", " sky"),
			": keep-alive\n\n: keep-alive\n\n" + Payloads.stream("blue", " sky"),
			": keep-alive\n" + Payloads.stream("blue", " sky"),
			Payloads.stream("blue", " sky").replace("data: ", ": keep-alive\ndata: "),
			"\n\n\n" + Payloads.stream("blue", " sky"), Payloads.stream("blue", " sky").replace("\n\n", "\n\n\n\n"),
			Payloads.stream("blue", " sky").replace("data: ", "data:"),
			Payloads.stream("blue", " sky").replace("\n", "\r\n"), Payloads.stream("blue", " sky").replace('\n', '\r'),
			"\uFEFF" + Payloads.stream("blue", " sky"), "retry: abc\n\n" + Payloads.stream("blue", " sky"),
			Payloads.stream("blue", " sky").replace("data: ", "retry: abc\nid: 7\ndata: "),
			"event: message\n" + Payloads.stream("blue", " sky"),
			Payloads.stream("blue", " sky").replace("\"created\":1,", "\ndata: \"created\":1,"),
			Payloads.stream("blue", " sky").replace("data: [DONE]\n\n", ""),
			Payloads.stream("blue", " sky").replace("[DONE]\n\n", "[DONE]\n\nupstream error: gone\n"),
			Payloads.stream("blue", " sky").replace("data: [DONE]\n\n", "upstream error: gone\n"),
			Payloads.stream("blue", " sky") + Payloads.stream("green"));

	@AutoClose
	private final Wire wire = new Wire();

	@ParameterizedTest
	@FieldSource("COMPLETE")
	void whenFramingIsUnusualThenAnswerIsComplete(String body) {
		this.wire.answer(Answer.raw().write(body).end(), Answer.raw().writeByteByByte(body).end());
		for (int i = 0; i < 2; i++) {
			assertThat(text(Signals.of(this.wire.stream()).complete())).isEqualTo("blue sky");
		}
	}

	@Test
	void separatorsOfUnicodeDoNotEndALine() {
		String text = "\u6d77 \ud83c\udf0a a\u2028b\u2029c\u0085d";
		this.wire.answer(Answer.raw().write(Payloads.stream(text)).end(),
				Answer.raw().writeByteByByte(Payloads.stream(text)).end());
		for (int i = 0; i < 2; i++) {
			assertThat(this.wire.content(true)).isEqualTo(text);
		}
	}

	@Test
	void keepAlivesAreVisibleToGatewaysOnly() {
		Answer answer = Answer.raw().keepAlive().write("\n").write(Payloads.stream("blue")).end();
		this.wire.answer(answer, answer);
		assertThat(Signals.of(this.wire.stream()).complete()).hasSize(2);
		List<ServerSentEvent<ChatCompletionChunk>> events = Signals
			.of(this.wire.template().streamServerSentEvents(Wire.REQUEST))
			.complete();
		assertThat(events).extracting(ServerSentEvent::comment).containsExactly("keep-alive", "", null, null);
		assertThat(events).extracting((event) -> event.data() != null).containsExactly(false, false, true, true);
	}

	@ParameterizedTest
	@ValueSource(strings = { ": keep-alive\n\n: keep-alive\n\n", "\n\n", "" })
	void whenOnlyKeepAlivesComeThenInferenceNeverBegan(String body) {
		for (String contentType : new String[] { EVENT_STREAM, JSON }) {
			this.wire.answer(Answer.of(200, contentType, body));
			ClosedBeforeInferenceException failure = Signals.of(this.wire.stream())
				.failure(ClosedBeforeInferenceException.class);
			assertThat(failure.getKeepAlives()).isEqualTo(body.isEmpty() ? 0 : 2);
		}
	}

	static Stream<Answer> cutBeforeData() {
		return Stream.of(Answer.raw().keepAlive().reset(), Answer.raw().keepAlive().close(), Answer.raw().reset(),
				Answer.raw().resetMidChunk(": keep-al"));
	}

	@ParameterizedTest
	@MethodSource("cutBeforeData")
	void whenStreamIsCutBeforeDataThenInferenceNeverBegan(Answer answer) {
		this.wire.answer(answer);
		assertThat(this.wire.failure(true)).isExactlyInstanceOf(ClosedBeforeInferenceException.class);
	}

	@Test
	void whenStreamBreaksOffInItsFirstEventThenAnswerIsTruncatedAndNothingDelivered() {
		this.wire.answer(Answer.raw().write("data: {\"id\"").end());
		Signals<ChatCompletionChunk> signals = Signals.of(this.wire.stream());
		assertThat(signals.items()).isEmpty();
		assertThat(signals.failure(TruncatedException.class).isDelivered()).isFalse();
	}

	static Stream<Answer> cutInAnswer() {
		String begin = Payloads.event(Payloads.chunk("blue"));
		return Stream.of(Answer.raw().write(begin).end(), Answer.raw().write(begin).reset(),
				Answer.raw().write(begin).close(), Answer.raw().resetMidChunk(begin + "data: {"),
				Answer.raw().write(begin + "data: {\"b\":").end(),
				Answer.raw().write(begin + "data: " + Payloads.chunk("never")).end(),
				Answer.raw().write(begin + "data: " + Payloads.chunk("never") + "\n").end(),
				Answer.raw().write(begin + "data: [DONE]\n\n").end(), Answer.raw().write(begin).keepAlive().end());
	}

	@ParameterizedTest
	@MethodSource("cutInAnswer")
	void whenStreamBreaksOffThenWhatCameIsDeliveredAndTheRestIsNot(Answer answer) {
		this.wire.answer(answer);
		Signals<ChatCompletionChunk> signals = Signals.of(this.wire.stream());
		assertThat(text(signals.items())).isEqualTo("blue");
		TruncatedException failure = signals.failure(TruncatedException.class);
		assertThat(failure.isDelivered()).isTrue();
		assertThat(failure.getTraceId()).isNotEmpty();
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { EVENT_STREAM, JSON, "text/plain", "application/octet-stream" })
	void whenErrorObjectComesThenServersMessageIsTold(@Nullable String contentType) {
		String error = Payloads.error("Service is too busy", "service_unavailable_error", "busy");
		for (String body : new String[] { error, error + "\n", "\n" + error, Payloads.event(error),
				error.replace("{", "{\n  ").replace(",", ",\n  ") + "\n" }) {
			this.wire.answer(Answer.of(200, contentType, body));
			OverloadedException failure = Signals.of(this.wire.stream()).failure(OverloadedException.class);
			assertThat(failure.getAnswer().message()).isEqualTo("Service is too busy");
			assertThat(failure.getAnswer().status()).isEqualTo(200);
		}
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { EVENT_STREAM, "text/html" })
	void whenHtmlComesThenItsTextIsTold(@Nullable String contentType) {
		this.wire
			.answer(Answer.of(200, contentType, "<html>\n<body>\n<h1>Under  maintenance</h1>\n</body>\n</html>\n"));
		MalformedAnswerException failure = Signals.of(this.wire.stream()).failure(MalformedAnswerException.class);
		assertThat(failure.getText()).isEqualTo("Under maintenance");
	}

	@ParameterizedTest
	@ValueSource(strings = { "upstream connect error", "upstream connect error\n", "Unauthorized", "Unauthorized\n\n",
			"error: no backend" })
	void whenPlainTextComesThenItIsTold(String text) {
		for (String contentType : new String[] { EVENT_STREAM, "text/plain" }) {
			this.wire.answer(Answer.of(200, contentType, text));
			MalformedAnswerException failure = Signals.of(this.wire.stream()).failure(MalformedAnswerException.class);
			assertThat(failure.getText()).isEqualTo(text.strip());
		}
	}

	@Test
	void whenTextComesInTheMiddleOfAnAnswerThenItIsTold() {
		this.wire.answer(Answer.raw().write(Payloads.event(Payloads.chunk("blue")) + "upstream error: gone\n").end());
		Signals<ChatCompletionChunk> signals = Signals.of(this.wire.stream());
		assertThat(text(signals.items())).isEqualTo("blue");
		MalformedAnswerException failure = signals.failure(MalformedAnswerException.class);
		assertThat(failure.getText()).isEqualTo("upstream error: gone");
		assertThat(failure.isDelivered()).isTrue();
	}

	@Test
	void whenContentTypeIsMissingOrWrongThenStreamIsRead() {
		for (@Nullable
		String contentType : new @Nullable String[] { null, JSON, "text/plain" }) {
			this.wire.answer(Answer.of(200, contentType, Payloads.stream("blue")));
			assertThat(this.wire.content(true)).isEqualTo("blue");
		}
	}

	@Test
	void manyCommentsWithoutABlankLineAreNotHeldInMemory() {
		String comments = ": keep-alive\n".repeat(40_000);
		Answer answer = Answer.raw().write(comments).write(Payloads.stream("blue")).write(comments).end();
		this.wire.answer(answer);
		DeepSeekTemplate small = this.wire.builder().maxInMemorySize(64 * 1024).build();
		assertThat(text(Signals.of(small.stream(Wire.REQUEST)).complete())).isEqualTo("blue");
	}

	@Test
	void largeEventsAreBoundedByTheConfiguredSizeOnly() {
		Answer answer = Answer.raw().write(Payloads.stream("x".repeat(300_000))).end();
		this.wire.answer(answer, answer);
		assertThat(this.wire.content(true)).hasSize(300_000);
		DeepSeekTemplate small = this.wire.builder().maxInMemorySize(256 * 1024).build();
		MalformedAnswerException failure = Signals.of(small.stream(Wire.REQUEST))
			.failure(MalformedAnswerException.class);
		assertThat(failure).hasMessageContaining("deepseek.max-in-memory-size");
		assertThat(failure.isDelivered()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{broken}", "null", "7", "\"text\"", "[]", "{\"choices\":{}}", "DONE", "{\"id\":" })
	void whenPayloadIsNotAChunkThenItIsNotShown(String payload) {
		this.wire.answer(Answer.raw().event(Payloads.chunk("blue")).event(payload).event("[DONE]").end());
		Signals<ChatCompletionChunk> signals = Signals.of(this.wire.stream());
		assertThat(text(signals.items())).isEqualTo("blue");
		MalformedAnswerException failure = signals.failure(MalformedAnswerException.class);
		assertThat(failure.getText()).isNull();
	}

	@Test
	void whenBytesAreNotUtf8ThenFails() {
		this.wire
			.answer(Answer.raw().write(Payloads.stream("\u00e9t\u00e9").getBytes(StandardCharsets.ISO_8859_1)).end());
		assertThat(this.wire.failure(true)).isExactlyInstanceOf(MalformedAnswerException.class);
	}

	private static String text(List<ChatCompletionChunk> chunks) {
		StringBuilder text = new StringBuilder();
		chunks.forEach((chunk) -> chunk.choices()
			.forEach((choice) -> text.append(Objects.requireNonNull(choice.delta()).content())));
		return text.toString();
	}

}
