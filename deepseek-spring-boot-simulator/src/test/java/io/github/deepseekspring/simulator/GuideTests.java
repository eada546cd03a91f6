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

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The Java of the guide, run.
 */
class GuideTests {

	private static final Path GUIDE = Path.of("../docs/testing-with-the-simulator.md");

	private static final Path SOURCE = Path.of("src/test/java/io/github/deepseekspring/simulator/GuideTests.java");

	/**
	 * The Spring tests of the guide are run where Spring is.
	 */
	private static final Path SPRING_TESTS = Path
		.of("../deepseek-spring-boot-autoconfigure/src/test/java/io/github/deepseekspring/autoconfigure/test");

	static DeepSeekSimulator simulator = DeepSeekSimulator.start();

	@BeforeEach
	void reset() {
		simulator.reset();
	}

	@AfterAll
	static void close() {
		simulator.close();
	}

	@Test
	void shouldAnswer() throws Exception {
		HttpRequest request = HttpRequest.newBuilder(simulator.baseUrl().resolve("/chat/completions"))
			.header("Authorization", "Bearer any-key")
			.POST(BodyPublishers.ofString("""
					{"model": "deepseek-flash", "messages": [{"role": "user", "content": "Hello"}]}"""))
			.build();

		HttpResponse<String> response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());

		assertThat(response.body()).contains("Hello");
		assertThat(simulator.log().last().model()).isEqualTo("deepseek-flash");
	}

	@Test
	void otherApis() {
		Http http = new Http(simulator);
		simulator.enqueue(Answer.reasoning("Easy.").text("Paris."), Answer.text("    return a + b"));

		HttpResponse<String> message = http.messages("""
				{"model": "claude-opus-4-1", "max_tokens": 100, "metadata": {"user_id": "jane"},
				"messages": [{"role": "user", "content": "The capital of France?"}]}""");
		assertThat(message.body()).contains("\"thinking\":\"Easy.\"", "\"text\":\"Paris.\"");

		RecordedRequest request = simulator.log().last();
		assertThat(request.path()).isEqualTo("/anthropic/v1/messages");
		assertThat(request.userId()).isEqualTo("jane");
		assertThat(request.json().path("messages").path(0).path("role").asString()).isEqualTo("user");
		assertThat(simulator.log().highestConcurrency("deepseek-v4-pro")).isOne();

		assertThat(http.fim("{\"model\": \"deepseek-flash\", \"prompt\": \"def add(a, b):\\n\"}").body())
			.contains("\"text\":\"    return a + b\"");
	}

	@Test
	void scripts() {
		simulator.enqueue(Answer.text("Because of Rayleigh scattering."));
		simulator.enqueue(
				Answer.reasoning("The user wants the weather.").toolCall("get_weather", "{\"city\":\"Oslo\"}"),
				Answer.text("It rains in Oslo."));
		simulator.enqueue(Answer.overloaded(), Answer.generated());
		simulator.enqueue(Answer.text("").finishReason("insufficient_system_resource"));
		simulator.reset();

		simulator.answerAll((request) -> "jane".equals(request.userId()) ? Answer.contentRisk() : null);

		assertThat(new Http(simulator).chat(Http.HELLO).statusCode()).isEqualTo(200);
	}

	@Test
	void faults() {
		simulator.enqueue(Answer.generated().fault(Fault.reset().afterChunks(3)));
		simulator.enqueue(Answer.generated().fault(Fault.truncate().beforeFinish()));
		simulator.enqueue(Answer.generated().fault(Fault.stall().beforeDone()));
		simulator.enqueue(Answer.text("\u4f60\u597d").fault(Fault.splitUtf8()));
		simulator.enqueue(Answer.generated().queuedFor(Duration.ofSeconds(30)).fault(Fault.close().inFiller()));
		simulator.enqueue(Answer.toolCall("get_weather", "{\"city\":\"Oslo\"}").fault(Fault.reset().inToolCall()));

		try (Wire wire = new Wire(simulator)) {
			assertThat(wire.chat(Http.HELLO_STREAM).readToEnd()).isEqualTo(Wire.End.RST);
		}
	}

	@Test
	void raw() {
		simulator.enqueue(Answer.raw()
			.keepAlive()
			.write("retry: abc\r\n\r\n")
			.event("{\"choices\":[]}")
			.pause(Duration.ofSeconds(5))
			.reset());
		simulator.enqueue(Answer.raw(200, null).write("\n").repeat("\n", Duration.ofSeconds(1)));

		try (Wire wire = new Wire(simulator)) {
			wire.chat(Http.HELLO_STREAM).readUntil("retry: abc\r\n\r\n");
		}
	}

	@Test
	void manualClock() {
		SimulatorClock clock = SimulatorClock.manual();
		try (DeepSeekSimulator queueing = DeepSeekSimulator.builder()
			.clock(clock)
			.queueTime(Duration.ofMinutes(10))
			.start()) {
			CompletableFuture<HttpResponse<String>> response = ask(queueing);
			queueing.log().awaitRequests(1, Duration.ofSeconds(5));

			clock.advance(Duration.ofMinutes(10));

			assertThat(response.join().body()).isEqualTo("\n".repeat(60));
			assertThat(queueing.log().last().outcome()).isEqualTo(Outcome.QUEUE_TIMEOUT);
		}
	}

	@Test
	void limits() {
		simulator.account().limit("deepseek-v4-pro", 5);
		simulator.account()
			.type(SimulatedAccount.Type.EXPANDED)
			.limit("deepseek-flash", 100)
			.userLimit("deepseek-flash", 2);
		simulator.account().wordTheLimit(false);
		simulator.account()
			.balances(new SimulatedBalance("CNY", new BigDecimal("10.00"), new BigDecimal("100.00")),
					new SimulatedBalance("USD", BigDecimal.ZERO, new BigDecimal("7.50")));
		simulator.account().available(false);
		simulator.account().balance(BigDecimal.ZERO);

		assertThat(new Http(simulator).chat(Http.HELLO).statusCode()).isEqualTo(402);
	}

	@Test
	void log() {
		new Http(simulator).chat(Http.HELLO_STREAM);

		simulator.log().awaitRequests(1, Duration.ofSeconds(5));
		simulator.log().awaitIdle(Duration.ofSeconds(5));

		assertThat(simulator.log().requests()).allMatch((request) -> request.outcome() == Outcome.COMPLETED);
		assertThat(simulator.log().highestConcurrency("deepseek-flash")).isLessThanOrEqualTo(2500);
		assertThat(simulator.log().throttled()).isZero();
		assertThat(simulator.log().openConnections()).isPositive();
	}

	@Test
	void shouldHaveRunEveryBlockOfTheGuide() throws IOException {
		String source = normalized(
				Files.readString(SOURCE) + Files.readString(SPRING_TESTS.resolve("AnswersTests.java"))
						+ Files.readString(SPRING_TESTS.resolve("SimulatorTestClasses.java")));
		assertThat(Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
			.matcher(Files.readString(GUIDE))
			.results()
			.map((MatchResult result) -> normalized(result.group(1)))).hasSizeGreaterThan(5).allMatch(source::contains);
	}

	private static CompletableFuture<HttpResponse<String>> ask(DeepSeekSimulator simulator) {
		return HttpClient.newHttpClient()
			.sendAsync(HttpRequest.newBuilder(URI.create(simulator.baseUrl() + "/chat/completions"))
				.header("Authorization", "Bearer any-key")
				.POST(BodyPublishers.ofString(Http.HELLO))
				.build(), BodyHandlers.ofString());
	}

	private static String normalized(String code) {
		return code.replaceAll("\\s+", "");
	}

}
