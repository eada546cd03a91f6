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

package io.github.deepseekspring.samples.chat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.DeepSeekSimulator;
import io.github.deepseekspring.simulator.Fault;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

import static org.assertj.core.api.Assertions.assertThat;

@ChatTest
class ErrorTests {

	private static final String WHOLE = "/api/chat";

	private static final String STREAM = "/api/chat/stream";

	@LocalServerPort
	private int port;

	@Autowired
	private DeepSeekSimulator simulator;

	@BeforeEach
	@AfterEach
	void reset() {
		this.simulator.reset();
		this.simulator.answerAll((request) -> null);
	}

	static Stream<Arguments> failures() {
		return Stream.of(WHOLE, STREAM)
			.flatMap((path) -> Stream.of(Arguments.of("rate limit", path, Answer.rateLimited(), 429, "5"),
					Arguments.of("rate limit with a time", path, Answer.retryAfter("7"), 429, "7"),
					Arguments.of("overloaded", path, Answer.overloaded(), 503, "5"),
					Arguments.of("server error", path, Answer.serverError(), 502, null),
					Arguments.of("bad gateway", path, Answer.htmlBadGateway(), 502, null),
					Arguments.of("invalid key", path, Answer.unauthorized(), 502, null),
					Arguments.of("no balance", path, Answer.insufficientBalance(), 502, null),
					Arguments.of("suspended account", path, Answer.suspended(), 502, null),
					Arguments.of("reset connection", path, Answer.raw().resetBeforeHeaders(), 502, null),
					Arguments.of("page of a portal", path, Answer.of(200, "text/html", "<p>Welcome</p>"), 502, null),
					Arguments.of("stalled", path, Answer.raw().hang(), 504, null),
					Arguments.of("content risk", path, Answer.contentRisk(), 422, null), Arguments.of("invalid request",
							path, Answer.error(400, "messages is invalid", "invalid_request_error", null), 400, null)));
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("failures")
	void aFailureBeforeTheAnswerIsAProblemWithItsOwnStatus(String name, String path, Answer answer, int status,
			@Nullable String retryAfter) {
		this.simulator.answerAll((request) -> answer);
		ResponseSpec response = ask(path, "Why is the sky blue?");
		response.expectStatus().isEqualTo(status).expectHeader().contentType(MediaType.APPLICATION_PROBLEM_JSON);
		if (retryAfter != null) {
			response.expectHeader().valueEquals(HttpHeaders.RETRY_AFTER, retryAfter);
		}
		else {
			response.expectHeader().doesNotExist(HttpHeaders.RETRY_AFTER);
		}
		response.expectBody(String.class)
			.value((body) -> assertThat(body).contains("\"detail\":", "\"title\":", "\"status\":" + status)
				.doesNotContainIgnoringCase("key", "balance", "suspend", "<html", "Welcome", "messages is invalid"));
	}

	@Test
	void whenTheAnswerIsCutThenTheUpstreamIsBroken() {
		this.simulator.answerAll((request) -> Answer.text("Short waves scatter most.").fault(Fault.truncate()));
		ask(WHOLE, "Why is the sky blue?").expectStatus().isEqualTo(502);
	}

	@Test
	void whenDeepSeekClosesBeforeInferenceThenTheUpstreamWasTooSlow() {
		this.simulator.answerAll((request) -> Answer.raw(200, "application/json").write("\n").end());
		ask(WHOLE, "Why is the sky blue?").expectStatus().isEqualTo(504);
	}

	@Test
	void whenAStreamBreaksOffThenTheLastEventSaysSo() {
		this.simulator.answerAll(
				(request) -> Answer.chunks("Short ", "waves ", "scatter").fault(Fault.truncate().afterChunks(2)));
		List<ServerSentEvent<Map<String, Object>>> events = ask(STREAM, "Why is the sky blue?").expectStatus()
			.isOk()
			.returnResult(new ParameterizedTypeReference<ServerSentEvent<Map<String, Object>>>() {
			})
			.getResponseBody()
			.collectList()
			.block(Browser.TIMEOUT);
		assertThat(events).extracting(ServerSentEvent::event).containsExactly("text", "error");
		assertThat(events).last()
			.extracting(ServerSentEvent::data)
			.satisfies((problem) -> assertThat(problem).containsEntry("status", 502)
				.containsEntry("title", "Bad Gateway")
				.containsEntry("detail", "DeepSeek could not answer, or broke off in the middle."));
	}

	@ParameterizedTest
	@ValueSource(strings = { WHOLE, STREAM })
	void whenTheMessageIsBlankOrTooLongThenNothingIsSent(String path) {
		for (String message : List.of("", " \n", "x".repeat(ChatQuestion.MAX_LENGTH + 1))) {
			ask(path, message).expectStatus()
				.isBadRequest()
				.expectHeader()
				.contentType(MediaType.APPLICATION_PROBLEM_JSON)
				.expectBody()
				.jsonPath("$.detail")
				.value((detail) -> assertThat(detail.toString()).startsWith("The message is "));
		}
		assertThat(this.simulator.log().requests()).isEmpty();
	}

	@Test
	void whenTheModelIsNotOnOfferThenNothingIsSent() {
		Browser.client(this.port, "ada")
			.post()
			.uri(WHOLE)
			.bodyValue(Map.of("message", "Why is the sky blue?", "model", "another"))
			.exchange()
			.expectStatus()
			.isBadRequest();
		assertThat(this.simulator.log().requests()).isEmpty();
	}

	@Test
	void whenTheBodyIsNoJsonThenItIsABadRequest() {
		Browser.client(this.port, "ada")
			.post()
			.uri(WHOLE)
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue("{\"mess")
			.exchange()
			.expectStatus()
			.isBadRequest()
			.expectHeader()
			.contentType(MediaType.APPLICATION_PROBLEM_JSON);
	}

	private ResponseSpec ask(String path, String message) {
		return Browser.client(this.port, "ada")
			.post()
			.uri(path)
			.accept(path.equals(STREAM) ? MediaType.TEXT_EVENT_STREAM : MediaType.APPLICATION_JSON)
			.bodyValue(Map.of("message", message))
			.exchange();
	}

}
