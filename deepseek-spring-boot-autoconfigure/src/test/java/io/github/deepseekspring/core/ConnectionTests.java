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

package io.github.deepseekspring.core;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.deepseekspring.ConnectionFailedException;
import io.github.deepseekspring.DeepSeekException;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.DeepSeekSimulator;
import io.github.deepseekspring.simulator.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.test.StepVerifier;

import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the connections that calls use.
 */
class ConnectionTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final int CALLS = 12;

	private DeepSeekSimulator simulator;

	private ApplicationTemplate application;

	@BeforeEach
	void start() {
		this.simulator = DeepSeekSimulator.start();
		this.application = new ApplicationTemplate(this.simulator, "deepseek.retry.initial-backoff=10ms");
	}

	@AfterEach
	void stop() {
		this.application.close();
		this.simulator.close();
	}

	@Test
	void whenStreamsFollowEachOtherThenUseTheSameConnection() {
		for (int i = 0; i < CALLS; i++) {
			this.simulator.enqueue(Answer.chunks("a", "b"));
			assertThat(stream()).containsExactly("a", "b");
		}
		assertOneConnection();
	}

	@Test
	void whenCallsFollowEachOtherThenUseTheSameConnection() {
		for (int i = 0; i < CALLS; i++) {
			this.simulator.enqueue(Answer.text("answer"));
			assertThat(call()).isEqualTo("answer");
		}
		assertOneConnection();
	}

	@Test
	void whenStreamsAndCallsTakeTurnsThenUseTheSameConnection() {
		for (int i = 0; i < CALLS / 2; i++) {
			this.simulator.enqueue(Answer.chunks("a", "b"), Answer.text("answer"));
			assertThat(stream()).containsExactly("a", "b");
			assertThat(call()).isEqualTo("answer");
		}
		assertOneConnection();
	}

	@Test
	void whenCallsAreRefusedThenTheirConnectionIsUsedAgain() {
		for (int i = 0; i < CALLS / 2; i++) {
			this.simulator.enqueue(Answer.insufficientBalance(), Answer.contentRisk());
			StepVerifier.create(this.application.get().prompt("Hi").content())
				.expectError(DeepSeekException.class)
				.verify(PATIENCE);
			StepVerifier.create(this.application.get().prompt("Hi").stream().content())
				.expectError(DeepSeekException.class)
				.verify(PATIENCE);
		}
		this.simulator.enqueue(Answer.text("answer"));
		assertThat(call()).isEqualTo("answer");
		assertOneConnection();
	}

	@Test
	void whenBodyEndsAWhileAfterDoneThenConnectionIsUsedAgain() {
		for (int i = 0; i < CALLS; i++) {
			this.simulator.enqueue(HandWrittenStreams.complete("a", "b").pause(Duration.ofMillis(30)).end());
			assertThat(stream()).containsExactly("a", "b");
		}
		assertOneConnection();
	}

	@Test
	void whenBodyNeverEndsAfterDoneThenCostsTheConnectionButNotTheAnswer() {
		this.simulator.enqueue(HandWrittenStreams.complete("a", "b").hang(), Answer.chunks("c"));
		assertThat(stream()).containsExactly("a", "b");
		RecordedRequest first = this.simulator.log().last();
		assertThat(stream()).containsExactly("c");
		assertThat(this.simulator.log().last().connectionId()).isNotEqualTo(first.connectionId());
	}

	@ParameterizedTest
	@MethodSource("brokenStreams")
	void whenStreamFailedMidwayThenTheNextOneIsNotAffected(String name, Answer broken) {
		this.simulator.enqueue(Answer.chunks("before"), broken, Answer.chunks("c", "d"), Answer.text("answer"));
		assertThat(stream()).containsExactly("before");
		StepVerifier.create(this.application.get().prompt("Hi").stream().content())
			.expectNext("a")
			.expectError(DeepSeekException.class)
			.verify(PATIENCE);
		assertThat(stream()).containsExactly("c", "d");
		assertThat(call()).isEqualTo("answer");
		assertThat(this.simulator.log().requests()).hasSize(4);
	}

	static Stream<Arguments> brokenStreams() {
		return Stream.of(Arguments.of("reset", HandWrittenStreams.texts("a").reset()),
				Arguments.of("closed", HandWrittenStreams.texts("a").close()),
				Arguments.of("ended too early", HandWrittenStreams.texts("a").end()),
				Arguments.of("reset within a chunk", HandWrittenStreams.texts("a").resetMidChunk("data: {}\n\n")),
				Arguments.of("malformed", HandWrittenStreams.texts("a").event("{\"choices\":").done().end()),
				Arguments.of("error object",
						HandWrittenStreams.texts("a")
							.event("{\"error\":{\"message\":\"Inference failed\"}}")
							.done()
							.end()),
				Arguments.of("noise",
						HandWrittenStreams.texts("a")
							.write("<html>\n")
							.pause(Duration.ofMillis(50))
							.write("</html>\n")
							.end()));
	}

	@Test
	void whenServerRestartedBetweenTwoCallsThenTheNextCallSucceeds() {
		assertThat(call()).isNotEmpty();
		int port = this.simulator.port();
		this.simulator.close();
		this.simulator = DeepSeekSimulator.builder().port(port).start();
		assertThat(call()).isNotEmpty();
		assertThat(stream()).isNotEmpty();
	}

	@Test
	void whenServerClosesAKeptConnectionAsTheNextCallIsSentThenTheCallSucceeds() {
		this.simulator.enqueue(Answer.text("first"), Answer.raw().closeBeforeHeaders(), Answer.text("second"),
				Answer.raw().resetBeforeHeaders(), Answer.chunks("third"));
		assertThat(call()).isEqualTo("first");
		assertThat(call()).isEqualTo("second");
		assertThat(stream()).containsExactly("third");
	}

	@Test
	void whenApplicationHasAWebClientThenItsConnectionsAreNotTheOnesOfTheTemplate() {
		WebClient webClient = WebClient.builder()
			.baseUrl(this.simulator.baseUrl().toString())
			.defaultHeaders((headers) -> headers.setBearerAuth("sk-of-the-application"))
			.build();
		for (int i = 0; i < 2; i++) {
			webClient.get().uri("/models").retrieve().bodyToMono(String.class).block(PATIENCE);
			call();
		}
		assertThat(this.simulator.log()
			.requests()
			.stream()
			.collect(Collectors.groupingBy(RecordedRequest::path,
					Collectors.mapping(RecordedRequest::connectionId, Collectors.toSet()))))
			.hasSize(2)
			.satisfies((connections) -> assertThat(connections.get("/models"))
				.doesNotContainAnyElementsOf(connections.get("/chat/completions")));
	}

	@Test
	void whenConnectionsAreLostBeforeTheAnswerThenOnlyTheTemplateSendsAgain() {
		this.simulator.answerAll((request) -> Answer.raw().resetBeforeHeaders());
		StepVerifier.create(this.application.get().prompt("Hi").content())
			.expectError(ConnectionFailedException.class)
			.verify(PATIENCE);
		assertThat(this.simulator.log().requests()).hasSize(3);
	}

	private void assertOneConnection() {
		assertThat(this.simulator.log().connectionsAccepted()).isOne();
	}

	private List<String> stream() {
		List<String> texts = this.application.get().prompt("Hi").stream().content().collectList().block(PATIENCE);
		assertThat(texts).isNotNull();
		return texts;
	}

	private String call() {
		String text = this.application.get().prompt("Hi").content().block(PATIENCE);
		assertThat(text).isNotNull();
		return text;
	}

}
