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

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.exception.NonRetriableException;
import dev.langchain4j.exception.RetriableException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.model.chat.response.StreamingHandle;
import dev.langchain4j.model.output.FinishReason;
import io.github.deepseekspring.IncompleteToolCallException;
import io.github.deepseekspring.StalledException;
import io.github.deepseekspring.TruncatedException;
import io.github.deepseekspring.core.DeepSeekTemplate;
import io.github.deepseekspring.core.DeepSeekTemplateBuilder;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.DeepSeekSimulator;
import io.github.deepseekspring.simulator.Fault;
import io.github.deepseekspring.simulator.Outcome;
import io.github.deepseekspring.stream.Timeouts;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what a handler is told, over real sockets.
 */
@Timeout(60)
class StreamingCallTests {

	private static final Answer STALLS_AFTER_TWO = Answer.chunks("one ", "two ", "three")
		.fault(Fault.stall().afterChunks(3));

	@AutoClose
	private final DeepSeekSimulator simulator = DeepSeekSimulator.start();

	private final DeepSeekStreamingChatModel model = model(builder());

	private DeepSeekTemplateBuilder builder() {
		return DeepSeekTemplate.builder().baseUrl(this.simulator.baseUrl()).apiKey("sk-test");
	}

	private static DeepSeekStreamingChatModel model(DeepSeekTemplateBuilder builder) {
		return DeepSeekStreamingChatModel.builder(builder.build()).build();
	}

	@Test
	void tellsThinkingAndTextInPiecesAndThenTheWhole() {
		this.simulator.enqueue(Answer.reasoning("Hm.").chunks("It is ", "blue.").usage(10, 4, 6, 2));
		Handler handler = ask(new Handler()).await();
		assertThat(handler.callbacks()).startsWith("thinking Hm")
			.endsWith("text It is ", "text blue.", "complete")
			.containsOnlyOnce("complete");
		AiMessage message = handler.response().aiMessage();
		assertThat(message.text()).isEqualTo("It is blue.");
		assertThat(message.thinking()).isEqualTo("Hm.");
		DeepSeekChatResponseMetadata metadata = (DeepSeekChatResponseMetadata) handler.response().metadata();
		assertThat(metadata.finishReason()).isEqualTo(FinishReason.STOP);
		assertThat(metadata.id()).isNotBlank();
		assertThat(metadata.systemFingerprint()).isNotBlank();
		assertThat(metadata.created()).isPositive();
		DeepSeekTokenUsage usage = (DeepSeekTokenUsage) metadata.tokenUsage();
		assertThat(usage.inputTokenCount()).isEqualTo(10);
		assertThat(usage.outputTokenCount()).isEqualTo(6);
		assertThat(usage.cacheHitTokenCount()).isEqualTo(4);
		assertThat(usage.cacheMissTokenCount()).isEqualTo(6);
		assertThat(usage.reasoningTokenCount()).isEqualTo(2);
	}

	@Test
	void tellsToolCallsInPiecesAndThenWholeWhenTheAnswerIs() {
		this.simulator.enqueue(Answer.toolCall("time", "{\"zone\":\"UTC\"}").toolCall("date", "{}"));
		Handler handler = ask(new Handler()).await();
		assertThat(String.join("", pieces(handler, "part 0 time "))).isEqualTo("{\"zone\":\"UTC\"}");
		assertThat(String.join("", pieces(handler, "part 1 date "))).isEqualTo("{}");
		assertThat(handler.callbacks()).endsWith("call 0 time {\"zone\":\"UTC\"}", "call 1 date {}", "complete");
		assertThat(handler.response().aiMessage().toolExecutionRequests()).hasSize(2);
	}

	private static List<String> pieces(Handler handler, String prefix) {
		return handler.callbacks()
			.stream()
			.filter((callback) -> callback.startsWith(prefix))
			.map((callback) -> callback.substring(prefix.length()))
			.toList();
	}

	@Test
	void whenAToolCallIsCutOffThenItIsAnErrorAndNoCall() {
		this.simulator.enqueue(Answer.toolCall("transfer", "{\"amount\":1").finishReason("length"));
		Handler handler = ask(new Handler()).await();
		assertThat(handler.callbacks()).noneMatch((callback) -> callback.startsWith("call "))
			.doesNotContain("complete");
		assertThat(handler.error()).isInstanceOf(NonRetriableException.class)
			.hasCauseInstanceOf(IncompleteToolCallException.class);
	}

	@Test
	void whenTheAnswerEndsTooEarlyThenTheErrorIsTheOnlyEnd() {
		this.simulator.enqueue(Answer.chunks("one ", "two ").fault(Fault.truncate().afterChunks(3)));
		Handler handler = ask(new Handler()).await();
		assertThat(handler.callbacks()).containsExactly("text one ", "text two ", "error RetriableException");
		assertThat(handler.error()).isExactlyInstanceOf(RetriableException.class)
			.hasCauseInstanceOf(TruncatedException.class);
	}

	@Test
	void whenTheAnswerStallsThenItIsATimeout() {
		this.simulator.enqueue(STALLS_AFTER_TWO);
		DeepSeekStreamingChatModel impatient = model(
				builder().timeouts(Timeouts.defaults().withPayloadIdle(Duration.ofMillis(200))));
		Handler handler = new Handler();
		impatient.chat("Why?", handler);
		handler.await();
		assertThat(handler.callbacks()).containsExactly("text one ", "text two ", "error TimeoutException");
		assertThat(handler.error()).isInstanceOf(TimeoutException.class).hasCauseInstanceOf(StalledException.class);
	}

	@Test
	void whenCancelledInACallbackThenTheConnectionIsClosedAndNothingMoreIsTold() {
		this.simulator.enqueue(STALLS_AFTER_TWO);
		AtomicReference<StreamingHandle> handle = new AtomicReference<>();
		Handler handler = ask(new Handler((callback, current) -> {
			handle.set(current);
			current.cancel();
		}));
		awaitRequest(Outcome.CANCELLED_BY_CLIENT);
		assertThat(handler.callbacks()).containsExactly("text one ");
		assertThat(handle.get().isCancelled()).isTrue();
		handle.get().cancel();
		assertThat(handle.get().isCancelled()).isTrue();
	}

	@Test
	void whenCancelledFromElsewhereThenTheCallbackThatRunsIsNotInterrupted() throws InterruptedException {
		this.simulator.enqueue(STALLS_AFTER_TWO);
		AtomicReference<StreamingHandle> handle = new AtomicReference<>();
		AtomicBoolean interrupted = new AtomicBoolean();
		CountDownLatch running = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		CountDownLatch done = new CountDownLatch(1);
		Handler handler = ask(new Handler((callback, current) -> {
			handle.set(current);
			running.countDown();
			try {
				release.await();
			}
			catch (InterruptedException ex) {
				interrupted.set(true);
			}
			done.countDown();
		}));
		running.await();
		assertThat(handle.get().isCancelled()).isFalse();
		handle.get().cancel();
		awaitRequest(Outcome.CANCELLED_BY_CLIENT);
		release.countDown();
		done.await();
		assertThat(interrupted).isFalse();
		assertThat(handler.callbacks()).containsExactly("text one ");
	}

	@Test
	void whenAToolCallIsCancelledAtItsEndThenTheResponseIsNotTold() {
		this.simulator.enqueue(Answer.toolCall("time", "{}"));
		AtomicReference<StreamingHandle> handle = new AtomicReference<>();
		CountDownLatch called = new CountDownLatch(1);
		Handler handler = ask(new Handler((callback, current) -> {
			if (callback.startsWith("part")) {
				handle.set(current);
			}
			if (callback.startsWith("call")) {
				handle.get().cancel();
				called.countDown();
			}
		}));
		awaitRequest(Outcome.COMPLETED);
		assertThat(called).satisfies(CountDownLatch::await);
		assertThat(handler.callbacks()).doesNotContain("complete").endsWith("call 0 time {}");
	}

	@Test
	void callbacksRunWhereBlockingIsAllowed() {
		this.simulator.enqueue(Answer.chunks("one ", "two "));
		AtomicBoolean nonBlocking = new AtomicBoolean();
		Handler handler = ask(new Handler((callback, handle) -> {
			if (Schedulers.isInNonBlockingThread()) {
				nonBlocking.set(true);
			}
		})).await();
		assertThat(handler.errors()).isEmpty();
		assertThat(nonBlocking).isFalse();
	}

	@Test
	void whenTheHandlerThrowsAnErrorOfTheMachineThenTheCallEndsWithIt() {
		this.simulator.enqueue(STALLS_AFTER_TWO);
		AssertionError failure = new AssertionError("broken");
		Handler handler = ask(new Handler((callback, handle) -> {
			if (callback.startsWith("text")) {
				throw failure;
			}
		})).await();
		awaitRequest(Outcome.CANCELLED_BY_CLIENT);
		assertThat(handler.callbacks()).containsExactly("text one ", "error AssertionError");
		assertThat(handler.errors()).containsExactly(failure);
	}

	@Test
	void whenTheHandlerThrowsAnErrorAtTheEndThenItIsToldOfIt() {
		CompletableFuture<String> told = new CompletableFuture<>();
		ask(new Handler((callback, handle) -> {
			if (callback.equals("complete")) {
				throw new AssertionError("broken");
			}
			if (callback.startsWith("error")) {
				told.complete(callback);
			}
		}));
		assertThat(told).succeedsWithin(Handler.PATIENCE).isEqualTo("error AssertionError");
	}

	private Handler ask(Handler handler) {
		this.model.chat("Why?", handler);
		return handler;
	}

	private void awaitRequest(Outcome outcome) {
		this.simulator.log().awaitRequests(1, Handler.PATIENCE);
		assertThat(this.simulator.log().last().ended().block(Handler.PATIENCE)).isEqualTo(outcome);
	}

}
