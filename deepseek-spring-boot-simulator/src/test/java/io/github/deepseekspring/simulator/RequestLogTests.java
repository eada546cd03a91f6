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
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the log, in Java and over HTTP, and for scripts and resets.
 */
class RequestLogTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private static final String ASK = """
			{"model":"deepseek-v4-flash","user_id":"u-1","stream":true,
			"messages":[{"role":"user","content":"a secret \u00fc"}]}""";

	private DeepSeekSimulator simulator;

	private Http http;

	@BeforeEach
	void start() {
		this.simulator = DeepSeekSimulator.builder().logCapacity(3).start();
		this.http = new Http(this.simulator);
	}

	@AfterEach
	void stop() {
		this.simulator.close();
	}

	@Test
	void shouldRecordWhatWasReceived() {
		this.http.post("/v1/chat/completions?x=1", ASK);
		RecordedRequest request = this.simulator.log().last();
		assertThat(request.method()).isEqualTo("POST");
		assertThat(request.path()).isEqualTo("/v1/chat/completions");
		assertThat(request.header("authorization")).isEqualTo("Bearer sk-test");
		assertThat(request.headers()).containsKey("AUTHORIZATION");
		assertThat(request.body()).isEqualTo(ASK);
		assertThat(request.bytes()).isEqualTo(ASK.getBytes(StandardCharsets.UTF_8));
		assertThat(request.model()).isEqualTo("deepseek-v4-flash");
		assertThat(request.userId()).isEqualTo("u-1");
		assertThat(request.stream()).isTrue();
		assertThat(request.status()).isEqualTo(200);
		assertThat(request.outcome()).isEqualTo(Outcome.COMPLETED);
		assertThat(request.ended().block(TIMEOUT)).isEqualTo(Outcome.COMPLETED);
	}

	@Test
	void shouldReadRequestsOfEachApi() {
		this.http.messages(ASK.replace("\"user_id\":\"u-1\"", "\"metadata\":{\"user_id\":\"u-2\"}"));
		RecordedRequest message = this.simulator.log().last();
		assertThat(message.userId()).isEqualTo("u-2");
		assertThat(message.header("x-api-key")).isEqualTo("sk-test");
		assertThat(message.json().path("metadata").path("user_id").asString()).isEqualTo("u-2");
		assertThat(this.http.get("/simulator/requests").body()).contains("\"authorization\" : \"****\"")
			.doesNotContain("sk-test");
		this.http.fim("{\"model\":\"deepseek-v4-pro\",\"prompt\":\"a\"}");
		assertThat(this.simulator.log().last().json().path("prompt").asString()).isEqualTo("a");
		assertThat(this.simulator.log().last().model()).isEqualTo("deepseek-v4-pro");
		this.http.chat("not json");
		assertThat(this.simulator.log().last().json().isMissingNode()).isTrue();
	}

	@Test
	void shouldNotPrintKeyOrBody() {
		this.http.chat(ASK);
		assertThat(this.simulator.log().last().toString()).doesNotContain("sk-test", "secret", "u-1");
	}

	@Test
	void whenFullThenTheOldestIsForgotten() {
		for (int i = 0; i < 5; i++) {
			this.http.chat(ASK.replace("u-1", "u-" + i));
		}
		assertThat(this.simulator.log().requests()).extracting(RecordedRequest::userId)
			.containsExactly("u-2", "u-3", "u-4");
		this.simulator.log().awaitRequests(5, TIMEOUT);
	}

	@Test
	void whenTooFewRequestsComeThenWaitingFails() {
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> this.simulator.log().awaitRequests(1, Duration.ofMillis(10)));
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> this.simulator.log().last());
	}

	@Test
	void whenAnAnswerHangsThenTheServerIsNotIdle() {
		this.simulator.enqueue(Answer.raw().hang());
		this.http.chatAsync(ASK);
		this.simulator.log().awaitRequests(1, TIMEOUT);
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> this.simulator.log().awaitIdle(Duration.ofMillis(10)));
		assertThat(this.simulator.log().last().outcome()).isEqualTo(Outcome.IN_FLIGHT);
		assertThat(this.simulator.log().openConnections()).isPositive();
	}

	@Test
	void shouldFollowTheScriptInOrder() {
		this.simulator.enqueue(Answer.text("one"), Answer.text("two"));
		this.simulator.answerAll((request) -> ("u-9".equals(request.userId())) ? Answer.text("nine") : null);
		assertThat(Http.content(this.http.chat(Http.HELLO))).isEqualTo("one");
		assertThat(Http.content(this.http.chat(Http.HELLO))).isEqualTo("two");
		assertThat(Http.content(this.http.chat(Http.HELLO.replace("{\"model", "{\"user_id\":\"u-9\",\"model"))))
			.isEqualTo("nine");
		assertThat(Http.content(this.http.chat(Http.HELLO))).contains("Hello");
	}

	@Test
	void whenTheScriptFailsThenTheAnswerSaysSo() {
		this.simulator.answerAll((request) -> {
			throw new IllegalStateException("oops");
		});
		HttpResponse<String> response = this.http.chat(Http.HELLO);
		assertThat(response.statusCode()).isEqualTo(500);
		assertThat(Http.error(response)).contains("oops");
		assertThat(this.simulator.log().inFlight()).isZero();
	}

	@Test
	void shouldScriptAnyPath() {
		this.simulator.enqueue(Answer.of(200, "application/json", "{\"type\":\"message\"}"));
		assertThat(this.http.post("/v1/responses", "{\"model\":\"deepseek-flash\"}").body())
			.isEqualTo("{\"type\":\"message\"}");
	}

	@Test
	void shouldSendReadyMadeErrors() {
		this.simulator.enqueue(Answer.unauthorized(), Answer.missingKey(), Answer.insufficientBalance(),
				Answer.suspended(), Answer.rateLimited(), Answer.rateLimited(26, 25), Answer.retryAfter("7"),
				Answer.serverError(), Answer.overloaded(), Answer.contentRisk(), Answer.htmlBadGateway(),
				Answer.error(499, "odd", null, null));
		assertAnswer(401, "****0000 is invalid");
		assertAnswer(401, "Authentication Fails (governor)");
		assertAnswer(402, "Insufficient Balance");
		assertAnswer(403, "suspended");
		assertAnswer(429, "Too many requests");
		assertAnswer(429, "Your current concurrency is 26, which exceeds your concurrency limit of 25");
		assertThat(this.http.chat(Http.HELLO).headers().firstValue("retry-after")).contains("7");
		assertAnswer(500, "Internal Server Error");
		assertAnswer(503, "Service is too busy");
		assertAnswer(400, "Content Exists Risk");
		assertAnswer(502, "<html>");
		assertAnswer(499, "\"message\":\"odd\",\"type\":null,\"param\":null,\"code\":null");
	}

	@Test
	void shouldScriptAWholeAnswer() {
		this.simulator.enqueue(Answer.reasoning("hmm")
			.text("a b")
			.toolCall("f", "{\"x\":")
			.finishReason("insufficient_system_resource")
			.usage(10, 4, 5, 1));
		HttpResponse<String> response = this.http.chat(Http.HELLO);
		JsonNode message = Http.message(response);
		assertThat(message.path("reasoning_content").asString()).isEqualTo("hmm");
		assertThat(message.path("content").asString()).isEqualTo("a b");
		assertThat(message.path("tool_calls").path(0).path("function").path("arguments").asString())
			.isEqualTo("{\"x\":");
		assertThat(response.body()).contains("\"finish_reason\":\"insufficient_system_resource\"")
			.contains("\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":5,\"total_tokens\":15,"
					+ "\"prompt_tokens_details\":{\"cached_tokens\":4},"
					+ "\"completion_tokens_details\":{\"reasoning_tokens\":1},\"prompt_cache_hit_tokens\":4,"
					+ "\"prompt_cache_miss_tokens\":6}");
	}

	@Test
	void whenAnswersAreDerivedThenTheOriginalStays() {
		ChatAnswer original = Answer.text("plain");
		original.toolCall("f", "{}").fault(Fault.reset());
		this.simulator.enqueue(original);
		HttpResponse<String> response = this.http.chat(Http.HELLO);
		assertThat(Http.message(response).has("tool_calls")).isFalse();
	}

	@Test
	void whenResetThenAllIsAsAtTheStart() {
		this.simulator.enqueue(Answer.raw().hang(), Answer.text("left over"));
		try (Wire wire = new Wire(this.simulator)) {
			wire.chat(ASK);
			this.simulator.log().awaitRequests(1, TIMEOUT);
			RecordedRequest hanging = this.simulator.log().last();
			this.simulator.reset();
			wire.readToEnd();
			assertThat(hanging.outcome()).isEqualTo(Outcome.FAULT);
		}
		assertThat(this.simulator.log().requests()).isEmpty();
		assertThat(this.simulator.log().inFlight()).isZero();
		assertThat(this.simulator.log().highestConcurrency()).isZero();
		assertThat(this.simulator.log().connectionsAccepted()).isZero();
		assertThat(Http.content(this.http.chat(Http.HELLO))).contains("Hello");
	}

	@Test
	void shouldShowRequestsNewestFirstWithoutTheKey() {
		this.http.chat(ASK);
		this.http.chat("{");
		HttpResponse<String> page = this.http.get("/simulator/requests");
		assertThat(page.body()).doesNotContain("sk-test");
		JsonNode requests = Http.json(page);
		assertThat(requests.size()).isEqualTo(2);
		assertThat(requests.path(0).path("status").asInt()).isEqualTo(400);
		JsonNode first = requests.path(1);
		assertThat(first.path("model").asString()).isEqualTo("deepseek-v4-flash");
		assertThat(first.path("user_id").asString()).isEqualTo("u-1");
		assertThat(first.path("stream").asBoolean()).isTrue();
		assertThat(first.path("outcome").asString()).isEqualTo("completed");
		assertThat(first.path("authorization").asString()).isEqualTo("Bearer ****");
		assertThat(first.path("body").asString()).isEqualTo(ASK);
	}

	@Test
	void shouldShowItsState() {
		this.simulator.account().limit("deepseek-v4-pro", 7);
		this.http.chat(ASK);
		JsonNode state = Http.json(this.http.get("/simulator/state"));
		assertThat(state.path("highest_concurrency").asInt()).isOne();
		assertThat(state.path("models").path("deepseek-v4-pro").path("limit").asInt()).isEqualTo(7);
		assertThat(state.path("models").path("deepseek-flash").path("highest_concurrency").asInt()).isOne();
		assertThat(this.simulator.log().requests()).hasSize(1);
		assertThat(this.http.get("/simulator/other").statusCode()).isEqualTo(404);
	}

	@Test
	void shouldListenOnLoopbackOnly() {
		assertThat(this.simulator.baseUrl()).hasToString("http://127.0.0.1:" + this.simulator.port());
	}

	@Test
	void whenClosedThenConnectionsEnd() {
		try (Wire wire = new Wire(this.simulator)) {
			this.simulator.enqueue(Answer.raw().hang());
			wire.chat(ASK).readUntil("\r\n\r\n");
			this.simulator.close();
			wire.readToEnd();
			this.simulator.close();
		}
	}

	private void assertAnswer(int status, String text) {
		HttpResponse<String> response = this.http.chat(Http.HELLO);
		assertThat(response.statusCode()).isEqualTo(status);
		assertThat(response.body()).contains(text);
	}

}
