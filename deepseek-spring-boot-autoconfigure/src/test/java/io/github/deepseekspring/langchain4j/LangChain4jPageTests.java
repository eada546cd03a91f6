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
import java.util.concurrent.CopyOnWriteArrayList;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.MemoryId;
import dev.langchain4j.service.Result;
import dev.langchain4j.service.SystemMessage;
import dev.langchain4j.service.TokenStream;
import dev.langchain4j.service.UserMessage;
import io.github.deepseekspring.concurrency.ConcurrencySettings;
import io.github.deepseekspring.concurrency.FairConcurrencyLimiter;
import io.github.deepseekspring.core.DeepSeekTemplate;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.DeepSeekSimulator;
import io.github.deepseekspring.simulator.Fault;
import io.github.deepseekspring.simulator.Outcome;
import io.github.deepseekspring.test.Page;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The examples of {@code docs/langchain4j.md}.
 */
@Timeout(60)
class LangChain4jPageTests {

	@AutoClose
	private final DeepSeekSimulator simulator = DeepSeekSimulator.start();

	private final FairConcurrencyLimiter limiter = new FairConcurrencyLimiter(ConcurrencySettings.defaults());

	private final DeepSeekTemplate template = DeepSeekTemplate.builder()
		.baseUrl(this.simulator.baseUrl())
		.apiKey("sk-test")
		.concurrencyLimiter(this.limiter)
		.build();

	private final ChatModel model = DeepSeekChatModel.builder(this.template).build();

	private final Assistant assistant = assistant(this.model,
			DeepSeekStreamingChatModel.builder(this.template).build());

	private final List<String> shown = new CopyOnWriteArrayList<>();

	@Test
	void examplesOfThePageAreThoseOfThisTest() {
		Page.of("docs/langchain4j.md").assertExamplesAreIn(getClass(), 5);
	}

	@Test
	void anAiServiceAnswersWithAToolAndMemoryAndAsAnObject() {
		this.simulator.enqueue(Answer.toolCall("weather", "{\"city\":\"Oslo\"}"), Answer.text("It rains."),
				Answer.text("{\"title\":\"Tea\"}"));
		assertThat(this.assistant.chat("42", "What is it like in Oslo?").content()).isEqualTo("It rains.");
		assertThat(this.simulator.log().last().body()).contains("\"content\":\"Rain in Oslo\"");
		assertThat(this.assistant.recipe("tea")).isEqualTo(new Recipe("Tea"));
	}

	@Test
	void aModelCanBeBuilt() {
		DeepSeekTemplate template = this.template;
		ChatModel model = DeepSeekChatModel.builder(template)
			.defaultRequestParameters(DeepSeekChatRequestParameters.builder().modelName("deepseek-v4-pro").build())
			.build();
		model.chat("Why?");
		assertThat(this.simulator.log().last().model()).isEqualTo("deepseek-v4-pro");
	}

	@Test
	void aRequestHasParametersOfDeepSeek() {
		ChatModel model = this.model;
		List<ChatMessage> history = List.of(dev.langchain4j.data.message.UserMessage.from("Why?"));
		this.simulator.enqueue(Answer.text("Because.").usage(10, 7, 2, 0));
		ChatResponse response = model.chat(ChatRequest.builder()
			.messages(history)
			.parameters(DeepSeekChatRequestParameters.builder()
				.maxOutputTokens(8000)
				.reasoningEffort("max")
				.userId("nightly-report")
				.extra("new_field", true)
				.build())
			.build());
		DeepSeekTokenUsage usage = (DeepSeekTokenUsage) response.tokenUsage();
		int cheap = usage.cacheHitTokenCount();
		assertThat(cheap).isEqualTo(7);
		assertThat(this.simulator.log().last().userId()).isEqualTo("nightly-report");
	}

	@Test
	void aStreamCanBeCancelled() {
		Assistant assistant = this.assistant;
		String question = "Why?";
		this.simulator.enqueue(
				Answer.reasoning("Hm.").chunks("Short. ", "Now the ", "long.").fault(Fault.stall().beforeFinish()));
		assistant.stream("42", question).onPartialResponseWithContext((text, context) -> {
			if (enough(text.text())) {
				context.streamingHandle().cancel();
			}
		}).onPartialThinking((thinking) -> show(thinking.text())).onError(this::report).start();
		this.simulator.log().awaitRequests(1, Handler.PATIENCE);
		assertThat(this.simulator.log().last().ended().block(Handler.PATIENCE)).isEqualTo(Outcome.CANCELLED_BY_CLIENT);
		assertThat(String.join("", this.shown)).isEqualTo("Hm.");
	}

	private static boolean enough(String text) {
		return text.startsWith("Short");
	}

	private void show(String text) {
		this.shown.add(text);
	}

	private void report(Throwable failure) {
		this.shown.add(failure.toString());
	}

	@Test
	void aFailureIsOneOfLangChain4j() {
		this.limiter.shutdown();
		assertThat(answer(this.model, "Why?")).isEqualTo("Please ask again in a minute.");
	}

	@Test
	void aModelThatIsNotThereIsNotFoundWhereTheServerSaysSo() {
		this.simulator.enqueue(Answer.error(404, "There is no such model", "not_found_error", "not_found"));
		assertThatExceptionOfType(ModelNotFoundException.class).isThrownBy(() -> this.model.chat("Why?"));
		this.simulator.enqueue(Answer.error(400, "The supported API model names are deepseek-flash",
				"invalid_request_error", "invalid_request_error"));
		assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> this.model.chat("Why?"));
	}

	private static String answer(ChatModel model, String question) {
		try {
			return model.chat(question);
		}
		catch (RateLimitException ex) {
			return "Please ask again in a minute.";
		}
	}

	Assistant assistant(ChatModel model, StreamingChatModel streamingModel) {
		return AiServices.builder(Assistant.class)
			.chatModel(model)
			.streamingChatModel(streamingModel)
			.tools(new Weather())
			.chatMemoryProvider((id) -> MessageWindowChatMemory.withMaxMessages(20))
			.build();
	}

	interface Assistant {

		@SystemMessage("Be brief.")
		Result<String> chat(@MemoryId String conversation, @UserMessage String message);

		@SystemMessage("Be brief.")
		TokenStream stream(@MemoryId String conversation, @UserMessage String message);

		@UserMessage("A recipe for {{it}}")
		Recipe recipe(String dish);

	}

	static class Weather {

		@Tool("Tells the weather of a city.")
		String weather(@P(name = "city", value = "the city") String city) {
			return "Rain in " + city;
		}

	}

	record Recipe(String title) {
	}

}
