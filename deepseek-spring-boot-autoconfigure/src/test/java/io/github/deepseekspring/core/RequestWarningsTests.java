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
import java.util.function.Consumer;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.deepseekspring.InvalidRequestException;
import io.github.deepseekspring.chat.ChatCompletionRequest;
import io.github.deepseekspring.chat.Thinking;
import io.github.deepseekspring.completion.CompletionRequest;
import io.github.deepseekspring.simulator.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RequestWarnings}, as calls cause them.
 */
class RequestWarningsTests {

	private static final Logger LOGGER = (Logger) LoggerFactory.getLogger(RequestWarnings.class);

	private static final String PROMPT = "a very private prompt";

	@AutoClose
	private final Wire wire = new Wire().answerAll(Answer.text("blue"));

	private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

	@BeforeEach
	void listen() {
		this.logged.start();
		LOGGER.addAppender(this.logged);
	}

	@AfterEach
	void stopListening() {
		LOGGER.detachAppender(this.logged);
	}

	static List<Arguments> texts() {
		return List.of(
				warning((request) -> request.temperature(0.5),
						"'temperature' has no effect while the model thinks. Leave it out, or set 'thinking' to "
								+ "disabled."),
				warning((request) -> request.topP(0.94),
						"'top_p' is below 0.95, to which DeepSeek raises it while the model thinks. Set it to at least "
								+ "0.95, or leave it out."),
				warning((request) -> request.maxTokens(1023),
						"'max_tokens' is below 1024 while the model thinks. The reasoning counts, and when it has used "
								+ "them up, the answer is empty and its 'finish_reason' is 'length'. Set 'thinking' to "
								+ "disabled, or allow more tokens."),
				warning((request) -> request.thinking(Thinking.DISABLED).topP(0.99),
						"'top_p' has no effect while the model does not think: DeepSeek takes 1. Leave it out, or use "
								+ "'temperature'."),
				warning((request) -> request.reasoningEffort("none").topP(0.99),
						"'top_p' has no effect while the model does not think: DeepSeek takes 1. Leave it out, or use "
								+ "'temperature'."),
				warning((request) -> request.extra("frequency_penalty", 0.5),
						"'frequency_penalty' and 'presence_penalty' have no effect: DeepSeek accepts and ignores them. "
								+ "Leave them out."),
				warning((request) -> request.extra("presence_penalty", 0.5),
						"'frequency_penalty' and 'presence_penalty' have no effect: DeepSeek accepts and ignores them. "
								+ "Leave them out."),
				warning((request) -> request.model("deepseek-chat"),
						"The model 'deepseek-chat' is discontinued: DeepSeek answers each request for it with status "
								+ "400. Ask for a model that is served, such as 'deepseek-flash'; what 'deepseek-chat' "
								+ "did is that model with thinking disabled."),
				warning((request) -> request.model("deepseek-reasoner"),
						"The model 'deepseek-reasoner' is discontinued: DeepSeek answers each request for it with "
								+ "status 400. Ask for a model that is served, such as 'deepseek-flash'; what "
								+ "'deepseek-reasoner' did is that model with thinking enabled, the default."));
	}

	private static Arguments warning(Consumer<ChatCompletionRequest.Builder> options, String text) {
		return Arguments.of(options, "WARN: " + text);
	}

	@ParameterizedTest
	@MethodSource("texts")
	void warningIsGivenOnceForEachTemplate(Consumer<ChatCompletionRequest.Builder> options, String text) {
		for (int i = 0; i < 2; i++) {
			DeepSeekTemplate template = this.wire.template();
			for (int j = 0; j < 3; j++) {
				PromptSpec call = template.prompt(PROMPT).userId("private_user").options(options);
				Signals.of(call.completion());
				Signals.of(call.stream().completion());
			}
		}
		assertThat(warnings()).containsExactly(text, text);
	}

	static List<Consumer<ChatCompletionRequest.Builder>> usual() {
		return List.of((request) -> {
		}, (request) -> request.model("deepseek-v4-flash"), (request) -> request.model("deepseek-v4-flash-vision-exp"),
				(request) -> request.model("deepseek-flash"), (request) -> request.model("deepseek-v4-pro"),
				(request) -> request.model("novel"), (request) -> request.topP(0.95).maxTokens(1024),
				(request) -> request.thinking(Thinking.DISABLED).temperature(0.0).topP(1.0).maxTokens(1),
				(request) -> request.reasoningEffort("none").temperature(0.0).maxTokens(1),
				(request) -> request.extra("novel", 1));
	}

	@ParameterizedTest
	@MethodSource("usual")
	void whenThereIsNothingToSayThenNothingIsSaid(Consumer<ChatCompletionRequest.Builder> options) {
		Signals.of(this.wire.template().prompt(PROMPT).options(options).completion());
		assertThat(this.wire.log().requests()).hasSize(1);
		assertThat(warnings()).isEmpty();
	}

	@Test
	void eachKindIsGivenForItself() {
		PromptSpec prompt = this.wire.template().prompt(PROMPT);
		Signals.of(prompt.options((request) -> request.temperature(0.5).maxTokens(10)).completion()).complete();
		assertThat(warnings()).hasSize(2);
		Signals.of(prompt.options((request) -> request.temperature(0.6).topP(0.1)).completion()).complete();
		assertThat(warnings()).hasSize(3).last().asString().startsWith("WARN: 'top_p'");
	}

	@Test
	void defaultsAreLookedAtAsTheyAreSent() {
		ChatDefaults defaults = new ChatDefaults("deepseek-flash", null, null, 100, null, null, null);
		DeepSeekTemplate template = this.wire.builder().chatDefaults(defaults).build();
		assertThat(warnings()).isEmpty();
		Signals.of(template.prompt(PROMPT).options((request) -> request.thinking(Thinking.DISABLED)).content());
		assertThat(warnings()).isEmpty();
		Signals.of(template.prompt(PROMPT).content()).complete();
		assertThat(warnings()).singleElement().asString().startsWith("WARN: 'max_tokens' is below 1024");
	}

	@Test
	void defaultModelIsLookedAtWhenTheTemplateIsBuilt() {
		DeepSeekTemplate template = this.wire.builder()
			.chatDefaults(new ChatDefaults("deepseek-reasoner", null, null, null, null, null, null))
			.build();
		assertThat(warnings()).singleElement()
			.asString()
			.startsWith("WARN: The default model 'deepseek-reasoner' is discontinued")
			.contains("'deepseek.chat.model'");
		Signals.of(template.prompt(PROMPT).content());
		assertThat(warnings()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void completionsWarnOfTheirModelOnly(boolean streaming) {
		DeepSeekTemplate template = this.wire.template();
		CompletionRequest request = CompletionRequest.builder(PROMPT)
			.temperature(0.2)
			.topP(0.5)
			.maxTokens(10)
			.extra("frequency_penalty", 1)
			.build();
		Signals.of(CompletionCallTests.answer(template, request, streaming)).complete();
		assertThat(warnings()).isEmpty();
		CompletionRequest discontinued = request.mutate().model("deepseek-chat").build();
		Signals.of(CompletionCallTests.answer(template, discontinued, streaming))
			.failure(InvalidRequestException.class);
		Signals.of(template.prompt(PROMPT).model("deepseek-chat").content()).failure(InvalidRequestException.class);
		assertThat(warnings()).singleElement().asString().startsWith("WARN: The model 'deepseek-chat' is discontinued");
	}

	@Test
	void whenTheRequestIsInvalidThenOnlyTheExceptionTells() {
		Signals.of(this.wire.template().prompt(PROMPT).options((request) -> request.temperature(7.0)).content())
			.failure(InvalidRequestException.class);
		assertThat(warnings()).isEmpty();
	}

	@Test
	void propertyIsLookedAtAtTheStart() {
		try (ApplicationTemplate application = new ApplicationTemplate(this.wire.simulator(),
				"deepseek.chat.model=deepseek-chat")) {
			assertThat(application.get()).isNotNull();
			assertThat(warnings()).containsExactly(
					"WARN: The default model 'deepseek-chat' is discontinued: DeepSeek answers each request for it with "
							+ "status 400. Set 'deepseek.chat.model', or the model of the template's ChatDefaults, to "
							+ "a model that is served, such as 'deepseek-flash'; what 'deepseek-chat' did is that "
							+ "model with thinking disabled.");
		}
		new ApplicationTemplate(this.wire.simulator(), "deepseek.chat.model=deepseek-v4-flash").close();
		assertThat(warnings()).hasSize(1);
	}

	private List<String> warnings() {
		return this.logged.list.stream().map((event) -> event.getLevel() + ": " + event.getFormattedMessage()).toList();
	}

}
