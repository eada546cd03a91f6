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

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import io.github.deepseekspring.stream.FrameReader.Frame;
import io.github.deepseekspring.stream.Frames.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.io.buffer.DataBufferLimitException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link EventStreamReader}.
 */
class EventStreamReaderTests {

	private static final int MAX_SIZE = 256 * 1024;

	@Test
	void agreesWithThePlainAlgorithmOnRandomStreams() {
		RandomEventStreams streams = new RandomEventStreams(20261121);
		int events = 0;
		for (int i = 0; i < 25_000; i++) {
			byte[] body = streams.body();
			PlainEventStream expected = PlainEventStream.read(body);
			Frames frames = Frames.read(new EventStreamReader(MAX_SIZE), streams.split(body));
			if (!frames.events().equals(expected.events()) || !frames.comments().equals(expected.comments())) {
				assertThat(frames.events()).as("%d: %s", i, text(body)).isEqualTo(expected.events());
				assertThat(frames.comments()).as("%d: %s", i, text(body)).isEqualTo(expected.comments());
			}
			events += expected.events().size();
		}
		assertThat(events).isGreaterThan(25_000);
	}

	@Test
	void shouldReadAStreamThatIsSplitAtAnyPlace() {
		byte[] body = bytes("\uFEFF: \u20ac\r\n\r\nevent: a\r\ndata: \uD83D\uDE00\r\ndata: 2\u2028\r\nid: 7\r\n\r\n");
		List<Event> expected = List.of(new Event("a", "\uD83D\uDE00\n2\u2028", "7"));
		for (int first = 0; first <= body.length; first++) {
			for (int second = first; second <= body.length; second++) {
				Frames frames = Frames.read(new EventStreamReader(MAX_SIZE), List.of(Arrays.copyOfRange(body, 0, first),
						Arrays.copyOfRange(body, first, second), Arrays.copyOfRange(body, second, body.length)));
				assertThat(frames.events()).isEqualTo(expected);
				assertThat(frames.comments()).containsExactly("\u20ac");
				assertThat(frames.blanks()).isZero();
			}
		}
	}

	@Test
	void shouldReadALongLineInManyPieces() {
		String data = "x".repeat(200_000);
		byte[] body = bytes("data: " + data + "\n\ndata: 2\n\n");
		assertThat(Frames.read(new EventStreamReader(MAX_SIZE), Frames.eachByte(body)).events())
			.containsExactly(new Event("message", data, ""), new Event("message", "2", ""));
	}

	@Test
	void whenACommentStandsInsideAnEventThenBothAreRead() {
		Frames frames = read(MAX_SIZE, "data: 1\n: keep-alive\ndata: 2\n: keep-alive\n\n");
		assertThat(frames.events()).containsExactly(new Event("message", "1\n2", ""));
		assertThat(frames.comments()).containsExactly("keep-alive", "keep-alive");
		assertThat(frames.blanks()).isZero();
	}

	@Test
	void whenCommentsInsideAnEventGoOnThenTheyDoNotCountAgainstTheLimit() {
		Frames frames = read(100, "data: 1\n" + ": keep-alive\n".repeat(10_000) + "\n");
		assertThat(frames.events()).containsExactly(new Event("message", "1", ""));
		assertThat(frames.comments()).hasSize(10_000);
	}

	@Test
	void whenOneReadHoldsManyEventsThenTheLimitIsThatOfEach() {
		byte[] body = bytes(("data: " + "x".repeat(80) + "\n\n").repeat(1000));
		assertThat(Frames.read(new EventStreamReader(100), List.of(body)).events()).hasSize(1000);
	}

	@ParameterizedTest
	@ValueSource(strings = { "data:%s\n\n", "data:%s", "data:a\ndata:%s\n\n" })
	void whenALineIsLongerThanTheLimitThenItFailsHoweverItArrives(String format) {
		byte[] fitting = bytes(format.formatted("x".repeat(93)));
		byte[] exceeding = bytes(format.formatted("x".repeat(96)));
		for (int piece = 1; piece <= exceeding.length; piece++) {
			Frames.read(new EventStreamReader(100), pieces(fitting, piece));
			List<byte[]> pieces = pieces(exceeding, piece);
			assertThatExceptionOfType(DataBufferLimitException.class)
				.isThrownBy(() -> Frames.read(new EventStreamReader(100), pieces));
		}
	}

	@Test
	void whenTheLinesOfAnEventAreTogetherLongerThanTheLimitThenItFails() {
		assertThat(read(100, "data: x\n".repeat(50) + "\n").events()).hasSize(1);
		assertThatExceptionOfType(DataBufferLimitException.class)
			.isThrownBy(() -> read(100, "data: x\n".repeat(51) + "\n"));
	}

	@Test
	void whenAnEventIsEmptyThenItIsNoProgress() {
		EventStreamReader reader = new EventStreamReader(MAX_SIZE);
		Frames frames = Frames.read(reader, List.of(bytes("data:\n\ndata\n\n: keep-alive\n\nevent: a\n\n")));
		assertThat(frames.events()).hasSize(2);
		assertThat(reader.progress()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "data: 1\n\n", "data: 1\n", "data: 1", "data:\ndata: 1" })
	void whenDataArrivesInPartThenItIsProgress(String body) {
		EventStreamReader reader = new EventStreamReader(MAX_SIZE);
		Frames.read(reader, List.of(bytes(body)));
		assertThat(reader.progress()).isPositive();
	}

	@Test
	void whenAReconnectionTimeIsSentThenItComesWithItsEventOnly() {
		EventStreamReader reader = new EventStreamReader(MAX_SIZE);
		reader.append(Frames.buffer(bytes("retry: 250\ndata: 1\n\ndata: 2\n\n")));
		assertThat(reader.next()).isEqualTo(Frame.DATA);
		assertThat(reader.retry()).isEqualTo(250);
		assertThat(reader.next()).isEqualTo(Frame.DATA);
		assertThat(reader.retry()).isNull();
	}

	@Test
	void whenTextFollowsEventsThenItIsNoiseWithAllThatHasArrived() {
		EventStreamReader reader = new EventStreamReader(MAX_SIZE);
		reader.append(Frames.buffer(bytes("data: 1\n\n<html>\n<body>Bad Gateway</body>\n</html>\n")));
		assertThat(reader.next()).isEqualTo(Frame.DATA);
		assertThat(reader.next()).isEqualTo(Frame.NOISE);
		assertThat(text(Arrays.copyOfRange(reader.bytes(), reader.offset(), reader.offset() + reader.length())))
			.isEqualTo("<html>\n<body>Bad Gateway</body>\n</html>\n");
	}

	@Test
	void whenNothingButUnknownFieldsComeThenTheEndShowsTheFirst() {
		assertThat(read(MAX_SIZE, "error: overloaded\n\n").noise()).containsExactly("error: overloaded");
		assertThat(read(MAX_SIZE, "error: overloaded\n\ndata: 1\n\n").noise()).isEmpty();
	}

	@Test
	void whenTextEndsWithoutALineEndThenItIsNoise() {
		assertThat(read(MAX_SIZE, "Bad Gateway").noise()).containsExactly("Bad Gateway");
		assertThat(read(MAX_SIZE, "data: 1\n\nBad Gateway").noise()).containsExactly("Bad Gateway");
	}

	private static Frames read(int maxSize, String body) {
		return Frames.read(new EventStreamReader(maxSize), List.of(bytes(body)));
	}

	private static List<byte[]> pieces(byte[] body, int length) {
		return IntStream.range(0, (body.length + length - 1) / length)
			.mapToObj((i) -> Arrays.copyOfRange(body, i * length, Math.min(body.length, (i + 1) * length)))
			.toList();
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

}
