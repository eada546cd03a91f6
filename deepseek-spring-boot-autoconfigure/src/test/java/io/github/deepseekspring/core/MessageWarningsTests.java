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
import java.util.function.UnaryOperator;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.deepseekspring.InvalidRequestException;
import io.github.deepseekspring.chat.Thinking;
import io.github.deepseekspring.messages.MessageRequest;
import io.github.deepseekspring.messages.MessageRequestBuilder;
import io.github.deepseekspring.simulator.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RequestWarnings}, as calls of the message API cause them.
 */
class MessageWarningsTests {

	private static final Logger LOGGER = (Logger) LoggerFactory.getLogger(RequestWarnings.class);

	private static final MessageRequest REQUEST = MessageRequest.builder().user("a very private prompt").build();

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
								+ "them up, the answer is empty and its 'stop_reason' is 'max_tokens'. Set 'thinking' "
								+ "to disabled, or allow more tokens."),
				warning((request) -> request.thinking(Thinking.DISABLED).topP(0.99),
						"'top_p' has no effect while the model does not think: DeepSeek takes 1. Leave it out, or use "
								+ "'temperature'."),
				warning((request) -> request.effort("none").topP(0.99),
						"'top_p' has no effect while the model does not think: DeepSeek takes 1. Leave it out, or use "
								+ "'temperature'."));
	}

	private static Arguments warning(UnaryOperator<MessageRequestBuilder> options, String text) {
		return Arguments.of(options, "WARN: " + text);
	}

	@ParameterizedTest
	@MethodSource("texts")
	void warningIsGivenOnceForEachTemplate(UnaryOperator<MessageRequestBuilder> options, String text) {
		MessageRequest request = options.apply(REQUEST.mutate()).build();
		for (int i = 0; i < 2; i++) {
			DeepSeekTemplate template = this.wire.template();
			for (int j = 0; j < 3; j++) {
				Signals.of(template.message(request)).complete();
				Signals.of(template.streamMessage(request)).complete();
			}
		}
		assertThat(warnings()).containsExactly(text, text);
	}

	static List<UnaryOperator<MessageRequestBuilder>> usual() {
		return List.of((request) -> request, (request) -> request.topP(0.95).maxTokens(1024),
				(request) -> request.thinking(Thinking.DISABLED).temperature(0.0).topP(1.0).maxTokens(1),
				(request) -> request.effort("none").temperature(0.0).maxTokens(1), (request) -> request.model("novel"),
				(request) -> request.extra("novel", 1));
	}

	@ParameterizedTest
	@MethodSource("usual")
	void whenThereIsNothingToSayThenNothingIsSaid(UnaryOperator<MessageRequestBuilder> options) {
		Signals.of(this.wire.template().message(options.apply(REQUEST.mutate()).build())).complete();
		assertThat(this.wire.log().requests()).hasSize(1);
		assertThat(warnings()).isEmpty();
	}

	@Test
	void defaultsAreLookedAtAsTheyAreSent() {
		ChatDefaults defaults = new ChatDefaults("deepseek-flash", null, null, 100, null, null, null);
		DeepSeekTemplate template = this.wire.builder().chatDefaults(defaults).build();
		Signals.of(template.message(REQUEST.mutate().thinking(Thinking.DISABLED).build())).complete();
		assertThat(warnings()).isEmpty();
		Signals.of(template.message(REQUEST)).complete();
		assertThat(warnings()).singleElement().asString().startsWith("WARN: 'max_tokens' is below 1024");
	}

	@Test
	void whatHoldsForBothApisIsSaidOnce() {
		DeepSeekTemplate template = this.wire.template();
		Signals.of(template.prompt("Why?").options((request) -> request.temperature(0.5)).content()).complete();
		Signals.of(template.message(REQUEST.mutate().temperature(0.5).build())).complete();
		assertThat(warnings()).singleElement().asString().startsWith("WARN: 'temperature'");
	}

	@Test
	void whenTheAnswerEndsInAnotherWayThenEachApiTellsItsOwn() {
		DeepSeekTemplate template = this.wire.template();
		Signals.of(template.prompt("Why?").options((request) -> request.maxTokens(10)).content()).complete();
		Signals.of(template.message(REQUEST.mutate().maxTokens(10).build())).complete();
		assertThat(warnings()).satisfiesExactly((chat) -> assertThat(chat).contains("'finish_reason' is 'length'"),
				(message) -> assertThat(message).contains("'stop_reason' is 'max_tokens'"));
	}

	@Test
	void whenTheRequestIsInvalidThenOnlyTheExceptionTells() {
		Signals.of(this.wire.template().message(REQUEST.mutate().temperature(7.0).build()))
			.failure(InvalidRequestException.class);
		assertThat(warnings()).isEmpty();
	}

	private List<String> warnings() {
		return this.logged.list.stream().map((event) -> event.getLevel() + ": " + event.getFormattedMessage()).toList();
	}

}
