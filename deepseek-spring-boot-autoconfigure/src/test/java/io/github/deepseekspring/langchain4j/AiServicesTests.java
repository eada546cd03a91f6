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

package io.github.deepseekspring.langchain4j;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.MemoryId;
import dev.langchain4j.service.Result;
import dev.langchain4j.service.SystemMessage;
import dev.langchain4j.service.TokenStream;
import dev.langchain4j.service.UserMessage;
import io.github.deepseekspring.ContentRejectedException;
import io.github.deepseekspring.core.DeepSeekTemplate;
import io.github.deepseekspring.core.RetrySettings;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.DeepSeekSimulator;
import io.github.deepseekspring.simulator.Fault;
import io.github.deepseekspring.simulator.Outcome;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of AI services with the models, over real sockets.
 */
@Timeout(60)
class AiServicesTests {

	private static final Answer CALL = Answer.reasoning("I have to look.")
		.toolCall("weather", "{\"city\":\"Oslo\"}")
		.usage(10, 0, 5, 3);

	private static final Answer LAST = Answer.reasoning("Now I know.").text("Rain in Oslo.").usage(30, 10, 4, 2);

	@AutoClose
	private final DeepSeekSimulator simulator = DeepSeekSimulator.start();

	private final DeepSeekTemplate template = DeepSeekTemplate.builder()
		.baseUrl(this.simulator.baseUrl())
		.apiKey("sk-test")
		.retry(new RetrySettings(1, RetrySettings.defaults().initialBackoff(), RetrySettings.defaults().maxBackoff(),
				0))
		.build();

	private final Weather weather = new Weather();

	private final Assistant assistant = AiServices.builder(Assistant.class)
		.chatModel(DeepSeekChatModel.builder(this.template).build())
		.streamingChatModel(DeepSeekStreamingChatModel.builder(this.template).build())
		.tools(this.weather)
		.chatMemoryProvider((id) -> MessageWindowChatMemory.withMaxMessages(20))
		.build();

	@Test
	void aToolRunsAndTheThinkingGoesBackWithItsCall() {
		this.simulator.enqueue(CALL, LAST, Answer.text("You are welcome."));
		Result<String> result = this.assistant.chat("ada", "What is it like in Oslo?");
		assertThat(result.content()).isEqualTo("Rain in Oslo.");
		assertThat(this.weather.cities).containsExactly("Oslo");
		DeepSeekTokenUsage usage = (DeepSeekTokenUsage) result.tokenUsage();
		assertThat(usage.totalTokenCount()).isEqualTo(49);
		assertThat(usage.cacheHitTokenCount()).isEqualTo(10);
		assertThat(usage.reasoningTokenCount()).isEqualTo(5);
		this.assistant.chat("ada", "Thanks.");
		assertHistoryIsWhole();
	}

	@Test
	void aToolRunsBetweenTheRoundsOfAStreamAndTheThinkingGoesBackWithItsCall() throws Exception {
		this.simulator.enqueue(CALL, LAST, Answer.text("You are welcome."));
		List<String> texts = new CopyOnWriteArrayList<>();
		List<String> thoughts = new CopyOnWriteArrayList<>();
		CompletableFuture<ChatResponse> answer = new CompletableFuture<>();
		this.assistant.stream("ada", "What is it like in Oslo?")
			.onPartialResponse(texts::add)
			.onPartialThinking((thinking) -> thoughts.add(thinking.text()))
			.onCompleteResponse(answer::complete)
			.onError(answer::completeExceptionally)
			.start();
		ChatResponse response = answer.get(30, TimeUnit.SECONDS);
		assertThat(response.aiMessage().text()).isEqualTo("Rain in Oslo.");
		assertThat(String.join("", texts)).isEqualTo("Rain in Oslo.");
		assertThat(String.join("", thoughts)).isEqualTo("I have to look.Now I know.");
		assertThat(this.weather.cities).containsExactly("Oslo");
		assertThat(((DeepSeekTokenUsage) response.tokenUsage()).reasoningTokenCount()).isEqualTo(5);
		this.assistant.chat("ada", "Thanks.");
		assertHistoryIsWhole();
	}

	private void assertHistoryIsWhole() {
		assertThat(this.simulator.log().requests()).hasSize(3);
		List<JsonNode> messages = this.simulator.log().last().json().path("messages").valueStream().toList();
		assertThat(messages).extracting((message) -> message.path("role").asString())
			.containsExactly("system", "user", "assistant", "tool", "assistant", "user");
		assertThat(messages.get(2).path("reasoning_content").asString()).isEqualTo("I have to look.");
		assertThat(messages.get(3).path("content").asString()).isEqualTo("rain");
		assertThat(messages.get(3).path("tool_call_id").asString())
			.isEqualTo(messages.get(2).path("tool_calls").path(0).path("id").asString("none"));
		assertThat(messages.get(4).path("reasoning_content").asString()).isEqualTo("Now I know.");
	}

	@Test
	void eachUserHasAMemory() {
		this.assistant.chat("ada", "One.");
		this.assistant.chat("grace", "Two.");
		assertThat(this.simulator.log().last().body()).contains("Two.").doesNotContain("One.");
	}

	@Test
	void aRecordIsAskedForAsAJsonObjectWithItsSchemaInTheWords() {
		this.simulator.enqueue(Answer.text("{\"title\":\"Tea\",\"steps\":[\"Boil.\",\"Wait.\"],\"level\":\"EASY\"}"));
		assertThat(this.assistant.recipe("tea")).isEqualTo(new Recipe("Tea", List.of("Boil.", "Wait."), Level.EASY));
		JsonNode body = this.simulator.log().last().json();
		assertThat(body.path("response_format").path("type").asString()).isEqualTo("json_object");
		assertThat(body.path("messages").path(0).path("role").asString()).isEqualTo("system");
		assertThat(body.path("messages").path(0).path("content").asString()).contains("one json object")
			.contains("\"properties\":{\"title\":{\"type\":\"string\"}")
			.contains("\"enum\":[\"EASY\",\"HARD\"]");
		assertThat(body.path("messages").path(1).path("content").asString()).isEqualTo("A recipe for tea");
	}

	@Test
	void aListOfRecordsIsAskedForAsAnObjectAroundIt() {
		this.simulator.enqueue(Answer.text("{\"values\":[{\"title\":\"Tea\",\"steps\":[],\"level\":\"EASY\"}]}"));
		assertThat(this.assistant.recipes("breakfast")).containsExactly(new Recipe("Tea", List.of(), Level.EASY));
	}

	@Test
	void aFailureIsOneOfLangChain4j() {
		this.simulator.enqueue(Answer.contentRisk());
		assertThatExceptionOfType(ContentFilteredException.class).isThrownBy(() -> this.assistant.chat("ada", "Why?"))
			.withCauseInstanceOf(ContentRejectedException.class);
	}

	@Test
	void aFailureOfAStreamIsTheSame() {
		this.simulator.answerAll((request) -> Answer.unauthorized());
		CompletableFuture<Throwable> failure = new CompletableFuture<>();
		this.assistant.stream("ada", "Why?")
			.onPartialResponse((text) -> failure.complete(new AssertionError("a text")))
			.onError(failure::complete)
			.start();
		assertThat(failure).succeedsWithin(Handler.PATIENCE).isInstanceOf(AuthenticationException.class);
	}

	@Test
	void whenATokenStreamIsCancelledThenTheConnectionIsClosed() {
		this.simulator.enqueue(Answer.chunks("one ", "two ", "three").fault(Fault.stall().afterChunks(3)));
		List<String> seen = new CopyOnWriteArrayList<>();
		this.assistant.stream("ada", "Why?").onPartialResponseWithContext((text, context) -> {
			seen.add(text.text());
			context.streamingHandle().cancel();
		}).onError((failure) -> seen.add(failure.toString())).start();
		this.simulator.log().awaitRequests(1, Handler.PATIENCE);
		assertThat(this.simulator.log().last().ended().block(Handler.PATIENCE)).isEqualTo(Outcome.CANCELLED_BY_CLIENT);
		assertThat(seen).containsExactly("one ");
	}

	interface Assistant {

		@SystemMessage("Be brief.")
		Result<String> chat(@MemoryId String user, @UserMessage String message);

		@SystemMessage("Be brief.")
		TokenStream stream(@MemoryId String user, @UserMessage String message);

		@UserMessage("A recipe for {{it}}")
		Recipe recipe(String dish);

		@UserMessage("Recipes for {{it}}")
		List<Recipe> recipes(String meal);

	}

	record Recipe(String title, List<String> steps, Level level) {
	}

	enum Level {

		EASY, HARD

	}

	static class Weather {

		private final List<String> cities = new CopyOnWriteArrayList<>();

		@Tool("Tells the weather.")
		String weather(@P(name = "city", value = "the city") String city) {
			this.cities.add(city);
			return "rain";
		}

	}

}
