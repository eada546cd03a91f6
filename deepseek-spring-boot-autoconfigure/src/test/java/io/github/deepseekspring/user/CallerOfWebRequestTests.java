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

package io.github.deepseekspring.user;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for who {@link DefaultCallerResolver} sees within real requests to secured
 * applications. The context is captured as the last step, as the template does it.
 */
class CallerOfWebRequestTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private static final UserIdEncoder ENCODER = HmacUserIdEncoder.withSecret("a secret of the test");

	private ConfigurableApplicationContext application;

	@AfterEach
	void close() {
		this.application.close();
		Hooks.disableAutomaticContextPropagation();
	}

	@ParameterizedTest
	@ValueSource(strings = { "limited", "auto" })
	void whenReactiveThenSeesTheUserOfEachRequest(String propagation) {
		start(ReactiveApplication.class, WebApplicationType.REACTIVE, propagation);
		expectUser("mono", "hop", "sse");
		expectNoMistake("mono", "hop");
		assertThat(get("open", null).block(TIMEOUT)).isEqualTo("nobody");
	}

	@Test
	void whenServletThenSeesTheUserOfEachRequest() {
		start(ServletApplication.class, WebApplicationType.SERVLET, "limited");
		expectUser("mono", "hop", "sse", "block", "block-after-hop-and-capture");
		expectNoMistake("mono", "hop", "block");
		assertThat(get("open", null).block(TIMEOUT)).isEqualTo("nobody");
		assertThat(get("block-after-hop", "alice").block(TIMEOUT)).isEqualTo("nobody");
	}

	@Test
	void whenServletWithAutomaticPropagationThenSeesTheUserAfterAHopAsWell() {
		start(ServletApplication.class, WebApplicationType.SERVLET, "auto");
		expectUser("mono", "hop", "sse", "block", "block-after-hop");
		expectNoMistake("mono", "hop", "block", "block-after-hop");
		assertThat(get("open", null).block(TIMEOUT)).isEqualTo("nobody");
	}

	private void start(Class<?> application, WebApplicationType type, String propagation) {
		this.application = new SpringApplicationBuilder(application).web(type)
			.properties("server.port=0", "deepseek.enabled=false", "spring.main.banner-mode=off",
					"spring.reactor.context-propagation=" + propagation)
			.run();
	}

	private void expectUser(String... paths) {
		for (String path : paths) {
			for (String user : List.of("alice", "bob")) {
				String seen = user + "=" + ENCODER.encode(user).value();
				assertThat(get(path, user).block(TIMEOUT)).as(path)
					.isEqualTo(path.equals("sse") ? ("data:" + seen + "\n\n").repeat(3) : seen);
			}
		}
	}

	private void expectNoMistake(String... paths) {
		for (String path : paths) {
			List<String> mistaken = Flux.range(0, 200)
				.map((i) -> (i % 2 == 0) ? "alice" : "bob")
				.flatMap((user) -> get(path, user).filter((seen) -> !seen.startsWith(user + "=")), 16)
				.collectList()
				.block(TIMEOUT);
			assertThat(mistaken).as(path).isEmpty();
		}
	}

	private Mono<String> get(String path, @Nullable String user) {
		return client().get().uri("/" + path).headers((headers) -> {
			if (user != null) {
				headers.setBasicAuth(user, "pw");
			}
		}).retrieve().bodyToMono(String.class);
	}

	private WebClient client() {
		return WebClient
			.create("http://localhost:" + this.application.getEnvironment().getProperty("local.server.port"));
	}

	private static UserDetails user(String name) {
		return User.withUsername(name).password("pw").roles("USER").build();
	}

	@RestController
	static class CallerController {

		private final CallerResolver resolver = DefaultCallerResolver.builder(ENCODER)
			.userIdResolvers(List.of(new SecurityContextUserIdResolver()))
			.build();

		@GetMapping({ "/mono", "/open" })
		Mono<String> mono() {
			return caller();
		}

		@GetMapping("/hop")
		Mono<String> hop() {
			return callerAfterHop();
		}

		@GetMapping(path = "/sse", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
		Flux<String> sse() {
			return Flux.range(0, 3).delayElements(Duration.ofMillis(1)).concatMap((tick) -> caller());
		}

		private Mono<String> callerAfterHop() {
			return Mono.just("hop").publishOn(Schedulers.parallel()).flatMap((hop) -> caller());
		}

		private Mono<String> caller() {
			return this.resolver.resolve(null)
				.map((caller) -> (caller.userId() != null) ? caller.key() + "=" + caller.userId().value() : "nobody")
				.contextCapture();
		}

	}

	@RestController
	static class BlockingController {

		private final CallerController delegate = new CallerController();

		@GetMapping("/block")
		String block() {
			return this.delegate.caller().block(TIMEOUT);
		}

		@GetMapping("/block-after-hop-and-capture")
		String blockAfterHopAndCapture() {
			return this.delegate.callerAfterHop().contextCapture().block(TIMEOUT);
		}

		@GetMapping("/block-after-hop")
		String blockAfterHop() {
			return this.delegate.callerAfterHop().block(TIMEOUT);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ CallerController.class, PlainPasswordEncoder.class })
	static class ReactiveApplication {

		@Bean
		MapReactiveUserDetailsService users() {
			return new MapReactiveUserDetailsService(user("alice"), user("bob"));
		}

		@Bean
		SecurityWebFilterChain security(ServerHttpSecurity http) {
			return http
				.authorizeExchange(
						(exchange) -> exchange.pathMatchers("/open").permitAll().anyExchange().authenticated())
				.anonymous(Customizer.withDefaults())
				.httpBasic(Customizer.withDefaults())
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ CallerController.class, BlockingController.class, PlainPasswordEncoder.class })
	static class ServletApplication {

		@Bean
		InMemoryUserDetailsManager users() {
			return new InMemoryUserDetailsManager(user("alice"), user("bob"));
		}

		@Bean
		SecurityFilterChain security(HttpSecurity http) {
			return http
				.authorizeHttpRequests(
						(requests) -> requests.requestMatchers("/open").permitAll().anyRequest().authenticated())
				.httpBasic(Customizer.withDefaults())
				.build();
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
