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

package io.github.deepseekspring.samples.benchmark.streaming;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.github.deepseekspring.samples.benchmark.client.BenchmarkClient;
import io.github.deepseekspring.samples.benchmark.client.ClientSettings;
import io.github.deepseekspring.samples.benchmark.client.Load;
import io.github.deepseekspring.samples.benchmark.client.StreamResult;
import io.github.deepseekspring.samples.benchmark.client.Work;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StreamingClients} and {@link LoadServer}.
 */
class StreamingClientsTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static LoadServer server;

	@BeforeAll
	static void startServer() {
		server = LoadServer.start();
	}

	@AfterAll
	static void stopServer() {
		server.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "raw", "raw-jackson", "webclient", "bare", "template", "openai-java", "langchain4j" })
	void clientReadsAllOfEachAnswer(String name) {
		try (BenchmarkClient client = create(name, Map.of())) {
			Work streams = Expected.streams(name, Load.withoutPause(50, 1), 2, 1, 0);
			assertThat(List.of(stream(client, streams.load()), stream(client, streams.load())))
				.allSatisfy((stream) -> assertThat(stream).succeedsWithin(PATIENCE).satisfies((result) -> {
					assertThat(result.chunks()).isEqualTo(streams.chunks());
					assertThat(result.characters()).isEqualTo(streams.characters());
					assertThat(result.nanosToFirstContent()).isPositive();
				}));
			assertThat(client.call(streams.load().prompt()).toCompletableFuture()).succeedsWithin(PATIENCE)
				.isEqualTo((int) Expected.calls(name, 1, 1, 0).characters());
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "webclient", "bare" })
	void clientReadsStreamsOfAnyForm(String name) {
		try (BenchmarkClient client = create(name, Map.of("pool", "tuned"))) {
			for (Load load : List.of(Load.withoutPause(500, 50), new Load(20, 3, 1, 3, 1), Load.withoutPause(1, 1))) {
				assertThat(stream(client, load)).succeedsWithin(PATIENCE).satisfies((result) -> {
					assertThat(result.chunks()).isEqualTo(load.chunks());
					assertThat(result.characters()).isEqualTo(ServerAnswer.characters(load));
				});
			}
		}
	}

	@Test
	void connectionsAreUsedAgain() {
		try (LoadServer own = LoadServer.start(); BenchmarkClient client = create("raw", own, Map.of())) {
			for (int i = 0; i < 20; i++) {
				assertThat(stream(client, Load.withoutPause(10, 1))).succeedsWithin(PATIENCE);
			}
			// The end of an answer is seen a moment before its connection is free
			assertThat(own.counts().number("accepted")).isLessThan(10);
			assertThat(own.counts().number("open")).isZero();
		}
	}

	@Test
	void allClientsAreKnown() {
		Set<String> known = new HashSet<>(new StreamingClients().names());
		known.add("spring-ai");
		assertThat(Clients.all()).containsExactlyInAnyOrderElementsOf(known);
	}

	private static CompletableFuture<StreamResult> stream(BenchmarkClient client, Load load) {
		return client.stream(load.prompt()).toCompletableFuture();
	}

	private static BenchmarkClient create(String name, Map<String, String> options) {
		return create(name, server, options);
	}

	private static BenchmarkClient create(String name, LoadServer server, Map<String, String> options) {
		return new StreamingClients().create(name,
				new ClientSettings(server.baseUrl(), "sk-test", ServerAnswer.MODEL, options));
	}

}
