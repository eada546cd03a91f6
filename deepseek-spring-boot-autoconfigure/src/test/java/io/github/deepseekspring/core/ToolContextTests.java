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

package io.github.deepseekspring.core;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.RecordedRequest;
import io.github.deepseekspring.tool.ToolFunction;
import io.github.deepseekspring.user.DefaultCallerResolver;
import io.github.deepseekspring.user.SecurityContextUserIdResolver;
import io.github.deepseekspring.user.UserId;
import io.micrometer.context.ContextRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.subscriber.TestSubscriber;
import reactor.util.context.ContextView;

import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what tools know about where the call comes from.
 */
@Timeout(60)
class ToolContextTests {

	private static final String TICKET = "ticket";

	private final ObservationRegistry observations = ObservationRegistry.create();

	private final Map<String, String> seen = new ConcurrentHashMap<>();

	private final Sinks.One<String> approval = Sinks.one();

	@AutoClose
	private final Wire wire = new Wire();

	private final PromptSpec prompt = this.wire.builder()
		.callerResolver(DefaultCallerResolver.builder(UserId::of)
			.userIdResolvers(List.of(new SecurityContextUserIdResolver()))
			.build())
		.build()
		.prompt("Who am I?")
		.tools(ToolFunction.of("blocking", "Blocks.", () -> {
			this.seen.put("thread", Thread.currentThread().getName());
			this.seen.put("blocking", threadLocals());
			return "done";
		}), ToolFunction.of("reactive", "Does not block.", () -> Mono.deferContextual(this::reactive)),
				ToolFunction.of("approved", "Waits for somebody.", this.approval::asMono));

	@BeforeEach
	void register() {
		this.observations.observationConfig().observationHandler((context) -> true);
		ContextRegistry.getInstance()
			.registerThreadLocalAccessor(TICKET, () -> MDC.get(TICKET), (value) -> MDC.put(TICKET, value),
					() -> MDC.remove(TICKET));
	}

	@AfterEach
	void forget() {
		Hooks.disableAutomaticContextPropagation();
		ContextRegistry.getInstance().removeThreadLocalAccessor(TICKET);
		SecurityContextHolder.clearContext();
		MDC.clear();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenTheCallIsReactiveThenBothKindsOfToolsKnowTheUser(boolean automatic) {
		propagate(automatic);
		Observation observation = Observation.start("web", this.observations);
		answerTwoRounds();
		this.prompt.stream()
			.completion()
			.contextWrite(ReactiveSecurityContextHolder.withAuthentication(user("alice")))
			.contextWrite((context) -> context.put("micrometer.observation", observation).put(TICKET, "t1"))
			.block(Wire.PATIENCE);
		assertKnown();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenTheCallComesFromAThreadThenBothKindsOfToolsKnowTheUser(boolean automatic) {
		propagate(automatic);
		answerTwoRounds();
		SecurityContextHolder.setContext(new SecurityContextImpl(user("alice")));
		MDC.put(TICKET, "t1");
		TestSubscriber<Object> subscriber = TestSubscriber.create();
		Observation observation = Observation.start("web", this.observations);
		try (Observation.Scope scope = observation.openScope()) {
			this.prompt.events().cast(Object.class).subscribe(subscriber);
		}
		SecurityContextHolder.clearContext();
		MDC.clear();
		subscriber.block(Wire.PATIENCE);
		assertKnown();
	}

	private void assertKnown() {
		assertThat(this.seen.get("thread")).startsWith("boundedElastic");
		assertThat(this.seen).containsEntry("blocking", "alice web t1").containsEntry("reactive", "alice");
		assertThat(this.wire.log().requests()).extracting(RecordedRequest::userId).containsExactly("alice", "alice");
	}

	@Test
	void whenTheCallHasNoUserThenToolsHaveNoneEither() {
		answerTwoRounds();
		this.prompt.completion().block(Wire.PATIENCE);
		assertThat(this.seen).containsEntry("blocking", "null null null").containsEntry("reactive", "nobody");
	}

	@Test
	void whenTheThreadOfAToolHasAnotherUserThenItsOwnIsSeenAndTheOtherIsBackAfterwards() {
		this.wire.answer(Answer.toolCall("blocking", "{}"), Answer.text("You are alice."));
		Mono<String> answer = this.prompt.content()
			.contextWrite(ReactiveSecurityContextHolder.withAuthentication(user("alice")));
		blockOnThreadsOfAnotherUser(answer);
		assertThat(this.seen).containsEntry("blocking", "alice null null")
			.containsEntry("afterwards", "mallory null null");
	}

	@Test
	void whenTheCallHasNoUserThenThatOfTheThreadOfAToolIsNotSeen() {
		this.wire.answer(Answer.toolCall("blocking", "{}"), Answer.text("You are nobody."));
		blockOnThreadsOfAnotherUser(this.prompt.content());
		assertThat(this.seen).containsEntry("blocking", "null null null")
			.containsEntry("afterwards", "mallory null null");
	}

	private void blockOnThreadsOfAnotherUser(Mono<String> answer) {
		Schedulers.onScheduleHook("another user", (task) -> () -> {
			SecurityContextHolder.setContext(new SecurityContextImpl(user("mallory")));
			try {
				task.run();
				this.seen.put("afterwards", threadLocals());
			}
			finally {
				SecurityContextHolder.clearContext();
			}
		});
		try {
			answer.block(Wire.PATIENCE);
		}
		finally {
			Schedulers.resetOnScheduleHook("another user");
		}
	}

	@Test
	void whenTheReactiveUserIsNotThatOfTheCallingThreadThenToolsSeeTheReactiveOne() {
		answerTwoRounds();
		SecurityContextHolder.setContext(new SecurityContextImpl(user("bob")));
		this.prompt.content()
			.contextWrite(ReactiveSecurityContextHolder.withAuthentication(user("alice")))
			.block(Wire.PATIENCE);
		assertThat(this.seen).containsEntry("blocking", "alice null null").containsEntry("reactive", "alice");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenAToolEndsOnTheThreadOfAnotherUserThenTheNextRoundIsStillThatOfTheFirst(boolean streaming)
			throws InterruptedException {
		this.wire.answer(Answer.toolCall("approved", "{}"), Answer.text("Approved."));
		SecurityContextHolder.setContext(new SecurityContextImpl(user("alice")));
		TestSubscriber<Object> subscriber = TestSubscriber.create();
		(streaming ? this.prompt.stream().events() : this.prompt.events()).cast(Object.class).subscribe(subscriber);
		this.wire.log().awaitRequests(1, Wire.PATIENCE);
		Thread other = new Thread(() -> {
			SecurityContextHolder.setContext(new SecurityContextImpl(user("bob")));
			this.approval.tryEmitValue("yes");
		});
		other.start();
		other.join();
		subscriber.block(Wire.PATIENCE);
		assertThat(this.wire.log().requests()).extracting(RecordedRequest::userId).containsExactly("alice", "alice");
	}

	private static void propagate(boolean automatic) {
		if (automatic) {
			Hooks.enableAutomaticContextPropagation();
		}
	}

	private void answerTwoRounds() {
		this.wire.answer(Answer.toolCall("blocking", "{}").toolCall("reactive", "{}"), Answer.text("You are alice."));
	}

	private String threadLocals() {
		Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
		Observation observation = this.observations.getCurrentObservation();
		return ((authentication != null) ? authentication.getName() : null) + " "
				+ ((observation != null) ? observation.getContext().getName() : null) + " " + MDC.get(TICKET);
	}

	private Mono<String> reactive(ContextView context) {
		return ReactiveSecurityContextHolder.getContext()
			.map((security) -> name(security.getAuthentication()))
			.defaultIfEmpty("nobody")
			.doOnNext((name) -> this.seen.put("reactive", name));
	}

	private static String name(@Nullable Authentication authentication) {
		return (authentication != null) ? authentication.getName() : "nobody";
	}

	private static Authentication user(String name) {
		return new TestingAuthenticationToken(name, "password", "ROLE_USER");
	}

}
