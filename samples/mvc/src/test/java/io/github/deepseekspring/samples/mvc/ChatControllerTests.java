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

package io.github.deepseekspring.samples.mvc;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.DeepSeekSimulator;
import io.github.deepseekspring.simulator.Fault;
import io.github.deepseekspring.simulator.Outcome;
import io.github.deepseekspring.simulator.RecordedRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the three styles.
 */
@MvcTest
@Timeout(60)
class ChatControllerTests {

	private static final List<String> STYLES = List.of("flux", "emitter", "blocking");

	@LocalServerPort
	private int port;

	@Autowired
	private DeepSeekSimulator simulator;

	@BeforeEach
	void reset() {
		this.simulator.log().awaitIdle(Client.PATIENCE);
		this.simulator.reset();
	}

	@Test
	void eachUserHasOneIdInAllStyles() {
		String ada = userId(Client.browser(this.port, "ada"));
		String grace = userId(Client.browser(this.port, "grace"));
		String subject = userId(Client.programOf(this.port, "reports"));
		assertThat(List.of(ada, grace, subject)).doesNotHaveDuplicates();
		assertThat(userId(Client.programOf(this.port, "ada"))).as("the id of the same user with a token")
			.isEqualTo(ada);
		assertThat(this.simulator.log().requests()).hasSize(4 * STYLES.size())
			.allSatisfy((request) -> assertThat((request.body() + request.headers()).toLowerCase(Locale.ROOT))
				.doesNotContain("ada", "grace", "reports"));
	}

	private String userId(Client client) {
		int before = this.simulator.log().requests().size();
		STYLES.forEach((style) -> assertThat(client.ask(style).statusCode()).as(style).isEqualTo(200));
		List<RecordedRequest> requests = this.simulator.log().requests();
		List<String> ids = requests.subList(before, requests.size()).stream().map(RecordedRequest::userId).toList();
		assertThat(ids).hasSameSizeAs(STYLES).doesNotContainNull().containsOnly(ids.get(0));
		return ids.get(0);
	}

	@ParameterizedTest
	@ValueSource(strings = { "flux", "emitter" })
	void whenStreamedThenTheReaderLearnsWhatHappens(String style) {
		this.simulator.enqueue(Answer.reasoning("Let me think.")
			.chunks("Short waves ", "scatter most.")
			.queuedFor(Duration.ofMillis(10)));
		HttpResponse<String> response = Client.programOf(this.port, "reports").ask(style);
		assertThat(response.headers().firstValue("Content-Type"))
			.hasValueSatisfying((type) -> assertThat(type).startsWith("text/event-stream"));
		assertThat(response.body()).startsWith("event:waiting\ndata:{\"for\":\"deepseek\"}\n\n")
			.contains("event:reasoning\ndata:{\"text\":")
			.contains(
					"event:text\ndata:{\"text\":\"Short waves \"}\n\nevent:text\ndata:{\"text\":\"scatter most.\"}\n\n")
			.endsWith("event:finished\ndata:{\"reason\":\"stop\"}\n\n");
	}

	@Test
	void whenWaitedForThenTheWholeAnswerComes() {
		this.simulator.enqueue(Answer.reasoning("Let me think.").text("Short waves scatter most."));
		assertThat(Client.browser(this.port, "ada").ask("blocking").body())
			.isEqualTo("{\"text\":\"Short waves scatter most.\"}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "flux", "emitter" })
	void whenTheReaderHasGoneThenTheCallIsCancelled(String style) throws IOException {
		this.simulator.enqueue(Answer.text("word ".repeat(5000)).chunkInterval(Duration.ofMillis(5)));
		try (InputStream body = Client.browser(this.port, "ada").open(style)) {
			assertThat(body.read()).isPositive();
		}
		assertThat(this.simulator.log().last().ended().block(Client.PATIENCE)).isEqualTo(Outcome.CANCELLED_BY_CLIENT);
	}

	@ParameterizedTest
	@ValueSource(strings = { "flux", "emitter" })
	void whenTheUserLogsOutThenTheStreamGoesOnToItsEnd(String style) throws IOException {
		this.simulator.enqueue(Answer.text("word ".repeat(20)).chunkInterval(Duration.ofMillis(100)));
		Client ada = Client.browser(this.port, "ada");
		try (InputStream body = ada.open(style)) {
			assertThat(ada.post("/logout", "").statusCode()).isEqualTo(302);
			assertThat(ada.get("/chat/me").statusCode()).isEqualTo(401);
			assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8)).contains("event:finished");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "flux", "emitter" })
	void streamsOutlastTheTimeoutOfAsynchronousRequests(String style) {
		this.simulator.enqueue(Answer.chunks("one ", "two ", "three").chunkInterval(Duration.ofSeconds(1)));
		assertThat(Client.programOf(this.port, "reports").ask(style).body()).contains("event:finished");
	}

	@ParameterizedTest
	@ValueSource(strings = { "flux", "emitter" })
	void whenAStreamFailsThenItsLastEventSaysSo(String style) {
		this.simulator.enqueue(Answer.overloaded(),
				Answer.chunks("one ", "two").fault(Fault.truncate().afterChunks(2)));
		Client client = Client.programOf(this.port, "reports");
		assertThat(client.ask(style).body()).startsWith("event:failed")
			.contains("\"retryable\":true", "Please try again")
			.doesNotContain("event:finished");
		assertThat(client.ask(style).body()).contains("event:text")
			.contains("event:failed")
			.doesNotContain("event:finished");
	}

	@Test
	void whenAWholeAnswerFailsThenTheStatusSaysSo() {
		this.simulator.enqueue(Answer.overloaded(), Answer.unauthorized());
		Client client = Client.programOf(this.port, "reports");
		HttpResponse<String> overloaded = client.ask("blocking");
		assertThat(overloaded.statusCode()).isEqualTo(503);
		assertThat(overloaded.headers().firstValue("Content-Type")).hasValue("application/problem+json");
		assertThat(overloaded.body()).contains("Please try again");
		HttpResponse<String> unauthorized = client.ask("blocking");
		assertThat(unauthorized.statusCode()).isEqualTo(502);
		assertThat(unauthorized.body()).contains("could not answer").doesNotContainIgnoringCase("key");
	}

	@ParameterizedTest
	@ValueSource(strings = { "flux", "emitter", "blocking" })
	void whenThereIsNoQuestionThenItIsRefused(String style) {
		Client client = Client.programOf(this.port, "reports");
		HttpResponse<String> response = client.ask(style, "{\"text\":\" \"}");
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(response.body()).contains("There is no question.");
		String longest = "x".repeat(Question.MAX_LENGTH);
		assertThat(client.ask(style, "{\"text\":\"" + longest + "\"}").statusCode()).isEqualTo(200);
		assertThat(client.ask(style, "{\"text\":\"" + longest + "x\"}").statusCode()).isEqualTo(400);
		assertThat(this.simulator.log().requests()).hasSize(1);
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void threadsAreVirtual() {
		assertThat(Client.browser(this.port, "ada").get("/chat/thread").body()).startsWith("VirtualThread[");
	}

	@TestConfiguration(proxyBeanMethods = false)
	@RestController
	static class ThreadController {

		@GetMapping("/chat/thread")
		String thread() {
			return Thread.currentThread().toString();
		}

	}

}
