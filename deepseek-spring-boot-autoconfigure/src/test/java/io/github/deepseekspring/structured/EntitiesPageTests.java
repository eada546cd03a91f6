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

package io.github.deepseekspring.structured;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.deepseekspring.InvalidEntityException;
import io.github.deepseekspring.chat.Thinking;
import io.github.deepseekspring.core.DeepSeekTemplate;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.DeepSeekSimulator;
import io.github.deepseekspring.test.Page;
import io.github.deepseekspring.tool.ToolFunction;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.stereotype.Service;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of {@code docs/entities.md}.
 */
class EntitiesPageTests {

	private static final Log logger = LogFactory.getLog(EntitiesPageTests.class);

	private static final String PAGE = "docs/entities.md";

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final String SOUP = "{\"title\":\"Soup\",\"minutes\":20,\"ingredients\":[{\"name\":\"leek\"}]}";

	private static final Recipe RECIPE = new Recipe("Soup", 20, List.of(new Ingredient("leek", null)));

	@AutoClose
	private final DeepSeekSimulator simulator = DeepSeekSimulator.start();

	private final DeepSeekTemplate deepSeek = DeepSeekTemplate.builder()
		.baseUrl(this.simulator.baseUrl())
		.apiKey("sk-test")
		.build();

	@Test
	void examplesOfThePageAreThoseOfThisTest() {
		Page.of(PAGE).assertExamplesAreIn(getClass(), 7);
	}

	@Test
	void answersAreValues() {
		this.simulator.enqueue(Answer.text(SOUP));
		assertThat(new Kitchen(this.deepSeek).cook("Something with leek.").block(PATIENCE)).isEqualTo(RECIPE);
	}

	@Test
	void typesHaveArguments() {
		DeepSeekTemplate deepSeek = this.deepSeek;
		Mono<Map<String, Recipe>> menu = deepSeek.prompt("A recipe for each day of the week.")
			.entity(new ParameterizedTypeReference<>() {
			});

		Mono<List<Recipe>> recipes = deepSeek.prompt("Three recipes with leek.").entityList(Recipe.class);
		this.simulator.enqueue(Answer.text("{\"Monday\":" + SOUP + "}"), Answer.text("{\"items\":[" + SOUP + "]}"));
		assertThat(menu.block(PATIENCE)).isEqualTo(Map.of("Monday", RECIPE));
		assertThat(recipes.block(PATIENCE)).containsExactly(RECIPE);
	}

	@Test
	void listsAreStreamed() {
		DeepSeekTemplate deepSeek = this.deepSeek;
		Flux<Recipe> recipes = deepSeek.prompt("Twenty recipes with leek.").stream().entityList(Recipe.class);
		this.simulator.enqueue(Answer.text("{\"items\":[" + SOUP + "," + SOUP + "]}"));
		StepVerifier.create(recipes).expectNext(RECIPE, RECIPE).expectComplete().verify(PATIENCE);
	}

	@Test
	void theTextOfTheLastAnswerIsKept() {
		DeepSeekTemplate deepSeek = this.deepSeek;
		String wish = "Something with leek.";
		Mono<String> title = deepSeek.prompt(wish)
			.entity(Recipe.class)
			.map(Recipe::title)
			.onErrorResume(InvalidEntityException.class, (ex) -> {
				logger.warn("No recipe after " + ex.getAttempts() + " attempts: " + ex.getProblems());
				return Mono.justOrEmpty(ex.getPartialContent());
			});
		this.simulator.answerAll((request) -> Answer.text("Leek soup"));
		assertThat(title.block(PATIENCE)).isEqualTo("Leek soup");
		assertThat(this.simulator.log().requests()).hasSize(3);
	}

	@Test
	void theNumberOfAttemptsIsASetting() {
		DeepSeekTemplate deepSeek = this.deepSeek;
		String wish = "Something with leek.";
		Mono<Recipe> recipe = deepSeek.prompt(wish)
			.entitySettings((settings) -> settings.withMaxAttempts(1))
			.entity(Recipe.class);
		this.simulator.answerAll((request) -> Answer.text("Leek soup"));
		StepVerifier.create(recipe).expectError(InvalidEntityException.class).verify(PATIENCE);
		assertThat(this.simulator.log().requests()).hasSize(1);
	}

	@Test
	void aStrictToolIsASetting() {
		DeepSeekTemplate deepSeek = this.deepSeek;
		String wish = "Something with leek.";
		Mono<Recipe> recipe = deepSeek.prompt(wish)
			.options((options) -> options.thinking(Thinking.DISABLED))
			.entitySettings((settings) -> settings.withMode(EntitySettings.Mode.STRICT_TOOL))
			.entity(Recipe.class);
		assertThat(recipe.block(PATIENCE)).isNotNull();
		assertThat(this.simulator.log().last().path()).startsWith("/beta/");
	}

	@Test
	void toolsRunFirst() {
		DeepSeekTemplate deepSeek = this.deepSeek;
		ToolFunction<?> fridge = ToolFunction.of("fridge", "Tells what is in the fridge.", () -> "two leeks");
		Mono<Recipe> recipe = deepSeek.prompt("What can I cook with what is left?").tools(fridge).entity(Recipe.class);
		this.simulator.enqueue(Answer.toolCall("fridge", "{}"), Answer.text(SOUP));
		assertThat(recipe.block(PATIENCE)).isEqualTo(RECIPE);
		assertThat(this.simulator.log().last().body()).contains("two leeks");
	}

	record Ingredient(String name, @Nullable String amount) {
	}

	record Recipe(String title, int minutes, List<Ingredient> ingredients) {
	}

	@Service
	static class Kitchen {

		private final DeepSeekTemplate deepSeek;

		Kitchen(DeepSeekTemplate deepSeek) {
			this.deepSeek = deepSeek;
		}

		Mono<Recipe> cook(String wish) {
			return this.deepSeek.prompt(wish).entity(Recipe.class);
		}

	}

}
