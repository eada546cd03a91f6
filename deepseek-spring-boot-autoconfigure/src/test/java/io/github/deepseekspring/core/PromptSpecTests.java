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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.deepseekspring.InvalidRequestException;
import io.github.deepseekspring.InvalidUserIdException;
import io.github.deepseekspring.StalledException;
import io.github.deepseekspring.chat.AssistantMessage;
import io.github.deepseekspring.chat.ChatCompletion;
import io.github.deepseekspring.chat.ChatCompletionChunk;
import io.github.deepseekspring.chat.ChatCompletionRequest;
import io.github.deepseekspring.chat.ChatEvent;
import io.github.deepseekspring.chat.ChatMessage;
import io.github.deepseekspring.concurrency.ConcurrencySettings;
import io.github.deepseekspring.concurrency.FairConcurrencyLimiter;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.ChatAnswer;
import io.github.deepseekspring.simulator.DeepSeekSimulator;
import io.github.deepseekspring.simulator.SimulatorClock;
import io.github.deepseekspring.user.Caller;
import io.github.deepseekspring.user.CallerResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.subscriber.TestSubscriber;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.codec.ServerSentEvent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link PromptSpec} and {@link StreamSpec}.
 */
class PromptSpecTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final JsonMapper json = new JsonMapper();

	private final SimulatorClock clock = SimulatorClock.manual();

	private final AtomicInteger resolutions = new AtomicInteger();

	private DeepSeekSimulator simulator;

	private DeepSeekTemplate template;

	@BeforeEach
	void start() {
		this.simulator = DeepSeekSimulator.builder().clock(this.clock).start();
		this.template = builder().build();
	}

	@AfterEach
	void stop() {
		this.simulator.close();
	}

	@Test
	void whenAnswerOnlyCallsToolsThenContentIsEmpty() {
		ChatAnswer answer = Answer.toolCall("weather", "{}");
		this.simulator.enqueue(answer, answer);
		StepVerifier.create(this.template.prompt("Hi").content()).expectComplete().verify(PATIENCE);
		StepVerifier.create(this.template.prompt("Hi").stream().content()).expectComplete().verify(PATIENCE);
	}

	@Test
	void whenSpecIsUsedInTwoDirectionsThenNeitherChangesTheOther() {
		PromptSpec common = this.template.prompt().system("Be brief.");
		PromptSpec first = common.user("one").model("deepseek-v4-pro").userId("alice");
		PromptSpec second = common.user("two").options((options) -> options.maxTokens(7));
		send(first);
		assertThat(texts("/messages")).containsExactly("Be brief.", "one");
		assertThat(sent().path("model").stringValue()).isEqualTo("deepseek-v4-pro");
		assertThat(sent().path("user_id").stringValue()).isEqualTo("alice");
		assertThat(sent().has("max_tokens")).isFalse();
		send(second);
		assertThat(texts("/messages")).containsExactly("Be brief.", "two");
		assertThat(sent().path("model").stringValue()).isEqualTo("deepseek-v4-flash");
		assertThat(sent().has("user_id")).isFalse();
		assertThat(sent().path("max_tokens").intValue()).isEqualTo(7);
	}

	@Test
	void whenStreamSpecIsUsedInTwoDirectionsThenSignalsAreInOneOnly() {
		StreamSpec plain = this.template.prompt("Hi").stream();
		StreamSpec signalling = plain.signals();
		ChatAnswer queued = Answer.chunks("a").queuedFor(Duration.ofSeconds(15));
		assertThat(eventsOf(signalling, queued)).contains(new ChatEvent.KeepAlive("keep-alive"));
		assertThat(eventsOf(plain, queued)).noneMatch(ChatEvent.KeepAlive.class::isInstance);
	}

	@Test
	void whenNobodySubscribesThenNothingHappens() {
		PromptSpec prompt = this.template.prompt("Hi").userId("alice");
		List<Object> publishers = new ArrayList<>();
		publishers.add(prompt.content());
		publishers.add(prompt.completion());
		publishers.add(prompt.stream().content());
		publishers.add(prompt.stream().events());
		publishers.add(prompt.stream().chunks());
		publishers.add(prompt.stream().serverSentEvents());
		publishers.add(prompt.stream().completion());
		ChatCompletionRequest request = ChatCompletionRequest.builder().message(ChatMessage.user("Hi")).build();
		publishers.add(this.template.chat(request));
		publishers.add(this.template.stream(request));
		publishers.add(this.template.streamServerSentEvents(request));
		assertThat(publishers).doesNotContainNull();
		assertThat(this.resolutions).hasValue(0);
		assertThat(this.simulator.log().connectionsAccepted()).isZero();
	}

	@Test
	void whenSubscribedToTwiceThenMakesTwoCalls() {
		this.simulator.enqueue(Answer.text("first"), Answer.text("second"));
		Mono<String> content = this.template.prompt("Hi").content();
		assertThat(content.block(PATIENCE)).isEqualTo("first");
		assertThat(content.block(PATIENCE)).isEqualTo("second");
		assertThat(this.resolutions).hasValue(2);
		assertThat(this.simulator.log().requests()).hasSize(2);
	}

	@Test
	void whenEventsAreSubscribedToTwiceThenEachHasItsOwnAnswer() {
		this.simulator.enqueue(Answer.chunks("a", "b"), Answer.chunks("c"));
		Flux<ChatEvent> events = this.template.prompt("Hi").stream().events();
		assertThat(finished(events).content()).isEqualTo("ab");
		assertThat(finished(events).content()).isEqualTo("c");
	}

	@Test
	void whenRequestIsInvalidThenFailsAtSubscriptionAndSendsNothing() {
		Mono<String> content = this.template.prompt().content();
		StepVerifier.create(content).expectError(InvalidRequestException.class).verify(PATIENCE);
		assertThat(this.simulator.log().connectionsAccepted()).isZero();
	}

	@Test
	void whenUserIdBreaksTheRuleThenFailsAtOnce() {
		assertThatExceptionOfType(InvalidUserIdException.class)
			.isThrownBy(() -> this.template.prompt("Hi").userId("not valid"));
	}

	@Test
	void whenUserIdIsGivenThenIsSentWithThatCallOnly() {
		send(this.template.prompt("Hi").userId("alice"));
		assertThat(this.simulator.log().last().userId()).isEqualTo("alice");
		send(this.template.prompt("Hi"));
		assertThat(this.simulator.log().last().userId()).isNull();
	}

	@Test
	void whenOptionsAreSetThenAreSent() {
		send(this.template.prompt("Hi").options((options) -> options.temperature(0.5).stop("END").extra("seed", 42)));
		assertThat(sent().path("temperature").doubleValue()).isEqualTo(0.5);
		assertThat(sent().path("stop").path(0).stringValue()).isEqualTo("END");
		assertThat(sent().path("seed").intValue()).isEqualTo(42);
	}

	@Test
	void whenRequestIsTakenOverThenMayStillBeChanged() {
		ChatCompletionRequest request = ChatCompletionRequest.builder()
			.model("deepseek-v4-pro")
			.message(ChatMessage.user("one"))
			.build();
		send(this.template.prompt().request(request).user("two"));
		assertThat(sent().path("model").stringValue()).isEqualTo("deepseek-v4-pro");
		assertThat(texts("/messages")).containsExactly("one", "two");
		assertThat(request.messages()).hasSize(1);
	}

	@Test
	void whenHistoryHasReasoningThenIsSentBack() {
		this.simulator.enqueue(Answer.reasoning("Let me look.").toolCall("weather", "{\"city\":\"Rome\"}"));
		ChatCompletion first = this.template.prompt("Do I need an umbrella?").completion().block(PATIENCE);
		assertThat(first).isNotNull();
		AssistantMessage message = Objects.requireNonNull(first.message());
		send(this.template.prompt()
			.messages(List.of(ChatMessage.user("Do I need an umbrella?"), message,
					ChatMessage.tool(first.toolCalls().get(0).id(), "{\"rain\":true}"))));
		JsonNode answered = sent().at("/messages/1");
		assertThat(answered.path("reasoning_content").stringValue()).isEqualTo("Let me look.");
		assertThat(answered.at("/tool_calls/0/function/name").stringValue()).isEqualTo("weather");
	}

	@Test
	void whenContentIsAskedForThenIsTheTextWithoutReasoning() {
		ChatAnswer answer = Answer.reasoning("Thinking.").chunks("The ", "sky", "");
		this.simulator.enqueue(answer, answer);
		assertThat(this.template.prompt("Hi").content().block(PATIENCE)).isEqualTo("The sky");
		assertThat(this.template.prompt("Hi").stream().content().collectList().block(PATIENCE)).containsExactly("The ",
				"sky");
	}

	@Test
	void whenEventsAreAskedForThenTellWhatHappensInItsOrder() {
		List<ChatEvent> events = eventsOf(this.template.prompt("Hi").stream(),
				Answer.reasoning("Thinking.").chunks("The ", "sky").toolCall("weather", "{}"));
		assertThat(events).filteredOn(ChatEvent.Reasoning.class::isInstance)
			.extracting((event) -> ((ChatEvent.Reasoning) event).text())
			.satisfies((texts) -> assertThat(String.join("", texts)).isEqualTo("Thinking."));
		assertThat(events).filteredOn(ChatEvent.Text.class::isInstance)
			.containsExactly(new ChatEvent.Text("The "), new ChatEvent.Text("sky"));
		assertThat(events).filteredOn(ChatEvent.ToolCallPart.class::isInstance).isNotEmpty();
		assertThat(events.get(0)).isInstanceOf(ChatEvent.Reasoning.class);
		assertThat(events).filteredOn(ChatEvent.Finished.class::isInstance).hasSize(1);
		assertThat(events.get(events.size() - 1)).isInstanceOf(ChatEvent.Finished.class);
	}

	@Test
	void whenSignalsAreAskedForThenWaitingIsShown() {
		DeepSeekTemplate oneAtATime = builder().concurrencyLimiter(new FairConcurrencyLimiter(oneSlot())).build();
		this.simulator.enqueue(Answer.chunks("first").queuedFor(Duration.ofSeconds(25)),
				Answer.chunks("second").queuedFor(Duration.ofSeconds(25)));
		TestSubscriber<ChatEvent> first = TestSubscriber.create();
		oneAtATime.prompt("first").stream().signals().events().subscribe(first);
		this.simulator.log().awaitRequests(1, PATIENCE);
		TestSubscriber<ChatEvent> second = TestSubscriber.create();
		oneAtATime.prompt("second").stream().signals().events().subscribe(second);
		this.clock.advance(Duration.ofSeconds(25));
		this.simulator.log().awaitRequests(2, PATIENCE);
		this.clock.advance(Duration.ofSeconds(25));
		second.block(PATIENCE);
		ChatEvent keepAlive = new ChatEvent.KeepAlive("keep-alive");
		assertThat(first.getReceivedOnNext()).startsWith(keepAlive, keepAlive, keepAlive, new ChatEvent.Text("first"));
		assertThat(second.getReceivedOnNext()).startsWith(new ChatEvent.Queued(), keepAlive, keepAlive, keepAlive,
				new ChatEvent.Text("second"));
	}

	@Test
	void whenSignalsAreNotAskedForThenWaitingIsNotShown() {
		ChatAnswer answer = Answer.chunks("a").queuedFor(Duration.ofSeconds(25));
		List<ChatEvent> events = eventsOf(this.template.prompt("Hi").stream(), answer);
		assertThat(events).hasSize(2).startsWith(new ChatEvent.Text("a"));
		this.simulator.enqueue(answer);
		TestSubscriber<ChatCompletionChunk> chunks = TestSubscriber.create();
		this.template.prompt("Hi").stream().chunks().subscribe(chunks);
		this.simulator.log().awaitRequests(2, PATIENCE);
		this.clock.advance(Duration.ofSeconds(25));
		chunks.block(PATIENCE);
		assertThat(chunks.getReceivedOnNext()).allMatch((chunk) -> !chunk.choices().isEmpty());
	}

	@Test
	void whenTimeoutsAreGivenThenHoldForThatCallOnly() {
		this.simulator.enqueue(Answer.chunks("late").headersAfter(Duration.ofHours(1)));
		PromptSpec patient = this.template.prompt("Hi");
		PromptSpec impatient = patient.timeouts((timeouts) -> timeouts.withFirstData(Duration.ofMillis(100)));
		StepVerifier.create(impatient.stream().content())
			.expectErrorSatisfies((ex) -> assertThat(ex).isInstanceOfSatisfying(StalledException.class,
					(stalled) -> assertThat(stalled.getClock()).isEqualTo(StalledException.Clock.FIRST_DATA)))
			.verify(PATIENCE);
		TestSubscriber<String> subscriber = TestSubscriber.create();
		this.simulator.enqueue(Answer.chunks("late").headersAfter(Duration.ofHours(1)));
		patient.stream().content().subscribe(subscriber);
		this.simulator.log().awaitRequests(2, PATIENCE);
		StepVerifier.create(Mono.delay(Duration.ofMillis(300))).expectNextCount(1).expectComplete().verify(PATIENCE);
		assertThat(subscriber.isTerminated()).isFalse();
		this.clock.advance(Duration.ofHours(1));
		subscriber.block(PATIENCE);
		assertThat(subscriber.getReceivedOnNext()).containsExactly("late");
	}

	@Test
	void whenStreamIsFoldedThenEqualsTheAnswerOfACall() {
		for (ChatAnswer answer : List.of(Answer.text("The sky is blue because of the air."),
				Answer.reasoning("Thinking hard about it.").text("Because."),
				Answer.reasoning("").toolCall("weather", "{\"city\":\"Rome\"}").toolCall("time", "{}"),
				Answer.text("cut").finishReason("length").usage(10, 4, 3, 1))) {
			this.simulator.enqueue(answer, answer);
			PromptSpec prompt = this.template.prompt("Hi");
			ChatCompletion whole = prompt.userId("whole").completion().block(PATIENCE);
			ChatCompletion folded = prompt.userId("folded").stream().completion().block(PATIENCE);
			assertThat(folded).usingRecursiveComparison()
				.ignoringFields("id", "created", "object")
				.ignoringFieldsMatchingRegexes(".*toolCalls.*id")
				.isEqualTo(whole);
			this.simulator.reset();
		}
	}

	@Test
	void whenServerSentEventsAreAskedForThenKeepAlivesAreCommentsAndTheEndMarkerIsMissing() {
		this.simulator.enqueue(Answer.chunks("a", "b").queuedFor(Duration.ofSeconds(15)));
		TestSubscriber<ServerSentEvent<ChatCompletionChunk>> subscriber = TestSubscriber.create();
		this.template.streamServerSentEvents(ChatCompletionRequest.builder().message(ChatMessage.user("Hi")).build())
			.subscribe(subscriber);
		this.simulator.log().awaitRequests(1, PATIENCE);
		this.clock.advance(Duration.ofSeconds(15));
		subscriber.block(PATIENCE);
		List<ServerSentEvent<ChatCompletionChunk>> events = subscriber.getReceivedOnNext();
		assertThat(events.subList(0, 2)).allSatisfy((event) -> {
			assertThat(event.comment()).isEqualTo("keep-alive");
			assertThat(event.data()).isNull();
		});
		assertThat(events.subList(2, events.size())).isNotEmpty().allSatisfy((event) -> {
			assertThat(event.comment()).isNull();
			assertThat(event.data()).isNotNull();
		});
		ChatCompletionChunk last = Objects.requireNonNull(events.get(events.size() - 1).data());
		assertThat(last.usage()).isNotNull();
	}

	private DeepSeekTemplateBuilder builder() {
		CallerResolver resolver = (explicit) -> Mono.fromSupplier(() -> {
			this.resolutions.incrementAndGet();
			return new Caller("caller", explicit);
		});
		return DeepSeekTemplate.builder()
			.baseUrl(this.simulator.baseUrl())
			.apiKey("sk-0123456789abcdef")
			.callerResolver(resolver);
	}

	private static ConcurrencySettings oneSlot() {
		ConcurrencySettings defaults = ConcurrencySettings.defaults();
		return new ConcurrencySettings(true, defaults.accountType(), Map.of("deepseek-v4-flash", 1), Map.of(), 1,
				defaults.aliases(), null, defaults.maxWait(), Duration.ZERO, defaults.adaptive());
	}

	private void send(PromptSpec prompt) {
		this.simulator.enqueue(Answer.text("answer"));
		assertThat(prompt.content().block(PATIENCE)).isEqualTo("answer");
	}

	private JsonNode sent() {
		return this.json.readTree(this.simulator.log().last().body());
	}

	private List<String> texts(String pointer) {
		List<String> texts = new ArrayList<>();
		sent().at(pointer).forEach((message) -> texts.add(message.path("content").stringValue()));
		return texts;
	}

	private List<ChatEvent> eventsOf(StreamSpec stream, ChatAnswer answer) {
		int requests = this.simulator.log().requests().size();
		this.simulator.enqueue(answer);
		TestSubscriber<ChatEvent> subscriber = TestSubscriber.create();
		stream.events().subscribe(subscriber);
		this.simulator.log().awaitRequests(requests + 1, PATIENCE);
		this.clock.advance(Duration.ofMinutes(1));
		subscriber.block(PATIENCE);
		return subscriber.getReceivedOnNext();
	}

	private static ChatCompletion finished(Flux<ChatEvent> events) {
		ChatEvent last = events.blockLast(PATIENCE);
		assertThat(last).isInstanceOf(ChatEvent.Finished.class);
		return ((ChatEvent.Finished) Objects.requireNonNull(last)).completion();
	}

}
