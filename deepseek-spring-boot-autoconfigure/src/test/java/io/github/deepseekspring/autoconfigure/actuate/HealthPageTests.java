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
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Properties;

import io.github.deepseekspring.autoconfigure.test.AutoConfigureDeepSeekSimulator;
import io.github.deepseekspring.core.DeepSeekTemplate;
import io.github.deepseekspring.simulator.DeepSeekSimulator;
import io.github.deepseekspring.test.Page;
import io.github.deepseekspring.user.UserIdEncoder;
import org.junit.jupiter.api.Test;
import reactor.netty.http.client.HttpClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of {@code docs/health-and-endpoint.md}, and what nobody finds in them.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "spring.main.web-application-type=reactive", "deepseek.api-key=sk-0123456789abcdef",
				"management.health.deepseek.max-wait=20s", "management.health.redis.enabled=false",
				"spring.security.user.name=operator", "spring.security.user.password=pw" })
@AutoConfigureDeepSeekSimulator
@DirtiesContext
class HealthPageTests {

	private static final Page PAGE = Page.of("docs/health-and-endpoint.md");

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final String USER = "ada.lovelace";

	private static final String PROMPT = "What is my secret?";

	@LocalServerPort
	private int port;

	@Autowired
	private DeepSeekSimulator simulator;

	@Autowired
	private DeepSeekTemplate deepSeek;

	@Autowired
	private UserIdEncoder encoder;

	@DynamicPropertySource
	static void propertiesOfThePage(DynamicPropertyRegistry registry) throws IOException {
		Properties properties = new Properties();
		properties.load(new StringReader(PAGE.examples("properties").get(0)));
		properties.forEach((name, value) -> registry.add((String) name, () -> value));
	}

	@Test
	void healthIsThatOfThePage() {
		Instant start = Instant.now().minusMillis(1);
		this.deepSeek.prompt(PROMPT).content().block(PATIENCE);
		JsonNode health = json("/actuator/health/deepSeek");
		assertThat(Instant.parse(health.at("/details/checkedAt").asString())).isBefore(Instant.now().plusSeconds(1));
		assertThat(Instant.parse(health.at("/details/lastSuccess").asString())).isBetween(start, Instant.now());
		((ObjectNode) health.path("details")).put("checkedAt", "2026-11-22T07:11:09.714Z")
			.put("lastSuccess", "2026-11-22T07:10:58.302Z");
		assertThat(health).isEqualTo(read(PAGE.examples("json").get(0)));
	}

	@Test
	void endpointIsThatOfThePage() {
		ObjectNode client = (ObjectNode) json("/actuator/deepseek").path("client");
		assertThat(client.path("baseUrl").asString()).isEqualTo(this.simulator.baseUrl().toString());
		client.put("baseUrl", "https://api.deepseek.com").put("simulated", false);
		ObjectNode expected = (ObjectNode) read(PAGE.examples("json").get(1));
		assertThat(client.path("versions").path("springBoot").asString()).startsWith("4.");
		client.remove("versions");
		expected.remove("versions");
		assertThat(client).isEqualTo(expected);
	}

	@Test
	void whoIsNotLetSeeDetailsSeesTheStatusOnly() {
		client().get()
			.uri("/actuator/health")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.value((body) -> assertThat(body).contains("\"UP\"").doesNotContain("deepSeek", "account", "balance"));
		client().get().uri("/actuator/health/deepSeek").exchange().expectStatus().isNotFound();
		client().get().uri("/actuator/deepseek").exchange().expectStatus().isUnauthorized();
	}

	@Test
	void nothingTellsKeysUsersOrTexts() {
		this.deepSeek.prompt(PROMPT)
			.content()
			.contextWrite(
					ReactiveSecurityContextHolder.withAuthentication(new TestingAuthenticationToken(USER, "pw", "U")))
			.block(PATIENCE);
		String answer = this.simulator.log().last().body();
		assertThat(answer).contains(PROMPT, this.encoder.encode(USER).value());
		for (String path : new String[] { "/actuator/health", "/actuator/health/deepSeek", "/actuator/deepseek" }) {
			assertThat(json(path).toString()).isNotEmpty()
				.doesNotContain("sk-", "0123456789abcdef", USER, "operator", PROMPT, "\"simulated\",")
				.doesNotContain(this.encoder.encode(USER).value(), this.encoder.encode("operator").value());
		}
	}

	private JsonNode json(String path) {
		return read(Objects.requireNonNull(client().get()
			.uri(path)
			.headers((headers) -> headers.setBasicAuth("operator", "pw"))
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.returnResult()
			.getResponseBody()));
	}

	private WebTestClient client() {
		return WebTestClient.bindToServer(new ReactorClientHttpConnector(HttpClient.newConnection()))
			.baseUrl("http://localhost:" + this.port)
			.responseTimeout(PATIENCE)
			.build();
	}

	private static JsonNode read(String json) {
		return JsonMapper.shared().readTree(json);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
