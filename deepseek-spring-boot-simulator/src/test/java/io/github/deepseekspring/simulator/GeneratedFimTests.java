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

package io.github.deepseekspring.simulator;

import java.net.http.HttpResponse;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the answers that the simulator makes up where something is to be filled in.
 */
class GeneratedFimTests {

	private static final String CODE = "\"prompt\":\"def answer():\\n    \",\"suffix\":\"\\n\\nprint(answer())\"";

	private DeepSeekSimulator simulator;

	private Http http;

	@BeforeEach
	void start() {
		this.simulator = DeepSeekSimulator.start();
		this.http = new Http(this.simulator);
	}

	@AfterEach
	void stop() {
		this.simulator.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/beta/completions", "/beta/v1/completions" })
	void shouldAnswerInTheDocumentedShape(String path) {
		HttpResponse<String> response = this.http.post(path, body(CODE));
		assertThat(response.statusCode()).isEqualTo(200);
		JsonNode body = Http.json(response);
		assertThat(body.propertyNames()).containsExactly("id", "object", "created", "model", "choices", "usage",
				"system_fingerprint");
		assertThat(body.path("object").asString()).isEqualTo("text_completion");
		JsonNode choice = body.path("choices").path(0);
		assertThat(choice.propertyNames()).containsExactly("index", "text", "logprobs", "finish_reason");
		assertThat(choice.path("text").asString()).isEqualTo("value = 42;\n    return value;\n");
		assertThat(choice.path("logprobs").isNull()).isTrue();
		assertThat(choice.path("finish_reason").asString()).isEqualTo("stop");
		assertThat(body.path("usage").has("completion_tokens_details")).isFalse();
		assertThat(body.path("usage").path("prompt_tokens").asInt()).isPositive();
	}

	@Test
	void shouldStreamTheSameAsItAnswersWhole() {
		HttpResponse<String> response = this.http
			.fim(body(CODE + ",\"stream\":true,\"stream_options\":{\"include_usage\":true}"));
		assertThat(response.body()).endsWith("}\n\ndata: [DONE]\n\n");
		List<JsonNode> chunks = Http.chunks(response.body());
		assertThat(chunks).allSatisfy((chunk) -> {
			assertThat(chunk.path("object").asString()).isEqualTo("text_completion");
			assertThat(chunk.path("id")).isEqualTo(chunks.get(0).path("id"));
		});
		assertThat(text(chunks)).isEqualTo(choice(this.http.fim(body(CODE))).path("text").asString());
		assertThat(chunks.get(0).path("usage").isNull()).isTrue();
		JsonNode last = chunks.get(chunks.size() - 1);
		assertThat(last.path("choices").path(0).path("finish_reason").asString()).isEqualTo("stop");
		assertThat(last.path("usage").path("total_tokens").asInt()).isPositive();
	}

	@Test
	void whenThePromptIsProseThenTheTextGoesOn() {
		assertThat(choice(this.http.fim(body("\"prompt\":\"The reason is simple:\""))).path("text").asString())
			.startsWith(" ")
			.endsWith(".");
	}

	@Test
	void whenEchoIsAskedForThenThePromptComesFirst() {
		String option = "\"prompt\":\"Once upon\",\"echo\":true";
		assertThat(choice(this.http.fim(body(option))).path("text").asString()).startsWith("Once upon ");
		assertThat(text(Http.chunks(this.http.fim(body(option + ",\"stream\":true")).body()))).startsWith("Once upon ");
	}

	@Test
	void whenLogprobsAreAskedForThenEveryTokenHasOne() {
		JsonNode choice = choice(this.http.fim(body("\"prompt\":\"Once upon\",\"logprobs\":1,\"max_tokens\":3")));
		JsonNode logprobs = choice.path("logprobs");
		assertThat(logprobs.propertyNames()).containsExactly("text_offset", "token_logprobs", "tokens", "top_logprobs");
		assertThat(logprobs.path("tokens")).hasSize(3);
		assertThat(logprobs.path("text_offset").path(1).asInt())
			.isEqualTo(logprobs.path("tokens").path(0).asString().length());
		assertThat(choice.path("finish_reason").asString()).isEqualTo("length");
	}

	@Test
	void whenAStopSequenceComesThenTheTextEndsBeforeIt() {
		assertThat(choice(this.http.fim(body(CODE + ",\"stop\":[\"\\n\"]"))).path("text").asString())
			.isEqualTo("value = 42;");
	}

	@Test
	void whenAReasoningIsScriptedThenOnlyTheContentIsTold() {
		this.simulator.enqueue(Answer.reasoning("hmm").text("x = 1"));
		HttpResponse<String> response = this.http.fim(body(CODE));
		assertThat(choice(response).path("text").asString()).isEqualTo("x = 1");
		assertThat(response.body()).doesNotContain("hmm", "reasoning");
	}

	private static String body(String option) {
		return "{\"model\":\"deepseek-flash\"," + option + "}";
	}

	private static JsonNode choice(HttpResponse<String> response) {
		return Http.json(response).path("choices").path(0);
	}

	private static String text(List<JsonNode> chunks) {
		StringBuilder text = new StringBuilder();
		chunks.forEach((chunk) -> text.append(chunk.path("choices").path(0).path("text").asString()));
		return text.toString();
	}

}
