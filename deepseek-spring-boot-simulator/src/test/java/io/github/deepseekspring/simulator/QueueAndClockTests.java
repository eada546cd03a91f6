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

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for everything that waits: the queue, the pace and the clocks.
 */
class QueueAndClockTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private static final String KEEP_ALIVE = ": keep-alive\n\n";

	private DeepSeekSimulator simulator = DeepSeekSimulator.builder().clock(SimulatorClock.manual()).start();

	@AfterEach
	void stop() {
		this.simulator.close();
	}

	@Test
	void whenAStreamQueuesThenKeepAlivesComeFirst() {
		CompletableFuture<HttpResponse<String>> response = send(Answer.chunks("done").queuedFor(Http.seconds(35)),
				Http.HELLO_STREAM);
		this.simulator.clock().advance(Http.seconds(34));
		assertThat(this.simulator.log().inFlight()).isOne();
		this.simulator.clock().advance(Http.seconds(1));
		assertThat(Http.await(response).body()).startsWith(KEEP_ALIVE.repeat(4) + "data: {").endsWith("[DONE]\n\n");
	}

	@Test
	void whenACallQueuesThenBlankLinesComeFirst() {
		CompletableFuture<HttpResponse<String>> response = send(Answer.text("done").queuedFor(Http.seconds(30)),
				Http.HELLO);
		this.simulator.clock().advance(Http.seconds(30));
		assertThat(Http.await(response).body()).startsWith("\n\n\n{");
		assertThat(Http.content(response.join())).isEqualTo("done");
	}

	@Test
	void whenARequestQueuesThenItsHeadersComeAtOnce() {
		this.simulator.enqueue(Answer.text("done").queuedFor(Duration.ofMinutes(1)));
		try (Wire wire = new Wire(this.simulator)) {
			assertThat(wire.chat(Http.HELLO_STREAM).readUntil(KEEP_ALIVE + "\r\n")).startsWith("HTTP/1.1 200 OK");
			assertThat(wire.isSilent()).isTrue();
		}
	}

	@Test
	void whenTheQueueTakesTenMinutesThenAStreamEndsWithoutAnAnswer() {
		CompletableFuture<HttpResponse<String>> response = send(Answer.text("never").queuedFor(Duration.ofMinutes(10)),
				Http.HELLO_STREAM);
		this.simulator.clock().advance(Duration.ofHours(1));
		assertThat(Http.await(response).statusCode()).isEqualTo(200);
		assertThat(response.join().body()).isEqualTo(KEEP_ALIVE.repeat(60));
		assertThat(this.simulator.log().last().outcome()).isEqualTo(Outcome.QUEUE_TIMEOUT);
		assertThat(this.simulator.log().inFlight()).isZero();
	}

	@Test
	void whenTheQueueTakesLongerThenACallEndsWithBlankLinesOnly() {
		CompletableFuture<HttpResponse<String>> response = send(Answer.text("never").queuedFor(Duration.ofHours(2)),
				Http.HELLO);
		this.simulator.clock().advance(Duration.ofMinutes(10));
		assertThat(Http.await(response).body()).isEqualTo("\n".repeat(60));
	}

	@Test
	void shouldSpreadReasoningOverThinkingTimeAndPaceContent() {
		ChatAnswer answer = Answer.chunks("a", "b")
			.reasoning("one two")
			.thinkingTime(Http.seconds(4))
			.chunkInterval(Http.seconds(1));
		this.simulator.enqueue(answer);
		try (Wire wire = new Wire(this.simulator)) {
			wire.chat(Http.HELLO_STREAM).readUntil("\"reasoning_content\":\"\"");
			this.simulator.log().awaitRequests(1, TIMEOUT);
			this.simulator.clock().advance(Http.seconds(2));
			assertThat(wire.readUntil("\"one\"")).doesNotContain("\" two\"");
			this.simulator.clock().advance(Http.seconds(2));
			assertThat(wire.readUntil("\" two\"")).doesNotContain("\"a\"");
			this.simulator.clock().advance(Http.seconds(1));
			assertThat(wire.readUntil("\"a\"")).doesNotContain("\"b\"");
			this.simulator.clock().advance(Http.seconds(1));
			wire.readUntil("[DONE]");
		}
	}

	@Test
	void whenACallIsPacedThenItIsSilentUntilItsEnd() {
		ChatAnswer answer = Answer.chunks("a", "b")
			.reasoning("one two")
			.thinkingTime(Http.seconds(4))
			.chunkInterval(Http.seconds(1));
		CompletableFuture<HttpResponse<String>> response = send(answer, Http.HELLO);
		this.simulator.clock().advance(Duration.ofMillis(5_999));
		assertThat(this.simulator.log().inFlight()).isOne();
		this.simulator.clock().advance(Duration.ofMillis(1));
		assertThat(Http.content(Http.await(response))).isEqualTo("ab");
	}

	@Test
	void shouldHoldBackHeaders() {
		CompletableFuture<HttpResponse<String>> response = send(Answer.overloaded().headersAfter(Http.seconds(5)),
				Http.HELLO);
		assertThat(this.simulator.log().last().status()).isZero();
		this.simulator.clock().advance(Http.seconds(5));
		assertThat(Http.await(response).statusCode()).isEqualTo(503);
	}

	@Test
	void shouldTakeThePaceFromTheBuilder() {
		this.simulator.close();
		this.simulator = DeepSeekSimulator.builder()
			.clock(SimulatorClock.manual())
			.queueTime(Http.seconds(2))
			.keepAliveInterval(Http.seconds(1))
			.thinkingTime(Http.seconds(3))
			.chunkInterval(Duration.ofMillis(10))
			.start();
		CompletableFuture<HttpResponse<String>> response = send(Answer.generated(), Http.HELLO_STREAM);
		this.simulator.clock().advance(Http.seconds(5));
		assertThat(this.simulator.log().inFlight()).isOne();
		this.simulator.clock().advance(Http.seconds(1));
		assertThat(Http.await(response).body()).startsWith(KEEP_ALIVE.repeat(2) + "data: {");
	}

	@Test
	void whenScaledThenTenMinutesPassInMoments() {
		this.simulator.close();
		this.simulator = DeepSeekSimulator.builder().clock(SimulatorClock.scaled(10_000)).start();
		this.simulator.enqueue(Answer.text("never").queuedFor(Duration.ofMinutes(10)));
		HttpResponse<String> response = new Http(this.simulator).chat(Http.HELLO_STREAM);
		assertThat(response.body()).isEqualTo(KEEP_ALIVE.repeat(60));
	}

	@Test
	void shouldFireInTheOrderOfSimulatedTime() {
		CompletableFuture<HttpResponse<String>> slow = send(Answer.text("slow").headersAfter(Duration.ofMinutes(2)),
				Http.HELLO);
		CompletableFuture<HttpResponse<String>> fast = sendSecond(Answer.text("fast").headersAfter(Http.seconds(1)));
		this.simulator.clock().advance(Duration.ofMinutes(1));
		assertThat(Http.content(Http.await(fast))).isEqualTo("fast");
		assertThat(slow).isNotDone();
		this.simulator.clock().advance(Duration.ofMinutes(1));
		assertThat(Http.content(Http.await(slow))).isEqualTo("slow");
	}

	@Test
	void shouldTellSimulatedTime() {
		Instant start = this.simulator.clock().instant();
		this.simulator.clock().advance(Duration.ofHours(1));
		assertThat(this.simulator.clock().instant()).isEqualTo(start.plus(Duration.ofHours(1)));
		new Http(this.simulator).chat(Http.HELLO);
		assertThat(this.simulator.log().last().receivedAt()).isEqualTo(start.plus(Duration.ofHours(1)));
	}

	@Test
	void whenClockIsNotManualThenItCannotBeAdvanced() {
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> SimulatorClock.real().advance(Duration.ofSeconds(1)));
		assertThatIllegalArgumentException().isThrownBy(() -> SimulatorClock.scaled(0));
		assertThatIllegalArgumentException().isThrownBy(() -> SimulatorClock.manual().advance(Duration.ofSeconds(-1)));
	}

	private CompletableFuture<HttpResponse<String>> send(Answer answer, String body) {
		this.simulator.enqueue(answer);
		CompletableFuture<HttpResponse<String>> response = new Http(this.simulator).chatAsync(body);
		this.simulator.log().awaitRequests(1, TIMEOUT);
		return response;
	}

	private CompletableFuture<HttpResponse<String>> sendSecond(Answer answer) {
		this.simulator.enqueue(answer);
		CompletableFuture<HttpResponse<String>> response = new Http(this.simulator).chatAsync(Http.HELLO);
		this.simulator.log().awaitRequests(2, TIMEOUT);
		return response;
	}

}
