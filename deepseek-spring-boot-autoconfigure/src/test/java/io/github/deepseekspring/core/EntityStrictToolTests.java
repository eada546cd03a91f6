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

import io.github.deepseekspring.InvalidEntityException;
import io.github.deepseekspring.chat.ResponseFormat;
import io.github.deepseekspring.chat.Thinking;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.structured.EntitySettings;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of answers that are values of a type, by a strict tool and over real sockets.
 */
@Timeout(60)
class EntityStrictToolTests {

	private static final String ANSWER = "give_answer";

	private static final String OSLO = "{\"name\":\"Oslo\",\"people\":700000}";

	private final JsonMapper json = new JsonMapper();

	@AutoClose
	private final Wire wire = new Wire();

	private final PromptSpec prompt = this.wire.template()
		.prompt("Which city?")
		.entitySettings((settings) -> settings.withMode(EntitySettings.Mode.STRICT_TOOL));

	@Test
	void whileTheModelThinksTheFunctionIsAskedFor() {
		this.wire.answer(Answer.reasoning("North.").toolCall(ANSWER, OSLO));
		assertThat(this.prompt.entity(City.class).block(Wire.PATIENCE)).isEqualTo(new City("Oslo", 700_000));
		assertStrictTool();
		assertThat(sent(0).path("tool_choice").stringValue()).isEqualTo("auto");
		assertThat(roles(0)).containsExactly("system", "user");
		assertThat(text(0, 0)).contains("calling the function give_answer exactly once");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whileTheModelDoesNotThinkTheFunctionIsForced(boolean byEffort) {
		this.wire.answer(Answer.toolCall(ANSWER, OSLO));
		PromptSpec prompt = this.prompt.options((options) -> {
			options.responseFormat(ResponseFormat.JSON_OBJECT);
			if (byEffort) {
				options.reasoningEffort("none");
			}
			else {
				options.thinking(Thinking.DISABLED);
			}
		});
		assertThat(prompt.entity(City.class).block(Wire.PATIENCE)).isEqualTo(new City("Oslo", 700_000));
		assertStrictTool();
		assertThat(sent(0).path("tool_choice").path("function").path("name").stringValue()).isEqualTo(ANSWER);
		assertThat(roles(0)).containsExactly("user");
	}

	private void assertStrictTool() {
		assertThat(this.wire.log().last().path()).isEqualTo("/beta/chat/completions");
		assertThat(sent(0).has("response_format")).isFalse();
		assertThat(sent(0).path("tools")).hasSize(1);
		JsonNode function = sent(0).path("tools").path(0).path("function");
		assertThat(function.path("name").stringValue()).isEqualTo(ANSWER);
		assertThat(function.path("strict").booleanValue()).isTrue();
		assertThat(function.path("parameters").path("additionalProperties").booleanValue()).isFalse();
		assertThat(function.path("parameters").path("required").valueStream().map(JsonNode::stringValue))
			.containsExactly("name", "people");
	}

	@Test
	void theDefaultsOfTheClientDecideWhetherItThinks() {
		ChatDefaults defaults = ChatDefaults.defaults();
		this.wire.answer(Answer.toolCall(ANSWER, OSLO));
		this.wire.builder()
			.chatDefaults(new ChatDefaults(defaults.model(), false, null, null, null, null, null))
			.build()
			.prompt("Which city?")
			.entitySettings((settings) -> settings.withMode(EntitySettings.Mode.STRICT_TOOL))
			.entity(City.class)
			.block(Wire.PATIENCE);
		assertThat(sent(0).path("tool_choice").isObject()).isTrue();
	}

	@Test
	void whatIsNoObjectIsWrapped() {
		this.wire.answer(Answer.toolCall(ANSWER, "{\"items\":[" + OSLO + "]}"),
				Answer.toolCall(ANSWER, "{\"value\":3}"));
		assertThat(this.prompt.entityList(City.class).block(Wire.PATIENCE)).containsExactly(new City("Oslo", 700_000));
		assertThat(this.prompt.entity(Integer.class).block(Wire.PATIENCE)).isEqualTo(3);
	}

	@Test
	void whenTheModelAnswersInTextThenAsksForTheCall() {
		this.wire.answer(Answer.reasoning("North.").text("Oslo."), Answer.toolCall(ANSWER, OSLO));
		assertThat(this.prompt.entity(City.class).block(Wire.PATIENCE)).isEqualTo(new City("Oslo", 700_000));
		assertThat(roles(1)).containsExactly("system", "user", "assistant", "user");
		JsonNode answer = sent(1).path("messages").path(2);
		assertThat(answer.path("content").stringValue()).isEqualTo("Oslo.");
		assertThat(answer.path("reasoning_content").stringValue()).isEqualTo("North.");
		assertThat(text(1, 3)).startsWith("Your answer cannot be used:\n- ")
			.endsWith("Call the function give_answer exactly once, with the whole answer.");
		assertThat(sent(1).path("tools")).isEqualTo(sent(0).path("tools"));
		assertThat(sent(1).path("tool_choice")).isEqualTo(sent(0).path("tool_choice"));
	}

	@Test
	void whenTheTextIsTheAnswerThenIsRead() {
		this.wire.answer(Answer.text("```json\n" + OSLO + "\n```"));
		assertThat(this.prompt.entity(City.class).block(Wire.PATIENCE)).isEqualTo(new City("Oslo", 700_000));
	}

	@Test
	void whenTheArgumentsDoNotFitThenTheResultTellsWhatIsWrong() {
		this.wire.answer(Answer.reasoning("North.").toolCall(ANSWER, "{\"name\":\"Oslo\"}"),
				Answer.toolCall(ANSWER, "{\"name\":"), Answer.toolCall(ANSWER, OSLO));
		assertThat(this.prompt.entity(City.class).block(Wire.PATIENCE)).isEqualTo(new City("Oslo", 700_000));
		assertThat(roles(2)).containsExactly("system", "user", "assistant", "tool", "assistant", "tool");
		JsonNode call = sent(2).path("messages").path(2);
		assertThat(call.path("reasoning_content").stringValue()).isEqualTo("North.");
		assertThat(call.path("tool_calls").path(0).path("function").path("arguments").stringValue())
			.isEqualTo("{\"name\":\"Oslo\"}");
		assertThat(sent(2).path("messages").path(3).path("tool_call_id"))
			.isEqualTo(call.path("tool_calls").path(0).path("id"));
		assertThat(text(2, 3)).contains("- $: the required property 'people' is missing");
		assertThat(text(2, 5)).contains("- the answer is not one valid JSON text");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenThereAreTwoCallsThenEachHasAResult(boolean streaming) {
		String list = "{\"items\":[" + OSLO + "]}";
		this.wire.answer(Answer.toolCall("other", "{}").toolCall(ANSWER, list), Answer.toolCall(ANSWER, list));
		Mono<List<City>> cities = streaming ? this.prompt.stream().entityList(City.class).collectList()
				: this.prompt.entityList(City.class);
		assertThat(cities.block(Wire.PATIENCE)).containsExactly(new City("Oslo", 700_000));
		assertThat(roles(1)).containsExactly("system", "user", "assistant", "tool", "tool");
		JsonNode calls = sent(1).path("messages").path(2).path("tool_calls");
		for (int i = 0; i < 2; i++) {
			assertThat(sent(1).path("messages").path(3 + i).path("tool_call_id")).isEqualTo(calls.path(i).path("id"));
			assertThat(text(1, 3 + i)).contains("- the function give_answer must be called exactly once");
		}
	}

	@Test
	void whenNoCallFitsThenFailsWithItsArguments() {
		this.wire.answerAll(Answer.text("Here it is.").toolCall(ANSWER, "{\"secret\":1}"));
		InvalidEntityException failure = Signals.of(this.prompt.entity(City.class).flux())
			.failure(InvalidEntityException.class);
		assertThat(failure.getPartialContent()).isEqualTo("{\"secret\":1}");
		assertThat(failure.toString()).doesNotContain("secret");
		assertThat(this.wire.log().requests()).hasSize(3);
	}

	@Test
	void whenStrictModeCannotExpressTheTypeThenNothingIsSent() {
		assertThat(Signals.of(this.prompt.entity(new ParameterizedTypeReference<Map<String, City>>() {
		}).flux()).error()).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("$");
		assertThat(this.wire.log().requests()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aListIsReadFromThePiecesOfTheCallOrFromTheText(boolean call) {
		String list = "{\"items\":[" + OSLO + "," + OSLO + "]}";
		this.wire.answer(call ? Answer.reasoning("North.").toolCall(ANSWER, list) : Answer.text(list));
		assertThat(this.prompt.stream().entityList(City.class).collectList().block(Wire.PATIENCE)).hasSize(2);
		assertThat(this.wire.log().requests()).hasSize(1);
		assertThat(sent(0).path("stream").booleanValue()).isTrue();
	}

	private List<String> roles(int index) {
		return sent(index).path("messages").valueStream().map((message) -> message.path("role").stringValue()).toList();
	}

	private String text(int index, int message) {
		return sent(index).path("messages").path(message).path("content").stringValue();
	}

	private JsonNode sent(int index) {
		return this.json.readTree(this.wire.log().requests().get(index).body());
	}

	record City(String name, int people) {

	}

}
