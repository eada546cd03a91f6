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

package io.github.deepseekspring.samples.benchmark.springai;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.deepseek.DeepSeekAssistantMessage;
import org.springframework.ai.deepseek.DeepSeekChatModel;
import org.springframework.ai.deepseek.DeepSeekChatOptions;
import org.springframework.ai.deepseek.api.DeepSeekApi;
import reactor.core.publisher.Flux;

import org.springframework.web.reactive.function.client.WebClientResponseException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for what {@code docs/migrating-from-spring-ai.md} says about Spring AI's DeepSeek
 * module, and for its examples of it.
 */
@Timeout(60)
class DeepSeekModuleTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final String DONE = "data: [DONE]\n\n";

	private final Queue<String> requests = new ConcurrentLinkedQueue<>();

	private final Set<Integer> ports = ConcurrentHashMap.newKeySet();

	/**
	 * How often the end of a body may be sent.
	 */
	private final Semaphore ends = new Semaphore(0);

	private volatile int status = 200;

	private volatile String body = "";

	private HttpServer server;

	private DeepSeekChatModel model;

	@BeforeEach
	void start() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/", this::answer);
		this.server.start();
		this.model = DeepSeekChatModel.builder()
			.deepSeekApi(DeepSeekApi.builder()
				.baseUrl("http://127.0.0.1:" + this.server.getAddress().getPort())
				.apiKey("sk-test")
				.build())
			.defaultOptions(DeepSeekChatOptions.builder().model("deepseek-v4-flash").build())
			.build();
	}

	@AfterEach
	void stop() {
		this.ends.release(100);
		this.server.stop(0);
	}

	private void answer(HttpExchange exchange) throws IOException {
		this.ports.add(exchange.getRemoteAddress().getPort());
		this.requests.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
		exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
		exchange.sendResponseHeaders(this.status, 0);
		try (exchange; OutputStream output = exchange.getResponseBody()) {
			output.write(this.body.getBytes(StandardCharsets.UTF_8));
			output.flush();
			this.ends.acquireUninterruptibly();
		}
	}

	@Test
	void reasoningIsShown() {
		this.ends.release();
		this.body = event("{\"reasoning_content\":\"Hm\"}", "null") + event("{\"content\":\"Because.\"}", "\"stop\"")
				+ DONE;
		assertThat(shown(this.model, "Why?").collectList().block(PATIENCE)).containsSubsequence("(Hm)", "Because.");
	}

	Flux<String> shown(DeepSeekChatModel model, String question) {
		DeepSeekChatOptions options = DeepSeekChatOptions.builder().model("deepseek-v4-pro").maxTokens(8000).build();
		return model.stream(new Prompt(question, options)).mapNotNull((response) -> {
			DeepSeekAssistantMessage message = (DeepSeekAssistantMessage) response.getResult().getOutput();
			String thought = message.getReasoningContent();
			return (thought != null) ? "(" + thought + ")" : message.getText();
		});
	}

	@Test
	void aStreamThatEndsInTheMiddleCompletes() {
		this.ends.release();
		this.body = event("{\"content\":\"a\"}", "null") + event("{\"content\":\"b\"}", "null");
		assertThat(texts()).containsExactly("a", "b");
	}

	@Test
	void keepAlivesAloneAreAnEmptyAnswer() {
		this.ends.release();
		this.body = ": keep-alive\n\n: keep-alive\n\n";
		assertThat(texts()).isEmpty();
	}

	@Test
	void aModelThatGaveUpCannotBeRead() {
		this.ends.release();
		this.body = event("{\"content\":\"a\"}", "\"insufficient_system_resource\"") + DONE;
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(this::texts)
			.withMessageContaining("insufficient_system_resource");
	}

	@Test
	void whenThereAreTooManyRequestsThenAStreamFailsAtOnce() {
		this.ends.release();
		this.status = 429;
		assertThatExceptionOfType(WebClientResponseException.TooManyRequests.class).isThrownBy(this::texts);
		assertThat(this.requests).hasSize(1);
	}

	@Test
	void noRequestTellsAUser() {
		this.ends.release();
		this.body = event("{\"content\":\"a\"}", "\"stop\"") + DONE;
		texts();
		assertThat(this.requests).singleElement().asString().contains("deepseek-v4-flash").doesNotContain("user_id");
	}

	@Test
	void eachStreamHasAConnectionOfItsOwn() {
		this.body = event("{\"content\":\"a\"}", "\"stop\"") + DONE;
		for (int i = 0; i < 3; i++) {
			assertThat(texts()).contains("a");
			this.ends.release();
		}
		assertThat(this.ports).hasSize(3);
	}

	private List<String> texts() {
		return this.model.stream("Why?").collectList().block(PATIENCE);
	}

	private static String event(String delta, String finishReason) {
		return "data: {\"id\":\"1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"deepseek-v4-flash\","
				+ "\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":" + finishReason + "}]}\n\n";
	}

}
