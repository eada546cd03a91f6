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

package io.github.deepseekspring.samples.redis.board;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.DeepSeekSimulator;
import io.github.deepseekspring.simulator.Outcome;
import io.github.deepseekspring.simulator.RecordedRequest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.StatusAssertions;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.BodyInserters;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the whole: the board, two JVMs and a Redis. The Redis is the one that the
 * system property {@code deepseek.redis-server} names, if it does.
 */
@Timeout(240)
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, properties = { "spring.config.name=board",
		"board.limit=6", "board.ports=0,0", "board.arguments=--deepseek.concurrency.shared.acquire-timeout=1900ms" })
class BoardTests {

	private static final int LIMIT = 6;

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final String FIRST = "instance-1";

	private static final String SECOND = "instance-2";

	@LocalServerPort
	private int port;

	@Autowired
	private DeepSeekSimulator simulator;

	@Autowired
	private Board board;

	@Autowired
	private Fleet fleet;

	@Autowired
	private RedisServer redis;

	/**
	 * What a test before may have ended runs again, and both instances know each other.
	 */
	@BeforeEach
	void begin() {
		this.redis.start();
		this.fleet.instances().forEach(Instance::launch);
		this.fleet.instances().forEach(Instance::awaitReady);
		this.simulator.log().awaitIdle(PATIENCE);
		await(() -> this.fleet.instances().stream().allMatch(this::knowsAnother));
		this.simulator.reset();
		answersTake(Duration.ofMillis(100), Duration.ofMillis(100));
	}

	@Test
	void whenBothHaveMuchToDoThenTheyNeverRunMoreThanTheAccountMay() {
		load(FIRST, 30).isOk();
		load(SECOND, 30).isOk();
		awaitAnswers(60);
		assertThat(this.simulator.log().throttled()).isZero();
		assertThat(this.simulator.log().highestConcurrency(BoardApplication.MODEL)).isLessThanOrEqualTo(LIMIT);
		assertThat(this.simulator.log().requests()).hasSize(60)
			.extracting(RecordedRequest::userId)
			.containsOnly(FIRST, SECOND);
	}

	@Test
	void whenAnInstanceIsKilledThenItsSlotsAreFree() {
		answersTake(PATIENCE.multipliedBy(2), Duration.ofMillis(100));
		load(FIRST, LIMIT).isOk();
		await(() -> this.simulator.log().inFlight(BoardApplication.MODEL) == LIMIT);
		load(SECOND, LIMIT).isOk();
		await(() -> state(SECOND).waiting() == LIMIT);
		put("/instances/" + FIRST, false).isOk();
		assertThat(state(FIRST).up()).isFalse();
		load(FIRST, 1).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
		awaitAnswers(LIMIT);
		assertThat(this.simulator.log().throttled()).isZero();
		put("/instances/" + FIRST, true).isOk();
		await(() -> state(FIRST).up());
	}

	@Test
	void whenRedisIsTakenAwayThenTheInstancesGoOnAndShareAgainWhenItIsBack() {
		put("/redis", false).isOk();
		assertThat(state().redis()).isFalse();
		load(FIRST, 2).isOk();
		load(SECOND, 2).isOk();
		awaitAnswers(4);
		await(() -> state().instances().stream().noneMatch(BoardState.InstanceState::shared));
		put("/redis", true).isOk();
		assertThat(state().redis()).isTrue();
		await(() -> state().instances().stream().allMatch(BoardState.InstanceState::shared));
	}

	@Test
	void theBoardTellsWhatRunsAndWhatWaits() {
		answersTake(PATIENCE, PATIENCE);
		load(FIRST, LIMIT + 1).isOk();
		await(() -> this.simulator.log().inFlight(BoardApplication.MODEL) == LIMIT && state(FIRST).waiting() == 1);
		client().get()
			.uri("/api/board")
			.exchange()
			.expectBody()
			.jsonPath("$.limit")
			.isEqualTo(LIMIT)
			.jsonPath("$.running")
			.isEqualTo(LIMIT)
			.jsonPath("$.throttled")
			.isEqualTo(0)
			.jsonPath("$.redis")
			.isEqualTo(true)
			.jsonPath("$.instances[0].name")
			.isEqualTo(FIRST)
			.jsonPath("$.instances[0].up")
			.isEqualTo(true)
			.jsonPath("$.instances[0].inFlight")
			.isEqualTo(LIMIT)
			.jsonPath("$.instances[0].waiting")
			.isEqualTo(1)
			.jsonPath("$.instances[0].shared")
			.isEqualTo(true)
			.jsonPath("$.instances[1].name")
			.isEqualTo(SECOND)
			.jsonPath("$.instances[1].inFlight")
			.isEqualTo(0)
			.jsonPath("$.instances.length()")
			.isEqualTo(2);
		put("/instances/" + FIRST, false).isOk();
	}

	@Test
	void thePageLoadsNothingFromElsewhere() {
		client().get()
			.uri("/")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.value((page) -> assertThat(page).contains("default-src 'self'", "board.js")
				.doesNotContain("http://", "https://"));
		for (String file : List.of("/board.js", "/board.css", "/icon.svg")) {
			client().get().uri(file).exchange().expectStatus().isOk();
		}
	}

	@Test
	void whatIsNotThereCannotBeAsked() {
		load("instance-3", 1).isNotFound();
		put("/instances/instance-3", true).isNotFound();
		load(FIRST, 0).isBadRequest();
		assertThat(this.simulator.log().requests()).isEmpty();
	}

	@Test
	void whatAnotherSiteCanSendIsRefused() {
		client().post()
			.uri("/api/instances/" + FIRST + "/load")
			.body(BodyInserters.fromFormData("questions", "1"))
			.exchange()
			.expectStatus()
			.isEqualTo(HttpStatus.UNSUPPORTED_MEDIA_TYPE);
		assertThat(this.simulator.log().requests()).isEmpty();
	}

	private void answersTake(Duration first, Duration second) {
		Answer ofFirst = answer(first);
		Answer ofSecond = answer(second);
		this.simulator.answerAll((request) -> FIRST.equals(request.userId()) ? ofFirst : ofSecond);
	}

	private static Answer answer(Duration time) {
		String[] chunks = new String[10];
		Arrays.fill(chunks, "x");
		return Answer.chunks(chunks).chunkInterval(time.dividedBy(chunks.length));
	}

	private void awaitAnswers(int count) {
		await(() -> this.simulator.log()
			.requests()
			.stream()
			.filter((request) -> request.outcome() == Outcome.COMPLETED)
			.count() == count);
	}

	private boolean knowsAnother(Instance instance) {
		Board.Group group = this.board.group(instance).onErrorComplete().block(PATIENCE);
		return group != null && group.shared() != null && group.shared().available() && group.shared().instances() > 1;
	}

	private BoardState state() {
		BoardState state = this.board.state().block(PATIENCE);
		assertThat(state).isNotNull();
		return state;
	}

	private BoardState.InstanceState state(String name) {
		return state().instances()
			.stream()
			.filter((instance) -> instance.name().equals(name))
			.findFirst()
			.orElseThrow();
	}

	private StatusAssertions load(String name, int questions) {
		return client().post()
			.uri("/api/instances/" + name + "/load")
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue(Map.of("questions", questions))
			.exchange()
			.expectStatus();
	}

	private StatusAssertions put(String path, boolean running) {
		return client().put()
			.uri("/api" + path)
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue(Map.of("running", running))
			.exchange()
			.expectStatus();
	}

	private WebTestClient client() {
		return WebTestClient.bindToServer().baseUrl("http://localhost:" + this.port).responseTimeout(PATIENCE).build();
	}

	private static void await(Callable<Boolean> condition) {
		Awaitility.await().atMost(PATIENCE).until(condition);
	}

}
