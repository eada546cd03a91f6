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

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

import io.github.deepseekspring.DeepSeekException;
import io.github.deepseekspring.InvalidEntityException;
import io.github.deepseekspring.InvalidRequestException;
import io.github.deepseekspring.chat.AssistantMessage;
import io.github.deepseekspring.chat.ChatMessage;
import io.github.deepseekspring.concurrency.ConcurrencySettings;
import io.github.deepseekspring.concurrency.FairConcurrencyLimiter;
import io.github.deepseekspring.concurrency.LimitGroupSnapshot;
import io.github.deepseekspring.simulator.Answer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of answers that are values of a type, by JSON mode and over real sockets.
 */
@Timeout(60)
class EntityTests {

	private static final String SOUP = "{\"name\":\"Soup\",\"minutes\":20}";

	private static final String SECRET = "{\"name\":\"the secret sauce\",\"minutes\":\"long\"}";

	private final JsonMapper json = new JsonMapper();

	@AutoClose
	private final Wire wire = new Wire();

	private final PromptSpec prompt = this.wire.template().prompt("What do we cook?");

	@Test
	void schemaAndExampleStandBeforeTheQuestion() {
		this.wire.answer(Answer.text(SOUP));
		assertThat(this.prompt.entity(Recipe.class).block(Wire.PATIENCE)).isEqualTo(new Recipe("Soup", 20));
		JsonNode request = sent(0);
		assertThat(request.path("response_format").path("type").stringValue()).isEqualTo("json_object");
		assertThat(request.has("tools")).isFalse();
		assertThat(request.path("messages")).hasSize(2);
		assertThat(request.path("messages").path(0).path("role").stringValue()).isEqualTo("system");
		assertThat(text(request, 0)).contains("json ", "\"required\":[\"name\",\"minutes\"]",
				"{\"name\":\"text\",\"minutes\":1}");
		assertThat(request.path("messages").path(1))
			.isEqualTo(this.json.readTree("{\"role\":\"user\",\"content\":\"What do we cook?\"}"));
		assertThat(this.wire.log().last().path()).isEqualTo("/chat/completions");
	}

	@Test
	void historyStaysInItsPlace() {
		this.wire.answer(Answer.text(SOUP));
		List<ChatMessage> history = List.of(ChatMessage.system("Be brief."), ChatMessage.user("Hello."),
				new AssistantMessage("Hi.", "A greeting.", null, null, null), ChatMessage.user("What do we cook?"));
		this.prompt.options((options) -> options.messages(history)).entity(Recipe.class).block(Wire.PATIENCE);
		JsonNode messages = sent(0).path("messages");
		assertThat(messages.valueStream().map((message) -> message.path("role").stringValue()))
			.containsExactly("system", "user", "assistant", "system", "user");
		assertThat(text(sent(0), 0)).isEqualTo("Be brief.");
		assertThat(messages.path(2).path("reasoning_content").stringValue()).isEqualTo("A greeting.");
		assertThat(text(sent(0), 3)).contains("JSON schema");
	}

	@ParameterizedTest
	@ValueSource(strings = { "%s", "\n\n %s\n", "```json\n%s\n```", "```\n%s```\n", "```JSON %s ```" })
	void whateverIsAroundTheObjectItIsRead(String surroundings) {
		this.wire.answer(Answer.text(surroundings.formatted(SOUP)));
		assertThat(this.prompt.entity(Recipe.class).block(Wire.PATIENCE)).isEqualTo(new Recipe("Soup", 20));
		assertThat(this.wire.log().requests()).hasSize(1);
	}

	@Test
	void whatIsNoObjectIsWrapped() {
		this.wire.answer(Answer.text("{\"items\":[" + SOUP + "]}"), Answer.text("{\"items\":[\"A\",\"B\"]}"),
				Answer.text("{\"value\":\"LUNCH\"}"), Answer.text("{\"value\":12.50}"), Answer.text("{\"value\":true}"),
				Answer.text("{\"value\":{\"kind\":\"cold\",\"degrees\":4}}"));
		assertThat(this.prompt.entityList(Recipe.class).block(Wire.PATIENCE)).containsExactly(new Recipe("Soup", 20));
		assertThat(this.prompt.entity(String[].class).block(Wire.PATIENCE)).containsExactly("A", "B");
		assertThat(this.prompt.entity(Meal.class).block(Wire.PATIENCE)).isEqualTo(Meal.LUNCH);
		assertThat(this.prompt.entity(BigDecimal.class).block(Wire.PATIENCE)).isEqualTo(new BigDecimal("12.50"));
		assertThat(this.prompt.entity(Boolean.class).block(Wire.PATIENCE)).isTrue();
		assertThat(this.prompt.entity(Object.class).block(Wire.PATIENCE))
			.isEqualTo(Map.of("kind", "cold", "degrees", 4));
		assertThat(text(sent(2), 0)).contains("{\"value\":\"LUNCH\"}");
	}

	@Test
	void typesCanHaveArguments() {
		this.wire.answer(Answer.text("{\"items\":[{\"Monday\":" + SOUP + "}]}"),
				Answer.text("{\"Monday\":[" + SOUP + "]}"));
		assertThat(this.prompt.entity(new ParameterizedTypeReference<List<Map<String, Recipe>>>() {
		}).block(Wire.PATIENCE)).containsExactly(Map.of("Monday", new Recipe("Soup", 20)));
		assertThat(this.prompt.entity(new ParameterizedTypeReference<Map<String, List<Recipe>>>() {
		}).block(Wire.PATIENCE)).isEqualTo(Map.of("Monday", List.of(new Recipe("Soup", 20))));
	}

	@Test
	void whenTheAnswerDoesNotFitThenAsksAgainWithAllThatHasHappened() {
		this.wire.answer(Answer.reasoning("Something warm.").text(SECRET), Answer.text(SOUP));
		assertThat(this.prompt.entity(Recipe.class).block(Wire.PATIENCE)).isEqualTo(new Recipe("Soup", 20));
		assertThat(this.wire.log().requests()).hasSize(2);
		String first = this.json.writeValueAsString(sent(0).path("messages"));
		assertThat(this.json.writeValueAsString(sent(1).path("messages")))
			.startsWith(first.substring(0, first.length() - 1));
		JsonNode messages = sent(1).path("messages");
		assertThat(messages).hasSize(4);
		assertThat(messages.path(2)).isEqualTo(this.json
			.valueToTree(Map.of("role", "assistant", "content", SECRET, "reasoning_content", "Something warm.")));
		assertThat(messages.path(3).path("role").stringValue()).isEqualTo("user");
		assertThat(text(sent(1), 3)).startsWith("Your answer cannot be used:\n- $.minutes: ")
			.endsWith("\nAnswer again, with the whole json object and nothing else.");
		for (String field : List.of("model", "response_format")) {
			assertThat(sent(1).path(field)).isEqualTo(sent(0).path(field));
		}
		assertThat(sent(1).propertyNames()).isEqualTo(sent(0).propertyNames());
	}

	@Test
	void whenNoAnswerFitsThenFailsWithoutTextOfIt() {
		this.wire.answerAll(Answer.text(SECRET));
		InvalidEntityException failure = Signals
			.of(this.prompt.entitySettings((settings) -> settings.withMaxAttempts(4)).entity(Recipe.class).flux())
			.failure(InvalidEntityException.class);
		assertThat(this.wire.log().requests()).hasSize(4);
		assertThat(sent(3).path("messages")).hasSize(2 + 3 * 2);
		assertThat(failure.getAttempts()).isEqualTo(4);
		assertThat(failure.getEntityType()).isEqualTo(Recipe.class.getName());
		assertThat(failure.getProblems()).singleElement().asString().startsWith("$.minutes: ");
		assertThat(failure.getPartialContent()).isEqualTo(SECRET);
		assertThat(failure).hasMessageContaining(Recipe.class.getName()).hasMessageContaining("$.minutes").hasNoCause();
		assertThat(failure.toString()).doesNotContain("sauce").doesNotContain("long");
		assertThat(failure.isRetryable()).isTrue();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			''                                          | the answer is empty
			' \n \n'                                    | the answer is empty
			Soup, of course.                            | the answer is not one valid JSON text at line 1, column 6
			{"name":"Soup"                              | the answer is not one valid JSON text at line 1, column 16
			{"name":"Soup","minutes":20} Bon appetit!   | the answer is not one valid JSON text at line 1, column 34
			{"name":"Soup","minutes":20,"minutes":21}   | the answer is not one valid JSON text at line 1, column 38
			[1]                                         | $: must be an object
			{"name":"Soup"}                             | $: the required property 'minutes' is missing
			{"name":"Soup","minutes":null}              | $: the required property 'minutes' is missing
			{"name":"Soup","minutes":20,"soup":1}       | $: the property * is not known here
			{"name":"Soup","minutes":-1}                | $: cannot be read
			{"name":"Soup","minutes":99999999999}       | $.minutes: cannot be read
			""")
	void whatIsWrongIsTold(String answer, String problem) {
		String text = answer.replace("\\n", "\n");
		this.wire.answer(Answer.text(text), Answer.text(text));
		InvalidEntityException failure = Signals
			.of(this.prompt.entitySettings((settings) -> settings.withMaxAttempts(2)).entity(Recipe.class).flux())
			.failure(InvalidEntityException.class);
		assertThat(failure.getProblems()).singleElement().asString().startsWith(problem.split(" at line")[0]);
		assertThat(text(sent(1), 3)).contains("\n- " + problem.split(" [*] ")[0].split(" at line")[0]);
		assertThat(failure.getPartialContent()).isEqualTo(text.isEmpty() ? null : text);
	}

	@Test
	void whatATypeItselfSaysIsToldToTheModelOnly() {
		this.wire.answerAll(Answer.text("{\"name\":\"Soup\",\"minutes\":-1}"));
		InvalidEntityException failure = Signals.of(this.prompt.entity(Recipe.class).flux())
			.failure(InvalidEntityException.class);
		assertThat(text(sent(1), 3)).contains("'minutes' must be positive, not -1");
		assertThat(failure.getMessage()).doesNotContain("must be positive");
	}

	@Test
	void whenTheAnswerIsTooLongThenDoesNotAskAgain() {
		this.wire.answer(Answer.text("{\"name\":\"So").finishReason("length"));
		InvalidEntityException failure = Signals.of(this.prompt.entity(Recipe.class).flux())
			.failure(InvalidEntityException.class);
		assertThat(this.wire.log().requests()).hasSize(1);
		assertThat(failure).hasMessageContaining("max_tokens");
		assertThat(failure.getPartialContent()).isEqualTo("{\"name\":\"So");
		assertThat(failure.isRetryable()).isFalse();
		assertThat(failure.getAttempts()).isEqualTo(1);
	}

	@Test
	void whenACallFailsThenFailsAsAnyOther() {
		this.wire.answer(Answer.text("no"), Answer.overloaded());
		DeepSeekException failure = Signals.of(this.prompt.entity(Recipe.class).flux()).failure();
		assertThat(failure).isNotInstanceOf(InvalidEntityException.class);
		assertThat(this.wire.log().requests()).hasSize(2);
	}

	@Test
	void eachAttemptHasASlotOfItsOwn() {
		ConcurrencySettings defaults = ConcurrencySettings.defaults();
		FairConcurrencyLimiter limiter = new FairConcurrencyLimiter(
				new ConcurrencySettings(true, defaults.accountType(), Map.of("deepseek-v4-flash", 1), Map.of(), 1,
						Map.of(), null, defaults.maxWait(), defaults.linger(), defaults.adaptive()));
		this.wire.answer(Answer.text("no"), Answer.text("no"), Answer.text(SOUP));
		Mono<Recipe> recipe = this.wire.builder()
			.concurrencyLimiter(limiter)
			.build()
			.prompt("What do we cook?")
			.entity(Recipe.class);
		assertThat(recipe.block(Wire.PATIENCE)).isEqualTo(new Recipe("Soup", 20));
		assertThat(limiter.snapshot().stream().mapToInt(LimitGroupSnapshot::inFlight).sum()).isZero();
	}

	@Test
	void nothingIsSentBeforeSubscriptionAndEachSubscriptionIsACall() {
		Mono<Recipe> recipe = this.prompt.entity(Recipe.class);
		assertThat(this.wire.log().requests()).isEmpty();
		this.wire.answerAll(Answer.text(SOUP));
		recipe.block(Wire.PATIENCE);
		recipe.block(Wire.PATIENCE);
		assertThat(sent(1)).isEqualTo(sent(0));
	}

	@Test
	void whenTheAnswerIsToContinueAPrefixThenNothingIsSent() {
		PromptSpec prefixed = this.prompt
			.options((options) -> options.message(new AssistantMessage("{", null, null, null, true)));
		assertThat(Signals.of(prefixed.entity(Recipe.class).flux()).failure(InvalidRequestException.class))
			.hasMessageContaining("prefix");
		assertThat(this.wire.log().requests()).isEmpty();
	}

	private String text(JsonNode request, int index) {
		return request.path("messages").path(index).path("content").stringValue();
	}

	private JsonNode sent(int index) {
		return this.json.readTree(this.wire.log().requests().get(index).body());
	}

	record Recipe(String name, int minutes) {

		Recipe {
			if (minutes < 0) {
				throw new IllegalArgumentException("'minutes' must be positive, not " + minutes);
			}
		}

	}

	enum Meal {

		LUNCH, DINNER

	}

}
