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

package io.github.deepseekspring.springai;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.deepseekspring.InvalidRequestException;
import io.github.deepseekspring.chat.Logprobs;
import io.github.deepseekspring.chat.Thinking;
import io.github.deepseekspring.chat.Usage;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.Outcome;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.content.Media;
import org.springframework.util.MimeTypeUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DeepSeekChatModel}.
 */
class DeepSeekChatModelTests {

	@AutoClose
	private final SimulatedChat chat = new SimulatedChat();

	@Test
	void aWholeAnswerHasTextReasoningFinishReasonAndUsage() {
		this.chat.enqueue(Answer.reasoning("Light scatters.").text("Because.").usage(20, 12, 8, 5));
		ChatResponse response = this.chat.model().call(new Prompt("Why is the sky blue?"));
		AssistantMessage message = response.getResult().getOutput();
		assertThat(message.getText()).isEqualTo("Because.");
		assertThat(DeepSeekMessages.reasoning(message)).isEqualTo("Light scatters.");
		assertThat(response.getResult().getMetadata().getFinishReason()).isEqualTo("stop");
		assertMetadata(response);
	}

	@Test
	void aStreamBringsPiecesAndThenAllThatIsKnownAtTheEnd() {
		this.chat.enqueue(Answer.reasoning("Light scatters.").chunks("Be", "cause.").usage(20, 12, 8, 5));
		List<ChatResponse> responses = stream(new Prompt("Why is the sky blue?"));
		assertThat(String.join("", responses.stream().map(DeepSeekChatModelTests::piece).toList()))
			.isEqualTo("Light scatters.");
		assertThat(responses).extracting((response) -> response.getResult().getOutput().getText())
			.filteredOn((text) -> !text.isEmpty())
			.containsExactly("Be", "cause.");
		ChatResponse last = responses.get(responses.size() - 1);
		assertThat(DeepSeekMessages.reasoning(last.getResult().getOutput())).isEqualTo("Light scatters.");
		assertThat(last.getResult().getMetadata().getFinishReason()).isEqualTo("stop");
		assertMetadata(last);
		assertThat(responses.subList(0, responses.size() - 1)).allSatisfy((response) -> {
			assertThat(response.getMetadata().getId()).isEqualTo(last.getMetadata().getId());
			assertThat(response.getMetadata().getUsage().getTotalTokens()).isZero();
			assertThat(response.getResult().getMetadata().getFinishReason()).isNull();
		});
	}

	private void assertMetadata(ChatResponse response) {
		assertThat(response.getMetadata().getModel()).isEqualTo("deepseek-flash");
		assertThat(response.getMetadata().getId()).isNotEmpty();
		assertThat(response.getMetadata().<Long>get("created")).isPositive();
		org.springframework.ai.chat.metadata.Usage usage = response.getMetadata().getUsage();
		assertThat(usage.getPromptTokens()).isEqualTo(20);
		assertThat(usage.getCompletionTokens()).isEqualTo(8);
		assertThat(usage.getTotalTokens()).isEqualTo(28);
		assertThat(usage.getCacheReadInputTokens()).isEqualTo(12);
		assertThat(usage.getNativeUsage()).isInstanceOfSatisfying(Usage.class,
				(all) -> assertThat(all.reasoningTokens()).isEqualTo(5));
	}

	@Test
	void whenDeepSeekKeepsAStreamAliveThenNobodySeesIt() {
		this.chat.enqueue(Answer.chunks("Because.").queuedFor(Duration.ofMillis(100)));
		assertThat(stream(new Prompt("Why?"))).extracting((response) -> response.getResult().getOutput().getText())
			.containsExactly("Because.", "");
	}

	@Test
	void whenTheStreamIsCancelledThenTheConnectionIsClosed() {
		this.chat.enqueue(Answer.text("on and ".repeat(5000)).chunkInterval(Duration.ofMillis(20)));
		assertThat(this.chat.model().stream(new Prompt("Why?")).blockFirst(SimulatedChat.PATIENCE)).isNotNull();
		this.chat.simulator().log().awaitIdle(SimulatedChat.PATIENCE);
		assertThat(this.chat.last().outcome()).isEqualTo(Outcome.CANCELLED_BY_CLIENT);
	}

	@Test
	void whenAFluxIsNotSubscribedToThenNothingIsSentAndEachSubscriptionIsACall() {
		Flux<ChatResponse> answer = this.chat.model().stream(new Prompt("Why?"));
		assertThat(this.chat.requests()).isEmpty();
		for (int i = 0; i < 2; i++) {
			this.chat.enqueue(Answer.text("Because."));
			assertThat(answer.count().block(SimulatedChat.PATIENCE)).isGreaterThan(1);
		}
		assertThat(this.chat.requests()).hasSize(2);
	}

	@Test
	void whenTheThreadMustNotBlockThenACallSaysWhatToDo() {
		Mono<ChatResponse> wrong = Mono.fromCallable(() -> this.chat.model().call(new Prompt("Why?")))
			.subscribeOn(Schedulers.parallel());
		StepVerifier.create(wrong)
			.expectErrorSatisfies((ex) -> assertThat(ex).isInstanceOf(IllegalStateException.class)
				.hasMessageContaining("parallel-")
				.hasMessageContaining("stream()"))
			.verify(SimulatedChat.PATIENCE);
		assertThat(this.chat.requests()).isEmpty();
	}

	@Test
	void whenThePromptHasNoOptionsThenThoseOfTheModelAreSent() {
		DeepSeekChatModel model = model(DeepSeekChatOptions.builder()
			.model("deepseek-v4-pro")
			.maxTokens(2000)
			.temperature(0.2)
			.topP(0.9)
			.stopSequences(List.of("end"))
			.thinking(Thinking.DISABLED)
			.logprobs(true)
			.topLogprobs(2)
			.userId("ada")
			.frequencyPenalty(0.5)
			.presencePenalty(0.6)
			.topK(7)
			.extra("new_field", "new")
			.build());
		model.call(new Prompt("Why?"));
		assertThat(this.chat.last().body())
			.contains("\"model\":\"deepseek-v4-pro\"", "\"max_tokens\":2000", "\"temperature\":0.2", "\"top_p\":0.9",
					"\"stop\":[\"end\"]", "\"thinking\":{\"type\":\"disabled\"}", "\"logprobs\":true",
					"\"top_logprobs\":2", "\"user_id\":\"ada\"", "\"new_field\":\"new\"", "\"frequency_penalty\":0.5",
					"\"presence_penalty\":0.6")
			.doesNotContain("top_k");
	}

	@Test
	void logProbabilitiesAreInTheMetadataOfTheGeneration() {
		this.chat.enqueue(Answer.of(200, "application/json", """
				{"id":"1","object":"chat.completion","created":1,"model":"deepseek-flash","choices":[{"index":0,\
				"message":{"role":"assistant","content":"Because."},"finish_reason":"stop",\
				"logprobs":{"content":[{"token":"Because","logprob":-0.5,"bytes":null,"top_logprobs":[]}]}}]}"""));
		ChatResponse response = this.chat.model().call(new Prompt("Why?"));
		assertThat(response.getResult().getMetadata().<Object>get(DeepSeekMessages.LOGPROBS))
			.isInstanceOf(Logprobs.class);
	}

	@Test
	void whenThePromptHasOptionsThenTheyReplaceThoseOfTheModelExceptForItsName() {
		DeepSeekChatModel model = model(
				DeepSeekChatOptions.builder().model("deepseek-v4-pro").temperature(0.2).userId("ada").build());
		model.call(new Prompt("Why?", ChatOptions.builder().maxTokens(3000).build()));
		assertThat(this.chat.last().body()).contains("\"model\":\"deepseek-v4-pro\"", "\"max_tokens\":3000")
			.doesNotContain("temperature", "user_id");
		model.call(new Prompt("Why?", DeepSeekChatOptions.builder().model("deepseek-v4-flash").build()));
		assertThat(this.chat.last().model()).isEqualTo("deepseek-v4-flash");
	}

	@Test
	void whenNothingIsSetThenTheDefaultsOfTheTemplateHold() {
		this.chat.model().call(new Prompt("Why?"));
		assertThat(this.chat.last().body()).isEqualTo(
				"{\"model\":\"deepseek-v4-flash\",\"messages\":[{\"role\":\"user\",\"content\":\"Why?\"}],\"stream\":false}");
	}

	@Test
	void whenAChatClientSetsOptionsThenTheyChangeThoseOfTheModel() {
		ChatClient.create(model(DeepSeekChatOptions.builder().model("deepseek-v4-pro").maxTokens(2000).build()))
			.prompt("Why?")
			.options(DeepSeekChatOptions.builder().maxTokens(3000).reasoningEffort("max"))
			.call()
			.content();
		assertThat(this.chat.last().body()).contains("\"model\":\"deepseek-v4-pro\"", "\"max_tokens\":3000",
				"\"reasoning_effort\":\"max\"");
	}

	@Test
	void messagesOfEachKindAreSent() {
		AssistantMessage asking = AssistantMessage.builder()
			.content("")
			.properties(Map.of(DeepSeekMessages.REASONING_CONTENT, "Let me see."))
			.toolCalls(List.of(new AssistantMessage.ToolCall("call_1", "function", "weather", "{}")))
			.build();
		ToolResponseMessage told = ToolResponseMessage.builder()
			.responses(List.of(new ToolResponseMessage.ToolResponse("call_1", "weather", "Rain")))
			.build();
		this.chat.model()
			.call(new Prompt(new SystemMessage("Be brief."), new UserMessage("Hi."),
					DeepSeekMessages.assistant("Hello.", "A greeting."), new UserMessage("Weather?"), asking, told));
		assertThat(this.chat.last().json().path("messages")).hasToString("""
				[{"role":"system","content":"Be brief."},{"role":"user","content":"Hi."},\
				{"role":"assistant","content":"Hello.","reasoning_content":"A greeting."},\
				{"role":"user","content":"Weather?"},\
				{"role":"assistant","content":"","reasoning_content":"Let me see.","tool_calls":\
				[{"id":"call_1","type":"function","function":{"name":"weather","arguments":"{}"}}]},\
				{"role":"tool","tool_call_id":"call_1","content":"Rain"}]""");
	}

	@Test
	void aPrefixIsContinued() {
		this.chat.enqueue(Answer.text(" because."));
		ChatResponse response = this.chat.model()
			.call(new Prompt(new UserMessage("Why is the sky blue?"), DeepSeekMessages.prefix("It is blue")));
		assertThat(response.getResult().getOutput().getText()).isEqualTo(" because.");
		assertThat(this.chat.last().path()).startsWith("/beta/");
		assertThat(this.chat.last().body()).contains("\"content\":\"It is blue\",\"prefix\":true");
	}

	@Test
	void imagesAreSentAsUrls() {
		Media remote = new Media(MimeTypeUtils.IMAGE_PNG, URI.create("https://example.org/cat.png"));
		Media local = Media.builder().mimeType(MimeTypeUtils.IMAGE_JPEG).data(new byte[] { 1, 2, 3 }).build();
		this.chat.model()
			.call(new Prompt(UserMessage.builder().text("What is it?").media(remote, local).build(),
					DeepSeekChatOptions.builder().model("deepseek-v4-flash-vision-exp").build()));
		assertThat(this.chat.last().json().path("messages").path(0).path("content")).hasToString("""
				[{"type":"text","text":"What is it?"},\
				{"type":"image_url","image_url":{"url":"https://example.org/cat.png"}},\
				{"type":"image_url","image_url":{"url":"data:image/jpeg;base64,AQID"}}]""");
	}

	@Test
	void whatDeepSeekHasNoPlaceForIsRefusedBeforeItIsSent() {
		Media video = new Media(MimeTypeUtils.parseMimeType("video/mp4"), URI.create("https://example.org/cat.mp4"));
		Message user = UserMessage.builder().text("What is it?").media(video).build();
		Message assistant = AssistantMessage.builder().content("A cat.").media(List.of(video)).build();
		Stream.of(user, assistant)
			.forEach((message) -> assertThatExceptionOfType(InvalidRequestException.class)
				.isThrownBy(() -> this.chat.model().call(new Prompt(message)))
				.withMessageContaining("media"));
		assertThat(this.chat.requests()).isEmpty();
	}

	private DeepSeekChatModel model(DeepSeekChatOptions options) {
		return DeepSeekChatModel.builder(this.chat.template((builder) -> builder)).options(options).build();
	}

	private List<ChatResponse> stream(Prompt prompt) {
		List<ChatResponse> responses = this.chat.model().stream(prompt).collectList().block(SimulatedChat.PATIENCE);
		assertThat(responses).isNotNull();
		return responses;
	}

	private static String piece(ChatResponse response) {
		String piece = DeepSeekMessages.reasoningPiece(response);
		return (piece != null) ? piece : "";
	}

}
