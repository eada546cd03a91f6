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

package io.github.deepseekspring.completion;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.deepseekspring.chat.FinishReason;
import io.github.deepseekspring.chat.StreamOptions;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests how completions look as JSON.
 */
class CompletionJsonTests {

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
		.build();

	private static final String REQUEST = """
			{"model":"deepseek-flash","prompt":"def f():","suffix":"  return x","echo":false,"logprobs":3,\
			"max_tokens":64,"stop":["END"],"stream":true,"stream_options":{"include_usage":true},"temperature":0.5,\
			"top_p":0.9,"novel":[1,{"b":null,"a":2}]}""";

	private static final String ANSWER = """
			{"id":"c1","object":"text_completion","created":7,"model":"deepseek-flash","system_fingerprint":"fp",\
			"choices":[{"index":0,"text":" x = 1","finish_reason":"stop","logprobs":{"text_offset":[0,2],\
			"token_logprobs":[null,-0.5],"tokens":[" x"," = 1"],"top_logprobs":[null,{" = 1":-0.5," = 2":-1.5}]}}],\
			"usage":{"prompt_tokens":5,"completion_tokens":2,"total_tokens":7}}""";

	@Test
	void requestIsWrittenInAFixedOrder() {
		CompletionRequest request = CompletionRequest.builder("def f():")
			.model("deepseek-flash")
			.suffix("  return x")
			.echo(false)
			.logprobs(3)
			.maxTokens(64)
			.stop("END")
			.temperature(0.5)
			.topP(0.9)
			.extra("novel", MAPPER.readValue("[1,{\"b\":null,\"a\":2}]", List.class))
			.build();
		assertThat(MAPPER.writeValueAsString(request.withStream(true))).isEqualTo(REQUEST);
		assertThat(MAPPER.readValue(REQUEST, CompletionRequest.class)).isEqualTo(request.withStream(true));
		assertThat(request.withStream(true).streamOptions()).isEqualTo(StreamOptions.INCLUDE_USAGE);
		assertThat(request.withStream(true).withStream(false).streamOptions()).isNull();
		assertThat(request.withStream(true).mutate().build()).isEqualTo(request);
	}

	@Test
	void whatIsNotSetIsNotWritten() {
		assertThat(MAPPER.writeValueAsString(CompletionRequest.builder("Once").stop(List.of()).build()))
			.isEqualTo("{\"prompt\":\"Once\"}");
	}

	@Test
	void extraFieldsAreWrittenAsTheyAreByAnyMapper() {
		JsonMapper mapper = MAPPER.rebuild()
			.changeDefaultPropertyInclusion(
					(inclusion) -> inclusion.withContentInclusion(JsonInclude.Include.NON_EMPTY))
			.enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
			.build();
		Map<String, Object> zeta = new LinkedHashMap<>();
		zeta.put("b", "");
		zeta.put("a", List.of(Collections.singletonMap("c", null), Map.of()));
		CompletionRequest request = CompletionRequest.builder("Once")
			.extra("zeta", zeta)
			.extra("beta", List.of())
			.extra("alpha", Map.of())
			.build();
		String json = mapper.writeValueAsString(request);
		assertThat(json).isEqualTo("""
				{"prompt":"Once","zeta":{"b":"","a":[{"c":null},{}]},"beta":[],"alpha":{}}""");
		CompletionRequest read = mapper.readValue(json, CompletionRequest.class);
		assertThat(read).isEqualTo(request);
		assertThat(mapper.writeValueAsString(read)).isEqualTo(json);
	}

	@Test
	void allThatIsDocumentedOfAnAnswerIsRead() {
		Completion completion = MAPPER.readValue(ANSWER, Completion.class);
		assertThat(completion.text()).isEqualTo(" x = 1");
		assertThat(completion.finishReason()).isEqualTo(FinishReason.STOP);
		assertThat(completion.choices().get(0).logprobs())
			.isEqualTo(new CompletionLogprobs(List.of(0, 2), Arrays.asList(null, -0.5), List.of(" x", " = 1"),
					Arrays.asList(null, Map.of(" = 1", -0.5, " = 2", -1.5))));
		assertThat(completion.usage()).isNotNull();
		assertThat(MAPPER.readTree(MAPPER.writeValueAsString(completion))).isEqualTo(MAPPER.readTree(ANSWER));
	}

	@Test
	void unknownFieldsAndNullsAreIgnored() {
		Completion completion = MAPPER.readValue("""
				{"novel":1,"choices":[null,{"novel":{},"text":null,"finish_reason":"","logprobs":{"novel":1}}]}""",
				Completion.class);
		assertThat(completion.choices()).hasSize(1);
		assertThat(completion.text()).isEmpty();
		assertThat(completion.finishReason()).isNull();
		Completion usage = MAPPER.readValue("{\"choices\":[],\"usage\":{\"total_tokens\":1}}", Completion.class);
		assertThat(usage.text()).isEmpty();
		assertThat(usage.finishReason()).isNull();
		assertThat(MAPPER.readValue("{}", Completion.class).choices()).isEmpty();
	}

	@Test
	void finishReasonsThatAreNewSurvive() {
		Completion completion = MAPPER.readValue("{\"choices\":[{\"finish_reason\":\"novel\"}]}", Completion.class);
		assertThat(completion.finishReason()).isEqualTo(FinishReason.of("novel"));
	}

	@Test
	void textsAreNotShown() {
		CompletionRequest request = CompletionRequest.builder("secret")
			.suffix("secret")
			.stop("secret")
			.extra("field", "secret")
			.build();
		assertThat(request).hasToString("CompletionRequest[model=null, prompt=6 chars, suffix=6 chars]");
		CompletionLogprobs logprobs = new CompletionLogprobs(null, null, List.of("secret"),
				List.of(Collections.singletonMap("secret", 0.0)));
		Completion answer = new Completion("1", null, null, null, null,
				List.of(new CompletionChoice(0, "secret", null, logprobs)), null);
		assertThat(answer.toString() + logprobs).doesNotContain("secret").contains("text=6 chars", "tokens=1");
	}

}
