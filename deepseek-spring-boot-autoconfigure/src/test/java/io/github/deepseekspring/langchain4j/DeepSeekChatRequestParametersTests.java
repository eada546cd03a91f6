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

import dev.langchain4j.model.chat.request.ChatRequestParameters;
import io.github.deepseekspring.InvalidUserIdException;
import io.github.deepseekspring.chat.Thinking;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class DeepSeekChatRequestParametersTests {

	private final DeepSeekChatRequestParameters parameters = DeepSeekChatRequestParameters.builder()
		.modelName("deepseek-v4-pro")
		.temperature(0.5)
		.thinking(Thinking.DISABLED)
		.reasoningEffort("high")
		.userId("ada")
		.logprobs(true)
		.topLogprobs(2)
		.extra("a", 1)
		.build();

	@Test
	void whenOverriddenByNothingThenAllStays() {
		assertThat(this.parameters.overrideWith(ChatRequestParameters.builder().build())).isEqualTo(this.parameters);
		assertThat(DeepSeekChatRequestParameters.EMPTY.overrideWith(this.parameters)).isEqualTo(this.parameters)
			.hasSameHashCodeAs(this.parameters);
		assertThat(DeepSeekChatRequestParameters.EMPTY.defaultedBy(this.parameters)).isEqualTo(this.parameters);
		assertThat(ChatRequestParameters.builder().build().overrideWith(this.parameters)).isEqualTo(this.parameters);
	}

	@Test
	void whenOverriddenThenTheOtherWins() {
		DeepSeekChatRequestParameters other = DeepSeekChatRequestParameters.builder()
			.modelName("deepseek-flash")
			.thinking(Thinking.ENABLED)
			.reasoningEffort("low")
			.userId("grace")
			.logprobs(false)
			.topLogprobs(0)
			.extra("a", 2)
			.extra("b", 3)
			.build();
		DeepSeekChatRequestParameters merged = this.parameters.overrideWith(other);
		assertThat(merged.modelName()).isEqualTo("deepseek-flash");
		assertThat(merged.temperature()).isEqualTo(0.5);
		assertThat(merged.thinking()).isEqualTo(Thinking.ENABLED);
		assertThat(merged.reasoningEffort()).isEqualTo("low");
		assertThat(merged.userId()).isEqualTo("grace");
		assertThat(merged.logprobs()).isFalse();
		assertThat(merged.topLogprobs()).isZero();
		assertThat(merged.extra()).containsEntry("a", 2).containsEntry("b", 3);
		assertThat(other.defaultedBy(this.parameters)).isEqualTo(merged);
	}

	@Test
	void neitherTheUserIdNorTheValuesOfExtraFieldsAreInTheText() {
		assertThat(
				DeepSeekChatRequestParameters.builder().userId("ada-lovelace").extra("a", "secret").build().toString())
			.contains("extra=[a]")
			.doesNotContain("ada-lovelace", "secret");
	}

	@Test
	void aUserIdThatBreaksTheRuleIsRefused() {
		assertThatExceptionOfType(InvalidUserIdException.class)
			.isThrownBy(() -> DeepSeekChatRequestParameters.builder().userId("ada@example.com"));
	}

}
