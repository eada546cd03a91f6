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

package io.github.deepseekspring.autoconfigure.security;

import java.time.Duration;
import java.util.List;

import io.github.deepseekspring.core.DeepSeekTemplate;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.DeepSeekSimulator;
import io.github.deepseekspring.simulator.RecordedRequest;
import io.github.deepseekspring.tool.ToolFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for whom tools see within real requests to secured applications.
 */
@Timeout(120)
class ToolsOfWebRequestTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final int REQUESTS = 20;

	private @Nullable ConfigurableApplicationContext application;

	@AfterEach
	void close() {
		if (this.application != null) {
			this.application.close();
		}
		Hooks.disableAutomaticContextPropagation();
	}

	@ParameterizedTest
	@CsvSource({ "REACTIVE, limited", "REACTIVE, auto", "SERVLET, limited", "SERVLET, auto" })
	void bothKindsOfToolsSeeTheUserOfEachRequest(WebApplicationType type, String propagation) {
		boolean reactive = type == WebApplicationType.REACTIVE;
		this.application = new SpringApplicationBuilder(reactive ? ReactiveApplication.class : ServletApplication.class)
			.web(type)
			.properties("server.port=0", "spring.main.banner-mode=off", "deepseek.simulator.enabled=true",
					"deepseek.simulator.chunk-interval=0s", "deepseek.user-id.encoding=plain",
					"spring.reactor.context-propagation=" + propagation)
			.run();
		DeepSeekSimulator simulator = this.application.getBean(DeepSeekSimulator.class);
		simulator.answerAll((request) -> isFirst(request) ? Answer.toolCall("blocking", "{}").toolCall("reactive", "{}")
				: Answer.text(String.join(" ", results(request))));
		WebClient client = WebClient
			.create("http://localhost:" + this.application.getEnvironment().getProperty("local.server.port"));
		assertThat(ask(client, "alice").block(PATIENCE)).isEqualTo("alice: alice alice");
		List<String> seen = Flux.range(0, REQUESTS)
			.flatMap((i) -> ask(client, (i % 2 == 0) ? "alice" : "bob"), 8)
			.collectList()
			.block(PATIENCE);
		assertThat(seen).hasSize(REQUESTS).containsOnly("alice: alice alice", "bob: bob bob");
		assertThat(simulator.log().requests()).hasSize(2 * REQUESTS + 2)
			.filteredOn((request) -> !isFirst(request))
			.allSatisfy((request) -> assertThat(results(request)).containsOnly(request.userId()));
	}

	private static Mono<String> ask(WebClient client, String user) {
		return client.get()
			.uri("/who")
			.headers((headers) -> headers.setBasicAuth(user, "pw"))
			.retrieve()
			.bodyToMono(String.class)
			.map((answer) -> user + ": " + answer);
	}

	private static boolean isFirst(RecordedRequest request) {
		return results(request).isEmpty();
	}

	private static List<String> results(RecordedRequest request) {
		JsonNode messages = new JsonMapper().readTree(request.body()).path("messages");
		return messages.valueStream()
			.filter((message) -> message.path("role").stringValue().equals("tool"))
			.map((message) -> message.path("content").stringValue())
			.toList();
	}

	private static UserDetails user(String name) {
		return User.withUsername(name).password("pw").roles("USER").build();
	}

	@RestController
	static class WhoController {

		private final DeepSeekTemplate deepSeek;

		WhoController(DeepSeekTemplate deepSeek) {
			this.deepSeek = deepSeek;
		}

		@GetMapping("/who")
		Mono<String> who() {
			return this.deepSeek.prompt("Who am I?")
				.tools(ToolFunction.of("blocking", "Blocks.", () -> name(SecurityContextHolder.getContext())),
						ToolFunction.of("reactive", "Does not block.",
								() -> ReactiveSecurityContextHolder.getContext().map(WhoController::name)))
				.stream()
				.completion()
				.map((completion) -> String.valueOf(completion.content()));
		}

		private static String name(SecurityContext context) {
			return (context.getAuthentication() != null) ? context.getAuthentication().getName() : "nobody";
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ WhoController.class, PlainPasswordEncoder.class })
	static class ReactiveApplication {

		@Bean
		MapReactiveUserDetailsService users() {
			return new MapReactiveUserDetailsService(user("alice"), user("bob"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ WhoController.class, PlainPasswordEncoder.class })
	static class ServletApplication {

		@Bean
		InMemoryUserDetailsManager users() {
			return new InMemoryUserDetailsManager(user("alice"), user("bob"));
		}

	}

	/**
	 * Hashing would cost more than all else that these tests do.
	 */
	static class PlainPasswordEncoder implements PasswordEncoder {

		@Override
		public String encode(@Nullable CharSequence password) {
			return String.valueOf(password);
		}

		@Override
		public boolean matches(@Nullable CharSequence password, @Nullable String encoded) {
			return encode(password).equals(encoded);
		}

	}

}
