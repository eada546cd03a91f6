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

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.TokenStream;
import io.github.deepseekspring.core.DeepSeekTemplate;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.DeepSeekSimulator;
import io.github.deepseekspring.simulator.RecordedRequest;
import io.github.deepseekspring.user.DefaultCallerResolver;
import io.github.deepseekspring.user.PlainUserIdEncoder;
import io.github.deepseekspring.user.SecurityContextUserIdResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests on whose behalf the rounds of an AI service are sent.
 */
@Timeout(60)
class CallerOfAiServicesTests {

	@AutoClose
	private final DeepSeekSimulator simulator = DeepSeekSimulator.start();

	private final DeepSeekTemplate template = DeepSeekTemplate.builder()
		.baseUrl(this.simulator.baseUrl())
		.apiKey("sk-test")
		.callerResolver(DefaultCallerResolver.builder(new PlainUserIdEncoder())
			.userIdResolvers(List.of(new SecurityContextUserIdResolver()))
			.build())
		.build();

	private final WhoTool tool = new WhoTool();

	@AfterEach
	void logOut() {
		SecurityContextHolder.clearContext();
	}

	@Test
	void bothRoundsOfAStreamAreTheCallers() throws Exception {
		StreamingAssistant assistant = AiServices.builder(StreamingAssistant.class)
			.streamingChatModel(DeepSeekStreamingChatModel.builder(this.template).build())
			.tools(this.tool)
			.chatMemoryProvider((id) -> MessageWindowChatMemory.withMaxMessages(20))
			.build();
		for (String user : List.of("ada", "grace", "ada")) {
			logIn(user);
			this.simulator.enqueue(Answer.toolCall("who", "{}"), Answer.text("You are " + user + "."));
			CompletableFuture<ChatResponse> answer = new CompletableFuture<>();
			List<String> seen = new CopyOnWriteArrayList<>();
			assistant.chat("Who am I?")
				.onPartialResponse((text) -> seen.add(name()))
				.onCompleteResponse(answer::complete)
				.onError(answer::completeExceptionally)
				.start();
			SecurityContextHolder.clearContext();
			assertThat(answer.get(30, TimeUnit.SECONDS).aiMessage().text()).isEqualTo("You are " + user + ".");
			assertThat(seen).isNotEmpty().containsOnly(user);
		}
		assertThat(this.simulator.log().requests()).extracting(RecordedRequest::userId)
			.containsExactly("ada", "ada", "grace", "grace", "ada", "ada");
		assertThat(this.tool.seen).containsExactly("ada", "grace", "ada");
	}

	@Test
	void aStreamOfNobodyAfterThatOfAUserIsNobodys() throws Exception {
		DeepSeekStreamingChatModel model = DeepSeekStreamingChatModel.builder(this.template).build();
		logIn("ada");
		Handler first = new Handler();
		model.chat("Why?", first);
		first.await();
		SecurityContextHolder.clearContext();
		List<String> seen = new CopyOnWriteArrayList<>();
		Handler second = new Handler((callback, handle) -> seen.add(name()));
		model.chat("Why?", second);
		second.await();
		assertThat(this.simulator.log().requests()).extracting(RecordedRequest::userId).containsExactly("ada", null);
		assertThat(seen).containsOnly("nobody");
	}

	@Test
	void bothRoundsOfABlockingCallAreTheCallers() {
		Assistant assistant = AiServices.builder(Assistant.class)
			.chatModel(DeepSeekChatModel.builder(this.template).build())
			.tools(this.tool)
			.build();
		logIn("ada");
		this.simulator.enqueue(Answer.toolCall("who", "{}"), Answer.text("You are ada."));
		assertThat(assistant.chat("Who am I?")).isEqualTo("You are ada.");
		assertThat(this.simulator.log().requests()).extracting(RecordedRequest::userId).containsExactly("ada", "ada");
		assertThat(this.tool.seen).containsExactly("ada");
	}

	private static void logIn(String name) {
		SecurityContextHolder.getContext()
			.setAuthentication(new TestingAuthenticationToken(name, "password", "ROLE_USER"));
	}

	private static String name() {
		Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
		return (authentication != null) ? authentication.getName() : "nobody";
	}

	interface StreamingAssistant {

		TokenStream chat(String message);

	}

	interface Assistant {

		String chat(String message);

	}

	static class WhoTool {

		private final List<String> seen = new CopyOnWriteArrayList<>();

		@Tool("Tells who asks.")
		String who() {
			this.seen.add(name());
			return name();
		}

	}

}
