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

package io.github.deepseekspring.simulator;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RawAnswerBuilder}, seen on the wire.
 */
class RawAnswerTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private static final String LAST_CHUNK = "0\r\n\r\n";

	private DeepSeekSimulator simulator;

	private Wire wire;

	@BeforeEach
	void start() {
		this.simulator = DeepSeekSimulator.builder().clock(SimulatorClock.manual()).start();
		this.wire = new Wire(this.simulator);
	}

	@AfterEach
	void stop() {
		this.wire.close();
		this.simulator.close();
	}

	@Test
	void shouldSendEachWriteAsAChunkOfItsOwn() {
		play(Answer.raw().write("data: a\r").write("\n\r\n").write(new byte[] { (byte) 0xEF, (byte) 0xBB }).end());
		this.wire.readUntil(LAST_CHUNK);
		assertThat(this.wire.chunks()).extracting((chunk) -> new String(chunk, StandardCharsets.ISO_8859_1))
			.containsExactly("data: a\r", "\n\r\n", "\u00ef\u00bb");
		assertThat(this.simulator.log().last().outcome()).isEqualTo(Outcome.COMPLETED);
	}

	@Test
	void shouldSendStatusAndHeadersAsTold() {
		play(Answer.raw(418, null).header("X-Odd", "yes").write("teapot").end());
		assertThat(this.wire.readUntil(LAST_CHUNK)).startsWith("HTTP/1.1 418 ")
			.containsIgnoringCase("x-odd: yes\r\n")
			.doesNotContainIgnoringCase("content-type");
		assertThat(this.simulator.log().last().status()).isEqualTo(418);
	}

	@Test
	void shouldSendEventsCommentsAndTheEndMarker() {
		play(Answer.raw().keepAlive().event("{}").done().end());
		assertThat(this.wire.readUntil(LAST_CHUNK)).contains("Content-Type: text/event-stream; charset=utf-8");
		assertThat(this.wire.body())
			.isEqualTo("e\r\n: keep-alive\n\n\r\na\r\ndata: {}\n\n\r\ne\r\ndata: [DONE]\n\n\r\n" + LAST_CHUNK);
	}

	@Test
	void whenEndedThenTheConnectionIsUsedAgain() {
		play(Answer.raw().write("first").end());
		this.wire.readUntil(LAST_CHUNK);
		play(Answer.raw().write("second").end());
		this.wire.readUntil("second\r\n" + LAST_CHUNK);
		assertThat(this.simulator.log().connectionsAccepted()).isOne();
		assertThat(this.simulator.log().requests()).extracting(RecordedRequest::connectionId).containsExactly(1L, 1L);
	}

	@Test
	void whenHeadersAreLateThenNothingComesBefore() {
		play(Answer.raw().headersAfter(Duration.ofMinutes(1)).write("late").end());
		this.simulator.log().awaitRequests(1, TIMEOUT);
		this.simulator.clock().advance(Duration.ofSeconds(59));
		assertThat(this.wire.isSilent()).isTrue();
		this.simulator.clock().advance(Duration.ofSeconds(1));
		this.wire.readUntil(LAST_CHUNK);
	}

	@Test
	void whenPausedThenTheRestWaits() {
		play(Answer.raw().write("before").pause(Duration.ofMinutes(5)).write("after").end());
		this.wire.readUntil("before\r\n");
		assertThat(this.wire.isSilent()).isTrue();
		this.simulator.log().awaitRequests(1, TIMEOUT);
		this.simulator.clock().advance(Duration.ofMinutes(5));
		this.wire.readUntil("after\r\n" + LAST_CHUNK);
	}

	@Test
	void whenResetMidChunkThenThePieceArrives() {
		play(Answer.raw().event("whole").resetMidChunk("data: ha"));
		assertThat(this.wire.readToEnd()).isEqualTo(Wire.End.RST);
		assertThat(this.wire.body()).isEqualTo("d\r\ndata: whole\n\n\r\n10\r\ndata: ha");
	}

	@Test
	void whenResetAfterHeadersThenTheseArrive() {
		play(Answer.raw().reset());
		assertThat(this.wire.readToEnd()).isEqualTo(Wire.End.RST);
		assertThat(this.wire.text()).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\n");
	}

	@Test
	void whenClosedThenAllWritesArrive() {
		String large = "x".repeat(3_000_000);
		play(Answer.raw().write(large).close());
		assertThat(this.wire.readToEnd()).isEqualTo(Wire.End.FIN);
		assertThat(this.wire.body()).endsWith("x\r\n").hasSizeGreaterThan(3_000_000);
	}

	@Test
	void whenThereIsNoBodyThenTheResponseIsEmpty() {
		play(Answer.raw().end());
		this.wire.readUntil(LAST_CHUNK);
		assertThat(this.wire.body()).isEqualTo(LAST_CHUNK);
	}

	@Test
	void whenContentLengthIsSetThenTheBodyIsNotChunked() {
		play(Answer.raw(200, "application/json").header("Content-Length", "10").write("{}").close());
		assertThat(this.wire.readToEnd()).isEqualTo(Wire.End.FIN);
		assertThat(this.wire.text()).doesNotContainIgnoringCase("chunked");
		assertThat(this.wire.body()).isEqualTo("{}");
	}

	@Test
	void whenBodyIsEndlessThenTheClientSetsThePace() {
		play(Answer.raw().repeat("0123456789".repeat(1000), Duration.ZERO));
		for (int i = 0; i < 50; i++) {
			this.wire.readUntil("2710\r\n");
		}
		this.wire.close();
		assertThat(this.simulator.log().last().ended().block(TIMEOUT)).isEqualTo(Outcome.CANCELLED_BY_CLIENT);
	}

	@Test
	void whenNothingIsSentBeforeHeadersThenTheConnectionHangs() {
		play(Answer.raw().hangBeforeHeaders());
		this.simulator.log().awaitRequests(1, TIMEOUT);
		this.simulator.clock().advance(Duration.ofDays(1));
		assertThat(this.wire.isSilent()).isTrue();
		assertThat(this.simulator.log().last().status()).isZero();
	}

	@Test
	void shouldWriteByteByByte() {
		play(Answer.raw().writeByteByByte("\u6771").end());
		this.wire.readUntil(LAST_CHUNK);
		assertThat(this.wire.chunks()).hasSize(3);
	}

	private void play(Answer answer) {
		this.simulator.enqueue(answer);
		this.wire.chat(Http.HELLO_STREAM);
	}

}
