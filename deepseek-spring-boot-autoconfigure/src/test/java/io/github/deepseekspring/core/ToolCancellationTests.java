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

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Supplier;

import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.Outcome;
import io.github.deepseekspring.simulator.RecordedRequest;
import io.github.deepseekspring.tool.ToolFunction;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that nothing goes on of a call with tools that nobody wants any more.
 */
@Timeout(60)
class ToolCancellationTests {

	private final CountDownLatch started = new CountDownLatch(1);

	private final CountDownLatch cancelled = new CountDownLatch(1);

	@AutoClose
	private final Wire wire = new Wire();

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenCancelledWhileAMonoRunsThenItIsCancelled(boolean streaming) throws InterruptedException {
		cancelWithin(streaming,
				() -> Mono.never()
					.doOnSubscribe((subscription) -> this.started.countDown())
					.doOnCancel(this.cancelled::countDown));
	}

	@Test
	void whenCancelledWhileAFluxRunsThenItIsCancelled() throws InterruptedException {
		cancelWithin(true,
				() -> Flux.just(1)
					.concatWith(Flux.never())
					.doOnNext((element) -> this.started.countDown())
					.doOnCancel(this.cancelled::countDown));
	}

	@Test
	void whenCancelledWhileAFutureRunsThenItIsCancelled() throws InterruptedException {
		cancelWithin(true, () -> {
			CompletableFuture<String> future = new ObservedFuture();
			future.whenComplete((result, failure) -> this.cancelled.countDown());
			return future;
		});
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenCancelledWhileAFunctionBlocksThenItsThreadIsInterrupted(boolean streaming) throws InterruptedException {
		cancelWithin(streaming, () -> {
			this.started.countDown();
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				this.cancelled.countDown();
			}
			return "too late";
		});
	}

	private void cancelWithin(boolean streaming, Supplier<Object> tool) throws InterruptedException {
		this.wire.answer(Answer.toolCall("slow", "{}"));
		PromptSpec prompt = this.wire.template().prompt("Go.").tools(ToolFunction.of("slow", "Takes its time.", tool));
		Disposable call = (streaming ? prompt.stream().events() : prompt.events()).subscribe();
		await(this.started);
		assertThat(this.cancelled.getCount()).isEqualTo(1);
		call.dispose();
		await(this.cancelled);
		assertThat(this.wire.log().requests()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenCancelledInALaterRoundThenTheServerSeesIt(boolean streaming) {
		this.wire.answer(Answer.toolCall("quick", "{}"), Answer.raw().repeat("\n", Wire.PATIENCE));
		PromptSpec prompt = this.wire.template()
			.prompt("Go.")
			.tools(ToolFunction.of("quick", "Is quick.", () -> "done"));
		Disposable call = (streaming ? prompt.stream().events() : prompt.events()).subscribe();
		this.wire.log().awaitRequests(2, Wire.PATIENCE);
		call.dispose();
		this.wire.log().awaitIdle(Wire.PATIENCE);
		assertThat(this.wire.log().requests()).extracting(RecordedRequest::outcome)
			.containsExactly(Outcome.COMPLETED, Outcome.CANCELLED_BY_CLIENT);
	}

	private static void await(CountDownLatch latch) throws InterruptedException {
		assertThat(latch.await(Wire.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
	}

	/**
	 * A future that tells when somebody waits for it.
	 */
	private final class ObservedFuture extends CompletableFuture<String> {

		@Override
		public <U> CompletableFuture<U> handle(BiFunction<? super String, Throwable, ? extends U> function) {
			CompletableFuture<U> handled = super.handle(function);
			ToolCancellationTests.this.started.countDown();
			return handled;
		}

	}

}
