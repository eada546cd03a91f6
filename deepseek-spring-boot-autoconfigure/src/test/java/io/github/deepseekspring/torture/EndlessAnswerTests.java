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

package io.github.deepseekspring.torture;

import java.io.ByteArrayOutputStream;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.Deflater;

import io.github.deepseekspring.DeepSeekException;
import io.github.deepseekspring.MalformedAnswerException;
import io.github.deepseekspring.ServerException;
import io.github.deepseekspring.StalledException;
import io.github.deepseekspring.StalledException.Clock;
import io.github.deepseekspring.core.DeepSeekTemplate;
import io.github.deepseekspring.core.DeepSeekTemplateBuilder;
import io.github.deepseekspring.core.RetrySettings;
import io.github.deepseekspring.stream.Timeouts;
import io.netty.util.internal.PlatformDependent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.netty.http.client.HttpClient;
import reactor.test.StepVerifier;

import org.springframework.http.client.reactive.ReactorClientHttpConnector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests of answers that do not end: they take no more memory than they are allowed, and
 * the subscriber is told why they were given up.
 */
@ExtendWith(NoLeaks.class)
class EndlessAnswerTests {

	private static final int MAX_SIZE = 1024 * 1024;

	/**
	 * What the client may read of an answer that it holds in memory, with what is on its
	 * way in the buffers of both sides.
	 */
	private static final long MOST_READ = MAX_SIZE + 24L * 1024 * 1024;

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final Duration SILENCE = Duration.ofSeconds(2);

	private static final String HEAD = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: ";

	private static final String STREAM = HEAD + "text/event-stream\r\n\r\n";

	private static final String JSON = HEAD + "application/json\r\n\r\n";

	private static final byte[] GZIP_HEADER = { 0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff };

	private static final String CHUNK = "{\"id\":\"a1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}";

	static Stream<Arguments> tooLarge() {
		return Stream.of(Arguments.of("a line", true, STREAM + "data: {\"id\":\"", "a"),
				Arguments.of("a line of no field", true, STREAM, "a"),
				Arguments.of("an event of many lines", true, STREAM, "data: a\n"),
				Arguments.of("the name of an event", true, STREAM + "event: ", "a"),
				Arguments.of("the identifier of an event", true, STREAM + "id: ", "a"),
				Arguments.of("a string in JSON", false, JSON + "{\"id\":\"", "a"),
				Arguments.of("a comment", true, STREAM + ": ", "a"),
				Arguments.of("blank lines in JSON", false, JSON + "{\"id\":\"a1\",", "\n"),
				Arguments.of("a list in JSON", false, JSON + "{\"choices\":[", "[],"));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("tooLarge")
	void whenItWouldBeHeldInMemoryThenThePropertyIsNamed(String what, boolean streaming, String beginning,
			String repeated) {
		try (EndlessServer server = new EndlessServer(beginning, repeated)) {
			assertThat(failure(server, streaming)).isExactlyInstanceOf(MalformedAnswerException.class)
				.hasMessageContaining("deepseek.max-in-memory-size");
			assertThat(server.sent()).isLessThan(MOST_READ);
		}
	}

	static Stream<Arguments> filler() {
		return Stream.of(Arguments.of("comments", true, STREAM, ": keep-alive\n\n"),
				Arguments.of("comments after data", true, STREAM + "data: " + CHUNK + "\n\n", ": keep-alive\n\n"),
				Arguments.of("blank lines", true, STREAM, "\n"),
				Arguments.of("events without data", true, STREAM, "data:\n\n"),
				Arguments.of("blank lines before JSON", false, JSON, "\n"));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("filler")
	void whenItTellsNothingThenAClockRunsOut(String what, boolean streaming, String beginning, String repeated) {
		long before = memory();
		try (EndlessServer server = new EndlessServer(beginning, repeated)) {
			assertThat(failure(server, streaming)).isExactlyInstanceOf(StalledException.class);
			assertThat(server.sent()).isPositive();
		}
		assertThat(memory() - before).isLessThan(MOST_READ);
	}

	@Test
	void whenTheSubscriberIsSlowThenSoIsTheServer() {
		try (EndlessServer server = new EndlessServer(STREAM, "data: " + CHUNK + "\n\n")) {
			StepVerifier.create(Api.CHAT_STREAM.ask(template(server), "Why?"), 1)
				.expectNextCount(1)
				.expectErrorSatisfies((failure) -> assertThat(failure).isInstanceOfSatisfying(StalledException.class,
						(stalled) -> assertThat(stalled.getClock()).isEqualTo(Clock.SUBSCRIBER_IDLE)))
				.verify(PATIENCE);
			assertThat(server.sent()).isLessThan(MOST_READ);
		}
	}

	@Test
	void aMillionSmallEventsAreDelivered() {
		try (EndlessServer server = new EndlessServer(STREAM, "data: " + CHUNK + "\n\n")) {
			long before = memory();
			StepVerifier.create(Flux.from(Api.CHAT_STREAM.ask(template(server), "Why?")).take(1_000_000).count())
				.expectNext(1_000_000L)
				.expectComplete()
				.verify(PATIENCE);
			assertThat(memory() - before).isLessThan(MOST_READ);
		}
	}

	static Stream<Arguments> heads() {
		return Stream.of(Arguments.of("a status line", "HTTP/1.1 200 ", "a"),
				Arguments.of("a header", "HTTP/1.1 200 OK\r\nX-A: ", "a"),
				Arguments.of("headers", "HTTP/1.1 200 OK\r\n", "X-A: a\r\n"));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("heads")
	void whenTheHeadersDoNotEndThenTheConnectionIsOfNoUse(String what, String beginning, String repeated) {
		for (boolean streaming : new boolean[] { false, true }) {
			try (EndlessServer server = new EndlessServer(beginning, repeated)) {
				assertThat(failure(server, streaming)).isInstanceOf(DeepSeekException.class);
				assertThat(server.sent()).isLessThan(MOST_READ);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenItIsCompressedThoughNobodyAskedThenItIsGivenUp(boolean streaming) {
		for (int status : new int[] { 200, 500 }) {
			try (EndlessServer server = bomb(status, streaming)) {
				assertThat(failure(server, streaming))
					.isExactlyInstanceOf((status == 200) ? MalformedAnswerException.class : ServerException.class);
				assertThat(server.sent()).isLessThan(MOST_READ);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenTheConnectorInflatesWhatIsCompressedThenTheSizeIsThatOfTheText(boolean streaming) {
		try (EndlessServer server = bomb(200, streaming)) {
			HttpClient inflating = HttpClient.create().compress(true);
			DeepSeekTemplate template = builder(server).connector(new ReactorClientHttpConnector(inflating)).build();
			assertThat(failure(template, streaming)).isExactlyInstanceOf(MalformedAnswerException.class)
				.hasMessageContaining("deepseek.max-in-memory-size");
			assertThat(server.sent()).isLessThan(MOST_READ);
		}
	}

	/**
	 * Serve the beginning of an answer and then a letter for ever, a thousandth of it on
	 * the wire.
	 */
	private static EndlessServer bomb(int status, boolean streaming) {
		String head = (streaming ? STREAM : JSON).replace("200 OK", status + " Bomb")
			.replace("\r\n\r\n", "\r\nContent-Encoding: gzip\r\n\r\n");
		ByteArrayOutputStream beginning = new ByteArrayOutputStream();
		beginning.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
		beginning.writeBytes(GZIP_HEADER);
		beginning.writeBytes(deflate(streaming ? "data: " : "{\"id\":\""));
		return new EndlessServer(beginning.toByteArray(), deflate("a".repeat(MAX_SIZE)));
	}

	/**
	 * Compress a piece that others of its kind may follow.
	 */
	private static byte[] deflate(String text) {
		Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
		try {
			deflater.setInput(text.getBytes(StandardCharsets.US_ASCII));
			byte[] piece = new byte[text.length() + 64];
			return Arrays.copyOf(piece, deflater.deflate(piece, 0, piece.length, Deflater.SYNC_FLUSH));
		}
		finally {
			deflater.end();
		}
	}

	private static DeepSeekException failure(EndlessServer server, boolean streaming) {
		return failure(template(server), streaming);
	}

	private static DeepSeekException failure(DeepSeekTemplate template, boolean streaming) {
		Api api = streaming ? Api.CHAT_STREAM : Api.CHAT;
		return catchThrowableOfType(DeepSeekException.class,
				() -> Flux.from(api.ask(template, "Why?")).blockLast(PATIENCE));
	}

	private static DeepSeekTemplate template(EndlessServer server) {
		return builder(server).build();
	}

	private static DeepSeekTemplateBuilder builder(EndlessServer server) {
		return DeepSeekTemplate.builder()
			.baseUrl(server.url())
			.apiKey("sk-torture-0123456789")
			.maxInMemorySize(MAX_SIZE)
			.retry(new RetrySettings(1, SILENCE, SILENCE, 0))
			.timeouts(Timeouts.defaults()
				.withFirstData(SILENCE)
				.withPayloadIdle(SILENCE)
				.withWireIdle(SILENCE)
				.withCallWireIdle(SILENCE)
				.withSubscriberIdle(SILENCE));
	}

	/**
	 * Return the bytes in use after a collection, in the heap and outside.
	 */
	private static long memory() {
		System.gc();
		long direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)
			.stream()
			.mapToLong(BufferPoolMXBean::getMemoryUsed)
			.sum();
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() + direct
				+ Math.max(0, PlatformDependent.usedDirectMemory());
	}

}
