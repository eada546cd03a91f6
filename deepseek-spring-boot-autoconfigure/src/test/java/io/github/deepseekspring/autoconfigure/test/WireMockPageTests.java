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

package io.github.deepseekspring.autoconfigure.test;

import java.time.Duration;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import io.github.deepseekspring.TruncatedException;
import io.github.deepseekspring.chat.ChatEvent;
import io.github.deepseekspring.core.DeepSeekTemplate;
import io.github.deepseekspring.test.Page;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.test.StepVerifier;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

/**
 * The examples of {@code docs/testing-with-wiremock.md}.
 */
@SpringBootTest(properties = "deepseek.api-key=test-key", webEnvironment = WebEnvironment.NONE)
class WireMockPageTests {

	private static final String PAGE = "docs/testing-with-wiremock.md";

	static final String COMPLETION = """
			{"id": "1", "object": "chat.completion", "created": 1767225600, "model": "deepseek-v4-flash",
			"choices": [{"index": 0, "finish_reason": "stop",
			"message": {"role": "assistant", "content": "Because of scattering."}}],
			"usage": {"prompt_tokens": 9, "completion_tokens": 4, "total_tokens": 13}}""";

	static final String FIRST_CHUNKS = """
			: keep-alive

			: keep-alive

			data: {"id":"1","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}

			data: {"id":"1","choices":[{"index":0,"delta":{"content":"Because of "},"finish_reason":null}]}

			""";

	static final String LAST_CHUNKS = """
			data: {"id":"1","choices":[{"index":0,"delta":{"content":"scattering."},"finish_reason":null}]}

			data: {"id":"1","choices":[{"index":0,"delta":{"content":""},"finish_reason":"stop"}]}

			data: [DONE]

			""";

	@RegisterExtension
	static WireMockExtension server = WireMockExtension.newInstance().options(wireMockConfig().dynamicPort()).build();

	@Autowired
	private DeepSeekTemplate deepSeek;

	@DynamicPropertySource
	static void deepSeekIsWireMock(DynamicPropertyRegistry registry) {
		registry.add("deepseek.base-url", server::baseUrl);
	}

	@Test
	void examplesOfThePageAreThoseOfThisTest() {
		Page.of(PAGE).assertExamplesAreIn(getClass(), 7);
	}

	@Test
	void sendsTheUserId() {
		server.stubFor(post("/chat/completions").willReturn(okJson(COMPLETION)));
		StepVerifier.create(this.deepSeek.prompt("Why is the sky blue?").userId("support").content())
			.expectNext("Because of scattering.")
			.expectComplete()
			.verify(Duration.ofSeconds(10));
		server.verify(1,
				postRequestedFor(urlEqualTo("/chat/completions"))
					.withHeader("Authorization", equalTo("Bearer test-key"))
					.withRequestBody(matchingJsonPath("$.user_id", equalTo("support"))));
	}

	@Test
	void keepAlivesAreNoData() {
		server.stubFor(post("/chat/completions").withRequestBody(matchingJsonPath("$.stream", equalTo("true")))
			.willReturn(ok(FIRST_CHUNKS + LAST_CHUNKS).withHeader("Content-Type", "text/event-stream")
				.withChunkedDribbleDelay(20, 500)));
		StepVerifier.create(this.deepSeek.prompt("Why is the sky blue?").stream().content())
			.expectNext("Because of ", "scattering.")
			.expectComplete()
			.verify(Duration.ofSeconds(10));
		StepVerifier
			.create(this.deepSeek.prompt("Why is the sky blue?")
				.stream()
				.signals()
				.events()
				.ofType(ChatEvent.KeepAlive.class))
			.expectNextCount(2)
			.expectComplete()
			.verify(Duration.ofSeconds(10));
	}

	@Test
	void whenTooManyThenSendsItAgain() {
		server.stubFor(post("/chat/completions").inScenario("busy")
			.whenScenarioStateIs(Scenario.STARTED)
			.willReturn(aResponse().withStatus(429)
				.withHeader("Content-Type", "application/json")
				.withBody("{\"error\": {\"message\": \"Rate limit reached\", \"type\": \"rate_limit_error\"}}"))
			.willSetStateTo("free"));
		server.stubFor(post("/chat/completions").inScenario("busy")
			.whenScenarioStateIs("free")
			.willReturn(okJson(COMPLETION)));
		StepVerifier.create(this.deepSeek.prompt("Why is the sky blue?").content())
			.expectNext("Because of scattering.")
			.expectComplete()
			.verify(Duration.ofSeconds(10));
		server.verify(2, postRequestedFor(urlEqualTo("/chat/completions")));
	}

	@Test
	void whenConnectionBreaksThenTheAnswerIsNotTakenForComplete() {
		server.stubFor(
				post("/chat/completions").willReturn(ok(FIRST_CHUNKS).withHeader("Content-Type", "text/event-stream")
					.withHeader("Content-Length", "100000")));
		StepVerifier.create(this.deepSeek.prompt("Why is the sky blue?").stream().content())
			.expectNext("Because of ")
			.expectError(TruncatedException.class)
			.verify(Duration.ofSeconds(10));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
