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

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Fault}, seen on the wire.
 */
class FaultTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private static final String END = "\r\n0\r\n\r\n";

	private static final ChatAnswer ANSWER = Answer.chunks("one ", "two ", "three");

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
	void whenResetBeforeHeadersThenNothingArrives() {
		play(Fault.reset().beforeHeaders());
		assertThat(this.wire.readToEnd()).isEqualTo(Wire.End.RST);
		assertThat(this.wire.text()).isEmpty();
		assertThat(outcome()).isEqualTo(Outcome.FAULT);
	}

	@Test
	void whenClosedBeforeHeadersThenTheConnectionEnds() {
		play(Fault.close().beforeHeaders());
		assertThat(this.wire.readToEnd()).isEqualTo(Wire.End.FIN);
		assertThat(this.wire.text()).isEmpty();
	}

	@Test
	void whenResetAfterChunksThenTheseArriveFirst() {
		play(Fault.reset().afterChunks(3));
		assertThat(this.wire.readToEnd()).isEqualTo(Wire.End.RST);
		assertThat(this.wire.text()).contains("one ", "two ").doesNotContain("three");
	}

	@Test
	void whenClosedThenTheLastHttpChunkIsMissing() {
		play(Fault.close());
		assertThat(this.wire.readToEnd()).isEqualTo(Wire.End.FIN);
		assertThat(this.wire.text()).contains("one ").doesNotContain("two ", "\r\n0\r\n");
	}

	@Test
	void whenTruncatedThenTheResponseEndsCleanly() {
		play(Fault.truncate());
		assertThat(this.wire.readUntil(END)).contains("one ").doesNotContain("two ", "finish_reason\":\"", "[DONE]");
		assertThat(outcome()).isEqualTo(Outcome.FAULT);
	}

	@Test
	void whenTruncatedBeforeDoneThenTheFinishReasonArrives() {
		play(Fault.truncate().beforeDone());
		assertThat(this.wire.readUntil(END)).contains("\"finish_reason\":\"stop\"").doesNotContain("[DONE]");
	}

	@Test
	void whenTruncatedBeforeFinishThenAllContentArrives() {
		play(Fault.truncate().beforeFinish());
		assertThat(this.wire.readUntil(END)).contains("three").doesNotContain("\"finish_reason\":\"stop\"");
	}

	@Test
	void whenStalledThenTheConnectionStaysOpenAndSilent() {
		play(Fault.stall());
		this.wire.readUntil("\"one \"},\"logprobs\":null,\"finish_reason\":null}],\"usage\":null}\n\n\r\n");
		this.simulator.clock().advance(Duration.ofHours(1));
		assertThat(this.wire.isSilent()).isTrue();
		assertThat(this.simulator.log().inFlight()).isOne();
		this.wire.close();
		assertThat(this.simulator.log().last().ended().block(TIMEOUT)).isEqualTo(Outcome.CANCELLED_BY_CLIENT);
		assertThat(this.simulator.log().inFlight()).isZero();
	}

	@Test
	void whenStalledAfterDoneThenTheBodyStaysOpen() {
		play(Fault.stall().afterDone());
		assertThat(this.wire.readUntil("data: [DONE]\n\n\r\n")).doesNotContain("\r\n0\r\n");
		assertThat(this.wire.isSilent()).isTrue();
		assertThat(this.simulator.log().inFlight()).isOne();
	}

	@Test
	void whenStalledBeforeHeadersThenNothingIsSent() {
		play(Fault.stall().beforeHeaders());
		this.simulator.log().awaitRequests(1, TIMEOUT);
		assertThat(this.wire.isSilent()).isTrue();
	}

	@Test
	void whenCommentsAreEndlessThenTheyComeAtEveryInterval() {
		play(Fault.endlessComments().beforeFinish());
		this.simulator.log().awaitRequests(1, TIMEOUT);
		this.simulator.clock().advance(Duration.ofHours(1));
		this.wire.readUntil("e\r\n: keep-alive\n\n\r\n".repeat(361));
		assertThat(this.wire.isSilent()).isTrue();
	}

	@Test
	void whenCommentsAreEndlessInACallThenTheyAreBlankLines() {
		this.simulator.enqueue(ANSWER.fault(Fault.endlessComments().afterChunks(0)));
		this.wire.chat(Http.HELLO);
		this.simulator.log().awaitRequests(1, TIMEOUT);
		this.simulator.clock().advance(Duration.ofSeconds(10));
		assertThat(this.wire.readUntil("1\r\n\n\r\n1\r\n\n\r\n")).endsWith("\r\n\r\n1\r\n\n\r\n1\r\n\n\r\n");
	}

	@Test
	void whenFaultIsInFillerThenOneKeepAliveArrives() {
		this.simulator.enqueue(ANSWER.queuedFor(Duration.ofMinutes(1)).fault(Fault.reset().inFiller()));
		this.wire.chat(Http.HELLO_STREAM);
		assertThat(this.wire.readToEnd()).isEqualTo(Wire.End.RST);
		assertThat(this.wire.body()).isEqualTo("e\r\n: keep-alive\n\n\r\n");
	}

	@Test
	void whenThereIsNoiseThenTheAnswerGoesOnAfterIt() {
		play(Fault.noise("upstream error: lost\n\n").afterChunks(2));
		assertThat(this.wire.readUntil(END)).containsSubsequence("one ", "upstream error: lost\n\n", "two ", "[DONE]");
	}

	@Test
	void whenThereIsAnErrorInTheStreamThenItReplacesTheRest() {
		play(Fault.errorInStream("out of luck"));
		assertThat(this.wire.readUntil(END)).contains("one ", "data: {\"error\":{\"message\":\"out of luck\"")
			.doesNotContain("two ", "[DONE]");
	}

	@Test
	void whenCutMidEventThenHalfAnEventArrives() {
		play(Fault.cutMidEvent());
		this.wire.readUntil(END);
		List<byte[]> chunks = this.wire.chunks();
		assertThat(text(chunks.get(chunks.size() - 1))).startsWith("data: {").doesNotContain("\n");
	}

	@Test
	void whenACallIsTruncatedThenHalfItsBodyArrives() {
		this.simulator.enqueue(ANSWER.fault(Fault.truncate()));
		this.wire.chat(Http.HELLO);
		this.wire.readUntil(END);
		assertThat(this.wire.chunks()).hasSize(1);
		assertThat(text(this.wire.chunks().get(0))).startsWith("{").doesNotEndWith("}");
	}

	@Test
	void whenUtf8IsSplitThenNoChunkHoldsAWholeWideCharacter() {
		this.simulator.enqueue(Answer.chunks("\u6771\u4eac \ud83d\ude80").fault(Fault.splitUtf8()));
		this.wire.chat(Http.HELLO_STREAM);
		this.wire.readUntil(END);
		List<byte[]> chunks = this.wire.chunks();
		assertThat(chunks).noneMatch((chunk) -> text(chunk).matches("(?s).*[\u6771\u4eac\ud83d\ude80].*"));
		assertThat(joined(chunks)).contains("\u6771\u4eac \ud83d\ude80");
	}

	@Test
	void whenDribbledThenEveryByteIsAChunk() {
		play(Fault.dribble(Duration.ZERO));
		this.wire.readUntil(END);
		assertThat(this.wire.chunks()).allMatch((chunk) -> chunk.length == 1);
		assertThat(joined(this.wire.chunks())).contains("one ").endsWith("data: [DONE]\n\n");
	}

	@Test
	void whenFaultsAreCombinedThenAllHappen() {
		this.simulator.enqueue(ANSWER.fault(Fault.noise("?").afterChunks(2)).fault(Fault.truncate().beforeFinish()));
		this.wire.chat(Http.HELLO_STREAM);
		assertThat(this.wire.readUntil(END)).containsSubsequence("one ", "?", "three").doesNotContain("[DONE]");
	}

	@Test
	void whenThePlaceDoesNotExistThenTheFaultHappensAfterTheContent() {
		play(Fault.truncate().afterChunks(100));
		assertThat(this.wire.readUntil(END)).contains("three").doesNotContain("\"finish_reason\":\"stop\"");
	}

	private void play(Fault fault) {
		this.simulator.enqueue(ANSWER.fault(fault));
		this.wire.chat(Http.HELLO_STREAM);
	}

	private Outcome outcome() {
		return this.simulator.log().last().outcome();
	}

	private static String joined(List<byte[]> chunks) {
		ByteArrayOutputStream all = new ByteArrayOutputStream();
		chunks.forEach(all::writeBytes);
		return all.toString(StandardCharsets.UTF_8);
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

}
