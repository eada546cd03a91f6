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
 * Tests for the requests in the Anthropic style that DeepSeek refuses.
 */
class MessagesRulesTests {

	private static final String USE = "{\"type\":\"tool_use\",\"id\":\"a\",\"name\":\"f\",\"input\":{}}";

	private static final String RESULT = "{\"type\":\"tool_result\",\"tool_use_id\":\"a\",\"content\":\"x\"}";

	private static DeepSeekSimulator simulator;

	private static Http http;

	@BeforeAll
	static void start() {
		simulator = DeepSeekSimulator.builder().apiKeys("sk-test").start();
		http = new Http(simulator);
	}

	@AfterAll
	static void stop() {
		simulator.close();
	}

	@Test
	void whenKeyIsMissingOrWrongThenAnswers401() {
		HttpResponse<String> missing = http.messagesWithKey(null, body(user("\"x\"")));
		assertThat(missing.statusCode()).isEqualTo(401);
		assertThat(missing.body()).isEqualTo("Authentication Fails (governor)");
		HttpResponse<String> wrong = http.messagesWithKey("sk-wrong", body(user("\"x\"")));
		assertThat(wrong.statusCode()).isEqualTo(401);
		assertThat(Http.error(wrong)).isEqualTo("Authentication Fails, Your api key: ****rong is invalid");
	}

	@Test
	void whenTheKeyIsABearerTokenThenItIsAccepted() {
		assertThat(http.post(Http.MESSAGES, body(user("\"x\""))).statusCode()).isEqualTo(200);
	}

	@Test
	void whenAFieldIsMissingThenItIsNamed() {
		assertUnreadable("{\"messages\":[]}", "missing field `model`");
		assertUnreadable("{\"model\":\"m\"}", "missing field `messages`");
		assertUnreadable(body("{\"content\":\"x\"}"), "missing field `messages[0].role`");
		assertUnreadable(body("{\"role\":\"user\"}"), "missing field `messages[0].content`");
		assertUnreadable(body(user("[{\"type\":\"text\"}]")), "missing field `messages[0].content[0].text`");
		assertUnreadable(body(user("[{\"type\":\"image\"}]")), "missing field `messages[0].content[0].source`");
		assertUnreadable(body(user("[{\"type\":\"tool_result\",\"content\":\"x\"}]")),
				"missing field `messages[0].content[0].tool_use_id`");
		assertUnreadable(body(assistant("[{\"type\":\"tool_use\",\"id\":\"a\",\"name\":\"f\"}]")),
				"missing field `messages[0].content[0].input`");
		assertUnreadable(option("\"tools\":[{\"name\":\"f\"}]"), "missing field `tools[0].input_schema`");
		assertUnreadable(option("\"tool_choice\":{\"type\":\"tool\"}"), "missing field `tool_choice.name`");
	}

	@ParameterizedTest
	@ValueSource(strings = { "document", "search_result", "redacted_thinking", "code_execution_tool_result",
			"mcp_tool_use", "mcp_tool_result", "container_upload", "" })
	void whenABlockIsNotSupportedThenItIsNamed(String type) {
		assertUnreadable(body(user("[{\"type\":\"text\",\"text\":\"x\"},{\"type\":\"" + type + "\"}]")),
				"messages[0].content[1]: unknown variant `" + type + "`, expected one of `text`, `image`");
	}

	@Test
	void whenAVariantIsUnknownThenTheKnownOnesAreListed() {
		assertUnreadable(body("{\"role\":\"tool\",\"content\":\"x\"}"), "messages[0].role: unknown variant `tool`");
		assertUnreadable(option("\"thinking\":{\"type\":\"auto\"}"), "thinking.type: unknown variant `auto`");
		assertUnreadable(option("\"output_config\":{\"effort\":\"huge\"}"), "output_config.effort: unknown variant");
		assertUnreadable(option("\"tool_choice\":{\"type\":\"required\"}"), "tool_choice.type: unknown variant");
		assertUnreadable(option("\"system\":[{\"type\":\"image\",\"source\":{}}]"), "system[0]: unknown variant");
	}

	@Test
	void whenProIsShownAnImageThenItIsUnreadable() {
		String image = "[{\"type\":\"image\",\"source\":{\"type\":\"url\",\"url\":\"https://example.com/a.png\"}}]";
		String body = body(user(image));
		assertThat(http.messages(body).statusCode()).isEqualTo(200);
		assertUnreadable(body.replace("deepseek-flash", "claude-opus-4"), "unknown variant `image`");
		String inResult = body(user("\"x\"") + "," + assistant("[" + USE + "]") + ","
				+ user("[" + RESULT.replace("\"x\"", image) + "]"));
		assertThat(http.messages(inResult).statusCode()).isEqualTo(200);
		assertUnreadable(inResult.replace("deepseek-flash", "deepseek-v4-pro"),
				"messages[2].content[0].content[0]: unknown variant `image`, expected `text`");
	}

	@Test
	void whenSystemStandsAmongTheMessagesThenItIsAccepted() {
		assertThat(http.messages(body(user("\"x\"") + ",{\"role\":\"system\",\"content\":\"Be brief.\"}")).statusCode())
			.isEqualTo(200);
	}

	@Test
	void whenAResultAnswersNothingThenItIsRefused() {
		assertSemantic(body(user("[" + RESULT + "]")), "must be a response to a preceding message with `tool_use`");
		assertSemantic(
				body(user("\"x\"") + "," + assistant("[" + USE + "]") + ","
						+ user("[" + RESULT.replace("\"a\"", "\"b\"") + "]")),
				"must be a response to a preceding message");
	}

	@Test
	void whenACallIsNotAnsweredThenItIsRefused() {
		String call = user("\"x\"") + "," + assistant("[" + USE + "]");
		assertSemantic(body(call), "insufficient tool_result blocks");
		assertSemantic(body(call + "," + user("\"y\"")), "insufficient tool_result blocks");
		assertThat(http.messages(body(call + "," + user("[" + RESULT + "]"))).statusCode()).isEqualTo(200);
	}

	@Test
	void whenToolsAndThinkingThenThinkingMustComeBack() {
		String history = user("\"a\"") + "," + assistant("[{\"type\":\"text\",\"text\":\"b\"}]") + "," + user("\"c\"");
		String body = body(history).replace("\"messages\"", "\"tools\":[" + tool("f") + "],\"messages\"");
		String message = "The `content[].thinking` in the thinking mode must be passed back to the API.";
		assertSemantic(body, message);
		assertSemantic(body.replace("[{\"type\":\"text\",\"text\":\"b\"}]", "\"b\""), message);
		assertThat(http.messages(body(history)).statusCode()).isEqualTo(200);
		assertThat(http
			.messages(body.replace("{\"type\":\"text\",\"text\":\"b\"}",
					"{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"},{\"type\":\"text\",\"text\":\"b\"}"))
			.statusCode()).isEqualTo(200);
		assertThat(
				http.messages(body.replace("\"tools\"", "\"thinking\":{\"type\":\"disabled\"},\"tools\"")).statusCode())
			.isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"type\":\"any\"}", "{\"type\":\"tool\",\"name\":\"f\"}" })
	void whenAToolIsForcedWhileThinkingThenItIsRefused(String choice) {
		String option = "\"tools\":[" + tool("f") + "],\"tool_choice\":" + choice;
		assertSemantic(option(option), "Thinking mode does not support this tool_choice");
		assertThat(http.messages(option(option + ",\"thinking\":{\"type\":\"disabled\"}")).statusCode()).isEqualTo(200);
	}

	@Test
	void whenToolNamesAreWrongThenTheyAreRefused() {
		assertSemantic(option("\"tools\":[" + tool("a b") + "]"), "Invalid 'tools[0].name'");
		assertSemantic(option("\"tools\":[" + tool("a") + "," + tool("a") + "]"), "Tool names must be unique.");
	}

	@Test
	void whenUserIdIsMalformedThenItIsRefused() {
		assertSemantic(option("\"metadata\":{\"user_id\":\"jane doe\"}"), "Invalid 'metadata.user_id': string does "
				+ "not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'.");
		assertSemantic(option("\"metadata\":{\"user_id\":\"" + "a".repeat(513) + "\"}"), "maximum length 512");
		assertThat(http.messages(option("\"metadata\":{\"user_id\":\"a\",\"other\":\"a b\"}")).statusCode())
			.isEqualTo(200);
	}

	@ParameterizedTest
	@CsvSource({ "temperature,-0.1", "temperature,2.1", "top_p,0", "top_p,1.1", "max_tokens,0", "max_tokens,393217" })
	void whenAParameterIsOutOfRangeThenAnswers422(String name, String value) {
		HttpResponse<String> response = http.messages(option("\"" + name + "\":" + value));
		assertThat(response.statusCode()).isEqualTo(422);
		assertThat(Http.error(response)).contains("Invalid " + name + " value");
	}

	@Test
	void whenThereAreTooManyStopSequencesThenAnswers422() {
		String stops = "\"a\",".repeat(16);
		assertThat(http.messages(option("\"stop_sequences\":[" + stops + "\"a\"]")).statusCode()).isEqualTo(422);
		assertThat(http.messages(option("\"stop_sequences\":[" + stops.substring(1 + 3) + "\"a\"]")).statusCode())
			.isEqualTo(200);
	}

	@Test
	void shouldIgnoreWhatIsDocumentedAsIgnored() {
		assertThat(http
			.messages(option("\"top_k\":5,\"container\":\"c\",\"mcp_servers\":[],\"service_tier\":\"auto\","
					+ "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":1024},\"tool_choice\":{\"type\":\"auto\","
					+ "\"disable_parallel_tool_use\":true},\"system\":[{\"type\":\"text\",\"text\":\"x\","
					+ "\"cache_control\":{\"type\":\"ephemeral\"}}]"))
			.statusCode()).isEqualTo(200);
	}

	@Test
	void whenMessagesAreMissingThenTheyAreRefused() {
		assertSemantic(body(""), "Empty input messages");
		assertThat(Http.error(http.messages("{"))).startsWith("Failed to parse the request body as JSON");
	}

	private static void assertSemantic(String body, String message) {
		HttpResponse<String> response = http.messages(body);
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(response.headers().firstValue("content-type")).contains("application/octet-stream");
		assertThat(Http.error(response)).contains(message);
		assertThat(Http.json(response).path("error").path("type").asString()).isEqualTo("invalid_request_error");
	}

	private static void assertUnreadable(String body, String message) {
		HttpResponse<String> response = http.messages(body);
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(response.headers().firstValue("content-type")).contains("application/json");
		assertThat(Http.error(response)).contains(message);
	}

	private static String body(String messages) {
		return "{\"model\":\"deepseek-flash\",\"max_tokens\":100,\"messages\":[" + messages + "]}";
	}

	private static String option(String option) {
		return "{\"model\":\"deepseek-flash\"," + option + ",\"messages\":[" + user("\"x\"") + "]}";
	}

	private static String user(String content) {
		return "{\"role\":\"user\",\"content\":" + content + "}";
	}

	private static String assistant(String content) {
		return "{\"role\":\"assistant\",\"content\":" + content + "}";
	}

	private static String tool(String name) {
		return "{\"name\":\"" + name + "\",\"input_schema\":{\"type\":\"object\"}}";
	}

}
