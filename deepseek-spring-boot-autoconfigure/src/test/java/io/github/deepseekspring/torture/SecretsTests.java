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

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import io.github.deepseekspring.core.DeepSeekTemplate;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.DeepSeekSimulator;
import io.github.deepseekspring.simulator.Fault;
import io.github.deepseekspring.tool.ToolFunction;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Looks through everything that a whole run of an application tells, with all logs and
 * endpoints switched on, for what nobody must see.
 */
@ExtendWith(OutputCaptureExtension.class)
class SecretsTests {

	private static final String KEY = "sk-secret-4711fe55aa";

	private static final String HASH_SECRET = "pepper-of-the-hash-0123456789";

	private static final String USER = "ophelia.vandermeer";

	private static final String QUESTION = "Where is the heirloom zeppelin?";

	private static final String ANSWER = "Under the marzipan bridge.";

	/**
	 * The words that tell of them.
	 */
	private static final List<String> SECRETS = List.of("4711fe55aa", "pepper-of-the-hash", "ophelia", "zeppelin",
			"marzipan", "gazebo");

	/**
	 * All else is at DEBUG. What is turned down would tell what the application itself
	 * reads and sends.
	 */
	private static final Map<String, LogLevel> LEVELS = Map.of("io.github.deepseekspring", LogLevel.TRACE,
			"org.springframework.web.reactive.function.client", LogLevel.TRACE, "org.springframework.web.HttpLogging",
			LogLevel.INFO);

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final int LARGEST_ENDPOINT = 64 * 1024 * 1024;

	/**
	 * Levels belong to the virtual machine, and other tests write logs too.
	 */
	@AfterEach
	void logLess() {
		LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());
		LEVELS.forEach((logger, level) -> logging.setLogLevel(logger, null));
		logging.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.INFO);
	}

	@Test
	void nothingTellsOfKeysUsersAndTexts(CapturedOutput output) {
		StringBuilder told = new StringBuilder();
		try (ConfigurableApplicationContext application = start()) {
			script(application.getBean(DeepSeekSimulator.class));
			WebClient client = WebClient.builder()
				.baseUrl("http://127.0.0.1:" + application.getEnvironment().getProperty("local.server.port"))
				.codecs((codecs) -> codecs.defaultCodecs().maxInMemorySize(LARGEST_ENDPOINT))
				.build();
			for (String path : List.of("/ask", "/stream", "/tool", "/ask", "/ask", "/stream", "/stream", "/stream",
					"/ask")) {
				client.get()
					.uri(path)
					.headers((headers) -> headers.setBasicAuth(USER, "pw"))
					.exchangeToMono((response) -> response.bodyToMono(String.class))
					.block(PATIENCE);
			}
			List<Throwable> failures = application.getBean(Asking.class).failures;
			assertThat(failures).hasSize(6);
			failures.forEach((failure) -> told.append(trace(failure)));
			assertThat(application.getBean(DeepSeekSimulator.class).log().last().userId()).hasSize(43);
			endpoints(client).forEach((path) -> told.append(path).append(": ").append(get(client, path)).append('\n'));
			told.append(application.getBean(MeterRegistry.class)
				.getMeters()
				.stream()
				.map((meter) -> meter.getId() + " " + meter.measure())
				.toList());
			Stream.of(application.getBeanDefinitionNames())
				.filter((name) -> name.startsWith("deepSeek") || name.startsWith("deepseek"))
				.forEach((name) -> told.append(application.getBean(name)).append('\n'));
		}
		told.append(output);
		assertThat(told.toString()).contains("/actuator/deepseek: {", "/actuator/env: {", "RateLimitException",
				"o.s.w.r.f.client.ExchangeFunctions");
		for (String secret : SECRETS) {
			assertThat(told.toString().lines().filter((line) -> line.contains(secret))).as(secret).isEmpty();
		}
	}

	private static ConfigurableApplicationContext start() {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.REACTIVE)
			.properties("server.port=0", "deepseek.simulator.enabled=true", "deepseek.api-key=" + KEY,
					"deepseek.user-id.secret=" + HASH_SECRET, "deepseek.retry.max-attempts=1",
					"management.endpoints.web.exposure.include=*", "management.endpoint.health.show-details=always",
					"logging.level.root=debug")
			.properties(LEVELS.entrySet()
				.stream()
				.map((level) -> "logging.level." + level.getKey() + "=" + level.getValue())
				.toArray(String[]::new))
			.run("--spring.main.banner-mode=off", "--spring.security.user.name=" + USER,
					"--spring.security.user.password={noop}pw");
	}

	/**
	 * Answers and failures, some of which repeat what was asked.
	 */
	private static void script(DeepSeekSimulator simulator) {
		String echo = "{\"error\":{\"message\":\"Cannot serve " + QUESTION + " with Bearer " + KEY
				+ "\",\"type\":\"invalid_request_error\"}}";
		simulator.enqueue(Answer.text(ANSWER), Answer.reasoning(ANSWER).text(ANSWER),
				Answer.toolCall("find", "{\"what\":\"gazebo\"}"), Answer.text(ANSWER),
				Answer.of(400, "application/json", echo),
				Answer.of(200, "text/html", "<p>" + QUESTION + " " + KEY + "</p>"),
				Answer.chunks("Under the ", "marzipan ", "bridge.").fault(Fault.reset().afterChunks(2)),
				Answer.chunks("Under the ", "marzipan ", "bridge.").fault(Fault.truncate().afterChunks(2)),
				Answer.chunks("Under the ", "marzipan ", "bridge.")
					.fault(Fault.errorInStream(QUESTION).afterChunks(2)));
		Answer throttled = Answer.of(429, "text/plain", echo);
		simulator.enqueue(throttled, throttled, throttled, throttled, throttled);
	}

	private static List<String> endpoints(WebClient client) {
		JsonNode links = new JsonMapper().readTree(get(client, "/actuator")).path("_links");
		return links.valueStream()
			.filter((link) -> !link.path("templated").asBoolean())
			.map((link) -> link.path("href").asString().replaceFirst("http://[^/]+", ""))
			.filter((path) -> !path.endsWith("/heapdump"))
			.toList();
	}

	private static String get(WebClient client, String path) {
		return client.get()
			.uri(path)
			.headers((headers) -> headers.setBasicAuth(USER, "pw"))
			.exchangeToMono((response) -> response.bodyToMono(String.class).defaultIfEmpty(""))
			.blockOptional(PATIENCE)
			.orElseThrow();
	}

	private static String trace(Throwable failure) {
		StringWriter text = new StringWriter();
		failure.printStackTrace(new PrintWriter(text));
		return text.toString();
	}

	@RestController
	static class Asking {

		private final DeepSeekTemplate template;

		private final List<Throwable> failures = new CopyOnWriteArrayList<>();

		Asking(DeepSeekTemplate template) {
			this.template = template;
		}

		@GetMapping("/ask")
		Mono<String> ask() {
			return this.template.prompt(QUESTION).content().transform(this::watched);
		}

		@GetMapping("/tool")
		Mono<String> tool() {
			return this.template.prompt(QUESTION)
				.tools(ToolFunction.of("find", "Finds things.", What.class, (what) -> "the gazebo: " + what.what()))
				.content()
				.transform(this::watched);
		}

		@GetMapping("/stream")
		Mono<String> stream() {
			Flux<String> answer = this.template.prompt(QUESTION).stream().content();
			return answer.collectList().map(List::toString).transform(this::watched);
		}

		/**
		 * What the application itself sends to its users is logged by Spring, and not of
		 * interest here.
		 */
		private Mono<String> watched(Mono<String> answer) {
			return answer.doOnError(this.failures::add).map((text) -> "answered").onErrorReturn("failed");
		}

	}

	record What(String what) {
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Asking asking(DeepSeekTemplate template) {
			return new Asking(template);
		}

		@Bean
		SecurityWebFilterChain everythingForUsers(ServerHttpSecurity http) {
			return http.authorizeExchange((exchanges) -> exchanges.anyExchange().authenticated()).httpBasic((basic) -> {
			}).build();
		}

	}

}
