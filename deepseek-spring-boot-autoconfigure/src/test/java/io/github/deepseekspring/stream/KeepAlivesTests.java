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

package io.github.deepseekspring.stream;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

import org.springframework.http.codec.ServerSentEvent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link KeepAlives}.
 */
class KeepAlivesTests {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private static final ServerSentEvent<String> COMMENT = ServerSentEvent.<String>builder()
		.comment("keep-alive")
		.build();

	private static final ServerSentEvent<String> BLANK = ServerSentEvent.<String>builder().comment("").build();

	private static final ServerSentEvent<String> EMPTY = ServerSentEvent.builder("").build();

	@Test
	void whatHasNoDataIsAKeepAlive() {
		assertThat(KeepAlives.isKeepAlive(COMMENT)).isTrue();
		assertThat(KeepAlives.isKeepAlive(BLANK)).isTrue();
		assertThat(KeepAlives.isKeepAlive(ServerSentEvent.builder().event("ping").build())).isTrue();
	}

	@Test
	void whatHasDataIsNone() {
		assertThat(KeepAlives.isKeepAlive(EMPTY)).isFalse();
		assertThat(KeepAlives.isKeepAlive(ServerSentEvent.builder("1").comment("keep-alive").build())).isFalse();
	}

	@Test
	void filterLeavesThePayloads() {
		Flux<String> payloads = KeepAlives.filter(Flux.just(COMMENT, event("1"), BLANK, BLANK, event("2"), COMMENT));
		StepVerifier.create(payloads).expectNext("1", "2").expectComplete().verify(LIMIT);
	}

	@Test
	void whenOnePayloadIsRequestedThenKeepAlivesDoNotUseItUp() {
		StepVerifier.create(KeepAlives.filter(Flux.just(COMMENT, BLANK, event("1"), COMMENT, event("2"))), 0)
			.thenRequest(1)
			.expectNext("1")
			.expectNoEvent(Duration.ofMillis(1))
			.thenRequest(1)
			.expectNext("2")
			.expectComplete()
			.verify(LIMIT);
	}

	@Test
	void failuresAndCancellationPassThrough() {
		TestPublisher<ServerSentEvent<String>> events = TestPublisher.create();
		StepVerifier.create(KeepAlives.filter(events.flux()))
			.then(() -> events.next(COMMENT))
			.then(() -> events.error(new IllegalStateException("broken")))
			.expectErrorMessage("broken")
			.verify(LIMIT);
		TestPublisher<ServerSentEvent<String>> endless = TestPublisher.create();
		StepVerifier.create(KeepAlives.filter(endless.flux())).thenCancel().verify(LIMIT);
		endless.assertCancelled();
	}

	private static ServerSentEvent<String> event(String payload) {
		return ServerSentEvent.builder(payload).build();
	}

}
