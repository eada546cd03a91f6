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

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the packaged sample, started from what was generated ahead of time.
 */
@Timeout(240)
class PackagedChatIT {

	private static final ParameterizedTypeReference<ServerSentEvent<Map<String, Object>>> EVENT = new ParameterizedTypeReference<>() {
	};

	private static final Map<String, String> QUESTION = Map.of("message", "Why is the sky blue?");

	@TempDir
	private Path directory;

	@Test
	void answersAndStreamsToAUser() {
		try (PackagedChat chat = PackagedChat.start(this.directory, "--deepseek.simulator.queue-time=0s",
				"--deepseek.simulator.thinking-time=0s", "--deepseek.simulator.chunk-interval=1ms")) {
			int port = chat.port();
			assertThat(chat.output()).contains("Starting AOT-processed ChatApplication");
			answers(port);
			streams(port);
			assertThat(chat.stop()).as("exit code after SIGTERM").isEqualTo(128 + 15);
		}
	}

	@Test
	void refusesToStartWithoutTheSimulatorItWasProcessedWith() {
		try (PackagedChat chat = PackagedChat.start(this.directory, "--deepseek.simulator.enabled=false",
				"--deepseek.api-key=a-key")) {
			assertThat(chat.awaitEnd()).isEqualTo(1);
			assertThat(chat.output()).contains("deepseek.simulator.enabled", "was processed ahead of time");
		}
	}

	private static void answers(int port) {
		Browser.client(port, "ada")
			.post()
			.uri("/api/chat")
			.bodyValue(QUESTION)
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.content")
			.isNotEmpty()
			.jsonPath("$.finishReason")
			.isEqualTo("stop");
	}

	private static void streams(int port) {
		List<ServerSentEvent<Map<String, Object>>> events = Browser.client(port, "ada")
			.post()
			.uri("/api/chat/stream")
			.accept(MediaType.TEXT_EVENT_STREAM)
			.bodyValue(QUESTION)
			.exchange()
			.expectStatus()
			.isOk()
			.returnResult(EVENT)
			.getResponseBody()
			.collectList()
			.block(Browser.TIMEOUT);
		assertThat(events).isNotNull();
		assertThat(events.stream().map(ServerSentEvent::event)).contains("text").endsWith("done");
	}

}
