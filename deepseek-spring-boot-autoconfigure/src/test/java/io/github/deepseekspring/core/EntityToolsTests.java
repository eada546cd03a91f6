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
import java.util.concurrent.atomic.AtomicInteger;

import io.github.deepseekspring.InvalidEntityException;
import io.github.deepseekspring.InvalidRequestException;
import io.github.deepseekspring.chat.Thinking;
import io.github.deepseekspring.chat.Tool;
import io.github.deepseekspring.chat.ToolChoice;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.structured.EntitySettings;
import io.github.deepseekspring.tool.ToolFunction;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of calls that run tools and whose answer is a value of a type.
 */
@Timeout(60)
class EntityToolsTests {

	private static final String CITIES = "{\"items\":[{\"name\":\"Oslo\"},{\"name\":\"Rome\"}]}";

	private static final Answer CALL = Answer.reasoning("I have to look.").text("Let me see.").toolCall("cities", "{}");

	private final JsonMapper json = new JsonMapper();

	private final AtomicInteger runs = new AtomicInteger();

	@AutoClose
	private final Wire wire = new Wire();

	private final PromptSpec prompt = this.wire.template()
		.prompt("Which cities?")
		.tools(ToolFunction.of("cities", "Tells the cities.", this.runs::incrementAndGet));

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void theLastAnswerIsTheValue(boolean streaming) {
		this.wire.answer(CALL, Answer.text(CITIES));
		assertThat(cities(streaming)).containsExactly(new City("Oslo"), new City("Rome"));
		assertThat(sent(0).path("response_format").path("type").stringValue()).isEqualTo("json_object");
		assertThat(sent(0).path("tools")).hasSize(1);
		assertThat(roles(1)).containsExactly("system", "user", "assistant", "tool");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenTheAnswerDoesNotFitThenToolsDoNotRunAgain(boolean streaming) {
		this.wire.answer(CALL, Answer.reasoning("There are two.").text("Oslo and Rome"), Answer.text(CITIES));
		assertThat(cities(streaming)).containsExactly(new City("Oslo"), new City("Rome"));
		assertThat(this.runs).hasValue(1);
		assertThat(roles(2)).containsExactly("system", "user", "assistant", "tool", "assistant", "user");
		JsonNode messages = sent(2).path("messages");
		for (int i = 0; i < 4; i++) {
			assertThat(messages.path(i)).isEqualTo(sent(1).path("messages").path(i));
		}
		assertThat(messages.path(2).path("reasoning_content").stringValue()).isEqualTo("I have to look.");
		assertThat(messages.path(4).path("reasoning_content").stringValue()).isEqualTo("There are two.");
		assertThat(messages.path(4).path("content").stringValue()).isEqualTo("Oslo and Rome");
		assertThat(sent(2).path("tools")).isEqualTo(sent(0).path("tools"));
	}

	@Test
	void whenTheCallWasForcedThenItIsNotForcedAgain() {
		this.wire.answer(CALL, Answer.text("no"), Answer.text(CITIES));
		this.prompt.options((options) -> options.thinking(Thinking.DISABLED).toolChoice(ToolChoice.function("cities")))
			.entityList(City.class)
			.block(Wire.PATIENCE);
		assertThat(sent(0).path("tool_choice").isObject()).isTrue();
		assertThat(sent(2).has("tool_choice")).isFalse();
	}

	@Test
	void whenElementsCameBeforeTheCallOfAToolThenFailsBeforeItRuns() {
		this.wire.answer(Answer.text(CITIES).toolCall("cities", "{}"));
		Signals<City> signals = Signals.of(this.prompt.stream().entityList(City.class));
		assertThat(signals.items()).containsExactly(new City("Oslo"), new City("Rome"));
		assertThat(signals.failure(InvalidEntityException.class).getProblems())
			.containsExactly("a call of a function is no answer");
		assertThat(this.runs).hasValue(0);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenCallsAreLeftToTheCallerThenTheyAreNoAnswer(boolean streaming) {
		PromptSpec prompt = this.wire.template()
			.prompt("Which cities?")
			.options((options) -> options.tools(Tool.function("cities", "Tells the cities.", null)));
		this.wire.answer(CALL, Answer.text(CITIES));
		Publisher<?> answer = streaming ? prompt.stream().entityList(City.class) : prompt.entityList(City.class);
		assertThat(Flux.from(answer).collectList().block(Wire.PATIENCE)).isNotEmpty();
		assertThat(roles(1)).containsExactly("system", "user", "assistant", "tool");
		assertThat(sent(1).path("messages").path(3).path("content").stringValue())
			.contains("- a call of a function is no answer");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenTheEntityIsAToolThenThereCanBeNoOther(boolean streaming) {
		PromptSpec strict = this.prompt
			.entitySettings((settings) -> settings.withMode(EntitySettings.Mode.STRICT_TOOL));
		Publisher<?> answer = streaming ? strict.stream().entityList(City.class) : strict.entity(City.class);
		assertThat(Signals.of(answer).failure(InvalidRequestException.class)).hasMessageContaining("JSON_OBJECT");
		assertThat(Signals.of(strict.entityList(City.class).flux()).failure(InvalidRequestException.class))
			.hasMessageContaining("JSON_OBJECT");
		PromptSpec own = this.wire.template()
			.prompt("Which cities?")
			.options((options) -> options.tools(Tool.function("cities", "Tells the cities.", null)))
			.entitySettings((settings) -> settings.withMode(EntitySettings.Mode.STRICT_TOOL));
		assertThat(Signals.of(own.entity(City.class).flux()).failure(InvalidRequestException.class))
			.hasMessageContaining("JSON_OBJECT");
		assertThat(this.wire.log().requests()).isEmpty();
	}

	private List<City> cities(boolean streaming) {
		return streaming ? this.prompt.stream().entityList(City.class).collectList().block(Wire.PATIENCE)
				: this.prompt.entityList(City.class).block(Wire.PATIENCE);
	}

	private List<String> roles(int index) {
		return sent(index).path("messages").valueStream().map((message) -> message.path("role").stringValue()).toList();
	}

	private JsonNode sent(int index) {
		return this.json.readTree(this.wire.log().requests().get(index).body());
	}

	record City(String name) {

	}

}
