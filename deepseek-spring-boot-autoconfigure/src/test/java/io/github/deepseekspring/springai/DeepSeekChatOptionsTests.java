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

import java.util.List;
import java.util.Map;

import io.github.deepseekspring.InvalidUserIdException;
import io.github.deepseekspring.chat.ResponseFormat;
import io.github.deepseekspring.chat.Thinking;
import io.github.deepseekspring.chat.ToolChoice;
import org.junit.jupiter.api.Test;

import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.model.tool.StructuredOutputChatOptions;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.function.FunctionToolCallback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DeepSeekChatOptions}.
 */
class DeepSeekChatOptionsTests {

	private static final ToolCallback CALLBACK = FunctionToolCallback.builder("weather", (city) -> "Rain")
		.description("Tells the weather of a city.")
		.inputType(String.class)
		.build();

	@Test
	void nothingIsSetByDefault() {
		assertThat(DeepSeekChatOptions.builder().build()).hasAllNullFieldsOrPropertiesExcept("portable", "deepSeekOnly",
				"extra", "toolCallbacks", "toolContext");
	}

	@Test
	void aCopyIsEqualAndIndependent() {
		DeepSeekChatOptions options = all().build();
		DeepSeekChatOptionsBuilder copy = options.mutate();
		assertThat(copy.build()).isEqualTo(options).hasSameHashCodeAs(options).isNotSameAs(options);
		assertThat(copy.extra("more", 1).temperature(0.9).build()).isNotEqualTo(options);
		assertThat(options.getExtra()).containsOnlyKeys("new_field");
		assertThat(options.getTemperature()).isEqualTo(0.2);
	}

	@Test
	void aCloneOfTheBuilderIsIndependent() {
		DeepSeekChatOptionsBuilder builder = all();
		DeepSeekChatOptionsBuilder clone = builder.clone();
		clone.extra("more", 1).model("other").toolContext("more", 1);
		assertThat(builder.build()).isEqualTo(all().build());
	}

	@Test
	void eachDifferenceMakesThemUnequal() {
		DeepSeekChatOptions options = all().build();
		assertThat(List.of(all().thinking(Thinking.DISABLED), all().reasoningEffort("max"),
				all().responseFormat(ResponseFormat.TEXT), all().logprobs(false), all().topLogprobs(1),
				all().toolChoice(ToolChoice.NONE), all().strictTools(false), all().userId("grace"),
				all().outputSchema("[]"), all().maxTokens(1), all().toolContext("more", 1)))
			.extracting(DeepSeekChatOptionsBuilder::build)
			.doesNotContain(options);
	}

	@Test
	void whenCombinedThenWhatIsSetWinsAndTheRestStays() {
		DeepSeekChatOptions combined = all()
			.combineWith(
					DeepSeekChatOptions.builder().temperature(1.5).thinking(Thinking.DISABLED).extra("other_field", 2))
			.build();
		assertThat(combined.getTemperature()).isEqualTo(1.5);
		assertThat(combined.getThinking()).isEqualTo(Thinking.DISABLED);
		assertThat(combined.getModel()).isEqualTo("deepseek-v4-pro");
		assertThat(combined.getReasoningEffort()).isEqualTo("high");
		assertThat(combined.getUserId()).hasToString(all().build().getUserId().toString());
		assertThat(combined.getExtra()).containsExactly(Map.entry("new_field", 1), Map.entry("other_field", 2));
	}

	@Test
	void whenCombinedWithOptionsOfAnotherKindThenTheyAreKnown() {
		DeepSeekChatOptions combined = all().combineWith(ChatOptions.builder().maxTokens(7))
			.combineWith(StructuredOutputChatOptions.builder().outputSchema("{}"))
			.combineWith(ToolCallingChatOptions.builder().toolContext("tenant", "b"))
			.build();
		assertThat(combined.getMaxTokens()).isEqualTo(7);
		assertThat(combined.getOutputSchema()).isEqualTo("{}");
		assertThat(combined.getToolContext()).containsEntry("tenant", "b");
		assertThat(combined.getThinking()).isEqualTo(Thinking.ENABLED);
	}

	@Test
	void optionsOfAnotherKindBecomeOursAndOursStayTheSame() {
		DeepSeekChatOptions own = all().build();
		assertThat(DeepSeekChatOptions.from(own)).isSameAs(own);
		DeepSeekChatOptions portable = DeepSeekChatOptions.from(ToolCallingChatOptions.builder()
			.model("deepseek-v4-pro")
			.maxTokens(9)
			.temperature(0.3)
			.topP(0.4)
			.topK(5)
			.frequencyPenalty(0.6)
			.presencePenalty(0.7)
			.stopSequences(List.of("end"))
			.toolCallbacks(CALLBACK)
			.toolContext("tenant", "a")
			.build());
		assertThat(portable).isEqualTo(DeepSeekChatOptions.builder()
			.model("deepseek-v4-pro")
			.maxTokens(9)
			.temperature(0.3)
			.topP(0.4)
			.topK(5)
			.frequencyPenalty(0.6)
			.presencePenalty(0.7)
			.stopSequences(List.of("end"))
			.toolCallbacks(CALLBACK)
			.toolContext("tenant", "a")
			.build());
		assertThat(DeepSeekChatOptions.from(ChatOptions.builder().build()))
			.isEqualTo(DeepSeekChatOptions.builder().build());
	}

	@Test
	void nothingPrivateIsPrinted() {
		assertThat(all().build().toString()).contains("deepseek-v4-pro", "userId", "new_field")
			.doesNotContain("ada", "tenant-a", "{\"type\"");
		assertThat(all().build().getExtra()).isUnmodifiable();
	}

	@Test
	void anInvalidUserIdIsRefusedAtOnce() {
		assertThatExceptionOfType(InvalidUserIdException.class)
			.isThrownBy(() -> DeepSeekChatOptions.builder().userId("ada@example.org"));
		assertThat(DeepSeekChatOptions.builder().userId("ada").userId(null).build().getUserId()).isNull();
	}

	private static DeepSeekChatOptionsBuilder all() {
		return DeepSeekChatOptions.builder()
			.model("deepseek-v4-pro")
			.maxTokens(100)
			.temperature(0.2)
			.topP(0.9)
			.stopSequences(List.of("stop"))
			.thinking(Thinking.ENABLED)
			.reasoningEffort("high")
			.responseFormat(ResponseFormat.JSON_OBJECT)
			.logprobs(true)
			.topLogprobs(3)
			.toolChoice(ToolChoice.AUTO)
			.strictTools(true)
			.userId("ada")
			.outputSchema("{\"type\":\"object\"}")
			.extra("new_field", 1)
			.toolCallbacks(CALLBACK)
			.toolContext("tenant", "tenant-a");
	}

}
