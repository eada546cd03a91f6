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

package io.github.deepseekspring.chat;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ChatCompletionAccumulator}.
 */
class ChatCompletionAccumulatorTests {

	private final ChatCompletionAccumulator accumulator = new ChatCompletionAccumulator();

	@Test
	void whenNothingWasAddedThenCompletionIsEmpty() {
		assertThat(this.accumulator.toCompletion().choices()).isEmpty();
		assertThat(this.accumulator.toCompletion().usage()).isNull();
	}

	@Test
	void foldsHeadTextReasoningAndFinishReason() {
		add("{\"id\":\"i\",\"object\":\"chat.completion.chunk\",\"created\":7,\"model\":\"m\",\"choices\":"
				+ "[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":null,\"reasoning_content\":\"\"}}]}");
		addDelta("{\"reasoning_content\":\"th\"}");
		addDelta("{\"content\":null,\"reasoning_content\":\"ink\"}");
		addDelta("{\"content\":\"an\",\"reasoning_content\":null}");
		add("{\"system_fingerprint\":\"fp\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"swer\"},"
				+ "\"finish_reason\":\"stop\"}]}");
		assertThat(this.accumulator.toCompletion())
			.isEqualTo(new ChatCompletion(
					"i", "chat.completion", 7L, "m", "fp", List.of(new Choice(0,
							new AssistantMessage("answer", "think", null, null, null), FinishReason.STOP, null)),
					null));
	}

	@Test
	void whenReasoningIsExplicitlyEmptyThenItStaysEmpty() {
		addDelta("{\"content\":null,\"reasoning_content\":\"\"}");
		addDelta("{\"content\":\"a\",\"reasoning_content\":null}");
		assertThat(message().reasoningContent()).isEmpty();
	}

	@Test
	void whenReasoningNeverAppearsThenItIsNull() {
		addDelta("{\"content\":\"a\"}");
		assertThat(message().reasoningContent()).isNull();
		assertThat(message().content()).isEqualTo("a");
		assertThat(message().toolCalls()).isNull();
	}

	@Test
	void whenContentNeverAppearsThenItIsNull() {
		addDelta("{\"reasoning_content\":\"a\"}");
		assertThat(message().content()).isNull();
	}

	@Test
	void whenCharacterIsSplitOverChunksThenItIsJoined() {
		addDelta("{\"content\":\"\\ud83d\"}");
		addDelta("{\"content\":\"\\ude00\"}");
		assertThat(message().content()).isEqualTo("\ud83d\ude00");
	}

	@Test
	void foldsInterleavedToolCallsByIndex() {
		addToolCalls(
				"{\"index\":1,\"id\":\"b\",\"type\":\"function\",\"function\":{\"name\":\"g\",\"arguments\":\"\"}}");
		addToolCalls(
				"{\"index\":0,\"id\":\"a\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}");
		addToolCalls("{\"index\":0,\"function\":{\"arguments\":\"{\\\"x\\\"\"}}");
		addToolCalls(
				"{\"index\":1,\"function\":{\"arguments\":\"{\"}},{\"index\":0,\"function\":{\"arguments\":\":1}\"}}");
		addToolCalls("{\"index\":1,\"function\":{\"arguments\":\"}\"}}");
		assertThat(message().toolCalls()).containsExactly(
				new ToolCall("a", "function", new ToolCall.Function("f", "{\"x\":1}"), 0),
				new ToolCall("b", "function", new ToolCall.Function("g", "{}"), 1));
	}

	@Test
	void whenToolCallsHaveNoIndexThenTheirPlaceCounts() {
		addToolCalls("{\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"1\"}},"
				+ "{\"id\":\"b\",\"function\":{\"name\":\"g\",\"arguments\":\"2\"}}");
		assertThat(message().toolCalls()).containsExactly(new ToolCall("a", null, new ToolCall.Function("f", "1"), 0),
				new ToolCall("b", null, new ToolCall.Function("g", "2"), 1));
	}

	@Test
	void whenToolCallHasNoArgumentsThenTheyAreEmpty() {
		addToolCalls("{\"index\":0,\"id\":\"a\",\"type\":\"function\",\"function\":{\"name\":\"f\"}}");
		assertThat(message().toolCalls()).singleElement()
			.satisfies((call) -> assertThat(call.function().arguments()).isEmpty());
	}

	@Test
	void foldsLogprobsOfTextAndReasoning() {
		addLogprobs("{\"reasoning_content\":[{\"token\":\"r\"}]}");
		addLogprobs("null");
		addLogprobs("{\"content\":[{\"token\":\"a\"}]}");
		addLogprobs("{\"content\":[{\"token\":\"b\"}],\"reasoning_content\":null}");
		Logprobs logprobs = this.accumulator.toCompletion().choices().get(0).logprobs();
		assertThat(logprobs.reasoningContent()).extracting(TokenLogprob::token).containsExactly("r");
		assertThat(logprobs.content()).extracting(TokenLogprob::token).containsExactly("a", "b");
	}

	@Test
	void whenNoLogprobsAppearThenThereAreNone() {
		addLogprobs("null");
		assertThat(this.accumulator.toCompletion().choices().get(0).logprobs()).isNull();
	}

	@Test
	void usageOnTheFinishChunkIsKept() {
		add("{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":{\"total_tokens\":3}}");
		assertThat(this.accumulator.toCompletion().usage().totalTokens()).isEqualTo(3);
	}

	@Test
	void usageOfATrailingChunkWithoutChoicesWins() {
		add("{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":{\"total_tokens\":3}}");
		add("{\"choices\":[],\"usage\":{\"total_tokens\":4}}");
		add("{\"choices\":[],\"usage\":null}");
		assertThat(this.accumulator.toCompletion().usage().totalTokens()).isEqualTo(4);
		assertThat(this.accumulator.toCompletion().finishReason()).isEqualTo(FinishReason.STOP);
	}

	@Test
	void whenFinishChunkHasNoDeltaThenItCounts() {
		addDelta("{\"content\":\"a\"}");
		add("{\"choices\":[{\"index\":0,\"finish_reason\":\"length\"}]}");
		assertThat(this.accumulator.toCompletion().finishReason()).isEqualTo(FinishReason.LENGTH);
		assertThat(message().content()).isEqualTo("a");
	}

	@Test
	void severalChoicesAreFoldedByIndex() {
		add("{\"choices\":[{\"index\":1,\"delta\":{\"content\":\"b\"}},{\"index\":0,\"delta\":{\"content\":\"a\"}}]}");
		add("{\"choices\":[{\"index\":1,\"delta\":{\"content\":\"d\"},\"finish_reason\":\"length\"}]}");
		add("{\"choices\":[{\"delta\":{\"content\":\"c\"},\"finish_reason\":\"stop\"}]}");
		List<Choice> choices = this.accumulator.toCompletion().choices();
		assertThat(choices).extracting(Choice::index).containsExactly(0, 1);
		assertThat(choices).extracting((choice) -> choice.message().content()).containsExactly("ac", "bd");
		assertThat(choices).extracting(Choice::finishReason).containsExactly(FinishReason.STOP, FinishReason.LENGTH);
	}

	@Test
	void completionTakenEarlierDoesNotChange() {
		addDelta("{\"content\":\"a\"}");
		addLogprobs("{\"content\":[{\"token\":\"a\"}]}");
		ChatCompletion early = this.accumulator.toCompletion();
		addDelta("{\"content\":\"b\"}");
		addLogprobs("{\"content\":[{\"token\":\"b\"}]}");
		assertThat(early.content()).isEqualTo("a");
		assertThat(early.choices().get(0).logprobs().content()).hasSize(1);
		assertThat(message().content()).isEqualTo("ab");
	}

	private @Nullable AssistantMessage message() {
		return this.accumulator.toCompletion().message();
	}

	private void addDelta(String delta) {
		add("{\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":null}]}");
	}

	private void addToolCalls(String toolCalls) {
		addDelta("{\"tool_calls\":[" + toolCalls + "]}");
	}

	private void addLogprobs(String logprobs) {
		add("{\"choices\":[{\"index\":0,\"delta\":{},\"logprobs\":" + logprobs + "}]}");
	}

	private void add(String chunk) {
		this.accumulator.add(Mappers.PLAIN.readValue(chunk, ChatCompletionChunk.class));
	}

}
