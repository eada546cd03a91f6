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
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for scripts, which mean the same in each API.
 */
class ApiScriptTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private DeepSeekSimulator simulator;

	private Http http;

	@BeforeEach
	void start() {
		this.simulator = DeepSeekSimulator.builder().clock(SimulatorClock.manual()).start();
		this.http = new Http(this.simulator);
	}

	@AfterEach
	void stop() {
		this.simulator.close();
	}

	@ParameterizedTest
	@EnumSource
	void whenQueuedThenFillerComesFirst(Api api) {
		this.simulator.answerAll((request) -> Answer.text("late").queuedFor(Duration.ofSeconds(15)));
		CompletableFuture<HttpResponse<String>> whole = this.http.postAsync(api.path(), api.wholeBody());
		CompletableFuture<HttpResponse<String>> stream = this.http.postAsync(api.path(), api.body());
		this.simulator.log().awaitRequests(2, TIMEOUT);
		this.simulator.clock().advance(Duration.ofSeconds(15));
		assertThat(Http.await(whole).body()).startsWith("\n\n{").contains("late");
		assertThat(Http.await(stream).body()).startsWith(": keep-alive\n\n: keep-alive\n\n").contains("late");
	}

	@ParameterizedTest
	@EnumSource
	void whenQueuedTooLongThenTheAnswerEndsWithoutContent(Api api) {
		this.simulator.answerAll((request) -> Answer.generated().queuedFor(Duration.ofHours(1)));
		CompletableFuture<HttpResponse<String>> stream = this.http.postAsync(api.path(), api.body());
		this.simulator.log().awaitRequests(1, TIMEOUT);
		this.simulator.clock().advance(Duration.ofMinutes(10));
		assertThat(Http.await(stream).body()).isEqualTo(": keep-alive\n\n".repeat(60));
		assertThat(this.simulator.log().last().outcome()).isEqualTo(Outcome.QUEUE_TIMEOUT);
	}

	@ParameterizedTest
	@EnumSource
	void whenThereIsAPaceThenEachChunkTakesItsTime(Api api) {
		this.simulator.enqueue(Answer.chunks("one ", "two ").chunkInterval(Duration.ofSeconds(1)));
		try (Wire wire = new Wire(this.simulator)) {
			wire.post(api.path(), api.body());
			this.simulator.log().awaitRequests(1, TIMEOUT);
			this.simulator.clock().advance(Duration.ofSeconds(1));
			assertThat(wire.readUntil("one ")).doesNotContain("two ");
			assertThat(this.simulator.log().inFlight()).isOne();
			this.simulator.clock().advance(Duration.ofSeconds(1));
			assertThat(wire.readUntil("\r\n0\r\n\r\n")).contains("two ", api.finish(), api.done());
		}
	}

	@ParameterizedTest
	@EnumSource
	void whenAnErrorIsScriptedThenItIsAnswered(Api api) {
		this.simulator.enqueue(Answer.overloaded(), Answer.raw(200, null).write("raw").end());
		HttpResponse<String> error = Http.await(this.http.postAsync(api.path(), api.body()));
		assertThat(error.statusCode()).isEqualTo(503);
		assertThat(Http.error(error)).startsWith("Service is too busy");
		assertThat(Http.await(this.http.postAsync(api.path(), api.body())).body()).isEqualTo("raw");
	}

	@ParameterizedTest
	@EnumSource
	void whenARequestIsRefusedThenTheScriptIsNotUsedUp(Api api) {
		this.simulator.enqueue(Answer.text("scripted"));
		assertThat(Http.await(this.http.postAsync(api.path(), "{")).statusCode()).isEqualTo(400);
		assertThat(Http.await(this.http.postAsync(api.path(), api.wholeBody())).body()).contains("\"scripted\"");
	}

	@ParameterizedTest
	@EnumSource
	void whenMembersAreOfAnotherTypeThenThereIsAnAnswerAllTheSame(Api api) {
		for (String name : List.of("messages", "prompt", "suffix", "tools", "tool_choice", "stop", "stop_sequences",
				"system", "metadata", "thinking", "output_config", "max_tokens", "stream_options", "response_format")) {
			for (String value : List.of("1", "\"x\"", "[1,[]]", "[{}]", "{\"type\":1}", "null")) {
				String body = api.wholeBody().replaceFirst("}$", ",\"" + name + "\":" + value + "}");
				HttpResponse<String> response = Http.await(this.http.postAsync(api.path(), body));
				assertThat(response.statusCode()).as(body).isIn(200, 400, 422);
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	void whenThePromptIsTooLongThenItIsRefused(Api api) {
		String tooLong = api.wholeBody().replace("Hi", "a ".repeat(1_048_566));
		HttpResponse<String> refused = Http.await(this.http.postAsync(api.path(), tooLong));
		assertThat(refused.statusCode()).isEqualTo(400);
		assertThat(Http.error(refused)).startsWith("This model's maximum context length is 1048565 tokens. However, ");
		String fitting = api.wholeBody().replace("Hi", "a ".repeat(700_000));
		assertThat(Http.await(this.http.postAsync(api.path(), fitting)).statusCode()).isEqualTo(200);
	}

	@Test
	void shouldTellAWholeScriptAsAMessage() {
		this.simulator.answerAll((request) -> Answer.reasoning("hmm")
			.text("a b")
			.toolCall("f", "{\"x\":1}")
			.toolCall("g", "{\"x\":")
			.usage(10, 4, 5, 1));
		JsonNode message = Http.json(this.http.messages(Api.MESSAGES.wholeBody()));
		assertThat(message.path("content").path(0).path("thinking").asString()).isEqualTo("hmm");
		assertThat(message.path("content").path(1).path("text").asString()).isEqualTo("a b");
		assertThat(message.path("content").path(2).path("input")).hasToString("{\"x\":1}");
		assertThat(message.path("content").path(3).path("input")).hasToString("{}");
		assertThat(message.path("stop_reason").asString()).isEqualTo("tool_use");
		assertThat(message.path("usage")).hasToString("{\"input_tokens\":6,\"cache_creation_input_tokens\":0,"
				+ "\"cache_read_input_tokens\":4,\"output_tokens\":5,\"service_tier\":\"standard\"}");
		List<Event> events = Event.all(this.http.messages(Api.MESSAGES.body()).body());
		assertThat(Event.text(events, "thinking")).isEqualTo("hmm");
		assertThat(Event.text(events, "partial_json")).isEqualTo("{\"x\":1}{\"x\":");
		assertThat(events.stream()
			.filter((event) -> "content_block_start".equals(event.name()))
			.map((event) -> event.data().path("index").asInt())).containsExactly(0, 1, 2, 3);
		assertThat(events.stream().filter((event) -> "content_block_stop".equals(event.name()))).hasSize(4);
		assertThat(events.stream().filter((event) -> "ping".equals(event.name()))).hasSize(1);
	}

	@ParameterizedTest
	@CsvSource({ "stop,end_turn", "length,max_tokens", "tool_calls,tool_use", "content_filter,content_filter",
			"refusal,refusal" })
	void shouldTellTheFinishReasonInTheWordsOfTheMessages(String finishReason, String stopReason) {
		this.simulator.answerAll((request) -> Answer.text("a").finishReason(finishReason));
		assertThat(Http.json(this.http.messages(Api.MESSAGES.wholeBody())).path("stop_reason").asString())
			.isEqualTo(stopReason);
		assertThat(this.http.messages(Api.MESSAGES.body()).body())
			.contains("\"delta\":{\"stop_reason\":\"" + stopReason + "\",\"stop_sequence\":null}");
	}

	@Test
	void whenTheScriptIsEmptyThenTheMessageHasNoBlocks() {
		this.simulator.answerAll((request) -> Answer.text(""));
		assertThat(Http.json(this.http.messages(Api.MESSAGES.wholeBody())).path("content")).isEmpty();
		assertThat(Event.names(Event.all(this.http.messages(Api.MESSAGES.body()).body())))
			.containsExactly("message_start", "message_delta", "message_stop");
	}

	@Test
	void whenToolCallsAreScriptedForFimThenOnlyTheContentIsTold() {
		this.simulator.enqueue(Answer.text("a").toolCall("f", "{}"));
		HttpResponse<String> response = this.http.fim(Api.FIM.wholeBody());
		assertThat(response.body()).contains("\"text\":\"a\"", "\"finish_reason\":\"stop\"").doesNotContain("tool");
	}

}
