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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.deepseekspring.ClosedBeforeInferenceException;
import io.github.deepseekspring.GenerationInterruptedException;
import io.github.deepseekspring.RateLimitException;
import io.github.deepseekspring.ServerException;
import io.github.deepseekspring.StalledException;
import io.github.deepseekspring.StalledException.Clock;
import io.github.deepseekspring.TruncatedException;
import io.github.deepseekspring.chat.AssistantMessage;
import io.github.deepseekspring.chat.ChatCompletionChunk;
import io.github.deepseekspring.chat.ChatCompletionRequest;
import io.github.deepseekspring.chat.ChatEvent;
import io.github.deepseekspring.chat.ChatMessage;
import io.github.deepseekspring.chat.Tool;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.ChatAnswer;
import io.github.deepseekspring.simulator.Fault;
import io.github.deepseekspring.simulator.Outcome;
import io.github.deepseekspring.simulator.RawAnswerBuilder;
import io.github.deepseekspring.simulator.RecordedRequest;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.SignalType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what clients of this API are known to get wrong.
 */
class KnownClientDefectsTests {

	@AutoClose
	private final Wire wire = new Wire();

	@Test
	void reasoningGoesBackInTheSecondRequestOfAStreamedToolLoop() {
		this.wire.answer(Answer.reasoning("I need the weather.").toolCall("weather", "{\"city\":\"Berlin\"}"),
				Answer.text("Sunny."));
		ChatCompletionRequest first = Wire.REQUEST.mutate()
			.tools(Tool.function("weather", "The weather", null))
			.build();
		DeepSeekTemplate template = this.wire.template();
		ChatEvent last = template.prompt().request(first).stream().events().blockLast(Wire.PATIENCE);
		assertThat(last).isInstanceOf(ChatEvent.Finished.class);
		AssistantMessage answer = ((ChatEvent.Finished) last).completion().message();
		assertThat(answer).isNotNull();
		assertThat(answer.toolCalls()).hasSize(1);
		String id = answer.toolCalls().get(0).id();
		assertThat(id).isNotNull();
		ChatCompletionRequest second = first.mutate().message(answer).message(ChatMessage.tool(id, "22")).build();
		assertThat(template.prompt().request(second).stream().content().blockLast(Wire.PATIENCE)).isNotNull();
		JsonNode message = new JsonMapper().readTree(this.wire.log().last().body()).path("messages").path(1);
		assertThat(message.path("role").asString()).isEqualTo("assistant");
		assertThat(message.path("reasoning_content").asString()).isEqualTo("I need the weather.");
		assertThat(message.path("tool_calls").path(0).path("function").path("arguments").asString())
			.isEqualTo("{\"city\":\"Berlin\"}");
	}

	@Test
	void streamWithoutItsEndIsNoSuccess() {
		this.wire.answer(Answer.text("blue sky").fault(Fault.truncate()),
				Answer.text("blue").fault(Fault.truncate().beforeFinish()));
		assertThat(this.wire.failure(true)).isExactlyInstanceOf(TruncatedException.class);
		assertThat(this.wire.failure(true)).isExactlyInstanceOf(TruncatedException.class);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void keepAlivesAloneAreNoAnswer(boolean streaming) {
		this.wire.answer(Answer.raw().write(streaming ? ": keep-alive\n\n" : "\n").end());
		assertThat(this.wire.failure(streaming)).isExactlyInstanceOf(ClosedBeforeInferenceException.class)
			.satisfies((failure) -> assertThat(failure.isRetryable()).isTrue());
	}

	@Test
	void silentStallEndsTheStream() {
		this.wire.answer(Answer.chunks("a", "b", "c", "d").fault(Fault.stall().afterChunks(3)));
		Signals<String> signals = Signals.of(this.wire.template()
			.prompt("Why?")
			.timeouts((timeouts) -> timeouts.withPayloadIdle(Duration.ofMillis(300)))
			.stream()
			.content());
		assertThat(signals.items()).containsExactly("a", "b");
		assertThat(signals.failure(StalledException.class).getClock()).isEqualTo(Clock.PAYLOAD_IDLE);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void errorAfterStatus200IsTheServersError(boolean streaming) {
		this.wire.answer(Answer.text("x").fault(Fault.errorInStream("The GPU is on fire").afterChunks(0)));
		ServerException failure = (ServerException) this.wire.failure(streaming);
		assertThat(failure.getAnswer().message()).isEqualTo("The GPU is on fire");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void exhaustedServerDoesNotBreakTheDecoding(boolean streaming) {
		this.wire.answer(Answer.text("blue").finishReason("insufficient_system_resource"));
		assertThat(this.wire.failure(streaming)).isExactlyInstanceOf(GenerationInterruptedException.class);
	}

	@Test
	void commentBeforeDataAndEndMarkerInTextLoseNothing() {
		String first = ": keep-alive\n" + Payloads.event(Payloads.chunk("Hello"));
		String second = ": keep-alive\n" + Payloads.event(Payloads.chunk(" [DONE] data: "));
		this.wire.answer(Answer.raw()
			.write(first)
			.write(second)
			.event(Payloads.chunk("[DONE]"))
			.event(Payloads.finish("stop"))
			.done()
			.end());
		assertThat(this.wire.content(true)).isEqualTo("Hello [DONE] data: [DONE]");
	}

	@Test
	void resetInTheAnswerIsOneSignal() throws InterruptedException {
		this.wire.answer(Answer.raw().event(Payloads.chunk("blue")).reset());
		List<SignalType> signals = new ArrayList<>();
		CountDownLatch ended = new CountDownLatch(1);
		this.wire.stream().subscribe(new BaseSubscriber<ChatCompletionChunk>() {

			@Override
			protected void hookOnError(Throwable failure) {
				signals.add(SignalType.ON_ERROR);
			}

			@Override
			protected void hookOnComplete() {
				signals.add(SignalType.ON_COMPLETE);
			}

			@Override
			protected void hookFinally(SignalType type) {
				ended.countDown();
			}

		});
		assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
		this.wire.log().awaitIdle(Wire.PATIENCE);
		assertThat(signals).containsExactly(SignalType.ON_ERROR);
	}

	@Test
	void endMarkerNeverLeavesTheDecoder() {
		this.wire.answerAll(Answer.chunks("a", "b"));
		StreamSpec stream = this.wire.template().prompt("Why?").stream();
		assertThat(Signals.of(stream.content()).complete()).containsExactly("a", "b");
		assertThat(Signals.of(stream.chunks()).complete()).hasSize(4)
			.allSatisfy((chunk) -> assertThat(chunk.choices()).hasSize(1));
		assertThat(Signals.of(stream.serverSentEvents()).complete()).hasSize(4)
			.allSatisfy((event) -> assertThat(event.data()).isNotNull());
	}

	@Test
	void cancelReachesTheServer() {
		this.wire.answer(Answer.raw().repeat(Payloads.event(Payloads.chunk("on")), Duration.ofMillis(1)));
		assertThat(this.wire.stream().blockFirst(Wire.PATIENCE)).isNotNull();
		this.wire.log().awaitIdle(Wire.PATIENCE);
		assertThat(this.wire.log().last().outcome()).isEqualTo(Outcome.CANCELLED_BY_CLIENT);
	}

	@Test
	void connectionIsUsedAgainAfterAStream() {
		this.wire.answerAll(Answer.raw().write(Payloads.stream("blue")).pause(Duration.ofMillis(30)).end());
		for (int i = 0; i < 12; i++) {
			assertThat(this.wire.content(true)).isEqualTo("blue");
		}
		// A connection goes back just after its answer, so that a call can come too early
		assertThat(this.wire.log().connectionsAccepted()).isLessThanOrEqualTo(2);
	}

	/**
	 * More than the connections, tasks and threads that other clients have by default.
	 */
	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void asManyCallsRunAtOnceAsTheLimitsAllowAndNoneNeedsAThread(boolean streaming) {
		this.wire.answerAll(Answer.raw().event(Payloads.chunk("blue")).hang());
		DeepSeekTemplate template = DeepSeekTemplate.builder()
			.baseUrl(this.wire.simulator().baseUrl())
			.apiKey(Wire.API_KEY)
			.build();
		int threads = Thread.activeCount();
		Disposable.Composite calls = Disposables.composite();
		for (int i = 0; i < 700; i++) {
			calls.add(streaming ? template.stream(Wire.REQUEST).subscribe() : template.chat(Wire.REQUEST).subscribe());
		}
		this.wire.log().awaitRequests(700, Wire.PATIENCE);
		assertThat(this.wire.log().highestConcurrency()).isEqualTo(700);
		assertThat(Thread.activeCount() - threads).isLessThan(50);
		calls.dispose();
		this.wire.log().awaitIdle(Wire.PATIENCE);
	}

	@Test
	void callOutlivesItsClocksWhileKeepAlivesFlow() {
		RawAnswerBuilder answer = Answer.raw(200, "application/json");
		for (int i = 0; i < 12; i++) {
			answer.write("\n").pause(Duration.ofMillis(50));
		}
		this.wire.answer(answer.write(Payloads.completion("blue")).end());
		assertThat(this.wire.template()
			.prompt("Why?")
			.timeouts((timeouts) -> timeouts.withCallWireIdle(Duration.ofMillis(300)))
			.content()
			.block(Wire.PATIENCE)).isEqualTo("blue");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void limitedRequestComesAgainWhenTheServerWantsIt(boolean streaming) {
		ChatAnswer answer = Answer.text("blue");
		this.wire.answer(Answer.retryAfter("0"), Answer.retryAfter("0"), answer);
		assertThat(this.wire.content(streaming)).isEqualTo("blue");
		assertThat(this.wire.log().requests()).extracting(RecordedRequest::status).containsExactly(429, 429, 200);
		this.wire.simulator().reset();
		this.wire.answerAll(Answer.retryAfter("3600"));
		assertThat(this.wire.failure(streaming)).isExactlyInstanceOf(RateLimitException.class);
		assertThat(this.wire.log().requests()).hasSize(1);
	}

}
