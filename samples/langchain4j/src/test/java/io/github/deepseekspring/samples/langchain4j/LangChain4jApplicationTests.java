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

package io.github.deepseekspring.samples.langchain4j;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.DeepSeekSimulator;
import io.github.deepseekspring.simulator.Outcome;
import io.github.deepseekspring.simulator.RecordedRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpHeaders;
import org.springframework.test.context.ActiveProfiles;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the whole application, on a real port and in front of a simulator.
 */
@Timeout(60)
@ActiveProfiles("simulator")
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "deepseek.simulator.queue-time=0s", "deepseek.simulator.thinking-time=0s",
				"deepseek.simulator.chunk-interval=0s" })
class LangChain4jApplicationTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final Answer CALL = Answer.reasoning("I have to look.").toolCall("orderStatus", "{\"number\":7}");

	private final HttpClient client = HttpClient.newHttpClient();

	@LocalServerPort
	private int port;

	@Autowired
	private DeepSeekSimulator simulator;

	@BeforeEach
	void reset() {
		this.simulator.log().awaitIdle(PATIENCE);
		this.simulator.reset();
	}

	@Test
	void theAnswerUsesTheToolAndRemembersTheUser() throws Exception {
		this.simulator.enqueue(CALL, Answer.text("It is packed."), Answer.text("Number 7."));
		assertThat(get("grace", "/answer", "Where is order 7?").body()).isEqualTo("It is packed.");
		assertThat(this.simulator.log().last().body()).contains("Order 7 of grace is packed.");
		assertThat(get("grace", "/answer", "Which one?").body()).isEqualTo("Number 7.");
		assertThat(this.simulator.log().last().body()).contains("Where is order 7?");
		assertThat(userIds()).hasSize(3).doesNotContainNull().containsOnly(userIds().get(0));
	}

	@Test
	void bothRoundsOfAStreamAreTheUsers() throws Exception {
		this.simulator.enqueue(CALL, Answer.chunks("It is ", "packed."));
		HttpResponse<String> response = get("ada", "/stream", "Where is order 7?");
		assertThat(response.body()).contains("{\"text\":\"It is \"}", "{\"text\":\"packed.\"}");
		assertThat(this.simulator.log().last().body()).contains("Order 7 of ada is packed.")
			.contains("\"reasoning_content\":\"I have to look.\"");
		List<String> ada = userIds();
		assertThat(ada).hasSize(2).doesNotContainNull().containsOnly(ada.get(0));
		get("grace", "/stream", "Hello.");
		assertThat(this.simulator.log().last().userId()).isNotNull().isNotEqualTo(ada.get(0));
	}

	@Test
	void whenTheBrowserHasGoneThenTheCallIsClosed() throws Exception {
		this.simulator.enqueue(Answer.text("word ".repeat(5000)).chunkInterval(Duration.ofMillis(5)));
		HttpResponse<InputStream> response = this.client.send(request("ada", "/stream", "Tell me."),
				HttpResponse.BodyHandlers.ofInputStream());
		assertThat(response.body().read()).isPositive();
		response.body().close();
		assertThat(this.simulator.log().last().ended().block(PATIENCE)).isEqualTo(Outcome.CANCELLED_BY_CLIENT);
	}

	@Test
	void whenNobodyIsLoggedInThenNothingIsAsked() throws Exception {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + "/answer?message=Hi"))
			.build();
		assertThat(this.client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(401);
		assertThat(this.simulator.log().requests()).isEmpty();
	}

	private List<String> userIds() {
		return this.simulator.log().requests().stream().map(RecordedRequest::userId).toList();
	}

	private HttpResponse<String> get(String user, String path, String message)
			throws IOException, InterruptedException {
		HttpResponse<String> response = this.client.send(request(user, path, message),
				HttpResponse.BodyHandlers.ofString());
		assertThat(response.statusCode()).isEqualTo(200);
		return response;
	}

	private HttpRequest request(String user, String path, String message) {
		String query = "?message=" + URLEncoder.encode(message, StandardCharsets.UTF_8);
		return HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + path + query))
			.header(HttpHeaders.AUTHORIZATION, "Basic " + HttpHeaders.encodeBasicAuth(user, "password", null))
			.timeout(PATIENCE)
			.build();
	}

}
