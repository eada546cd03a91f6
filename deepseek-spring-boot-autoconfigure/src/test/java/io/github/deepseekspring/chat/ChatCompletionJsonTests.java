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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the JSON of {@link ChatCompletion} and {@link ChatCompletionChunk}.
 */
class ChatCompletionJsonTests {

	private static final String MAPPERS = "io.github.deepseekspring.chat.Mappers#all";

	private static final String ANSWER = """
			{"id":"1","object":"chat.completion","created":5000000000,"model":"deepseek-flash",\
			"system_fingerprint":"fp_1","choices":[{"index":0,"message":{"role":"assistant","content":"a",\
			"reasoning_content":"","tool_calls":[{"id":"call_00_1","type":"function",\
			"function":{"name":"f","arguments":"{}"},"index":0}]},"finish_reason":"tool_calls",\
			"logprobs":{"content":[{"token":"a","logprob":-0.5,"bytes":[97],"top_logprobs":[]}],\
			"reasoning_content":[{"token":"b","logprob":-9999.0,"top_logprobs":[{"token":"c","logprob":-1.0}]}]}}],\
			"usage":{"prompt_tokens":5,"completion_tokens":3,"total_tokens":8,"prompt_cache_hit_tokens":2,\
			"prompt_cache_miss_tokens":3,"prompt_tokens_details":{"cached_tokens":2},\
			"completion_tokens_details":{"reasoning_tokens":1}}}""";

	@ParameterizedTest
	@MethodSource(MAPPERS)
	void completionIsReadAndWritten(JsonMapper mapper) {
		ChatCompletion completion = mapper.readValue(ANSWER, ChatCompletion.class);
		assertThat(mapper.writeValueAsString(completion)).isEqualTo(ANSWER);
		assertThat(completion.created()).isEqualTo(5_000_000_000L);
		assertThat(completion.content()).isEqualTo("a");
		assertThat(completion.reasoningContent()).isEmpty();
		assertThat(completion.finishReason()).isSameAs(FinishReason.TOOL_CALLS);
		assertThat(completion.toolCalls()).singleElement().satisfies((call) -> {
			assertThat(call.name()).isEqualTo("f");
			assertThat(call.arguments()).isEqualTo("{}");
			assertThat(call.index()).isZero();
		});
		assertThat(completion.message()).isSameAs(completion.choices().get(0).message());
		assertThat(completion.choices().get(0).logprobs().content().get(0).topLogprobs()).isEmpty();
		assertThat(completion.choices().get(0).logprobs().reasoningContent().get(0).bytes()).isNull();
	}

	@ParameterizedTest
	@MethodSource(MAPPERS)
	void unknownFieldsAreIgnoredAndUnknownValuesKept(JsonMapper mapper) {
		String json = """
				{"new":1,"choices":[{"new":1,"index":0,"message":{"new":1,"role":"new","content":"a",
				"tool_calls":[{"type":"new","new":1,"function":{"new":1,"name":"f"}}]},"finish_reason":"new",
				"logprobs":{"new":1,"content":[{"new":1,"token":"a"}]}}],
				"usage":{"new":1,"prompt_tokens":1,"prompt_tokens_details":{"new":1},
				"completion_tokens_details":{"new":1}}}""";
		ChatCompletion completion = mapper.readValue(json, ChatCompletion.class);
		assertThat(completion.content()).isEqualTo("a");
		assertThat(completion.finishReason()).isEqualTo(FinishReason.of("new")).hasToString("new");
		assertThat(completion.toolCalls().get(0).type()).isEqualTo("new");
		assertThat(mapper.writeValueAsString(completion)).contains("\"finish_reason\":\"new\"", "\"type\":\"new\"");
	}

	@ParameterizedTest
	@MethodSource(MAPPERS)
	void whenAlmostEverythingIsMissingThenItIsReadAllTheSame(JsonMapper mapper) {
		for (String json : List.of("{}", "{\"choices\":null}", "{\"choices\":[]}", "{\"choices\":[null]}")) {
			ChatCompletion completion = mapper.readValue(json, ChatCompletion.class);
			assertThat(completion.choices()).isEmpty();
			assertThat(completion.content()).isNull();
			assertThat(completion.reasoningContent()).isNull();
			assertThat(completion.message()).isNull();
			assertThat(completion.finishReason()).isNull();
			assertThat(completion.toolCalls()).isEmpty();
			assertThat(mapper.readValue(json, ChatCompletionChunk.class).choices()).isEmpty();
		}
		ChatCompletion completion = mapper.readValue("{\"choices\":[{\"message\":{\"tool_calls\":[]}}]}",
				ChatCompletion.class);
		assertThat(completion.content()).isNull();
		assertThat(completion.message().hasToolCalls()).isFalse();
	}

	@ParameterizedTest
	@MethodSource(MAPPERS)
	void chunkIsReadAndWritten(JsonMapper mapper) {
		String json = """
				{"id":"1","object":"chat.completion.chunk","created":1,"model":"m","system_fingerprint":"fp",\
				"choices":[{"index":0,"delta":{"role":"assistant","content":"","reasoning_content":"",\
				"tool_calls":[{"index":0,"id":"i","type":"function","function":{"name":"f","arguments":""}}]},\
				"finish_reason":null,"logprobs":null}]}""";
		ChatCompletionChunk chunk = mapper.readValue(json, ChatCompletionChunk.class);
		assertThat(mapper.writeValueAsString(chunk)).isEqualTo(json);
	}

	@ParameterizedTest
	@MethodSource(MAPPERS)
	void whenFinishChunkHasNoDeltaThenItIsRead(JsonMapper mapper) {
		ChatCompletionChunk chunk = mapper.readValue("{\"choices\":[{\"index\":0,\"finish_reason\":\"stop\"}]}",
				ChatCompletionChunk.class);
		assertThat(chunk.choices().get(0).delta()).isNull();
		assertThat(chunk.choices().get(0).finishReason()).isSameAs(FinishReason.STOP);
	}

	@Test
	void knownFinishReasonsAreConstants() {
		assertThat(List.of(FinishReason.of("stop"), FinishReason.of("length"), FinishReason.of("tool_calls"),
				FinishReason.of("content_filter"), FinishReason.of("insufficient_system_resource"),
				FinishReason.of("aborted")))
			.usingElementComparator((left, right) -> (left == right) ? 0 : 1)
			.containsExactly(FinishReason.STOP, FinishReason.LENGTH, FinishReason.TOOL_CALLS,
					FinishReason.CONTENT_FILTER, FinishReason.INSUFFICIENT_SYSTEM_RESOURCE, FinishReason.ABORTED);
	}

	@Test
	void cacheTokensAreFoundInEitherPlace() {
		Usage top = usage("{\"prompt_tokens\":10,\"prompt_cache_hit_tokens\":4,\"prompt_cache_miss_tokens\":6}");
		Usage nested = usage("{\"prompt_tokens\":10,\"prompt_tokens_details\":"
				+ "{\"prompt_cache_hit_tokens\":4,\"prompt_cache_miss_tokens\":6}}");
		Usage openAi = usage("{\"prompt_tokens\":10,\"prompt_tokens_details\":{\"cached_tokens\":4}}");
		assertThat(List.of(top, nested, openAi)).allSatisfy((usage) -> {
			assertThat(usage.cacheHitTokens()).isEqualTo(4);
			assertThat(usage.cacheMissTokens()).isEqualTo(6);
		});
	}

	@Test
	void whenUsageTellsNothingThenNothingWasCachedOrThought() {
		Usage usage = usage("{\"prompt_tokens\":10}");
		assertThat(usage.cacheHitTokens()).isZero();
		assertThat(usage.cacheMissTokens()).isEqualTo(10);
		assertThat(usage.reasoningTokens()).isZero();
		assertThat(usage("{\"completion_tokens_details\":{\"reasoning_tokens\":3}}").reasoningTokens()).isEqualTo(3);
		assertThat(usage("{}").cacheMissTokens()).isZero();
	}

	private static Usage usage(String json) {
		return Mappers.PLAIN.readValue(json, Usage.class);
	}

}
