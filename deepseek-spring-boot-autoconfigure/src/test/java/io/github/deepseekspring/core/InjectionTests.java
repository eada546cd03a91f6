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

import io.github.deepseekspring.InvalidUserIdException;
import io.github.deepseekspring.chat.ChatCompletionRequest;
import io.github.deepseekspring.chat.ChatMessage;
import io.github.deepseekspring.completion.CompletionRequest;
import io.github.deepseekspring.messages.MessageRequest;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.user.UserId;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests that nothing which an application passes on can become a header or a request of
 * its own.
 */
class InjectionTests {

	private static final String INJECTED = "x\r\nX-Injected: 1\r\n\r\nGET /models HTTP/1.1\r\n\r\n";

	@AutoClose
	private final Wire wire = new Wire();

	@Test
	void theNameOfAModelIsInTheBodyAlone() {
		this.wire.answerAll(Answer.of(400, "text/plain", "no such model"));
		DeepSeekTemplate template = this.wire.template();
		ChatCompletionRequest chat = ChatCompletionRequest.builder()
			.model(INJECTED)
			.message(ChatMessage.user(INJECTED))
			.build();
		MessageRequest message = MessageRequest.builder().model(INJECTED).user(INJECTED).build();
		CompletionRequest completion = CompletionRequest.builder(INJECTED).model(INJECTED).build();
		Flux.just(template.chat(chat), template.stream(chat), template.message(message),
				template.streamMessage(message), template.complete(completion), template.streamCompletion(completion))
			.concatMap((answer) -> Flux.from(answer).onErrorComplete())
			.blockLast(Wire.PATIENCE);
		assertThat(this.wire.log().requests()).hasSize(6).allSatisfy((request) -> {
			assertThat(request.method()).isEqualTo("POST");
			assertThat(request.headers()).doesNotContainKey("X-Injected").doesNotContainKey("x-injected");
			assertThat(request.json().path("model").asString()).isEqualTo(INJECTED);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { INJECTED, "x\ny", "x\ry", "x\0y", "x y", "x: y" })
	void aUserIdHasNoSuchCharacters(String value) {
		assertThatExceptionOfType(InvalidUserIdException.class).isThrownBy(() -> UserId.of(value));
	}

	@ParameterizedTest
	@ValueSource(strings = { INJECTED, "x\ny", "x\ry", "x\0y" })
	void aKeyHasNoSuchCharacters(String key) {
		assertThatIllegalArgumentException().isThrownBy(() -> DeepSeekTemplate.builder().apiKey(key))
			.withMessageContaining("'apiKey'")
			.withMessageNotContaining("Injected");
	}

}
