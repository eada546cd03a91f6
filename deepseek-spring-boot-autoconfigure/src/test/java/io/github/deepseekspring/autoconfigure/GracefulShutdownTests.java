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

package io.github.deepseekspring.autoconfigure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.github.deepseekspring.ConcurrencyLimitExceededException;
import io.github.deepseekspring.ConcurrencyLimitExceededException.Reason;
import io.github.deepseekspring.DeepSeekException;
import io.github.deepseekspring.core.DeepSeekTemplate;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.DeepSeekSimulator;
import io.github.deepseekspring.simulator.Outcome;
import io.github.deepseekspring.simulator.SimulatorClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.test.subscriber.TestSubscriber;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests what becomes of requests when the application closes, over sockets and with all
 * that Spring Boot closes then, Reactor Netty's event loops included.
 */
@Timeout(120)
class GracefulShutdownTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	/**
	 * Time to find out that something does not happen.
	 */
	private static final Duration AWHILE = Duration.ofMillis(500);

	private static final String[] TEXTS = { "a", "b", "c" };

	private final SimulatorClock clock = SimulatorClock.manual();

	private DeepSeekSimulator simulator;

	private ConfigurableApplicationContext application;

	@BeforeEach
	void start() {
		this.simulator = DeepSeekSimulator.builder().clock(this.clock).chunkInterval(Duration.ofSeconds(1)).start();
		this.simulator.answerAll((request) -> Answer.chunks(TEXTS));
	}

	@AfterEach
	void stop() {
		this.application.close();
		this.simulator.close();
	}

	@Test
	void whenClosingThenAStreamEndsWithAllItsDataAndWhatWaitsIsRefusedAtOnce() {
		start(Application.class, WebApplicationType.NONE);
		TestSubscriber<String> running = subscribe();
		this.simulator.log().awaitRequests(1, PATIENCE);
		TestSubscriber<String> waiting = subscribe();
		CompletableFuture<Void> closing = CompletableFuture.runAsync(this.application::close);
		waiting.block(PATIENCE);
		assertRefused(waiting);
		assertStillRuns(closing);
		assertThat(running.isTerminated()).isFalse();
		this.clock.advance(Duration.ofSeconds(3));
		assertThat(closing).succeedsWithin(PATIENCE);
		running.block(PATIENCE);
		assertThat(running.getReceivedOnNext()).containsExactly(TEXTS);
		assertThat(running.isTerminatedComplete()).isTrue();
		assertThat(this.simulator.log().requests()).hasSize(1);
	}

	@Test
	void whenClosingThenAnAnswerThatIsNotStreamedComesAsWell() {
		start(Application.class, WebApplicationType.NONE);
		CompletableFuture<String> running = template().prompt("Hi").content().toFuture();
		this.simulator.log().awaitRequests(1, PATIENCE);
		CompletableFuture<Void> closing = CompletableFuture.runAsync(this.application::close);
		assertStillRuns(closing);
		this.clock.advance(Duration.ofSeconds(3));
		assertThat(closing).succeedsWithin(PATIENCE);
		assertThat(running).succeedsWithin(PATIENCE).isEqualTo("abc");
	}

	@Test
	void whenClosingThenNewRequestsAreRefused() {
		start(Application.class, WebApplicationType.NONE);
		DeepSeekTemplate template = template();
		TestSubscriber<String> running = subscribe();
		this.simulator.log().awaitRequests(1, PATIENCE);
		TestSubscriber<String> waiting = subscribe();
		CompletableFuture<Void> closing = CompletableFuture.runAsync(this.application::close);
		waiting.block(PATIENCE);
		assertRefused(subscribe(template));
		this.clock.advance(Duration.ofSeconds(3));
		running.block(PATIENCE);
		assertThat(closing).succeedsWithin(PATIENCE);
		assertRefused(subscribe(template));
		assertThat(this.simulator.log().requests()).hasSize(1);
	}

	@Test
	void whenAStreamTakesLongerThanTheShutdownMayThenFailsAndItsConnectionIsClosed() {
		start(Application.class, WebApplicationType.NONE, "spring.lifecycle.timeout-per-shutdown-phase=200ms");
		TestSubscriber<String> running = subscribe();
		this.simulator.log().awaitRequests(1, PATIENCE);
		this.clock.advance(Duration.ofSeconds(1));
		this.application.close();
		running.block(PATIENCE);
		assertThat(running.getReceivedOnNext()).containsExactly("a");
		assertThat(running.expectTerminalError()).isInstanceOf(DeepSeekException.class);
		assertThat(this.simulator.log().last().ended().block(PATIENCE)).isEqualTo(Outcome.CANCELLED_BY_CLIENT);
	}

	@Test
	void whenContextOnlyStopsThenAStreamEndsWithAllItsDataAndLaterRequestsAreServed() {
		start(DeepSeekAutoConfiguration.class, WebApplicationType.NONE);
		TestSubscriber<String> running = subscribe();
		this.simulator.log().awaitRequests(1, PATIENCE);
		CompletableFuture<Void> stopping = CompletableFuture.runAsync(this.application::stop);
		assertStillRuns(stopping);
		TestSubscriber<String> later = subscribe();
		this.clock.advance(Duration.ofSeconds(3));
		running.block(PATIENCE);
		assertThat(running.getReceivedOnNext()).containsExactly(TEXTS);
		this.simulator.log().awaitRequests(2, PATIENCE);
		this.clock.advance(Duration.ofSeconds(3));
		later.block(PATIENCE);
		assertThat(later.getReceivedOnNext()).containsExactly(TEXTS);
		assertThat(stopping).succeedsWithin(PATIENCE);
	}

	@Test
	void whenClosingThenAStreamToABrowserEndsWhole() throws IOException {
		start(WebApplication.class, WebApplicationType.REACTIVE, "server.shutdown=graceful");
		try (BufferedReader browser = browse()) {
			CompletableFuture<Void> closing = CompletableFuture.runAsync(this.application::close);
			assertStillRuns(closing);
			this.clock.advance(Duration.ofSeconds(2));
			assertThat(browser.lines()).containsExactly("", "data:b", "", "data:c", "");
			assertThat(closing).succeedsWithin(PATIENCE);
			assertThat(this.simulator.log().last().outcome()).isEqualTo(Outcome.COMPLETED);
		}
	}

	@Test
	void whenWebServerStopsAtOnceThenAStreamToABrowserDoesNotHoldUpTheShutdown() throws IOException {
		start(WebApplication.class, WebApplicationType.REACTIVE, "server.shutdown=immediate",
				"spring.lifecycle.timeout-per-shutdown-phase=10m");
		try (BufferedReader browser = browse()) {
			CompletableFuture<Void> closing = CompletableFuture.runAsync(this.application::close);
			assertThat(closing).succeedsWithin(PATIENCE);
			assertThat(this.simulator.log().last().ended().block(PATIENCE)).isEqualTo(Outcome.CANCELLED_BY_CLIENT);
		}
	}

	@Test
	void shouldWaitAfterTheWebServerHasStoppedAndBeforeReactorNettyGoes() {
		start(WebApplication.class, WebApplicationType.REACTIVE);
		int phase = this.application.getBean(DeepSeekShutdown.class).getPhase();
		assertThat(phase).isLessThan(WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE).isPositive();
	}

	private void start(Class<?> type, WebApplicationType webType, String... properties) {
		this.application = new SpringApplicationBuilder(type).web(webType)
			.properties("server.port=0", "spring.main.banner-mode=off", "spring.reactor.netty.shutdown-quiet-period=0",
					"deepseek.api-key=sk-0123456789abcdef", "deepseek.base-url=" + this.simulator.baseUrl(),
					"deepseek.concurrency.limits.deepseek-v4-flash=1", "deepseek.retry.max-attempts=1")
			.properties(properties)
			.run();
	}

	private DeepSeekTemplate template() {
		return this.application.getBean(DeepSeekTemplate.class);
	}

	private TestSubscriber<String> subscribe() {
		return subscribe(template());
	}

	private static TestSubscriber<String> subscribe(DeepSeekTemplate template) {
		TestSubscriber<String> subscriber = TestSubscriber.create();
		template.prompt("Hi").stream().content().subscribe(subscriber);
		return subscriber;
	}

	/**
	 * Ask for a stream and read its first event.
	 */
	private BufferedReader browse() throws IOException {
		CompletableFuture<Void> begun = CompletableFuture
			.runAsync(() -> this.simulator.log().awaitRequests(1, PATIENCE))
			.thenRun(() -> this.clock.advance(Duration.ofSeconds(1)));
		String port = this.application.getEnvironment().getRequiredProperty("local.server.port");
		URLConnection connection = URI.create("http://localhost:" + port + "/stream").toURL().openConnection();
		connection.setReadTimeout((int) PATIENCE.toMillis());
		BufferedReader reader = new BufferedReader(
				new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
		begun.join();
		assertThat(reader.readLine()).isEqualTo("data:a");
		return reader;
	}

	private static void assertRefused(TestSubscriber<String> subscriber) {
		assertThat(subscriber.expectTerminalError()).isInstanceOfSatisfying(ConcurrencyLimitExceededException.class,
				(ex) -> assertThat(ex.getReason()).isEqualTo(Reason.SHUTDOWN));
	}

	private static void assertStillRuns(CompletableFuture<Void> future) {
		assertThatExceptionOfType(TimeoutException.class)
			.isThrownBy(() -> future.get(AWHILE.toMillis(), TimeUnit.MILLISECONDS));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(StreamController.class)
	static class WebApplication {

		@Bean
		SecurityWebFilterChain open(ServerHttpSecurity security) {
			return security.authorizeExchange((exchange) -> exchange.anyExchange().permitAll()).build();
		}

	}

	@RestController
	static class StreamController {

		private final DeepSeekTemplate template;

		StreamController(DeepSeekTemplate template) {
			this.template = template;
		}

		@GetMapping(path = "/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		Flux<String> stream() {
			return this.template.prompt("Hi").stream().content();
		}

	}

}
