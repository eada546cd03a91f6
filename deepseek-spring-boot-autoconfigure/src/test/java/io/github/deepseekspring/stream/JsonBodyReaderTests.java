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

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link JsonBodyReader}.
 */
class JsonBodyReaderTests {

	private static final String JSON = "{\"a\": \"\u20ac\uD83D\uDE00 \\n\",\r\n\t\"b\": [1, 2]}\n";

	@ParameterizedTest
	@ValueSource(ints = { 300_000, 5_000_000 })
	void blankLinesAreCountedAndDoNotCountAgainstTheLimit(int count) {
		byte[] lines = new byte[count];
		Arrays.fill(lines, (byte) '\n');
		Frames frames = read(JSON.getBytes(StandardCharsets.UTF_8).length, lines, bytes(JSON));
		assertThat(frames.blanks()).isEqualTo(count);
		assertThat(data(frames)).isEqualTo(JSON);
	}

	@Test
	void whitespaceOfAnyKindIsFiller() {
		Frames frames = read(100, bytes("\r\n"), bytes(" \t"), bytes("\n \r\n"), bytes(JSON));
		assertThat(frames.blanks()).isEqualTo(3);
		assertThat(data(frames)).isEqualTo(JSON);
	}

	@Test
	void whenThereIsNothingButFillerThenThereIsNoValue() {
		JsonBodyReader reader = new JsonBodyReader(10);
		Frames frames = Frames.read(reader, List.of(bytes("\n\n"), bytes("  \r\n".repeat(100))));
		assertThat(frames.events()).isEmpty();
		assertThat(frames.blanks()).isEqualTo(102);
		assertThat(reader.progress()).isZero();
	}

	@Test
	void shouldReadABodyThatIsSplitAtAnyPlace() {
		byte[] body = bytes("\n\r\n" + JSON);
		for (int first = 0; first <= body.length; first++) {
			for (int second = first; second <= body.length; second++) {
				Frames frames = read(100, Arrays.copyOfRange(body, 0, first), Arrays.copyOfRange(body, first, second),
						Arrays.copyOfRange(body, second, body.length));
				assertThat(frames.blanks()).isEqualTo(2);
				assertThat(data(frames)).isEqualTo(JSON);
			}
		}
	}

	@Test
	void shouldReadALargeBodyByteByByte() {
		String json = "\"" + "x".repeat(300_000) + "\"";
		assertThat(data(Frames.read(new JsonBodyReader(300_002), Frames.eachByte(bytes(json))))).isEqualTo(json);
	}

	@Test
	void whenTheBodyIsAsLongAsTheLimitThenItIsReadAndOneByteMoreIsNot() {
		for (int limit : new int[] { 1, 1023, 1024, 1025, 5000 }) {
			byte[] fitting = bytes("x".repeat(limit));
			byte[] exceeding = bytes("x".repeat(limit + 1));
			for (int piece : new int[] { 1, 7, 1024, 10_000 }) {
				Frames.read(new JsonBodyReader(limit), pieces(fitting, piece));
				assertThatExceptionOfType(DataBufferLimitException.class)
					.isThrownBy(() -> Frames.read(new JsonBodyReader(limit), pieces(exceeding, piece)));
			}
		}
	}

	@Test
	void everyPieceOfTheValueIsProgressAndFillerIsNone() {
		JsonBodyReader reader = new JsonBodyReader(100);
		reader.append(Frames.buffer(bytes("\n\n")));
		assertThat(reader.progress()).isZero();
		reader.append(Frames.buffer(bytes("\n{")));
		long begun = reader.progress();
		assertThat(begun).isPositive();
		reader.append(Frames.buffer(bytes("}")));
		assertThat(reader.progress()).isGreaterThan(begun);
	}

	@Test
	void whenTheBodyHasNotEndedThenThereIsNoValue() {
		JsonBodyReader reader = new JsonBodyReader(100);
		reader.append(Frames.buffer(bytes("{}")));
		assertThat(reader.next()).isEqualTo(Frame.NONE);
		assertThat(reader.end()).isEqualTo(Frame.DATA);
	}

	@Test
	void appendLeavesTheBufferToTheCaller() {
		NettyBuffers buffers = new NettyBuffers();
		DataBuffer buffer = buffers.of("\n{}");
		new JsonBodyReader(100).append(buffer);
		assertThat(buffers.held()).isOne();
		buffers.release(buffer);
		assertThat(buffers.held()).isZero();
	}

	private static String data(Frames frames) {
		assertThat(frames.events()).hasSize(1);
		Event event = frames.events().get(0);
		return event.data();
	}

	private static Frames read(int maxSize, byte[]... pieces) {
		return Frames.read(new JsonBodyReader(maxSize), List.of(pieces));
	}

	private static List<byte[]> pieces(byte[] body, int length) {
		return IntStream.range(0, (body.length + length - 1) / length)
			.mapToObj((i) -> Arrays.copyOfRange(body, i * length, Math.min(body.length, (i + 1) * length)))
			.toList();
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
