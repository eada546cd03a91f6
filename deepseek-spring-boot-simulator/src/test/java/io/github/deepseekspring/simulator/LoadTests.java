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

package io.github.deepseekspring.simulator;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for many slow streams at a time.
 */
class LoadTests {

	private static final int STREAMS = 3_000;

	@Test
	void shouldCarryThousandsOfSlowStreamsOnFewThreads() {
		ConnectionProvider connections = ConnectionProvider.builder("load").maxConnections(STREAMS).build();
		try (DeepSeekSimulator simulator = DeepSeekSimulator.builder()
			.clock(SimulatorClock.manual())
			.chunkInterval(Duration.ofSeconds(1))
			.account((account) -> account.limit("deepseek-flash", STREAMS))
			.start()) {
			simulator.answerAll((request) -> Answer.chunks("a", "b", "c", "d", "e"));
			HttpClient client = HttpClient.create(connections)
				.baseUrl(simulator.baseUrl().toString())
				.headers((headers) -> headers.set("Authorization", "Bearer sk-test"));
			Mono<Long> complete = Flux.range(0, STREAMS)
				.flatMap((i) -> stream(client), STREAMS)
				.filter((body) -> body.endsWith("data: [DONE]\n\n"))
				.count();
			StepVerifier.create(complete).then(() -> {
				simulator.log().awaitRequests(STREAMS, Duration.ofSeconds(60));
				assertThat(simulator.log().inFlight()).isEqualTo(STREAMS);
				assertThat(serverThreads()).isLessThanOrEqualTo(4);
				simulator.clock().advance(Duration.ofSeconds(5));
			}).expectNext((long) STREAMS).expectComplete().verify(Duration.ofSeconds(90));
			assertThat(simulator.log().highestConcurrency()).isEqualTo(STREAMS);
			assertThat(simulator.log().inFlight()).isZero();
		}
		finally {
			connections.disposeLater().block(Duration.ofSeconds(10));
		}
	}

	private static Mono<String> stream(HttpClient client) {
		return client.post()
			.uri(Http.CHAT)
			.send(ByteBufFlux.fromString(Mono.just(Http.HELLO_STREAM)))
			.responseSingle((response, body) -> body.asString());
	}

	private static long serverThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("deepseek-simulator"))
			.count();
	}

}
