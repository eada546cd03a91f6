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
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the places where a {@link Fault} can happen, in the streams of each API.
 */
class ApiFaultTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private static final String END = "\r\n0\r\n\r\n";

	private static final ChatAnswer ANSWER = Answer.chunks("one ", "two ", "three");

	private static final ChatAnswer CALL = Answer.reasoning("hmm").toolCall("get_weather", "{\"city\":\"Oslo\"}");

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

	@ParameterizedTest
	@EnumSource
	void whenBeforeHeadersThenNothingArrives(Api api) {
		play(api, ANSWER.fault(Fault.reset().beforeHeaders()));
		assertThat(this.wire.readToEnd()).isEqualTo(Wire.End.RST);
		assertThat(this.wire.text()).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void whenInFillerThenOneCommentArrives(Api api) {
		play(api, ANSWER.queuedFor(Duration.ofMinutes(1)).fault(Fault.close().inFiller()));
		assertThat(this.wire.readToEnd()).isEqualTo(Wire.End.FIN);
		assertThat(this.wire.body()).isEqualTo("e\r\n: keep-alive\n\n\r\n");
	}

	@ParameterizedTest
	@EnumSource
	void whenAfterChunksThenTheseArriveFirst(Api api) {
		play(api, ANSWER.fault(Fault.reset().afterChunks(api.chunksBeforeText() + 2)));
		assertThat(this.wire.readToEnd()).isEqualTo(Wire.End.RST);
		assertThat(this.wire.text()).contains("\"one \"", "\"two \"").doesNotContain("three");
	}

	@ParameterizedTest
	@EnumSource
	void whenBeforeFinishThenAllTextArrives(Api api) {
		play(api, ANSWER.fault(Fault.truncate().beforeFinish()));
		assertThat(this.wire.readUntil(END)).contains("three").doesNotContain(api.finish());
		assertThat(this.simulator.log().last().outcome()).isEqualTo(Outcome.FAULT);
	}

	@ParameterizedTest
	@EnumSource
	void whenBeforeDoneThenTheReasonArrives(Api api) {
		play(api, ANSWER.fault(Fault.truncate().beforeDone()));
		assertThat(this.wire.readUntil(END)).contains(api.finish()).doesNotContain(api.done());
	}

	@ParameterizedTest
	@EnumSource
	void whenAfterDoneThenOnlyTheEndOfTheBodyIsMissing(Api api) {
		play(api, ANSWER.fault(Fault.stall().afterDone()));
		assertThat(this.wire.readUntil(api.done() + "\n\n\r\n")).contains(api.finish());
		assertThat(this.wire.isSilent()).isTrue();
		assertThat(this.simulator.log().inFlight()).isOne();
	}

	@ParameterizedTest
	@EnumSource
	void whenStalledThenOnlyThePermitIsHeld(Api api) {
		play(api, ANSWER.fault(Fault.stall().beforeFinish()));
		this.wire.readUntil("three");
		this.simulator.clock().advance(Duration.ofHours(1));
		assertThat(this.simulator.log().inFlight("deepseek-flash")).isOne();
		this.wire.close();
		assertThat(this.simulator.log().last().ended().block(TIMEOUT)).isEqualTo(Outcome.CANCELLED_BY_CLIENT);
		assertThat(this.simulator.log().inFlight()).isZero();
	}

	@ParameterizedTest
	@EnumSource
	void whenCommentsAreEndlessThenNothingElseComes(Api api) {
		play(api, ANSWER.fault(Fault.endlessComments().beforeFinish()));
		this.simulator.log().awaitRequests(1, TIMEOUT);
		this.simulator.clock().advance(Duration.ofMinutes(10));
		assertThat(this.wire.readUntil("e\r\n: keep-alive\n\n\r\n".repeat(61))).doesNotContain(api.finish());
	}

	@ParameterizedTest
	@EnumSource
	void whenThereIsNoiseThenTheAnswerGoesOn(Api api) {
		play(api, ANSWER.fault(Fault.noise("<html>").afterChunks(2)));
		assertThat(this.wire.readUntil(END)).containsSubsequence("one ", "<html>", "three", api.done());
	}

	@ParameterizedTest
	@EnumSource
	void whenCutMidEventThenHalfOfItArrives(Api api) {
		play(api, ANSWER.fault(Fault.cutMidEvent().beforeFinish()));
		assertThat(this.wire.readUntil(END)).contains("three").doesNotContain(api.done());
		List<byte[]> chunks = this.wire.chunks();
		assertThat(new String(chunks.get(chunks.size() - 1), StandardCharsets.UTF_8)).contains("data: {")
			.doesNotContain("}\n");
	}

	@ParameterizedTest
	@EnumSource
	void whenDribbledThenEveryByteIsAChunk(Api api) {
		play(api, ANSWER.fault(Fault.dribble(Duration.ZERO)));
		this.wire.readUntil(END);
		assertThat(this.wire.chunks()).hasSizeGreaterThan(100).allMatch((chunk) -> chunk.length == 1);
	}

	@ParameterizedTest
	@EnumSource
	void whenUtf8IsSplitThenNoChunkHoldsAWideCharacter(Api api) {
		play(api, Answer.chunks("\u6771\u4eac").fault(Fault.splitUtf8()));
		this.wire.readUntil(END);
		assertThat(this.wire.chunks())
			.noneMatch((chunk) -> new String(chunk, StandardCharsets.UTF_8).contains("\u4eac"));
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = "MESSAGES")
	void whenThereIsAnErrorInTheStreamThenItReplacesTheRest(Api api) {
		play(api, ANSWER.fault(Fault.errorInStream("out of luck")));
		assertThat(this.wire.readUntil(END))
			.contains("one ", "data: {\"error\":{\"message\":\"out of luck\",\"type\":\"server_error\"")
			.doesNotContain("three", "[DONE]");
	}

	@Test
	void whenThereIsAnErrorInAMessageThenItIsAnEventOfItsOwn() {
		play(Api.MESSAGES, ANSWER.fault(Fault.errorInStream("out of luck")));
		assertThat(this.wire.readUntil(END))
			.contains("one ",
					"event: error\ndata: {\"type\":\"error\",\"error\":{\"message\":\"out of luck\","
							+ "\"type\":\"server_error\",\"param\":null,\"code\":\"server_error\"}}\n\n")
			.doesNotContain("two ", "message_stop");
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = "FIM")
	void whenInAToolCallThenItsArgumentsAreCut(Api api) {
		play(api, CALL.fault(Fault.truncate().inToolCall()));
		assertThat(this.wire.readUntil(END)).contains("get_weather", "\"{\"")
			.doesNotContain("city", "Oslo", api.done());
	}

	@ParameterizedTest
	@EnumSource
	void whenThereIsNoToolCallThenTheFaultHappensAfterTheText(Api api) {
		play(api, ANSWER.fault(Fault.truncate().inToolCall()));
		assertThat(this.wire.readUntil(END)).contains("three").doesNotContain(api.finish());
	}

	@ParameterizedTest
	@EnumSource
	void whenAWholeAnswerIsTruncatedThenHalfOfItArrives(Api api) {
		this.simulator.enqueue(ANSWER.fault(Fault.truncate()));
		this.wire.post(api.path(), api.wholeBody());
		this.wire.readUntil(END);
		assertThat(this.wire.chunks()).hasSize(1);
	}

	private void play(Api api, Answer answer) {
		this.simulator.enqueue(answer);
		this.wire.post(api.path(), api.body());
	}

}
