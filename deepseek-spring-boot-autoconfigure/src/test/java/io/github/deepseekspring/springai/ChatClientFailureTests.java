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

import java.time.Duration;
import java.util.stream.Stream;

import io.github.deepseekspring.DeepSeekException;
import io.github.deepseekspring.InsufficientBalanceException;
import io.github.deepseekspring.InvalidApiKeyException;
import io.github.deepseekspring.RateLimitException;
import io.github.deepseekspring.StalledException;
import io.github.deepseekspring.TruncatedException;
import io.github.deepseekspring.core.RetrySettings;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.Fault;
import io.github.deepseekspring.stream.Timeouts;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

import org.springframework.ai.chat.client.ChatClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that failures pass through a chat client as they are.
 */
class ChatClientFailureTests {

	@AutoClose
	private final SimulatedChat chat = new SimulatedChat();

	static Stream<Arguments> failures() {
		return Stream.of(Arguments.of(Answer.unauthorized(), InvalidApiKeyException.class),
				Arguments.of(Answer.insufficientBalance(), InsufficientBalanceException.class),
				Arguments.of(Answer.rateLimited(), RateLimitException.class),
				Arguments.of(Answer.chunks("Be", "cause").fault(Fault.truncate()), TruncatedException.class),
				Arguments.of(Answer.raw().hang(), StalledException.class));
	}

	@ParameterizedTest
	@MethodSource("failures")
	void whenACallFailsThenTheChatClientDoes(Answer answer, Class<? extends DeepSeekException> type) {
		this.chat.simulator().answerAll((request) -> answer);
		assertThatExceptionOfType(DeepSeekException.class).isThrownBy(() -> client().prompt("Why?").call().content())
			.isExactlyInstanceOf(type);
	}

	@ParameterizedTest
	@MethodSource("failures")
	void whenAStreamFailsThenTheChatClientDoes(Answer answer, Class<? extends DeepSeekException> type) {
		this.chat.simulator().answerAll((request) -> answer);
		Throwable failure = client().prompt("Why?")
			.stream()
			.content()
			.then(Mono.<Throwable>empty())
			.onErrorResume(Mono::just)
			.block(SimulatedChat.PATIENCE);
		assertThat(failure).isExactlyInstanceOf(type);
	}

	private ChatClient client() {
		Timeouts timeouts = Timeouts.defaults()
			.withFirstData(Duration.ofSeconds(1))
			.withCallWireIdle(Duration.ofSeconds(1));
		return ChatClient.create(DeepSeekChatModel.builder(this.chat.template((builder) -> builder.timeouts(timeouts)
			.retry(new RetrySettings(1, Duration.ofMillis(1), Duration.ofMillis(1), 0)))).build());
	}

}
