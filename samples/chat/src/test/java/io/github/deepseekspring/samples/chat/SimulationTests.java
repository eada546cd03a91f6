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

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.deepseekspring.simulator.DeepSeekSimulator;
import io.github.deepseekspring.simulator.RecordedRequest;
import io.github.deepseekspring.simulator.SimulatorClock;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

import static org.assertj.core.api.Assertions.assertThat;

@ChatTest
@TestPropertySource(properties = { "deepseek.concurrency.max-queue=100", "deepseek.concurrency.adaptive.enabled=true",
		"deepseek.concurrency.adaptive.requeue=3" })
@DirtiesContext
class SimulationTests {

	private static final String FLASH = "deepseek-v4-flash";

	private static final Map<String, String> BURST = Map.of("user", "grace", "model", FLASH);

	@LocalServerPort
	private int port;

	@Autowired
	private DeepSeekSimulator simulator;

	@Test
	void whenABurstRunsThenTheOtherUserIsServedNextAndALimitThatFellIsLearnt() {
		post("/burst", BURST).expectStatus().isAccepted().expectBody().jsonPath("$.burst.running").isEqualTo(true);
		this.simulator.log().awaitRequests(12, Browser.TIMEOUT);
		post("/burst", BURST).expectStatus().isEqualTo(409);
		this.simulator.clock().advance(Duration.ofSeconds(10));
		this.simulator.log().awaitRequests(24, Browser.TIMEOUT);
		List<String> users = this.simulator.log().requests().stream().map(RecordedRequest::userId).toList();
		assertThat(users.subList(0, 12)).containsOnly(users.get(0));
		assertThat(users.subList(12, 24)).as("users of the next requests")
			.filteredOn((user) -> !user.equals(users.get(0)))
			.hasSize(1);
		halve(true);
		assertThat(this.simulator.account().limit(FLASH)).isEqualTo(6);
		Awaitility.await().atMost(Browser.TIMEOUT).until(() -> {
			this.simulator.clock().advance(Duration.ofSeconds(1));
			return learntLimit().equals(6);
		});
		halve(false);
		assertThat(this.simulator.account().limit(FLASH)).isEqualTo(12);
		Awaitility.await().atMost(Browser.TIMEOUT).until(() -> {
			this.simulator.clock().advance(Duration.ofSeconds(1));
			return !burst().get("running").equals(true);
		});
		assertThat((List<?>) burst().get("users")).first()
			.hasFieldOrPropertyWithValue("name", "grace")
			.hasFieldOrPropertyWithValue("asked", 60)
			.hasFieldOrPropertyWithValue("answered", 60)
			.hasFieldOrPropertyWithValue("failed", 0)
			.hasFieldOrPropertyWithValue("waiting", 0);
	}

	@Test
	void whenTheUserOrTheModelIsUnknownThenThereIsNoBurst() {
		post("/burst", Map.of("user", "mallory", "model", FLASH)).expectStatus().isBadRequest();
		post("/burst", Map.of("user", "grace", "model", "another")).expectStatus().isBadRequest();
		post("/burst", Map.of()).expectStatus().isBadRequest();
	}

	@Test
	void whatCanBeAskedIsSuggested() {
		client().get()
			.uri("/api/simulation")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.questions.length()")
			.isEqualTo(4)
			.jsonPath("$.users")
			.isEqualTo(List.of("ada", "grace"))
			.jsonPath("$.models[0]")
			.isEqualTo(FLASH);
	}

	private ResponseSpec post(String path, Map<String, String> body) {
		return client().post().uri("/api/simulation" + path).bodyValue(body).exchange();
	}

	private void halve(boolean halved) {
		client().put()
			.uri("/api/simulation/limit")
			.bodyValue(Map.of("halved", halved))
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.halved")
			.isEqualTo(halved);
	}

	private Object learntLimit() {
		return get("/actuator/deepseek/" + FLASH).get("limit");
	}

	private Map<?, ?> burst() {
		return (Map<?, ?>) get("/api/simulation").get("burst");
	}

	private Map<?, ?> get(String path) {
		Map<?, ?> body = client().get()
			.uri(path)
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(Map.class)
			.returnResult()
			.getResponseBody();
		assertThat(body).isNotNull();
		return body;
	}

	private WebTestClient client() {
		return Browser.client(this.port, "ada");
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class ManualTime {

		@Bean(destroyMethod = "close")
		DeepSeekSimulator simulator() {
			return DeepSeekSimulator.builder().clock(SimulatorClock.manual()).start();
		}

	}

}
