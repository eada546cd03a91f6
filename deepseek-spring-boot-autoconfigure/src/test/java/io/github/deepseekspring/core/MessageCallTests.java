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
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.deepseekspring.chat.Thinking;
import io.github.deepseekspring.concurrency.ConcurrencySettings;
import io.github.deepseekspring.concurrency.FairConcurrencyLimiter;
import io.github.deepseekspring.concurrency.LimitGroupSnapshot;
import io.github.deepseekspring.messages.ContentBlock;
import io.github.deepseekspring.messages.Message;
import io.github.deepseekspring.messages.MessageAccumulator;
import io.github.deepseekspring.messages.MessageParam;
import io.github.deepseekspring.messages.MessageRequest;
import io.github.deepseekspring.messages.MessageTool;
import io.github.deepseekspring.messages.StopReason;
import io.github.deepseekspring.messages.ThinkingBlock;
import io.github.deepseekspring.messages.ToolUseBlock;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.RecordedRequest;
import io.github.deepseekspring.user.Caller;
import io.github.deepseekspring.user.UserId;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of message calls that succeed: what is sent, and what comes back.
 */
class MessageCallTests {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private static final MessageRequest REQUEST = MessageRequest.builder().user("Why is the sky blue?").build();

	private static final MessageTool WEATHER = new MessageTool("weather", "The weather", Map.of("type", "object"));

	@AutoClose
	private final Wire wire = new Wire();

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void answerHasThinkingTextAndUsage(boolean streaming) {
		this.wire.answer(Answer.text("Rayleigh scattering.").reasoning("Light, then."));
		Message message = call(this.wire.template(), REQUEST, streaming);
		assertThat(message.text()).isEqualTo("Rayleigh scattering.");
		assertThat(message.content().get(0)).isInstanceOfSatisfying(ThinkingBlock.class, (thinking) -> {
			assertThat(thinking.thinking()).isEqualTo("Light, then.");
			assertThat(thinking.signature()).isNotEmpty();
		});
		assertThat(message.stopReason()).isEqualTo(StopReason.END_TURN);
		assertThat(message.usage().promptTokens()).isPositive();
		assertThat(message.usage().outputTokens()).isPositive();
		assertThat(message.id()).isNotEmpty();
	}

	@Test
	void streamedAnswerIsTheSameAsTheWholeOne() {
		this.wire.answerAll(Answer.text("Look.").reasoning("Hm.").toolCall("weather", "{\"city\": \"Pisa\"}"));
		MessageRequest request = REQUEST.mutate().tools(WEATHER).build();
		Message streamed = call(this.wire.template(), request, true);
		Message whole = call(this.wire.template(), request, false);
		assertThat(streamed.text()).isEqualTo(whole.text());
		assertThat(streamed.toolUses().get(0).input()).isEqualTo(whole.toolUses().get(0).input());
		assertThat(streamed.toolUses().get(0).input()).isEqualTo(Map.of("city", "Pisa"));
		assertThat(streamed.stopReason()).isEqualTo(StopReason.TOOL_USE).isEqualTo(whole.stopReason());
		assertThat(streamed.usage().extra()).isEqualTo(whole.usage().extra());
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void requestHasItsPathItsHeadersAndOneKey(boolean streaming) {
		this.wire.answer(Answer.text("blue"), Answer.text("blue"));
		DeepSeekTemplate template = this.wire.template();
		call(template, REQUEST, streaming);
		RecordedRequest request = this.wire.log().last();
		assertThat(request.method()).isEqualTo("POST");
		assertThat(request.path()).isEqualTo("/anthropic/v1/messages");
		assertThat(request.header("x-api-key")).isEqualTo(Wire.API_KEY);
		assertThat(request.header("Authorization")).isNull();
		assertThat(request.header("Content-Type")).isEqualTo("application/json");
		assertThat(request.header("Accept")).isEqualTo(streaming ? "text/event-stream" : "application/json");
		assertThat(request.header("anthropic-beta")).isNull();
		template.chat(Wire.REQUEST).block(Wire.PATIENCE);
		assertThat(this.wire.log().last().header("Authorization")).isEqualTo("Bearer " + Wire.API_KEY);
		assertThat(this.wire.log().last().header("x-api-key")).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "''", "/", "/v1", "/v1/", "/beta", "/anthropic", "/anthropic/", "/anthropic/v1" })
	void pathFitsTheBaseUrl(String base) {
		this.wire.answer(Answer.text("blue"));
		DeepSeekTemplate template = this.wire.builder()
			.baseUrl(URI.create(this.wire.simulator().baseUrl() + base))
			.build();
		assertThat(call(template, REQUEST, false).text()).isEqualTo("blue");
	}

	@Test
	void whenAnImageIsAnUploadedFileThenTheHeaderForFilesIsSent() {
		this.wire.answerAll(Answer.of(200, "application/json", MessageEvents.message("a cat", "end_turn")));
		MessageRequest inResult = MessageRequest.builder()
			.user("Look")
			.message(MessageParam.assistant(new ToolUseBlock("t", "f", Map.of())))
			.message(MessageParam.user(ContentBlock.toolResult("t", List.of(ContentBlock.imageFile("file-1")))))
			.build();
		MessageRequest inMessage = MessageRequest.builder()
			.message(MessageParam.user(ContentBlock.text("What is it?"), ContentBlock.imageFile("file-1")))
			.build();
		for (MessageRequest request : List.of(inResult, inMessage)) {
			call(this.wire.template(), request, false);
			assertThat(this.wire.log().last().header("anthropic-beta")).isEqualTo("files-api-2025-04-14");
		}
	}

	@Test
	void defaultsFillWhatTheRequestLeavesOpen() {
		this.wire.answerAll(Answer.text("blue"));
		ChatDefaults defaults = new ChatDefaults("deepseek-v4-pro", true, "max", 1000, 0.7, 0.95, List.of("END"));
		DeepSeekTemplate template = this.wire.builder().chatDefaults(defaults).build();
		assertThat(body(template, REQUEST)).isEqualTo("""
				{"model":"deepseek-v4-pro","max_tokens":1000,\
				"messages":[{"role":"user","content":"Why is the sky blue?"}],"thinking":{"type":"enabled"},\
				"output_config":{"effort":"max"},"stop_sequences":["END"],"stream":false,"temperature":0.7,\
				"top_p":0.95}""");
		MessageRequest own = REQUEST.mutate()
			.model("deepseek-flash")
			.thinking(Thinking.DISABLED)
			.maxTokens(1)
			.temperature(0.0)
			.topP(0.5)
			.stopSequences(List.of("STOP"))
			.build();
		assertThat(body(template, own)).isEqualTo("""
				{"model":"deepseek-flash","max_tokens":1,\
				"messages":[{"role":"user","content":"Why is the sky blue?"}],"thinking":{"type":"disabled"},\
				"stop_sequences":["STOP"],"stream":false,"temperature":0.0,"top_p":0.5}""");
		assertThat(body(template, REQUEST.mutate().effort("low").build())).contains("{\"effort\":\"low\"}")
			.doesNotContain("\"thinking\":");
	}

	@ParameterizedTest
	@CsvSource({ ",,,65536", ",max,,131072", "false,,,8192", ",none,disabled,8192", "true,none,disabled,8192" })
	void whereNobodyTellsTheLengthDeepSeeksDefaultIsSent(Boolean thinking, String effort, String sent, int maxTokens) {
		this.wire.answerAll(Answer.text("blue"));
		ChatDefaults defaults = new ChatDefaults("deepseek-flash", thinking, effort, null, null, null, null);
		String body = body(this.wire.builder().chatDefaults(defaults).build(), REQUEST);
		assertThat(body).contains("\"max_tokens\":" + maxTokens + ",");
		assertThat(body.contains("\"thinking\":{\"type\":\"disabled\"}"))
			.isEqualTo("disabled".equals(sent) || Boolean.FALSE.equals(thinking));
		assertThat(body).doesNotContain("\"none\"");
	}

	@Test
	void whenTheRequestItselfTellsNoEffortThenItDoesNotThink() {
		this.wire.answerAll(Answer.text("blue"));
		ChatDefaults defaults = new ChatDefaults("deepseek-flash", true, "max", null, null, null, null);
		String body = body(this.wire.builder().chatDefaults(defaults).build(), REQUEST.mutate().effort("none").build());
		assertThat(body).contains("\"max_tokens\":8192,", "\"thinking\":{\"type\":\"disabled\"}")
			.doesNotContain("output_config");
	}

	@Test
	void userIdComesFromTheCallOrTheResolverAndOtherMetadataStays() {
		this.wire.answerAll(Answer.text("blue"));
		DeepSeekTemplate template = this.wire.builder()
			.callerResolver(
					(explicit) -> Mono.just(new Caller("alice", (explicit != null) ? explicit : UserId.of("resolved"))))
			.build();
		assertThat(body(template, REQUEST)).endsWith("\"metadata\":{\"user_id\":\"resolved\"}}");
		assertThat(this.wire.log().last().userId()).isEqualTo("resolved");
		MessageRequest own = REQUEST.mutate().userId(UserId.of("given")).extra("metadata", Map.of("trace", 7)).build();
		assertThat(body(template, own)).endsWith("\"metadata\":{\"user_id\":\"given\",\"trace\":7}}");
		DeepSeekTemplate nobody = this.wire.builder().callerResolver((explicit) -> Mono.just(Caller.NOBODY)).build();
		assertThat(body(nobody, own)).endsWith("\"metadata\":{\"trace\":7}}");
		assertThat(body(nobody, REQUEST)).doesNotContain("metadata");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void thinkingIsSentBackAsItCameInAToolConversation(boolean streaming) {
		this.wire.answer(Answer.text("").reasoning("The tower \"leans\".").toolCall("weather", "{\"city\":\"Pisa\"}"),
				Answer.text("Sunny.").reasoning("Fine."));
		DeepSeekTemplate template = this.wire.template();
		MessageRequest question = MessageRequest.builder().user("The weather in Pisa?").tools(WEATHER).build();
		Message first = call(template, question, streaming);
		MessageRequest second = question.mutate()
			.message(first.toParam())
			.message(MessageParam.user(ContentBlock.toolResult(first.toolUses().get(0).id(), "sunny")))
			.build();
		assertThat(call(template, second, streaming).text()).isEqualTo("Sunny.");
		String thinking = MAPPER.writeValueAsString(first.content().get(0));
		assertThat(thinking)
			.startsWith("{\"type\":\"thinking\",\"thinking\":\"The tower \\\"leans\\\".\",\"signature\":\"");
		assertThat(this.wire.log().last().body()).contains("{\"role\":\"assistant\",\"content\":[" + thinking + ",");
	}

	@Test
	void blocksWithUnknownMembersAreSentBackByteByByte() {
		String block = "{\"type\":\"thinking\",\"thinking\":\"Hm.\",\"zeta\":{\"b\":1.50,\"a\":null},\"signature\":\"s/+=\",\"n\":[]}";
		String unknown = "{\"b\":1,\"type\":\"server_tool_use\",\"id\":\"x\",\"name\":\"n\",\"input\":{},\"a\":2}";
		String content = "[" + block + "," + unknown + ",{\"type\":\"text\",\"text\":\"blue\"}]";
		this.wire.answerAll(Answer.of(200, "application/json",
				"{\"role\":\"assistant\",\"content\":" + content + ",\"stop_reason\":\"end_turn\"}"));
		Message first = call(this.wire.template(), REQUEST, false);
		call(this.wire.template(), REQUEST.mutate().message(first.toParam()).user("And now?").build(), false);
		assertThat(this.wire.log().last().body()).contains("{\"role\":\"assistant\",\"content\":" + content + "}");
	}

	@ParameterizedTest
	@CsvSource({ "claude-opus-4-7,deepseek-v4-pro", "claude-sonnet-4-6,deepseek-v4-flash",
			"claude-haiku-4-5,deepseek-v4-flash", "anything,deepseek-v4-flash", "deepseek-v4-pro,deepseek-v4-pro",
			"deepseek-flash,deepseek-v4-flash" })
	void slotIsOneOfTheModelThatServes(String model, String group) {
		FairConcurrencyLimiter limiter = new FairConcurrencyLimiter(ConcurrencySettings.defaults());
		this.wire.answer(Answer.raw().keepAlive().hang());
		Disposable call = this.wire.builder()
			.concurrencyLimiter(limiter)
			.build()
			.streamMessage(REQUEST.mutate().model(model).build())
			.subscribe();
		this.wire.log().awaitRequests(1, Wire.PATIENCE);
		assertThat(limiter.snapshot().stream().filter((snapshot) -> snapshot.inFlight() > 0)).singleElement()
			.satisfies((snapshot) -> assertThat(snapshot.models()).contains(group));
		assertThat(this.wire.log().last().model()).isEqualTo(model);
		call.dispose();
		assertThat(limiter.snapshot()).extracting(LimitGroupSnapshot::inFlight).containsOnly(0);
		this.wire.log().awaitIdle(Wire.PATIENCE);
	}

	@Test
	void whileTheSlotIsTakenAMessageWaitsAndSaysSo() {
		ConcurrencySettings defaults = ConcurrencySettings.defaults();
		FairConcurrencyLimiter limiter = new FairConcurrencyLimiter(
				new ConcurrencySettings(true, defaults.accountType(), Map.of("deepseek-v4-flash", 1), Map.of(), 1,
						Map.of(), 10, Duration.ofHours(1), defaults.linger(), defaults.adaptive()));
		DeepSeekTemplate template = this.wire.builder().concurrencyLimiter(limiter).build();
		this.wire.answer(Answer.raw().keepAlive().hang(), Answer.text("blue"));
		Disposable chat = template.stream(Wire.REQUEST).subscribe();
		this.wire.log().awaitRequests(1, Wire.PATIENCE);
		Flux<String> message = template.streamMessageServerSentEvents(REQUEST)
			.doOnNext((event) -> chat.dispose())
			.map((event) -> (event.comment() != null) ? event.comment() : "data");
		assertThat(Signals.of(message).complete()).startsWith("queued", "data").contains("ping").endsWith("data");
	}

	private String body(DeepSeekTemplate template, MessageRequest request) {
		call(template, request, false);
		return this.wire.log().last().body();
	}

	static Message call(DeepSeekTemplate template, MessageRequest request, boolean streaming) {
		Mono<Message> answer = streaming ? template.streamMessage(request)
			.collect(MessageAccumulator::new, MessageAccumulator::add)
			.map(MessageAccumulator::toMessage) : template.message(request);
		return answer.blockOptional(Wire.PATIENCE).orElseThrow();
	}

}
