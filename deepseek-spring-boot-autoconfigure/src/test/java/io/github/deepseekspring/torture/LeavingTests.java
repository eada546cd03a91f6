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

package io.github.deepseekspring.torture;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import io.github.deepseekspring.core.DeepSeekTemplate;
import io.github.deepseekspring.simulator.DeepSeekSimulator;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.http.client.HttpClient;
import reactor.test.StepVerifier;

import org.springframework.http.client.reactive.ReactorClientHttpConnector;

/**
 * Tests of users who leave at any moment: before the request is sent, while it waits, and
 * while its answer comes.
 */
@ExtendWith(NoLeaks.class)
class LeavingTests {

	private static final int CALLS = 2000;

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	@ParameterizedTest
	@EnumSource
	void nothingIsLeftOfUsersWhoLeaveAtRandom(Api api) {
		List<Rig.Question> questions = IntStream.range(0, CALLS)
			.mapToObj((i) -> new Rig.Question(api, new Trial(api + " " + i),
					Mishap.goodAnswer(api).chunkInterval(Duration.ofMillis(i % 40))))
			.toList();
		try (Rig rig = new Rig(1, null)) {
			rig.leave(questions, Duration.ofMillis(200));
		}
	}

	/**
	 * Reactor Netty has handed the connection over by then, and Spring has not seen it.
	 */
	@ParameterizedTest
	@EnumSource
	void nothingIsLeftOfAUserWhoLeavesWhenTheAnswerArrives(Api api) {
		Sinks.Empty<Void> leave = Sinks.empty();
		HttpClient client = HttpClient.newConnection()
			.mapConnect((connected) -> connected.doOnNext((connection) -> leave.tryEmitEmpty()));
		try (DeepSeekSimulator simulator = DeepSeekSimulator.builder().start()) {
			simulator.answerAll((request) -> Mishap.goodAnswer(api));
			DeepSeekTemplate template = DeepSeekTemplate.builder()
				.baseUrl(simulator.baseUrl())
				.apiKey("sk-torture-0123456789")
				.connector(new ReactorClientHttpConnector(client))
				.build();
			StepVerifier.create(Mono.from(api.ask(template, "Hello")).takeUntilOther(leave.asMono()))
				.expectComplete()
				.verify(PATIENCE);
			simulator.log().awaitIdle(PATIENCE);
		}
	}

}
