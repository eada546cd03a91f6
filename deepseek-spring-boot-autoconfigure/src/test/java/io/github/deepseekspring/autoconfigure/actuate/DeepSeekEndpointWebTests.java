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

package io.github.deepseekspring.autoconfigure.actuate;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.deepseekspring.ConcurrencyLimitExceededException;
import io.github.deepseekspring.core.DeepSeekTemplate;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.DeepSeekSimulator;
import io.github.deepseekspring.simulator.SimulatorClock;
import io.github.deepseekspring.user.UserIdEncoder;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.test.StepVerifier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.web.reactive.server.StatusAssertions;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DeepSeekEndpoint} over HTTP, while requests run, wait, are answered
 * 429 and are refused. The names are the same whatever the application does to its own
 * JSON.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "spring.main.web-application-type=reactive", "deepseek.simulator.enabled=true",
				"deepseek.concurrency.max-queue=3", "deepseek.concurrency.max-wait=10m",
				"management.endpoints.web.exposure.include=deepseek", "deepseek.api-key=sk-0123456789abcdef",
				"deepseek.user-id.secret=secret-of-the-hash", "deepseek.chat.stop=text-of-a-prompt",
				"spring.jackson.property-naming-strategy=SNAKE_CASE", "spring.security.user.name=operator",
				"spring.security.user.password=pw" })
@DirtiesContext
class DeepSeekEndpointWebTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final String MODEL = "deepseek-v4-pro";

	private static final String PROMPT = "What is my secret?";

	private static final String KEY = "sk-0123456789abcdef";

	private static final String SECRET = "secret-of-the-hash";

	private static final String STOP = "text-of-a-prompt";

	private static final String USER = "ada.lovelace";

	@LocalServerPort
	private int port;

	@Autowired
	private DeepSeekSimulator simulator;

	@Autowired
	private DeepSeekTemplate deepSeek;

	@Autowired
	private UserIdEncoder encoder;

	@Test
	void tellsWhatTheGroupsDo() throws IOException {
		JsonNode quiet = json("");
		assertThat(quiet.propertyNames()).containsExactly("client", "groups");
		assertThatTheClientIs(quiet.path("client"));
		assertThat(quiet.path("groups").propertyNames()).containsExactly("deepseek-v4-flash", MODEL, "default");
		assertThat(quiet.at("/groups/deepseek-v4-pro")).isEqualTo(json("/deepseek-v4-pro")).isEqualTo(read("""
				{
				  "models": ["deepseek-v4-pro"],
				  "limit": 500,
				  "ceiling": 500,
				  "inFlight": 0,
				  "waiting": 0,
				  "waitingCallers": 0,
				  "balanceLimited": false,
				  "rejected": {"full": 0, "displaced": 0, "timeout": 0, "shutdown": 0},
				  "throttled": {"told": 0, "untold": 0}
				}"""));
		assertThat(quiet.at("/groups/default/models")).isEqualTo(read("[]"));
		Instant before = Instant.now();
		Disposable running = overload();
		JsonNode busy = json("/deepseek-v4-pro");
		Instant at = Instant.parse(busy.at("/lastThrottled/at").asString());
		assertThat(at).isBetween(before.minusSeconds(1), Instant.now().plusSeconds(1));
		assertThat(withoutTime(busy)).isEqualTo(withoutTime(exampleOfThePage()));
		assertThat(json("").at("/groups/deepseek-v4-flash")).isEqualTo(quiet.at("/groups/deepseek-v4-flash"));
		running.dispose();
	}

	private void assertThatTheClientIs(JsonNode client) {
		assertThat(client.path("baseUrl").asString()).isEqualTo(this.simulator.baseUrl().toString());
		assertThat(client.path("simulated").asBoolean()).isTrue();
		assertThat(client.path("userId")).isEqualTo(read("""
				{"scope": "user", "encoding": "hmac", "ownSecret": true, "required": false}"""));
		assertThat(client.at("/timeouts/firstData").asString()).isEqualTo("PT10M30S");
		assertThat(client.at("/prices/currency").asString()).isEqualTo("USD");
	}

	/**
	 * 28 callers, of whom the server serves 25 and answers one 429, which teaches the
	 * limit, and one more than may wait.
	 */
	private Disposable overload() {
		this.simulator.account().limit(MODEL, 25).balance(BigDecimal.TEN);
		this.simulator.answerAll((request) -> Answer.text("late").queuedFor(Duration.ofMinutes(5)));
		Disposable.Composite running = Disposables.composite();
		for (int i = 0; i < 25; i++) {
			running.add(prompt(USER + i).subscribe());
		}
		this.simulator.log().awaitRequests(25, PATIENCE);
		running.add(prompt(USER + 25).subscribe());
		awaitWaiting(1);
		running.add(prompt(USER + 26).subscribe());
		running.add(prompt(USER + 27).subscribe());
		awaitWaiting(3);
		StepVerifier.create(prompt(USER)).expectError(ConcurrencyLimitExceededException.class).verify(PATIENCE);
		return running;
	}

	private void awaitWaiting(int count) {
		Awaitility.await()
			.atMost(PATIENCE)
			.untilAsserted(() -> assertThat(json("/deepseek-v4-pro").path("waiting").asInt()).isEqualTo(count));
	}

	@Test
	void whenThereIsNoSuchGroupThenThereIsNothing() {
		exchange("/deepseek-next").isNotFound();
		exchange("/Deepseek-V4-Pro").isNotFound();
	}

	private Mono<String> prompt(String user) {
		return this.deepSeek.prompt(PROMPT)
			.model(MODEL)
			.content()
			.contextWrite(
					ReactiveSecurityContextHolder.withAuthentication(new TestingAuthenticationToken(user, "pw", "U")));
	}

	private StatusAssertions exchange(String path) {
		return client().get().uri("/actuator/deepseek" + path).exchange().expectStatus();
	}

	private JsonNode json(String path) {
		String body = exchange(path).isOk().expectBody(String.class).returnResult().getResponseBody();
		assertThat(body).doesNotContain(USER, this.encoder.encode(USER + "7").value(), PROMPT, KEY, SECRET, STOP,
				"\"simulated\",");
		return read(Objects.requireNonNull(body));
	}

	private WebTestClient client() {
		return WebTestClient.bindToServer(new ReactorClientHttpConnector(HttpClient.newConnection()))
			.baseUrl("http://localhost:" + this.port)
			.responseTimeout(PATIENCE)
			.defaultHeaders((headers) -> headers.setBasicAuth("operator", "pw"))
			.build();
	}

	private static JsonNode withoutTime(JsonNode group) {
		ObjectNode copy = (ObjectNode) group.deepCopy();
		((ObjectNode) copy.path("lastThrottled")).put("at", "");
		return copy;
	}

	private static JsonNode exampleOfThePage() throws IOException {
		Path directory = Path.of("").toAbsolutePath();
		while (!Files.isDirectory(directory.resolve(".mvn"))) {
			directory = directory.getParent();
		}
		Matcher example = Pattern.compile("```json\\n(.*?)```", Pattern.DOTALL)
			.matcher(Files.readString(directory.resolve("docs/concurrency.md")));
		assertThat(example.find()).isTrue();
		return read(example.group(1));
	}

	private static JsonNode read(String json) {
		return JsonMapper.shared().readTree(json);
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean(destroyMethod = "close")
		DeepSeekSimulator simulator() {
			return DeepSeekSimulator.builder().clock(SimulatorClock.manual()).start();
		}

	}

}
