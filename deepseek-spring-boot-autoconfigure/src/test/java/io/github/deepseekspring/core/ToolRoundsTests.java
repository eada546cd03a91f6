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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.deepseekspring.DeepSeekException;
import io.github.deepseekspring.TruncatedException;
import io.github.deepseekspring.chat.ChatCompletion;
import io.github.deepseekspring.chat.ChatEvent;
import io.github.deepseekspring.chat.ChatMessage;
import io.github.deepseekspring.chat.Usage;
import io.github.deepseekspring.concurrency.ConcurrencySettings;
import io.github.deepseekspring.concurrency.FairConcurrencyLimiter;
import io.github.deepseekspring.concurrency.LimitGroupSnapshot;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.Fault;
import io.github.deepseekspring.tool.ToolFunction;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of calls that run tools, over real sockets.
 */
@Timeout(60)
class ToolRoundsTests {

	private static final String PARIS = "{\"city\":\"Paris\"}";

	private static final Answer TWO_CALLS = Answer.reasoning("I need both.")
		.toolCall("weather", PARIS)
		.toolCall("time", "{\"city\": \"Rome\"}")
		.usage(10, 0, 5, 3);

	private static final Answer LAST = Answer.reasoning("Now I know.").text("Sunny at noon.").usage(30, 10, 4, 2);

	private final JsonMapper json = new JsonMapper();

	private final FairConcurrencyLimiter limiter = new FairConcurrencyLimiter(ConcurrencySettings.defaults());

	private final Sinks.Empty<String> timeIsKnown = Sinks.empty();

	private final List<Integer> slotsInUse = new CopyOnWriteArrayList<>();

	@AutoClose
	private final Wire wire = new Wire();

	private final ToolFunction<Place> weather = ToolFunction.of("weather", "Tells the weather.", Place.class,
			(place) -> this.timeIsKnown.asMono().defaultIfEmpty("sunny in " + place.city()));

	private final ToolFunction<Place> time = ToolFunction.of("time", "Tells the time.", Place.class, (place) -> {
		this.slotsInUse.add(this.limiter.snapshot().stream().mapToInt(LimitGroupSnapshot::inFlight).sum());
		this.wire.log().awaitIdle(Wire.PATIENCE);
		this.slotsInUse.add(this.wire.log().inFlight());
		return new Time(place.city(), 12);
	});

	private final PromptSpec prompt = this.wire.builder()
		.concurrencyLimiter(this.limiter)
		.build()
		.prompt("What is it like?")
		.tools(this.weather, this.time);

	@Test
	void whenTwoCallsAreStreamedThenRunsThemTogetherAndAsksAgain() {
		this.wire.answer(TWO_CALLS, LAST);
		List<ChatEvent> events = run(this.prompt.stream().events());
		assertThat(events).extracting((event) -> event.getClass().getSimpleName())
			.containsSubsequence("Reasoning", "ToolCallPart", "ToolStarted", "ToolStarted", "ToolFinished",
					"ToolFinished", "RoundFinished", "Reasoning", "Text", "Finished")
			.endsWith("Finished");
		assertThat(events).filteredOn(ChatEvent.Finished.class::isInstance).hasSize(1);
		assertToolEvents(events);
		assertThat(this.slotsInUse).containsExactly(0, 0);
		assertSecondRequest();
	}

	@Test
	void whenTwoCallsAreNotStreamedThenRunsThemTogetherAndAsksAgain() {
		this.wire.answer(TWO_CALLS, LAST);
		List<ChatEvent> events = run(this.prompt.events());
		assertThat(events).extracting((event) -> event.getClass().getSimpleName())
			.containsExactly("ToolStarted", "ToolStarted", "ToolFinished", "ToolFinished", "RoundFinished", "Finished");
		assertToolEvents(events);
		assertThat(this.slotsInUse).containsExactly(0, 0);
		assertSecondRequest();
	}

	private void assertToolEvents(List<ChatEvent> events) {
		assertThat(events).filteredOn(ChatEvent.ToolStarted.class::isInstance)
			.extracting((event) -> ((ChatEvent.ToolStarted) event).call().name())
			.containsExactly("weather", "time");
		assertThat(events).filteredOn(ChatEvent.ToolFinished.class::isInstance)
			.extracting((event) -> ((ChatEvent.ToolFinished) event).call().name())
			.containsExactly("time", "weather");
		ChatEvent.RoundFinished round = only(events, ChatEvent.RoundFinished.class);
		assertThat(round.round()).isEqualTo(1);
		assertThat(round.completion().reasoningContent()).isEqualTo("I need both.");
		assertThat(round.results()).extracting((result) -> result.toolCallId())
			.isEqualTo(round.completion().toolCalls().stream().map((call) -> call.id()).toList());
	}

	private void assertSecondRequest() {
		assertThat(this.wire.log().requests()).hasSize(2);
		JsonNode first = sent(0);
		JsonNode second = sent(1);
		assertThat(second.path("tools")).isEqualTo(first.path("tools"));
		JsonNode messages = second.path("messages");
		assertThat(messages).hasSize(4);
		assertThat(messages.path(0)).isEqualTo(first.path("messages").path(0));
		JsonNode turn = messages.path(1);
		assertThat(turn.path("role").stringValue()).isEqualTo("assistant");
		assertThat(turn.path("reasoning_content").stringValue()).isEqualTo("I need both.");
		assertThat(turn.path("tool_calls")).hasSize(2);
		assertThat(turn.path("tool_calls").path(0).path("function").path("arguments").stringValue()).isEqualTo(PARIS);
		assertResult(messages.path(2), turn.path("tool_calls").path(0), "sunny in Paris");
		assertResult(messages.path(3), turn.path("tool_calls").path(1), "{\"city\":\"Rome\",\"hour\":12}");
	}

	private static void assertResult(JsonNode message, JsonNode call, String content) {
		assertThat(message.path("role").stringValue()).isEqualTo("tool");
		assertThat(message.path("tool_call_id").stringValue()).isEqualTo(call.path("id").stringValue());
		assertThat(message.path("content").stringValue()).isEqualTo(content);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenToolsAreRunThenOnlyTheLastAnswerIsTheAnswer(boolean streaming) {
		this.timeIsKnown.tryEmitEmpty();
		this.wire.answer(TWO_CALLS, LAST);
		Mono<ChatCompletion> completion = streaming ? this.prompt.stream().completion() : this.prompt.completion();
		assertThat(completion.block(Wire.PATIENCE).content()).isEqualTo("Sunny at noon.");
		this.wire.answer(TWO_CALLS, LAST);
		assertThat(this.prompt.content().block(Wire.PATIENCE)).isEqualTo("Sunny at noon.");
	}

	@Test
	void whenTextIsStreamedThenThatOfEveryRoundIsThere() {
		this.timeIsKnown.tryEmitEmpty();
		this.wire.answer(Answer.text("Let me see. ").toolCall("weather", PARIS), LAST);
		assertThat(String.join("", run(this.prompt.stream().content()))).isEqualTo("Let me see. Sunny at noon.");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenEventsAreFoldedThenTheHistoryIsWhatWasSentAndTheUsageIsThatOfEachRound(boolean streaming) {
		this.timeIsKnown.tryEmitEmpty();
		this.wire.answer(TWO_CALLS, LAST, Answer.text("Yes."));
		List<ChatMessage> history = new ArrayList<>(List.of(ChatMessage.user("What is it like?")));
		List<Usage> usage = new ArrayList<>();
		run(events(streaming).doOnNext((event) -> {
			if (event instanceof ChatEvent.RoundFinished round) {
				history.addAll(round.messages());
				usage.add(round.completion().usage());
			}
			else if (event instanceof ChatEvent.Finished finished) {
				history.add(finished.completion().message());
				usage.add(finished.completion().usage());
			}
		}));
		assertThat(usage).extracting(Usage::totalTokens).containsExactly(15, 34);
		run(this.prompt.request(Wire.REQUEST)
			.options((options) -> options.messages(history).message(ChatMessage.user("Sure?")))
			.completion()
			.flux());
		String second = this.json.writeValueAsString(sent(1).path("messages"));
		assertThat(this.json.writeValueAsString(sent(2).path("messages")))
			.startsWith(second.substring(0, second.length() - 1))
			.contains("Now I know.");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenModelDoesNotAskForToolsThenAnswersInOneRound(boolean streaming) {
		this.wire.answer(Answer.text("Hello."));
		List<ChatEvent> events = run(events(streaming));
		assertThat(only(events, ChatEvent.Finished.class).completion().content()).isEqualTo("Hello.");
		assertThat(events).noneMatch(ChatEvent.RoundFinished.class::isInstance);
		assertThat(sent(0).path("tools")).hasSize(2);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenARoundIsSentAgainThenToolsRunOnce(boolean streaming) {
		AtomicInteger runs = new AtomicInteger();
		PromptSpec prompt = this.wire.builder()
			.retry(Wire.attempts(3))
			.build()
			.prompt("Count.")
			.tools(ToolFunction.of("count", "Counts.", runs::incrementAndGet));
		this.wire.answer(Answer.toolCall("count", "{}"), Answer.serverError(), Answer.overloaded(), LAST);
		run(streaming ? prompt.stream().events() : prompt.events());
		assertThat(runs).hasValue(1);
		assertThat(this.wire.log().requests()).hasSize(4);
		assertThat(sent(3)).isEqualTo(sent(2)).isEqualTo(sent(1));
	}

	@Test
	void whenALaterRoundBreaksOffThenOnlyItsTextIsThePartialOne() {
		this.timeIsKnown.tryEmitEmpty();
		this.wire.answer(Answer.text("Let me see.").toolCall("weather", PARIS),
				Answer.chunks("Sunny", " at").fault(Fault.close().beforeFinish()));
		DeepSeekException failure = Signals.of(this.prompt.stream().completion()).failure(TruncatedException.class);
		assertThat(failure.getPartialContent()).isEqualTo("Sunny at");
	}

	private Flux<ChatEvent> events(boolean streaming) {
		return streaming ? this.prompt.stream().events() : this.prompt.events();
	}

	/**
	 * Subscribe, and let the tool for the weather end after that for the time.
	 */
	private <T> List<T> run(Flux<T> events) {
		return Signals.of(events.doOnNext((event) -> {
			if (event instanceof ChatEvent.ToolFinished finished && finished.call().name().equals("time")) {
				this.timeIsKnown.tryEmitEmpty();
			}
		})).complete();
	}

	private static <T extends ChatEvent> T only(List<ChatEvent> events, Class<T> type) {
		List<T> found = events.stream().filter(type::isInstance).map(type::cast).toList();
		assertThat(found).hasSize(1);
		return found.get(0);
	}

	private JsonNode sent(int index) {
		return this.json.readTree(this.wire.log().requests().get(index).body());
	}

	record Place(String city) {

	}

	record Time(String city, int hour) {

	}

}
