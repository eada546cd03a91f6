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

package io.github.deepseekspring.core;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.RequestMethod;
import com.github.tomakehurst.wiremock.matching.RequestPatternBuilder;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.github.deepseekspring.InvalidApiKeyException;
import io.github.deepseekspring.InvalidRequestException;
import io.github.deepseekspring.InvalidUserIdException;
import io.github.deepseekspring.chat.ChatCompletionRequest;
import io.github.deepseekspring.chat.ChatMessage;
import io.github.deepseekspring.chat.ResponseFormat;
import io.github.deepseekspring.chat.StreamOptions;
import io.github.deepseekspring.chat.Thinking;
import io.github.deepseekspring.chat.Tool;
import io.github.deepseekspring.chat.ToolChoice;
import io.github.deepseekspring.user.Caller;
import io.github.deepseekspring.user.UserId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of what goes over the wire, as a server of somebody else sees it.
 */
class RequestWireMockTests {

	private static final String PATH = "/chat/completions";

	private static final ChatCompletionRequest REQUEST = ChatCompletionRequest.builder()
		.message(ChatMessage.user("Why?"))
		.build();

	private final WireMockServer server = new WireMockServer(WireMockConfiguration.options().dynamicPort());

	@BeforeEach
	void start() {
		this.server.start();
		this.server.stubFor(any(anyUrl()).willReturn(aResponse().withBody(Payloads.completion("blue"))));
	}

	@AfterEach
	void stop() {
		this.server.stop();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void headersSayWhatIsSentAndWanted(boolean streaming) {
		LoggedRequest request = send(builder(), REQUEST, streaming);
		assertThat(request.getMethod()).isEqualTo(RequestMethod.POST);
		assertThat(request.getUrl()).isEqualTo(PATH);
		assertThat(request.getHeaders().getHeader(HttpHeaders.AUTHORIZATION).values())
			.containsExactly("Bearer " + Wire.API_KEY);
		assertThat(request.getHeaders().getHeader(HttpHeaders.CONTENT_TYPE).values())
			.containsExactly("application/json");
		assertThat(request.getHeaders().getHeader(HttpHeaders.ACCEPT).values())
			.containsExactly(streaming ? "text/event-stream" : "application/json");
		assertThat(request.getHeader(HttpHeaders.CONTENT_LENGTH)).isEqualTo("" + request.getBody().length);
		assertThat(request.containsHeader(HttpHeaders.TRANSFER_ENCODING)).isFalse();
		assertThat(request.containsHeader(HttpHeaders.ACCEPT_ENCODING)).isFalse();
	}

	@Test
	void bodyIsExactlyTheRequest() {
		ChatCompletionRequest request = ChatCompletionRequest.builder()
			.model("deepseek-v4-pro")
			.messages(ChatMessage.system("Be brief."), ChatMessage.user("Caf\u00e9 \ud83c\udf0a?"))
			.thinking(Thinking.DISABLED)
			.reasoningEffort("none")
			.maxTokens(64)
			.responseFormat(ResponseFormat.JSON_OBJECT)
			.stop("END", "\n")
			.temperature(0.5)
			.topP(0.9)
			.tools(Tool.function("weather", "The weather", new LinkedHashMap<>(Map.of("type", "object"))))
			.toolChoice(ToolChoice.function("weather"))
			.logprobs(true)
			.topLogprobs(3)
			.userId(UserId.of("user-7"))
			.extra("novel", List.of(1, "two"))
			.build();
		String head = """
				{"model":"deepseek-v4-pro","messages":[{"role":"system","content":"Be brief."},\
				{"role":"user","content":"Caf\u00e9 \ud83c\udf0a?"}],"thinking":{"type":"disabled"},\
				"reasoning_effort":"none","max_tokens":64,"response_format":{"type":"json_object"},\
				"stop":["END","\\n"],""";
		String tail = """
				"temperature":0.5,"top_p":0.9,"tools":[{"type":"function","function":{"name":"weather",\
				"description":"The weather","parameters":{"type":"object"}}}],\
				"tool_choice":{"type":"function","function":{"name":"weather"}},"logprobs":true,"top_logprobs":3,\
				"user_id":"user-7","novel":[1,"two"]}""";
		assertThat(body(send(builder(), request, false))).isEqualTo(head + "\"stream\":false," + tail);
		assertThat(body(send(builder(), request, true)))
			.isEqualTo(head + "\"stream\":true,\"stream_options\":{\"include_usage\":true}," + tail);
	}

	@Test
	void whatTheTemplateSetsCannotBeSetByTheRequest() {
		ChatCompletionRequest request = REQUEST.mutate().stream(true).streamOptions(new StreamOptions(false)).build();
		assertThat(body(send(builder(), request, false))).contains("\"stream\":false").doesNotContain("stream_options");
		assertThat(body(send(builder(), request.mutate().stream(false).build(), true)))
			.contains("\"stream\":true,\"stream_options\":{\"include_usage\":true}");
	}

	@Test
	void defaultsFillWhatTheRequestLeavesOpen() {
		DeepSeekTemplateBuilder builder = builder()
			.chatDefaults(new ChatDefaults("deepseek-v4-pro", true, "max", 1000, 0.7, 0.95, List.of("END")));
		assertThat(body(send(builder, REQUEST, false))).isEqualTo("""
				{"model":"deepseek-v4-pro","messages":[{"role":"user","content":"Why?"}],\
				"thinking":{"type":"enabled"},"reasoning_effort":"max","max_tokens":1000,"stop":["END"],\
				"stream":false,"temperature":0.7,"top_p":0.95}""");
		ChatCompletionRequest own = REQUEST.mutate()
			.model("deepseek-flash")
			.thinking(Thinking.DISABLED)
			.maxTokens(1)
			.temperature(0.0)
			.topP(0.5)
			.stop("STOP")
			.build();
		assertThat(body(send(builder, own, false))).isEqualTo("""
				{"model":"deepseek-flash","messages":[{"role":"user","content":"Why?"}],\
				"thinking":{"type":"disabled"},"max_tokens":1,"stop":["STOP"],\
				"stream":false,"temperature":0.0,"top_p":0.5}""");
	}

	@Test
	void whenNothingIsSetThenDeepSeeksDefaultsHold() {
		assertThat(body(send(builder(), REQUEST, false))).isEqualTo("""
				{"model":"deepseek-v4-flash","messages":[{"role":"user","content":"Why?"}],"stream":false}""");
	}

	@Test
	void userIdComesFromTheCallOrFromTheResolver() {
		DeepSeekTemplateBuilder builder = builder().callerResolver(
				(explicit) -> Mono.just(new Caller("alice", (explicit != null) ? explicit : UserId.of("resolved"))));
		assertThat(body(send(builder, REQUEST, false))).contains("\"user_id\":\"resolved\"");
		assertThat(body(send(builder, REQUEST.mutate().userId(UserId.of("given")).build(), true)))
			.contains("\"user_id\":\"given\"");
		DeepSeekTemplateBuilder nobody = builder().callerResolver((explicit) -> Mono.just(Caller.NOBODY));
		assertThat(body(send(nobody, REQUEST.mutate().userId(UserId.of("given")).build(), false)))
			.doesNotContain("user_id");
		this.server.resetRequests();
		assertThat(builder().build().prompt("Why?").userId("fluent").content().block(Wire.PATIENCE)).isEqualTo("blue");
		assertThat(body(received().get(0))).contains("\"user_id\":\"fluent\"");
	}

	@Test
	void betaFeaturesGoToTheBetaPath() {
		Tool tool = Tool.function("weather", null, Map.of("type", "object"));
		ChatCompletionRequest prefix = REQUEST.mutate().message(ChatMessage.assistantPrefix("Because")).build();
		assertThat(send(builder(), prefix, false).getUrl()).isEqualTo("/beta" + PATH);
		assertThat(send(builder(), prefix, true).getUrl()).isEqualTo("/beta" + PATH);
		assertThat(send(builder(), REQUEST.mutate().tools(tool.asStrict()).build(), false).getUrl())
			.isEqualTo("/beta" + PATH);
		assertThat(send(builder(), REQUEST.mutate().tools(tool).build(), false).getUrl()).isEqualTo(PATH);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/gateway/v1", "/gateway/v1/" })
	void baseUrlMayHaveAPath(String path) {
		DeepSeekTemplateBuilder builder = builder().baseUrl(URI.create(this.server.baseUrl() + path));
		assertThat(send(builder, REQUEST, false).getUrl()).isEqualTo("/gateway/v1" + PATH);
	}

	@Test
	void clientCanBeAdjusted() {
		DeepSeekTemplateBuilder builder = builder().webClient((client) -> client.defaultHeader("X-First", "1"))
			.webClient((client) -> client.defaultHeader("X-Second", "2"));
		LoggedRequest request = send(builder, REQUEST, false);
		assertThat(request.getHeader("X-First")).isEqualTo("1");
		assertThat(request.getHeader("X-Second")).isEqualTo("2");
	}

	@Test
	void errorsOfTheServerAreTold() {
		this.server.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(401)
			.withHeader("x-ds-trace-id", "trace-7")
			.withBody(Payloads.error("no such key", "authentication_error", "invalid"))));
		InvalidApiKeyException failure = Signals.of(builder().build().chat(REQUEST))
			.failure(InvalidApiKeyException.class);
		assertThat(failure.getTraceId()).isEqualTo("trace-7");
		assertThat(failure.getAnswer().message()).isEqualTo("no such key");
	}

	static List<UnaryOperator<ChatCompletionRequest.Builder>> invalid() {
		return List.of((request) -> request.messages(List.of()),
				(request) -> request.tools(Tool.function("f", null, null)).toolChoice(ToolChoice.REQUIRED),
				(request) -> request.tools(Tool.function("f", null, null)).toolChoice(ToolChoice.function("f")),
				(request) -> request.temperature(2.1), (request) -> request.temperature(-0.1),
				(request) -> request.temperature(Double.NaN), (request) -> request.topP(0.0),
				(request) -> request.topP(1.1), (request) -> request.maxTokens(0),
				(request) -> request.maxTokens(393_217), (request) -> request.topLogprobs(3),
				(request) -> request.logprobs(true).topLogprobs(21), (request) -> request.stop(""),
				(request) -> request.tools(Tool.function("no spaces", null, null)),
				(request) -> request.message(ChatMessage.tool("unknown", "22")),
				(request) -> request.message(ChatMessage.user("lone \ud83c surrogate")));
	}

	@ParameterizedTest
	@MethodSource("invalid")
	void whenRuleOfTheApiIsBrokenThenNothingIsSent(UnaryOperator<ChatCompletionRequest.Builder> change) {
		ChatCompletionRequest request = change.apply(REQUEST.mutate()).build();
		DeepSeekTemplate template = builder().retry(Wire.attempts(3)).build();
		for (boolean streaming : new boolean[] { false, true }) {
			Publisher<?> answer = streaming ? template.stream(request) : template.chat(request);
			InvalidRequestException failure = Signals.of(answer).failure(InvalidRequestException.class);
			assertThat(failure.getField()).isNotEmpty();
			assertThat(failure.getAnswer()).isNull();
			assertThat(failure.isRetryable()).isFalse();
		}
		assertThat(received()).isEmpty();
	}

	@Test
	void whenUserIdBreaksTheRuleThenNothingIsSent() {
		PromptSpec prompt = builder().build().prompt("Why?");
		Consumer<String> use = (userId) -> prompt.userId(userId);
		for (String userId : new String[] { "", "alice@example.org", "a b", "\u00e9", "x".repeat(513) }) {
			assertThatExceptionOfType(InvalidUserIdException.class).isThrownBy(() -> use.accept(userId))
				.satisfies((failure) -> assertThat(failure.getMessage()).doesNotContain("alice"));
		}
		assertThat(received()).isEmpty();
	}

	private DeepSeekTemplateBuilder builder() {
		return DeepSeekTemplate.builder()
			.baseUrl(URI.create(this.server.baseUrl()))
			.apiKey(Wire.API_KEY)
			.retry(new RetrySettings(1, Duration.ZERO, Duration.ZERO, 0));
	}

	/**
	 * Send a request and return what the server received. What it answers does not
	 * matter.
	 */
	private LoggedRequest send(DeepSeekTemplateBuilder builder, ChatCompletionRequest request, boolean streaming) {
		this.server.resetRequests();
		DeepSeekTemplate template = builder.build();
		Publisher<?> answer = streaming ? template.stream(request) : template.chat(request);
		Signals.of(answer);
		assertThat(received()).hasSize(1);
		return received().get(0);
	}

	private List<LoggedRequest> received() {
		return this.server.findAll(RequestPatternBuilder.allRequests());
	}

	private static String body(LoggedRequest request) {
		return new String(request.getBody(), StandardCharsets.UTF_8);
	}

}
