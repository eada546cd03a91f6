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

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.deepseekspring.user.UserId;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ChatCompletionRequest}.
 */
class ChatCompletionRequestTests {

	@Test
	void whenSourceListsChangeThenRequestDoesNot() {
		List<ChatMessage> messages = new ArrayList<>(List.of(ChatMessage.user("a")));
		List<String> stop = new ArrayList<>(List.of("x"));
		Map<String, Object> nested = new LinkedHashMap<>(Map.of("k", "v"));
		ChatCompletionRequest request = ChatCompletionRequest.builder()
			.messages(messages)
			.stop(stop)
			.extra("nested", nested)
			.build();
		messages.clear();
		stop.clear();
		nested.clear();
		assertThat(request.messages()).hasSize(1);
		assertThat(request.stop()).containsExactly("x");
		assertThat(request.extra()).containsEntry("nested", Map.of("k", "v"));
	}

	@Test
	void collectionsAreUnmodifiable() {
		ChatCompletionRequest request = ChatCompletionRequest.builder()
			.messages(Arrays.asList(ChatMessage.user("a"), null))
			.stop("x")
			.tools(Tool.function("f", null, new LinkedHashMap<>(Map.of("list", new ArrayList<>(List.of("x"))))))
			.extra("k", "v")
			.build();
		assertUnmodifiable(() -> request.messages().remove(0));
		assertUnmodifiable(() -> request.stop().remove(0));
		assertUnmodifiable(() -> request.tools().remove(0));
		assertUnmodifiable(() -> request.extra().clear());
		Map<String, Object> parameters = request.tools().get(0).function().parameters();
		assertUnmodifiable(() -> parameters.clear());
		assertUnmodifiable(() -> ((List<?>) parameters.get("list")).remove(0));
	}

	private static void assertUnmodifiable(Runnable change) {
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(change::run);
	}

	@Test
	void parametersKeepTheirOrder() {
		Map<String, Object> parameters = new LinkedHashMap<>();
		for (int i = 20; i > 0; i--) {
			parameters.put("p" + i, i);
		}
		assertThat(Tool.function("f", null, parameters).function().parameters().keySet())
			.containsExactlyElementsOf(parameters.keySet());
	}

	@Test
	void mutateKeepsEverythingElse() {
		ChatCompletionRequest request = ChatCompletionRequest.builder()
			.model("m")
			.message(ChatMessage.user("a"))
			.thinking(Thinking.ENABLED)
			.reasoningEffort("max")
			.maxTokens(1)
			.responseFormat(ResponseFormat.TEXT)
			.stop("x")
			.stream(true)
			.streamOptions(StreamOptions.INCLUDE_USAGE)
			.temperature(1.0)
			.topP(1.0)
			.tools(Tool.function("f", null, null))
			.toolChoice(ToolChoice.AUTO)
			.logprobs(true)
			.topLogprobs(0)
			.userId(UserId.of("u"))
			.extra("k", "v")
			.build();
		assertThat(request.mutate().build()).isEqualTo(request);
		ChatCompletionRequest changed = request.mutate().message(ChatMessage.user("b")).model(null).build();
		assertThat(changed.messages()).hasSize(2);
		assertThat(changed.model()).isNull();
		assertThat(request.messages()).hasSize(1);
		assertThat(changed.mutate().messages(request.messages()).model("m").build()).isEqualTo(request);
	}

	@Test
	void emptyListsOfOptionsAreNotSet() {
		ChatCompletionRequest request = ChatCompletionRequest.builder().stop(List.of()).tools(List.of()).build();
		assertThat(request.stop()).isNull();
		assertThat(request.tools()).isNull();
	}

	@Test
	void thinksUnlessSwitchedOff() {
		ChatCompletionRequest.Builder builder = ChatCompletionRequest.builder();
		assertThat(builder.build().thinks()).isTrue();
		assertThat(builder.reasoningEffort("low").build().thinks()).isTrue();
		assertThat(builder.thinking(Thinking.DISABLED).build().thinks()).isFalse();
		assertThat(builder.thinking(Thinking.ENABLED).build().thinks()).isTrue();
		assertThat(builder.reasoningEffort("none").build().thinks()).isFalse();
	}

	@Test
	void toStringNamesOptionsAndHidesContent() {
		ChatCompletionRequest request = ChatCompletionRequest.builder()
			.model("deepseek-flash")
			.messages(ChatMessage.system("SECRET"), ChatMessage.user("SECRET"))
			.maxTokens(5)
			.stop("SECRET")
			.userId(UserId.of("SECRET"))
			.tools(Tool.function("SECRET", "SECRET", Map.of("SECRET", "SECRET")))
			.extra("seed", "SECRET")
			.build();
		assertThat(request).hasToString("ChatCompletionRequest[model=deepseek-flash, messages=2, "
				+ "options=[max_tokens, stop, tools, user_id, seed]]");
	}

	@Test
	void toStringOfTypesWithTextHidesIt() {
		String secret = "SECRET";
		ToolCall call = ToolCall.function("id", "f", secret);
		AssistantMessage answer = new AssistantMessage(secret, secret, List.of(call), secret, null);
		TokenLogprob token = new TokenLogprob(secret, -1.0, List.of(1),
				List.of(new TokenLogprob(secret, -2.0, null, null)));
		Logprobs logprobs = new Logprobs(List.of(token), List.of(token));
		ChatCompletion completion = new ChatCompletion("id", "o", 1L, "m", "fp",
				List.of(new Choice(0, answer, FinishReason.STOP, logprobs)), null);
		Delta delta = new Delta("assistant", secret, secret,
				List.of(new ToolCallDelta(0, "id", "function", new ToolCallDelta.Function("f", secret))));
		ChatCompletionChunk chunk = new ChatCompletionChunk("id", "o", 1L, "m", "fp",
				List.of(new ChunkChoice(0, delta, null, logprobs)), null);
		List<Object> values = List
			.of(new SystemMessage(secret, secret), new UserMessage(UserMessage.Content.of(secret), secret),
					ChatMessage.user(ContentPart.text(secret), ContentPart.image(secret),
							ContentPart.file(secret, secret)),
					UserMessage.Content.of(secret), new ImagePart.ImageUrl(secret, null), answer,
					ChatMessage.tool("id", secret), call, call.function(), token, logprobs, completion, delta, chunk,
					Tool.function("f", secret, Map.of(secret, secret)), new ChatEvent.KeepAlive(secret),
					new ChatEvent.Reasoning(secret), new ChatEvent.Text(secret),
					new ChatEvent.ToolCallPart(0, "id", "f", secret), new ChatEvent.Finished(completion));
		assertThat(values).allSatisfy((value) -> assertThat(value.toString()).doesNotContain(secret));
		assertThat(answer).hasToString("AssistantMessage[content=6 chars, reasoningContent=6 chars, toolCalls="
				+ "[ToolCall[id=id, type=function, function=Function[name=f, arguments=6 chars], index=null]], prefix=null]");
	}

	@Test
	void textOfUserMessageJoinsTextParts() {
		assertThat(ChatMessage.user("a").text()).isEqualTo("a");
		assertThat(ChatMessage.user("a").parts()).containsExactly(ContentPart.text("a"));
		assertThat(
				ChatMessage.user(ContentPart.text("a"), ContentPart.image("https://x/"), ContentPart.text("b")).text())
			.isEqualTo("a\nb");
		assertThat(ChatMessage.user(ContentPart.text("a"))).isNotEqualTo(ChatMessage.user("a"));
	}

}
