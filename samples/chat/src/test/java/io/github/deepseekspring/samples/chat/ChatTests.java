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

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.DeepSeekSimulator;
import io.github.deepseekspring.simulator.Fault;
import io.github.deepseekspring.simulator.Outcome;
import io.github.deepseekspring.simulator.RecordedRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

@ChatTest
class ChatTests {

	private static final ParameterizedTypeReference<ServerSentEvent<Map<String, Object>>> EVENT = new ParameterizedTypeReference<>() {
	};

	@LocalServerPort
	private int port;

	@Autowired
	private DeepSeekSimulator simulator;

	@Autowired
	private DailyQuestion dailyQuestion;

	@BeforeEach
	void reset() {
		this.simulator.log().awaitIdle(Browser.TIMEOUT);
		this.simulator.reset();
		this.simulator.answerAll((request) -> null);
	}

	@Test
	void eachUserHasAStableIdThatDoesNotTellTheName() {
		for (String user : List.of("ada", "grace", "ada", "grace")) {
			ask(user, "/api/chat").expectStatus().isOk();
		}
		List<RecordedRequest> requests = this.simulator.log().requests();
		assertThat(requests).hasSize(4).allSatisfy((request) -> {
			assertThat(request.userId()).matches("[a-zA-Z0-9\\-_]{1,512}");
			assertThat((request.body() + request.headers()).toLowerCase(Locale.ROOT)).doesNotContain("ada", "grace");
		});
		List<String> ids = requests.stream().map(RecordedRequest::userId).toList();
		assertThat(ids.get(0)).isEqualTo(ids.get(2)).isNotEqualTo(ids.get(1));
		assertThat(ids.get(1)).isEqualTo(ids.get(3));
	}

	@Test
	void whenStreamedThenTheUserIdIsTheSameAsOtherwise() {
		ask("ada", "/api/chat").expectStatus().isOk();
		String userId = this.simulator.log().last().userId();
		stream("ada", "deepseek-v4-flash").blockLast(Browser.TIMEOUT);
		assertThat(this.simulator.log().last().userId()).isNotNull().isEqualTo(userId);
	}

	@Test
	void theScheduledQuestionIsNobodys() {
		ask("ada", "/api/chat").expectStatus().isOk();
		this.dailyQuestion.ask().block(Browser.TIMEOUT);
		assertThat(this.simulator.log().last().userId()).isEqualTo(DailyQuestion.USER_ID);
		assertThat(this.simulator.log().requests()).hasSize(2);
	}

	@Test
	void whenAskedThenTheWholeAnswerComes() {
		this.simulator.enqueue(Answer.reasoning("Scattering.").text("Short waves scatter most.").usage(9, 4, 8, 3));
		ask("ada", "/api/chat").expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.content")
			.isEqualTo("Short waves scatter most.")
			.jsonPath("$.reasoning")
			.isEqualTo("Scattering.")
			.jsonPath("$.model")
			.isNotEmpty()
			.jsonPath("$.finishReason")
			.isEqualTo("stop")
			.jsonPath("$.usage.promptTokens")
			.isEqualTo(9)
			.jsonPath("$.usage.cachedTokens")
			.isEqualTo(4)
			.jsonPath("$.usage.completionTokens")
			.isEqualTo(8)
			.jsonPath("$.usage.reasoningTokens")
			.isEqualTo(3)
			.jsonPath("$.cost.currency")
			.isEqualTo("USD")
			.jsonPath("$.cost.amount")
			.value((amount) -> assertThat(new BigDecimal(amount.toString())).isPositive());
	}

	@Test
	void whenAQuestionGoesOnThenTheModelIsToldWhatWasSaidBefore() {
		this.simulator.enqueue(Answer.reasoning("Scattering.").text("Short waves scatter most."),
				Answer.text("Then they are gone."));
		String first = id(Map.of("message", "Why is the sky blue?"));
		String second = id(Map.of("message", "And at sunset?", "after", first));
		JsonNode messages = this.simulator.log().last().json().path("messages");
		assertThat(messages.valueStream().map((message) -> message.path("role").asString())).containsExactly("system",
				"user", "assistant", "user");
		assertThat(messages.path(2).path("content").asString()).isEqualTo("Short waves scatter most.");
		assertThat(messages.path(2).path("reasoning_content").asString()).isEqualTo("Scattering.");
		assertThat(second).isNotEqualTo(first);
		id(Map.of("message", "And on the moon?", "after", first));
		assertThat(this.simulator.log().last().json().path("messages").size()).as("messages of another branch")
			.isEqualTo(4);
	}

	@Test
	void whenTheConversationIsThatOfAnotherUserThenItIsNotFoundAndNothingIsSent() {
		String first = id(Map.of("message", "Why is the sky blue?"));
		Browser.client(this.port, "grace")
			.post()
			.uri("/api/chat")
			.bodyValue(Map.of("message", "What did she ask?", "after", first))
			.exchange()
			.expectStatus()
			.isEqualTo(410)
			.expectBody()
			.jsonPath("$.detail")
			.isEqualTo("This conversation is forgotten. Please begin a new one.");
		assertThat(this.simulator.log().requests()).hasSize(1);
	}

	@Test
	void whenTheModelAsksForTheClockThenItRunsAndTheTokensOfBothRoundsAreTold() {
		this.simulator.enqueue(Answer.toolCall("world_clock", "{\"zone\":\"Asia/Tokyo\"}").usage(9, 4, 8, 0),
				Answer.text("It is late.").usage(20, 9, 4, 0));
		List<ServerSentEvent<Map<String, Object>>> events = stream("ada", "deepseek-v4-flash").collectList()
			.block(Browser.TIMEOUT);
		assertThat(events).isNotNull();
		assertThat(events.stream().map(ServerSentEvent::event).distinct()).containsExactly("tool-started",
				"tool-finished", "text", "done");
		assertThat(events.get(0).data()).containsEntry("name", "world_clock")
			.containsEntry("arguments", "{\"zone\":\"Asia/Tokyo\"}");
		assertThat(events.get(1).data()).containsEntry("failed", false)
			.containsEntry("id", events.get(0).data().get("id"))
			.extractingByKey("result")
			.asString()
			.contains("Asia/Tokyo");
		assertThat(events.get(events.size() - 1).data()).extractingByKey("usage")
			.isEqualTo(Map.of("promptTokens", 29, "cachedTokens", 13, "completionTokens", 12, "reasoningTokens", 0));
	}

	@Test
	void whenThereIsNoSuchTimeZoneThenTheModelIsTold() {
		this.simulator.enqueue(Answer.toolCall("world_clock", "{\"zone\":\"Atlantis\"}"),
				Answer.text("I do not know that place."));
		ask("ada", "/api/chat").expectStatus().isOk();
		JsonNode messages = this.simulator.log().last().json().path("messages");
		assertThat(messages.path(messages.size() - 1).path("content").asString())
			.startsWith("There is no time zone of this name.");
	}

	@Test
	void whenAModelIsChosenThenItIsAsked() {
		stream("ada", "deepseek-v4-pro").blockLast(Browser.TIMEOUT);
		assertThat(this.simulator.log().last().model()).isEqualTo("deepseek-v4-pro");
		assertThat(this.simulator.log().last().stream()).isTrue();
	}

	@Test
	void whenStreamedThenWaitingReasoningTextAndEndComeInThisOrder() {
		this.simulator.enqueue(Answer.reasoning("Let me think.")
			.chunks("Short waves ", "scatter most.")
			.queuedFor(Duration.ofMillis(10)));
		List<ServerSentEvent<Map<String, Object>>> events = stream("ada", "deepseek-v4-flash").collectList()
			.block(Browser.TIMEOUT);
		assertThat(events).isNotNull();
		assertThat(events.stream().map(ServerSentEvent::event).distinct()).containsExactly("keep-alive", "reasoning",
				"text", "done");
		assertThat(texts(events, "reasoning")).isEqualTo("Let me think.");
		assertThat(texts(events, "text")).isEqualTo("Short waves scatter most.");
		assertThat(events.get(events.size() - 1).data()).containsEntry("finishReason", "stop")
			.containsKeys("id", "model", "usage", "cost", "firstTokenMillis")
			.doesNotContainKeys("content", "reasoning");
	}

	@Test
	void whenAllSlotsAreTakenThenTheNextWaitsVisiblyAndTheOneAfterIsRefused() {
		this.simulator.enqueue(Answer.chunks("one ", "two").fault(Fault.stall().afterChunks(2)));
		StepVerifier.create(stream("ada", "deepseek-v4-pro"))
			.expectNextMatches((event) -> "text".equals(event.event()))
			.then(() -> StepVerifier.create(stream("ada", "deepseek-v4-pro"))
				.expectNextMatches((event) -> "queued".equals(event.event()))
				.then(() -> Browser.client(this.port, "ada")
					.post()
					.uri("/api/chat")
					.bodyValue(Map.of("message", "Me too!", "model", "deepseek-v4-pro"))
					.exchange()
					.expectStatus()
					.isEqualTo(429)
					.expectHeader()
					.contentType(MediaType.APPLICATION_PROBLEM_JSON)
					.expectHeader()
					.value(HttpHeaders.RETRY_AFTER, (seconds) -> assertThat(seconds).matches("[1-9][0-9]*"))
					.expectBody()
					.jsonPath("$.detail")
					.value((detail) -> assertThat(detail.toString()).startsWith("Too many questions")))
				.thenCancel()
				.verify(Browser.TIMEOUT))
			.thenCancel()
			.verify(Browser.TIMEOUT);
		assertThat(this.simulator.log().requests()).hasSize(1);
	}

	@Test
	void whenTheBrowserStopsReadingThenTheCallIsClosed() {
		this.simulator.enqueue(Answer.chunks("one ", "two").fault(Fault.stall().afterChunks(2)));
		StepVerifier.create(stream("ada", "deepseek-v4-flash"))
			.expectNextMatches((event) -> "text".equals(event.event()))
			.thenCancel()
			.verify(Browser.TIMEOUT);
		assertThat(this.simulator.log().last().ended().block(Browser.TIMEOUT)).isEqualTo(Outcome.CANCELLED_BY_CLIENT);
	}

	@Test
	void whenTheClientStopsWaitingForAWholeAnswerThenTheCallIsClosed() {
		this.simulator.enqueue(Answer.raw(200, "application/json").write("\n").hang());
		Disposable call = WebClient.create("http://localhost:" + this.port)
			.post()
			.uri("/api/chat")
			.headers((headers) -> headers.setBasicAuth("ada", "password"))
			.bodyValue(Map.of("message", "Why is the sky blue?"))
			.retrieve()
			.bodyToMono(String.class)
			.subscribe();
		this.simulator.log().awaitRequests(1, Browser.TIMEOUT);
		call.dispose();
		assertThat(this.simulator.log().last().ended().block(Browser.TIMEOUT)).isEqualTo(Outcome.CANCELLED_BY_CLIENT);
	}

	private String id(Map<String, String> question) {
		ChatReply reply = Browser.client(this.port, "ada")
			.post()
			.uri("/api/chat")
			.bodyValue(question)
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(ChatReply.class)
			.returnResult()
			.getResponseBody();
		assertThat(reply).isNotNull();
		return reply.id();
	}

	private ResponseSpec ask(String user, String path) {
		return Browser.client(this.port, user)
			.post()
			.uri(path)
			.bodyValue(Map.of("message", "Why is the sky blue?"))
			.exchange();
	}

	private Flux<ServerSentEvent<Map<String, Object>>> stream(String user, String model) {
		return Flux.defer(() -> Browser.client(this.port, user)
			.post()
			.uri("/api/chat/stream")
			.accept(MediaType.TEXT_EVENT_STREAM)
			.bodyValue(Map.of("message", "Why is the sky blue?", "model", model))
			.exchange()
			.expectStatus()
			.isOk()
			.returnResult(EVENT)
			.getResponseBody());
	}

	private static String texts(List<ServerSentEvent<Map<String, Object>>> events, String name) {
		StringBuilder texts = new StringBuilder();
		for (ServerSentEvent<Map<String, Object>> event : events) {
			if (name.equals(event.event()) && event.data() != null) {
				texts.append(event.data().get("text"));
			}
		}
		return texts.toString();
	}

}
