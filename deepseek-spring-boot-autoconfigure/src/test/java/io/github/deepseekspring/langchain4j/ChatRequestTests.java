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

package io.github.deepseekspring.langchain4j;

import java.util.List;
import java.util.Map;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.AudioContent;
import dev.langchain4j.data.message.CustomMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.chat.request.json.JsonArraySchema;
import dev.langchain4j.model.chat.request.json.JsonIntegerSchema;
import dev.langchain4j.model.chat.request.json.JsonNullSchema;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonReferenceSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import dev.langchain4j.model.chat.request.json.JsonStringSchema;
import io.github.deepseekspring.chat.Thinking;
import io.github.deepseekspring.core.DeepSeekTemplate;
import io.github.deepseekspring.simulator.DeepSeekSimulator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of what is sent for a request of LangChain4j.
 */
@Timeout(60)
class ChatRequestTests {

	private static final UserMessage QUESTION = UserMessage.from("Why?");

	@AutoClose
	private final DeepSeekSimulator simulator = DeepSeekSimulator.start();

	private final DeepSeekTemplate template = DeepSeekTemplate.builder()
		.baseUrl(this.simulator.baseUrl())
		.apiKey("sk-test")
		.build();

	@Test
	void allParametersAreSent() {
		JsonNode body = send(ChatRequest.builder()
			.messages(QUESTION)
			.parameters(DeepSeekChatRequestParameters.builder()
				.modelName("deepseek-v4-pro")
				.temperature(0.5)
				.topP(0.9)
				.maxOutputTokens(100)
				.stopSequences("END")
				.thinking(Thinking.ENABLED)
				.reasoningEffort("max")
				.userId("ada-1")
				.logprobs(true)
				.topLogprobs(3)
				.extra("new_field", Map.of("a", 1))
				.build())
			.build());
		assertThat(body).isEqualTo(
				json("""
						{"model":"deepseek-v4-pro","messages":[{"role":"user","content":"Why?"}],
						"thinking":{"type":"enabled"},"reasoning_effort":"max","max_tokens":100,"stop":["END"],"stream":false,
						"temperature":0.5,"top_p":0.9,"logprobs":true,"top_logprobs":3,"user_id":"ada-1","new_field":{"a":1}}"""));
	}

	@Test
	void allMessagesAreSent() {
		JsonNode messages = send(ChatRequest.builder()
			.messages(SystemMessage.from("Be brief."), UserMessage.from("Ada", "Look."),
					AiMessage.builder()
						.text("Well.")
						.thinking("I have to look.")
						.toolExecutionRequests(List.of(call("1", "look", "{\"x\":1}"), call("2", "wait", " ")))
						.attributes(Map.of("own", "secret"))
						.build(),
					ToolExecutionResultMessage.from("1", "look", "a sea"),
					ToolExecutionResultMessage.from("2", "wait", "done"))
			.build()).path("messages");
		assertThat(messages).isEqualTo(json("""
				[{"role":"system","content":"Be brief."},{"role":"user","content":"Look.","name":"Ada"},
				{"role":"assistant","content":"Well.","reasoning_content":"I have to look.","tool_calls":[
				{"id":"1","type":"function","function":{"name":"look","arguments":"{\\"x\\":1}"}},
				{"id":"2","type":"function","function":{"name":"wait","arguments":"{}"}}]},
				{"role":"tool","tool_call_id":"1","content":"a sea"},
				{"role":"tool","tool_call_id":"2","content":"done"}]"""));
	}

	@Test
	void imagesAreSentWithTheirDetail() {
		JsonNode content = send(ChatRequest.builder()
			.modelName("deepseek-flash")
			.messages(UserMessage.from(TextContent.from("What is it?"),
					ImageContent.from("https://example.com/a.png", ImageContent.DetailLevel.HIGH),
					ImageContent.from("QUJD", "image/png", ImageContent.DetailLevel.ULTRA_HIGH)))
			.build()).path("messages").path(0).path("content");
		assertThat(content).isEqualTo(json("""
				[{"type":"text","text":"What is it?"},
				{"type":"image_url","image_url":{"url":"https://example.com/a.png","detail":"high"}},
				{"type":"image_url","image_url":{"url":"data:image/png;base64,QUJD","detail":"original"}}]"""));
	}

	@Test
	void toolsAreSentWithTheirSchema() {
		JsonObjectSchema node = JsonObjectSchema.builder()
			.addProperty("children",
					JsonArraySchema.builder().items(JsonReferenceSchema.builder().reference("node").build()).build())
			.build();
		JsonNode body = send(ChatRequest.builder()
			.messages(QUESTION)
			.parameters(DeepSeekChatRequestParameters.builder()
				.thinking(Thinking.DISABLED)
				.toolSpecifications(ToolSpecification.builder()
					.name("walk")
					.description("Walks.")
					.parameters(JsonObjectSchema.builder()
						.description("where")
						.addNumberProperty("depth", "how deep")
						.addBooleanProperty("fast")
						.addProperty("root", JsonReferenceSchema.builder().reference("node").build())
						.addProperty("limit",
								dev.langchain4j.model.chat.request.json.JsonAnyOfSchema.builder()
									.anyOf(new JsonIntegerSchema(), new JsonNullSchema())
									.build())
						.required("root")
						.additionalProperties(false)
						.definitions(Map.of("node", node))
						.build())
					.build(), ToolSpecification.builder().name("stop").build())
				.toolChoice(ToolChoice.REQUIRED)
				.build())
			.build());
		assertThat(body.path("tool_choice").asString()).isEqualTo("required");
		assertThat(body.path("tools")).isEqualTo(json("""
				[{"type":"function","function":{"name":"walk","description":"Walks.","parameters":{"type":"object",
				"description":"where","properties":{"depth":{"type":"number","description":"how deep"},
				"fast":{"type":"boolean"},"root":{"$ref":"#/$defs/node"},
				"limit":{"anyOf":[{"type":"integer"},{"type":"null"}]}},"required":["root"],
				"additionalProperties":false,"$defs":{"node":{"type":"object","properties":{"children":{"type":"array",
				"items":{"$ref":"#/$defs/node"}}}}}}}},{"type":"function","function":{"name":"stop"}}]"""));
	}

	@Test
	void aStrictToolIsSentToTheBeta() {
		JsonNode body = send(ChatRequest.builder()
			.messages(QUESTION)
			.toolSpecifications(strict(JsonObjectSchema.builder().addStringProperty("to").build()))
			.build());
		JsonNode function = body.path("tools").path(0).path("function");
		assertThat(function.path("strict").asBoolean()).isTrue();
		assertThat(function.path("parameters").path("required").path(0).asString()).isEqualTo("to");
		assertThat(function.path("parameters").path("additionalProperties").asBoolean(true)).isFalse();
		assertThat(this.simulator.log().last().path()).startsWith("/beta/");
	}

	@Test
	void aStrictToolWithoutParametersHasNoSchema() {
		for (JsonObjectSchema parameters : new JsonObjectSchema[] { null, JsonObjectSchema.builder().build() }) {
			JsonNode function = send(
					ChatRequest.builder().messages(QUESTION).toolSpecifications(strict(parameters)).build())
				.path("tools")
				.path(0)
				.path("function");
			assertThat(function.path("strict").asBoolean()).isTrue();
			assertThat(function.has("parameters")).isFalse();
		}
	}

	@Test
	void aRawSchemaThatIsNoJsonIsAnInvalidRequest() {
		assertThatExceptionOfType(InvalidRequestException.class)
			.isThrownBy(() -> send(request().responseFormat(format(JsonRawSchema.from("broken"))).build()));
	}

	@Test
	void theSchemaOfTheAnswerStandsBeforeTheLastMessageOfTheUser() {
		JsonNode messages = send(ChatRequest.builder()
			.messages(UserMessage.from("One."), AiMessage.from("1"), QUESTION, AiMessage.from(call("1", "look", "{}")),
					ToolExecutionResultMessage.from("1", "look", "a sea"))
			.responseFormat(format(JsonObjectSchema.builder().addStringProperty("city").build()))
			.build()).path("messages");
		assertThat(messages.valueStream().map((message) -> message.path("role").asString()).toList())
			.containsExactly("user", "assistant", "system", "user", "assistant", "tool");
		assertThat(messages.path(2).path("content").asString())
			.endsWith("{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}}}");
	}

	@ParameterizedTest
	@MethodSource
	void whatDeepSeekCannotDoIsRefusedBeforeItIsSent(ChatRequest request) {
		DeepSeekChatModel model = DeepSeekChatModel.builder(this.template).build();
		DeepSeekStreamingChatModel streaming = DeepSeekStreamingChatModel.builder(this.template).build();
		Handler handler = new Handler();
		assertThatExceptionOfType(UnsupportedFeatureException.class).isThrownBy(() -> model.chat(request))
			.withMessageContaining("not supported");
		assertThatExceptionOfType(UnsupportedFeatureException.class).isThrownBy(() -> streaming.chat(request, handler));
		assertThat(handler.callbacks()).isEmpty();
		assertThat(this.simulator.log().requests()).isEmpty();
	}

	static List<ChatRequest> whatDeepSeekCannotDoIsRefusedBeforeItIsSent() {
		return List.of(request().topK(3).build(), request().frequencyPenalty(0.1).build(),
				request().presencePenalty(0.1).build(),
				request().responseFormat(format(new JsonStringSchema())).build(),
				request()
					.toolSpecifications(strict(JsonObjectSchema.builder()
						.addProperty("any", JsonObjectSchema.builder().additionalProperties(true).build())
						.build()))
					.build(),
				ChatRequest.builder()
					.messages(UserMessage.from(AudioContent.from("https://example.com/a.mp3")))
					.build(),
				ChatRequest.builder()
					.messages(UserMessage
						.from(ImageContent.from("https://example.com/a.png", ImageContent.DetailLevel.MEDIUM)))
					.build(),
				ChatRequest.builder().messages(QUESTION, CustomMessage.from(Map.of("a", "b"))).build());
	}

	@Test
	void whatDeepSeekCannotDoIsNoDefaultEither() {
		ChatRequestParameters parameters = ChatRequestParameters.builder().topK(3).build();
		assertThatExceptionOfType(UnsupportedFeatureException.class)
			.isThrownBy(() -> DeepSeekChatModel.builder(this.template).defaultRequestParameters(parameters));
		assertThatExceptionOfType(UnsupportedFeatureException.class)
			.isThrownBy(() -> DeepSeekStreamingChatModel.builder(this.template).defaultRequestParameters(parameters));
	}

	private static ToolSpecification strict(@Nullable JsonObjectSchema parameters) {
		return ToolSpecification.builder().name("walk").strict(true).parameters(parameters).build();
	}

	private static ChatRequest.Builder request() {
		return ChatRequest.builder().messages(QUESTION);
	}

	private static ResponseFormat format(JsonSchemaElement root) {
		return ResponseFormat.builder()
			.type(ResponseFormatType.JSON)
			.jsonSchema(JsonSchema.builder().name("Answer").rootElement(root).build())
			.build();
	}

	private static ToolExecutionRequest call(String id, String name, String arguments) {
		return ToolExecutionRequest.builder().id(id).name(name).arguments(arguments).build();
	}

	private JsonNode send(ChatRequest request) {
		DeepSeekChatModel.builder(this.template).build().chat(request);
		return this.simulator.log().last().json();
	}

	private static JsonNode json(String json) {
		return JsonMapper.shared().readTree(json);
	}

}
