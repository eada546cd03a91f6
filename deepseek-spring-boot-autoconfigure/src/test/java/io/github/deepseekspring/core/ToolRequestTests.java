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

import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;

import io.github.deepseekspring.InvalidRequestException;
import io.github.deepseekspring.chat.ChatCompletion;
import io.github.deepseekspring.chat.ChatMessage;
import io.github.deepseekspring.chat.Thinking;
import io.github.deepseekspring.chat.Tool;
import io.github.deepseekspring.chat.ToolChoice;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.tool.ToolFunction;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for what is sent by calls with tools, and for what cannot be.
 */
@Timeout(60)
class ToolRequestTests {

	private final AtomicInteger runs = new AtomicInteger();

	private final ToolFunction<Place> weather = ToolFunction.of("weather", "Tells the weather.", Place.class,
			(place) -> this.runs.incrementAndGet());

	private final ToolFunction<Place> time = ToolFunction.of("time", "Tells the time.", Place.class,
			(place) -> this.runs.incrementAndGet());

	@AutoClose
	private final Wire wire = new Wire();

	private final PromptSpec plain = this.wire.template().prompt("What is it like?");

	@Test
	void whenACallIsForcedThenItIsInTheFirstRoundOnly() {
		for (ToolChoice choice : new ToolChoice[] { ToolChoice.REQUIRED, ToolChoice.function("weather") }) {
			int first = this.wire.log().requests().size();
			this.wire.answer(callOf("weather"), Answer.text("Sunny."));
			Signals
				.of(this.plain.tools(this.weather)
					.options((options) -> options.thinking(Thinking.DISABLED).toolChoice(choice))
					.completion())
				.complete();
			assertThat(sent(first).has("tool_choice")).isTrue();
			assertThat(sent(first + 1).has("tool_choice")).isFalse();
			assertThat(sent(first + 1).has("tools")).isTrue();
		}
	}

	@Test
	void whenTheModelMayChooseThenItMayInEveryRound() {
		this.wire.answer(callOf("weather"), Answer.text("Sunny."));
		Signals
			.of(this.plain.tools(this.weather).options((options) -> options.toolChoice(ToolChoice.AUTO)).completion())
			.complete();
		assertThat(sent(0).path("tool_choice").stringValue()).isEqualTo("auto");
		assertThat(sent(1).path("tool_choice").stringValue()).isEqualTo("auto");
	}

	@Test
	void whenToolsAreStrictThenEveryRoundGoesToTheBeta() {
		this.wire.answer(callOf("weather"), Answer.text("Sunny."));
		Signals.of(this.plain.tools(this.weather.asStrict(), this.time.asStrict()).completion()).complete();
		assertThat(this.wire.log().requests()).hasSize(2)
			.allSatisfy((request) -> assertThat(request.path()).isEqualTo("/beta/chat/completions"));
		assertThat(sent(0).path("tools")).hasSize(2)
			.allSatisfy((tool) -> assertThat(tool.path("function").path("strict").booleanValue()).isTrue());
		assertThat(this.runs).hasValue(1);
	}

	@Test
	void whenOnlySomeToolsAreStrictThenSaysSoAndSendsNothing() {
		InvalidRequestException failure = refused(this.plain.tools(this.weather.asStrict(), this.time).completion());
		assertThat(failure.getField()).isEqualTo("tools[1].function.strict");
		assertThat(failure).hasMessageContaining("either all functions are strict or none");
	}

	@Test
	void whenTwoToolsHaveOneNameThenSaysSoAndSendsNothing() {
		assertThat(refused(this.plain.tools(this.weather).tools(this.weather).completion()).getField())
			.isEqualTo("tools[1].function.name");
	}

	@Test
	void whenTheRequestHasToolsOfItsOwnThenTheyAreSentAndNotRun() {
		this.wire.answer(callOf("weather"));
		ChatCompletion completion = this.plain.options((options) -> options.tools(this.weather.toTool()))
			.completion()
			.block(Wire.PATIENCE);
		assertThat(completion.toolCalls()).hasSize(1);
		assertThat(this.runs).hasValue(0);
		assertThat(this.wire.log().requests()).hasSize(1);
	}

	@Test
	void whenTheRequestHasToolsOfBothKindsThenSaysSoAndSendsNothing() {
		PromptSpec both = this.plain.tools(this.weather)
			.options((options) -> options.tools(Tool.function("time", null, null)));
		assertThat(refused(both.completion()).getField()).isEqualTo("tools");
		assertThat(refused(both.stream().completion()).getField()).isEqualTo("tools");
	}

	@Test
	void whenAPrefixIsToBeContinuedThenSaysSoAndSendsNothing() {
		assertThat(refused(this.plain.tools(this.weather)
			.options((options) -> options.message(ChatMessage.assistantPrefix("It is")))
			.completion()).getField()).isEqualTo("messages");
	}

	@Test
	void whenChunksOfSeveralAnswersAreAskedForThenSaysWhatToAskForInstead() {
		StreamSpec stream = this.plain.tools(this.weather).stream();
		assertThatIllegalStateException().isThrownBy(stream::chunks).withMessageContaining("events()");
		assertThatIllegalStateException().isThrownBy(stream::serverSentEvents).withMessageContaining("events()");
	}

	@Test
	void whenToolsAreAddedThenTheirOrderIsThatOfTheCallsAndOtherSpecsHaveNone() {
		PromptSpec one = this.plain.tools(this.time);
		PromptSpec two = one.tools(this.weather);
		this.wire.answerAll(Answer.text("Hello."));
		Signals.of(two.completion()).complete();
		Signals.of(one.completion()).complete();
		Signals.of(this.plain.completion()).complete();
		assertThat(names(sent(0))).containsExactly("time", "weather");
		assertThat(names(sent(1))).containsExactly("time");
		assertThat(sent(2).has("tools")).isFalse();
	}

	@Test
	void whenSubscribedToTwiceThenEachRunsItsOwnRounds() {
		PromptSpec prompt = this.plain.tools(this.weather).userId("alice");
		Mono<String> content = prompt.content();
		assertThat(this.wire.log().connectionsAccepted()).isZero();
		for (int i = 1; i <= 2; i++) {
			this.wire.answer(callOf("weather"), Answer.text("Sunny."));
			assertThat(content.block(Wire.PATIENCE)).isEqualTo("Sunny.");
			assertThat(this.runs).hasValue(i);
		}
		assertThat(this.wire.log().requests()).hasSize(4)
			.allSatisfy((request) -> assertThat(request.userId()).isEqualTo("alice"));
		assertThat(sent(2)).isEqualTo(sent(0));
	}

	@Test
	void whenSettingsAreThoseOfTheTemplateThenACallStartsWithThem() {
		PromptSpec prompt = this.wire.builder()
			.toolSettings((settings) -> settings.withMaxRounds(2))
			.toolSettings((settings) -> settings.withMaxConcurrency(3))
			.build()
			.prompt("Hi");
		AtomicInteger seen = new AtomicInteger();
		prompt.toolSettings((settings) -> {
			seen.set(settings.maxRounds() * 10 + settings.maxConcurrency());
			return settings;
		});
		assertThat(seen).hasValue(23);
	}

	private InvalidRequestException refused(Mono<ChatCompletion> call) {
		InvalidRequestException failure = Signals.of(call).failure(InvalidRequestException.class);
		assertThat(this.wire.log().connectionsAccepted()).isZero();
		return failure;
	}

	private static Answer callOf(String tool) {
		return Answer.toolCall(tool, "{\"city\":\"Paris\"}");
	}

	private static Iterable<String> names(JsonNode request) {
		return StreamSupport.stream(request.path("tools").spliterator(), false)
			.map((tool) -> tool.path("function").path("name").stringValue())
			.toList();
	}

	private JsonNode sent(int index) {
		return new JsonMapper().readTree(this.wire.log().requests().get(index).body());
	}

	record Place(String city) {

	}

}
