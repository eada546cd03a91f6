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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.DeepSeekSimulator;
import io.github.deepseekspring.simulator.RecordedRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for whose calls those are that the controllers of a secured servlet application
 * wait for. The text of each call names the user whose it has to be.
 */
@Timeout(240)
class BlockingInWebRequestTests {

	private static final Duration PATIENCE = Duration.ofSeconds(120);

	private static final List<String> PATHS = List.of("direct", "tools", "entity", "stream", "stream-body", "elements",
			"callable", "deferred", "async", "messages");

	private static final int ROUNDS = 4;

	private @Nullable ConfigurableApplicationContext application;

	private final Set<String> names = ConcurrentHashMap.newKeySet();

	@AfterEach
	void close() {
		if (this.application != null) {
			this.application.close();
		}
		Hooks.disableAutomaticContextPropagation();
	}

	@ParameterizedTest
	@ValueSource(strings = { "limited", "auto" })
	void callsAreThoseOfTheUserOfTheRequest(String propagation) {
		expectTheRightUsers(propagation, false);
	}

	@ParameterizedTest
	@ValueSource(strings = { "limited", "auto" })
	@EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "Virtual threads need Java 21")
	void whenThreadsAreVirtualThenCallsAreThoseOfTheUserOfTheRequest(String propagation) {
		expectTheRightUsers(propagation, true);
	}

	private void expectTheRightUsers(String propagation, boolean virtual) {
		ConfigurableApplicationContext started = new SpringApplicationBuilder(BlockingApplication.class)
			.web(WebApplicationType.SERVLET)
			.properties("server.port=0", "spring.main.banner-mode=off", "deepseek.simulator.enabled=true",
					"deepseek.simulator.chunk-interval=0s", "deepseek.user-id.encoding=plain",
					"deepseek.user-id.required=true", "spring.reactor.context-propagation=" + propagation,
					"spring.threads.virtual.enabled=" + virtual)
			.run();
		this.application = started;
		DeepSeekSimulator simulator = started.getBean(DeepSeekSimulator.class);
		simulator.answerAll(this::answer);
		WebClient client = WebClient
			.create("http://localhost:" + started.getEnvironment().getProperty("local.server.port"));
		List<String> answers = Flux.range(0, ROUNDS)
			.flatMap((round) -> Flux.fromIterable(PATHS)
				.flatMap((path) -> Flux.just("alice", "bob").flatMap((user) -> ask(client, path, user))), 4)
			.collectList()
			.block(PATIENCE);
		assertThat(answers).hasSize(ROUNDS * PATHS.size() * 2).allMatch((answer) -> answer.endsWith(" ok"));
		assertThat(simulator.log().requests()).hasSizeGreaterThan(ROUNDS * PATHS.size() * 2)
			.allSatisfy((request) -> assertThat(request.userId()).isEqualTo(userOf(request)));
		assertThat(this.names).containsExactlyInAnyOrder("alice alice alice", "bob bob bob");
		assertThat(started.getBean(BlockingApplication.Threads.class).kinds()).containsOnly(virtual);
	}

	private static Mono<String> ask(WebClient client, String path, String user) {
		return client.get()
			.uri("/" + path)
			.headers((headers) -> headers.setBasicAuth(user, "pw"))
			.retrieve()
			.bodyToMono(String.class)
			.defaultIfEmpty("nothing")
			.map((answer) -> path + " of " + user + " " + answer);
	}

	/**
	 * Answer what each path needs: tools twice, an entity that fits at the second
	 * attempt, more elements than are read ahead.
	 */
	private Answer answer(RecordedRequest request) {
		String question = question(request);
		List<String> results = results(request);
		if (question.contains("tools")) {
			if (results.isEmpty()) {
				return Answer.toolCall("blocking", "{}").toolCall("reactive", "{}");
			}
			this.names.add(userOf(request) + " " + String.join(" ", results));
			return Answer.text("ok");
		}
		if (question.contains("entity")) {
			boolean first = request.json()
				.path("messages")
				.valueStream()
				.noneMatch((message) -> message.path("role").asString("").equals("assistant"));
			return Answer.text(first ? "no JSON" : "{\"text\":\"ok\"}");
		}
		if (question.contains("elements")) {
			return Answer.text("{\"items\":[" + "1,".repeat(99) + "1]}");
		}
		return Answer.chunks("o", "k");
	}

	private static List<String> results(RecordedRequest request) {
		return request.json()
			.path("messages")
			.valueStream()
			.filter((message) -> message.path("role").asString("").equals("tool"))
			.map((message) -> message.path("content").asString(""))
			.toList();
	}

	private static String userOf(RecordedRequest request) {
		return question(request).replaceAll("(?s).*I am (\\w+).*", "$1");
	}

	private static String question(RecordedRequest request) {
		return request.json()
			.path("messages")
			.valueStream()
			.map((message) -> message.path("content").asString(""))
			.filter((content) -> content.contains("I am "))
			.findFirst()
			.orElse("");
	}

}
