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

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the requests that DeepSeek refuses.
 */
class ChatRulesTests {

	private static DeepSeekSimulator simulator;

	private static Http http;

	@BeforeAll
	static void start() {
		simulator = DeepSeekSimulator.builder().apiKeys("sk-test", "sk-other").start();
		http = new Http(simulator);
	}

	@AfterAll
	static void stop() {
		simulator.close();
	}

	@Test
	void whenKeyIsMissingThenAnswersPlainText() {
		HttpResponse<String> response = http.chatWithoutKey(Http.HELLO);
		assertThat(response.statusCode()).isEqualTo(401);
		assertThat(response.body()).isEqualTo("Authentication Fails (governor)");
		assertThat(response.headers().firstValue("content-type")).isEmpty();
		assertThat(response.headers().firstValue("x-ds-trace-id")).isPresent();
	}

	@Test
	void whenKeyIsWrongThenOnlyItsEndIsTold() {
		HttpResponse<String> response = http.chatWithKey("sk-secret-1234", Http.HELLO);
		assertThat(response.statusCode()).isEqualTo(401);
		assertThat(response.headers().firstValue("content-type")).contains("application/json");
		assertThat(response.body()).isEqualTo("{\"error\":{\"message\":\"Authentication Fails, Your api key: "
				+ "****1234 is invalid\",\"type\":\"authentication_error\",\"param\":null,"
				+ "\"code\":\"invalid_request_error\"}}");
		assertThat(http.chatWithKey("sk-other", Http.HELLO).statusCode()).isEqualTo(200);
	}

	@Test
	void whenNoKeysAreSetThenAnyKeyWillDo() {
		try (DeepSeekSimulator open = DeepSeekSimulator.start()) {
			assertThat(new Http(open).chatWithKey("anything", Http.HELLO).statusCode()).isEqualTo(200);
			assertThat(new Http(open).chatWithoutKey(Http.HELLO).statusCode()).isEqualTo(401);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "deepseek-chat", "deepseek-reasoner", "gpt-5" })
	void whenModelIsUnknownThenTheModelsAreListed(String model) {
		assertSemantic(Http.HELLO.replace("deepseek-flash", model), "The supported API model names are "
				+ "deepseek-flash, deepseek-v4-pro, but you passed " + model + ".");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{", "not json", "{\"a\":\"\\ud8\"}" })
	void whenBodyIsNotJsonThenItIsUnreadable(String body) {
		assertUnreadable(body, "Failed to parse the request body as JSON: ");
	}

	@Test
	void whenAFieldIsMissingThenItIsNamed() {
		assertUnreadable("{\"messages\":[]}", "missing field `model` at line 1 column ");
		assertUnreadable("{\"model\":\"deepseek-flash\"}", "missing field `messages`");
		assertUnreadable(message("{\"content\":\"x\"}"), "messages[0]: missing field `role`");
		assertUnreadable(message("{\"role\":\"user\"}"), "messages[0]: missing field `content`");
		assertUnreadable(message("{\"role\":\"user\",\"content\":null}"), "messages[0]: missing field `content`");
		assertUnreadable(message("{\"role\":\"tool\",\"content\":\"x\"}"), "messages[0]: missing field `tool_call_id`");
	}

	@Test
	void whenAVariantIsUnknownThenTheKnownOnesAreListed() {
		assertUnreadable(message("{\"role\":\"developer\",\"content\":\"x\"}"), "messages[0].role: unknown variant "
				+ "`developer`, expected one of `system`, `user`, `assistant`, `tool`, `latest_reminder`");
		assertUnreadable(message("{\"role\":\"user\",\"content\":[{\"type\":\"input_audio\"}]}"),
				"messages[0]: unknown variant `input_audio`");
		assertUnreadable(option("\"reasoning_effort\":\"huge\""), "reasoning_effort: unknown variant `huge`");
		assertUnreadable(option("\"thinking\":{\"type\":\"auto\"}"), "thinking.type: unknown variant `auto`");
	}

	@Test
	void whenProIsShownAnImageThenItIsUnreadable() {
		String body = message("{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"What?\"},"
				+ "{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://example.com/a.png\"}}]}");
		assertUnreadable(body.replace("deepseek-flash", "deepseek-v4-pro"),
				"messages[0]: unknown variant `image_url`, expected `text`");
		assertThat(http.chat(body).statusCode()).isEqualTo(200);
	}

	@Test
	void whenMessagesMakeNoSenseThenTheyAreRefused() {
		assertSemantic("{\"model\":\"deepseek-flash\",\"messages\":[]}", "Empty input messages");
		assertSemantic(message("{\"role\":\"assistant\",\"content\":null}"), "content or tool_calls must be set");
		assertSemantic(message("{\"role\":\"tool\",\"tool_call_id\":\"x\",\"content\":\"x\"}"),
				"must be a response to a preceding message");
		assertSemantic(message("{\"role\":\"assistant\",\"content\":\"\",\"tool_calls\":[{\"id\":\"x\"}]}"),
				"insufficient tool messages");
	}

	@ParameterizedTest
	@ValueSource(strings = { "jane doe", "jane@example.com", "", "\u00fc" })
	void whenUserIdHasOtherCharactersThenItIsRefused(String userId) {
		assertSemantic(option("\"user_id\":\"" + userId + "\""), "Invalid 'user_id': string does not match pattern. "
				+ "Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'.");
	}

	@Test
	void whenUserIdIsTooLongThenItIsRefused() {
		assertThat(http.chat(option("\"user_id\":\"" + "a".repeat(512) + "\"")).statusCode()).isEqualTo(200);
		assertSemantic(option("\"user_id\":\"" + "a".repeat(513) + "\""), "maximum length 512");
	}

	@Test
	void whenOptionsContradictThenTheyAreRefused() {
		assertSemantic(option("\"stream_options\":{\"include_usage\":true}"), "stream_options should be set along");
		assertSemantic(option("\"top_logprobs\":2"), "top_logprobs should be set along");
		assertSemantic(option("\"tool_choice\":\"required\",\"tools\":[" + tool("a") + "]"),
				"Thinking mode does not support this tool_choice");
		assertSemantic(option("\"response_format\":{\"type\":\"json_schema\"}"), "response_format type");
	}

	@Test
	void whenToolNamesAreWrongThenTheyAreRefused() {
		assertSemantic(option("\"tools\":[" + tool("a b") + "]"), "Invalid 'tools[0].function.name'");
		assertSemantic(option("\"tools\":[" + tool("a") + "," + tool("a") + "]"), "Tool names must be unique.");
	}

	@Test
	void whenToolsAndThinkingThenReasoningMustComeBack() {
		String history = "{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"assistant\",\"content\":\"b\"},"
				+ "{\"role\":\"user\",\"content\":\"c\"}";
		String body = message(history).replace("\"messages\"", "\"tools\":[" + tool("a") + "],\"messages\"");
		assertSemantic(body, "The `reasoning_content` in the thinking mode must be passed back to the API.");
		assertThat(http.chat(message(history)).statusCode()).isEqualTo(200);
		assertThat(http.chat(body.replace("\"content\":\"b\"", "\"content\":\"b\",\"reasoning_content\":\"\""))
			.statusCode()).isEqualTo(200);
		assertThat(http.chat(body.replace("\"tools\"", "\"thinking\":{\"type\":\"disabled\"},\"tools\"")).statusCode())
			.isEqualTo(200);
	}

	@ParameterizedTest
	@CsvSource({ "temperature,-0.1", "temperature,2.1", "top_p,0", "top_p,1.1", "max_tokens,0", "max_tokens,393217" })
	void whenAParameterIsOutOfRangeThenAnswers422(String name, String value) {
		HttpResponse<String> response = http.chat(option("\"" + name + "\":" + value));
		assertThat(response.statusCode()).isEqualTo(422);
		assertThat(Http.error(response)).contains("Invalid " + name + " value");
	}

	@Test
	void whenParametersAreAtTheirBoundsThenTheyAreAccepted() {
		assertThat(http.chat(option("\"temperature\":2,\"top_p\":1,\"max_tokens\":393216,\"stop\":null")).statusCode())
			.isEqualTo(200);
	}

	@Test
	void whenARequestIsRefusedThenTheScriptIsNotUsedUp() {
		simulator.enqueue(Answer.text("scripted"));
		assertThat(http.chat("{").statusCode()).isEqualTo(400);
		assertThat(Http.content(http.chat(Http.HELLO))).isEqualTo("scripted");
	}

	private static void assertSemantic(String body, String message) {
		HttpResponse<String> response = http.chat(body);
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(response.headers().firstValue("content-type")).contains("application/octet-stream");
		assertThat(Http.error(response)).contains(message);
		assertThat(Http.json(response).path("error").path("type").asString()).isEqualTo("invalid_request_error");
	}

	private static void assertUnreadable(String body, String message) {
		HttpResponse<String> response = http.chat(body);
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(response.headers().firstValue("content-type")).contains("application/json");
		assertThat(Http.error(response)).contains(message);
	}

	private static String message(String message) {
		return "{\"model\":\"deepseek-flash\",\"messages\":[" + message + "]}";
	}

	private static String option(String option) {
		return "{\"model\":\"deepseek-flash\"," + option + ",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";
	}

	private static String tool(String name) {
		return "{\"type\":\"function\",\"function\":{\"name\":\"" + name + "\"}}";
	}

}
