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

package io.github.deepseekspring.readme;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.deepseekspring.chat.ChatCompletion;
import io.github.deepseekspring.chat.ChatCompletionChunk;
import io.github.deepseekspring.chat.ChatCompletionRequest;
import io.github.deepseekspring.chat.ChatEvent;
import io.github.deepseekspring.chat.ChatMessage;
import io.github.deepseekspring.chat.Thinking;
import io.github.deepseekspring.core.BlockingDeepSeekTemplate;
import io.github.deepseekspring.core.DeepSeekTemplate;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.DeepSeekSimulator;
import io.github.deepseekspring.tool.ToolFunction;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.http.codec.ServerSentEvent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds the README to code that is compiled and runs.
 */
class ReadmeTests {

	private static final Pattern EXAMPLE = Pattern.compile("(?s)```java\n(.*?)```");

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	@Test
	void everyLineOfItsExamplesIsInTheseTests() throws IOException {
		Path root = Path.of("").toAbsolutePath();
		while (!Files.exists(root.resolve("CONTRIBUTING.md"))) {
			root = root.getParent();
		}
		Path folder = root.resolve("deepseek-spring-boot-autoconfigure/src/test/java/io/github/deepseekspring/readme");
		StringBuilder sources = new StringBuilder();
		for (String name : List.of("AnswerController", "AnswerTests", "ReadmeTests")) {
			sources.append(squeezed(Files.readString(folder.resolve(name + ".java"))));
		}
		List<String> examples = EXAMPLE.matcher(Files.readString(root.resolve("README.md")))
			.results()
			.map((example) -> example.group(1))
			.toList();
		assertThat(examples).hasSize(3);
		assertThat(examples.stream().flatMap(String::lines).map(ReadmeTests::squeezed))
			.allSatisfy((line) -> assertThat(sources).contains(line));
	}

	private static String squeezed(String text) {
		return text.replaceAll("//.*", "").replaceAll("\\s+", "");
	}

	@Test
	void whatCanBeAskedForIsAnswered() {
		try (DeepSeekSimulator simulator = DeepSeekSimulator.start()) {
			DeepSeekTemplate deepSeek = DeepSeekTemplate.builder().baseUrl(simulator.baseUrl()).apiKey("test").build();
			BlockingDeepSeekTemplate blocking = new BlockingDeepSeekTemplate(deepSeek);
			String question = "Why is the sky blue?";
			ChatCompletionRequest request = ChatCompletionRequest.builder()
				.messages(ChatMessage.user(question))
				.extra("name", "value")
				.build();
			ToolFunction<?> orderStatus = ToolFunction.of("order_status", "Tells how far the order is.",
					() -> "packed");
			// @formatter:off
			Mono<ChatCompletion> whole = deepSeek.prompt(question).completion();
			Flux<ChatEvent> events = deepSeek.prompt(question).stream().signals().events();
			Mono<String> helped = deepSeek.prompt(question).tools(orderStatus).content();
			Mono<Recipe> recipe = deepSeek.prompt("A recipe for two").entity(Recipe.class);
			Flux<Recipe> recipes = deepSeek.prompt("Ten recipes").stream().entityList(Recipe.class);
			Mono<ChatCompletion> plain = deepSeek.chat(request);
			Flux<ServerSentEvent<ChatCompletionChunk>> gateway = deepSeek.streamServerSentEvents(request);
			String text = blocking.prompt(question).content();

			Mono<String> own = deepSeek.prompt(question)
				.model("deepseek-v4-pro")
				.userId("support-bot")
				.timeouts((timeouts) -> timeouts.withPayloadIdle(Duration.ofSeconds(30)))
				.options((options) -> options.temperature(0.2).thinking(Thinking.DISABLED))
				.content();
			// @formatter:on
			Stream.of(whole, events, helped, plain, gateway, own).forEach(ReadmeTests::assertAnswered);
			assertThat(text).isNotEmpty();
			assertThat(simulator.log().requests()).hasSize(7);
			assertThat(simulator.log().last().userId()).isEqualTo("support-bot");
			simulator.enqueue(Answer.text("{\"title\":\"Soup\"}"),
					Answer.text("{\"items\":[{\"title\":\"Soup\"},{\"title\":\"Stew\"}]}"));
			Stream.of(recipe, recipes).forEach(ReadmeTests::assertAnswered);
		}
	}

	private static void assertAnswered(Publisher<?> answer) {
		StepVerifier.create(Flux.from(answer).last()).expectNextCount(1).expectComplete().verify(PATIENCE);
	}

	record Recipe(String title) {

	}

}
