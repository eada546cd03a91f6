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

import io.github.deepseekspring.chat.ChatCompletionRequest;
import io.github.deepseekspring.chat.ChatMessage;
import io.github.deepseekspring.chat.Thinking;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ChatDefaults}.
 */
class ChatDefaultsTests {

	/**
	 * Of the request: thinking, effort. Of the defaults: thinking, effort. Of what is
	 * sent: thinking, effort.
	 */
	@ParameterizedTest
	@CsvSource({
			// nothing in the request
			", , , , , ", ", , true, , enabled, ", ", , false, , disabled, ", ", , , low, , low",
			", , true, low, enabled, low", ", , false, low, disabled, ", ", , , none, , none",
			", , true, none, enabled, ", ", , false, none, disabled, ",
			// thinking switched on in the request
			"enabled, , , , enabled, ", "enabled, , true, , enabled, ", "enabled, , false, , enabled, ",
			"enabled, , , low, enabled, low", "enabled, , true, low, enabled, low",
			"enabled, , false, low, enabled, low", "enabled, , , none, enabled, ", "enabled, , true, none, enabled, ",
			"enabled, , false, none, enabled, ",
			// thinking switched off in the request
			"disabled, , , , disabled, ", "disabled, , true, , disabled, ", "disabled, , false, , disabled, ",
			"disabled, , , low, disabled, ", "disabled, , true, low, disabled, ", "disabled, , false, low, disabled, ",
			"disabled, , , none, disabled, ",
			// an effort in the request
			", max, , , , max", ", max, true, , , max", ", max, false, , , max", ", max, , low, , max",
			", max, true, low, , max", ", max, false, low, , max", ", max, , none, , max", ", none, true, low, , none",
			", none, false, , , none",
			// both in the request
			"enabled, max, false, low, enabled, max", "disabled, max, true, low, disabled, max",
			"disabled, none, true, low, disabled, none" })
	void thinkingAndEffortFitTogether(@Nullable String thinking, @Nullable String effort,
			@Nullable Boolean defaultThinking, @Nullable String defaultEffort, @Nullable String sentThinking,
			@Nullable String sentEffort) {
		ChatDefaults defaults = new ChatDefaults("m", defaultThinking, defaultEffort, null, null, null, null);
		ChatCompletionRequest request = request().thinking((thinking != null) ? new Thinking(thinking) : null)
			.reasoningEffort(effort)
			.build();
		ChatCompletionRequest sent = defaults.applyTo(request);
		assertThat(sent.thinking()).isEqualTo((sentThinking != null) ? new Thinking(sentThinking) : null);
		assertThat(sent.reasoningEffort()).isEqualTo(sentEffort);
	}

	@Test
	void whatTheRequestSaysWins() {
		ChatDefaults defaults = new ChatDefaults("m", null, null, 100, 0.1, 0.2, List.of("END"));
		ChatCompletionRequest request = request().maxTokens(7).temperature(1.5).topP(0.9).stop("STOP").build();
		assertThat(defaults.applyTo(request)).isEqualTo(request);
	}

	@Test
	void whatTheRequestLeavesOpenIsFilledIn() {
		ChatDefaults defaults = new ChatDefaults("m", null, null, 100, 0.1, 0.2, List.of("END"));
		ChatCompletionRequest sent = defaults.applyTo(request().build());
		assertThat(sent.maxTokens()).isEqualTo(100);
		assertThat(sent.temperature()).isEqualTo(0.1);
		assertThat(sent.topP()).isEqualTo(0.2);
		assertThat(sent.stop()).containsExactly("END");
	}

	private static ChatCompletionRequest.Builder request() {
		return ChatCompletionRequest.builder().message(ChatMessage.user("Why?"));
	}

}
