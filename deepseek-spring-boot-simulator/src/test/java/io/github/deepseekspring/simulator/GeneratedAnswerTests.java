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
 * Tests for the answers that the simulator makes up.
 */
class GeneratedAnswerTests {

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
	@ValueSource(strings = { "/chat/completions", "/v1/chat/completions", "/beta/chat/completions",
			"/beta/v1/chat/completions" })
	void shouldAnswerTheLastUserMessage(String path) {
		HttpResponse<String> response = this.http.post(path, Http.HELLO);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(Http.content(response)).contains("Hello");
	}

	@Test
	void shouldAnswerInTheRecordedShape() {
		HttpResponse<String> response = this.http.chat(Http.HELLO);
		assertThat(response.headers().firstValue("content-type")).contains("application/json");
		assertThat(response.headers().firstValue("transfer-encoding")).contains("chunked");
		assertThat(response.headers().firstValue("x-ds-trace-id").orElseThrow()).hasSize(32);
		JsonNode body = Http.json(response);
		assertThat(body.propertyNames()).containsExactly("id", "object", "created", "model", "choices", "usage",
				"system_fingerprint");
		assertThat(body.path("object").asString()).isEqualTo("chat.completion");
		assertThat(body.path("choices").path(0).propertyNames()).containsExactly("index", "message", "logprobs",
				"finish_reason");
		assertThat(Http.message(response).propertyNames()).containsExactly("role", "content", "reasoning_content");
		assertThat(body.path("choices").path(0).path("finish_reason").asString()).isEqualTo("stop");
	}

	@Test
	void whenAskedTwiceThenAnswersTheSame() {
		assertThat(Http.content(this.http.chat(Http.HELLO))).isEqualTo(Http.content(this.http.chat(Http.HELLO)));
	}

	@Test
	void shouldStreamReasoningThenContentInTheRecordedShape() {
		HttpResponse<String> response = this.http.chat(Http.HELLO_STREAM);
		assertThat(response.headers().firstValue("content-type")).contains("text/event-stream; charset=utf-8");
		assertThat(response.body()).endsWith("}\n\ndata: [DONE]\n\n").doesNotContain("\r");
		List<JsonNode> chunks = Http.chunks(response.body());
		assertThat(delta(chunks.get(0)))
			.hasToString("{\"role\":\"assistant\",\"content\":null,\"reasoning_content\":\"\"}");
		assertThat(chunks.get(0).propertyNames()).containsExactly("id", "object", "created", "model",
				"system_fingerprint", "choices", "usage");
		assertThat(chunks).extracting((chunk) -> chunk.path("id").asString())
			.containsOnly(chunks.get(0).path("id").asString());
		assertThat(delta(chunks.get(1)).path("content").isNull()).isTrue();
		assertThat(delta(chunks.get(1)).path("reasoning_content").asString()).isNotEmpty();
		JsonNode last = chunks.get(chunks.size() - 1);
		assertThat(delta(last)).hasToString("{\"content\":\"\",\"reasoning_content\":null}");
		assertThat(last.path("choices").path(0).path("finish_reason").asString()).isEqualTo("stop");
		assertThat(chunks.subList(0, chunks.size() - 1))
			.allSatisfy((chunk) -> assertThat(chunk.path("usage").isNull()).isTrue());
		assertThat(text(chunks, "content")).contains("Hello");
		assertThat(text(chunks, "reasoning_content")).contains("Hello");
	}

	@Test
	void shouldStreamTheSameAsItAnswersWhole() {
		assertThat(text(Http.chunks(this.http.chat(Http.HELLO_STREAM).body()), "content"))
			.isEqualTo(Http.content(this.http.chat(Http.HELLO)));
	}

	@Test
	void whenUsageIsNotAskedForThenOnlyTheFinishChunkHasIt() {
		List<JsonNode> chunks = Http.chunks(this.http.chat("""
				{"model":"deepseek-flash","stream":true,"messages":[{"role":"user","content":"Hi"}]}""").body());
		assertThat(chunks.get(0).has("usage")).isFalse();
		JsonNode usage = chunks.get(chunks.size() - 1).path("usage");
		assertThat(usage.path("total_tokens").asInt())
			.isEqualTo(usage.path("prompt_tokens").asInt() + usage.path("completion_tokens").asInt());
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"thinking\":{\"type\":\"disabled\"}", "\"reasoning_effort\":\"none\"" })
	void whenThinkingIsOffThenThereIsNoReasoning(String option) {
		HttpResponse<String> response = this.http.chat(body(option));
		assertThat(Http.message(response).has("reasoning_content")).isFalse();
		assertThat(Http.json(response).path("usage").has("completion_tokens_details")).isFalse();
		List<JsonNode> chunks = Http.chunks(this.http.chat(body(option + ",\"stream\":true")).body());
		assertThat(delta(chunks.get(0))).hasToString("{\"role\":\"assistant\",\"content\":\"\"}");
		assertThat(chunks).noneMatch((chunk) -> delta(chunk).has("reasoning_content"));
	}

	@Test
	void whenTokensAreFewThenReasoningUsesThemUp() {
		HttpResponse<String> response = this.http.chat(body("\"max_tokens\":3"));
		assertThat(Http.content(response)).isEmpty();
		assertThat(finishReason(response)).isEqualTo("length");
		JsonNode usage = Http.json(response).path("usage");
		assertThat(usage.path("completion_tokens").asInt()).isEqualTo(3);
		assertThat(usage.path("completion_tokens_details").path("reasoning_tokens").asInt()).isEqualTo(3);
	}

	@Test
	void whenTokensAreFewThenContentIsCut() {
		HttpResponse<String> response = this.http.chat(body("\"max_tokens\":4,\"thinking\":{\"type\":\"disabled\"}"));
		assertThat(Http.content(response)).isEqualTo("You wrote: \"");
		assertThat(finishReason(response)).isEqualTo("length");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"stop\":\"wrote\"", "\"stop\":[\"nowhere\",\"wrote\"]" })
	void whenAStopSequenceComesThenTheContentEndsBeforeIt(String option) {
		HttpResponse<String> response = this.http.chat(body(option));
		assertThat(Http.content(response)).isEqualTo("You ");
		assertThat(finishReason(response)).isEqualTo("stop");
	}

	@Test
	void whenJsonIsAskedForThenContentIsAnObject() {
		HttpResponse<String> response = this.http.chat(body("\"response_format\":{\"type\":\"json_object\"}"));
		assertThat(Http.JSON.readTree(Http.content(response)).isObject()).isTrue();
	}

	@Test
	void whenAnExampleIsShownThenTheJsonFollowsIt() {
		HttpResponse<String> response = this.http.chat("""
				{"model":"deepseek-flash","response_format":{"type":"json_object"},"messages":[{"role":"user",
				"content":"JSON like {\\"river\\": \\"Nile\\", \\"km\\": 6650} please"}]}""");
		assertThat(Http.content(response)).isEqualTo("{\"river\":\"Nile\",\"km\":6650}");
	}

	@Test
	void whenASchemaIsShownThenTheJsonFitsIt() {
		HttpResponse<String> response = this.http.chat("""
				{"model":"deepseek-flash","response_format":{"type":"json_object"},"messages":[{"role":"user",
				"content":"JSON by this schema: {\\"type\\":\\"object\\",\\"properties\\":{\\"title\\":
				{\\"type\\":\\"string\\"},\\"steps\\":{\\"type\\":\\"array\\",\\"items\\":{\\"type\\":\\"integer\\"}},
				\\"author\\":{\\"$ref\\":\\"#/$defs/Person\\"}},
				\\"$defs\\":{\\"Person\\":{\\"type\\":\\"object\\",\\"properties\\":{\\"mail\\":
				{\\"type\\":\\"string\\",\\"format\\":\\"email\\"}}}}}"}]}""".replace("\n", ""));
		assertThat(Http.content(response))
			.isEqualTo("{\"title\":\"some title\",\"steps\":[1],\"author\":{\"mail\":\"someone@example.com\"}}");
	}

	@Test
	void whenAConversationGoesOnThenItsBeginningIsCached() {
		assertThat(cachedTokens(this.http.chat(body("\"user_id\":\"a\"")))).isZero();
		assertThat(cachedTokens(this.http.chat(body("\"user_id\":\"a\"")))).isPositive();
		assertThat(cachedTokens(this.http.chat(body("\"user_id\":\"b\"")))).isZero();
		assertThat(cachedTokens(this.http.chat(body("\"temperature\":1")))).isZero();
	}

	@Test
	void whenAnAliasIsAskedForThenTheServedModelIsNamed() {
		HttpResponse<String> response = this.http.chat(Http.HELLO.replace("deepseek-flash", "deepseek-v4-flash"));
		assertThat(Http.json(response).path("model").asString()).isEqualTo("deepseek-flash");
	}

	@Test
	void whenThePathIsUnknownThenAnswers404() {
		assertThat(this.http.post("/nowhere", "{}").statusCode()).isEqualTo(404);
	}

	private static String body(String option) {
		return "{\"model\":\"deepseek-flash\"," + option + ",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
	}

	private static JsonNode delta(JsonNode chunk) {
		return chunk.path("choices").path(0).path("delta");
	}

	private static String text(List<JsonNode> chunks, String field) {
		StringBuilder text = new StringBuilder();
		chunks.forEach((chunk) -> text.append(delta(chunk).path(field).asString("")));
		return text.toString();
	}

	private static String finishReason(HttpResponse<String> response) {
		return Http.json(response).path("choices").path(0).path("finish_reason").asString();
	}

	private static int cachedTokens(HttpResponse<String> response) {
		return Http.json(response).path("usage").path("prompt_cache_hit_tokens").asInt();
	}

}
