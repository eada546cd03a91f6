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

import java.util.concurrent.CancellationException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import io.github.deepseekspring.core.DeepSeekTemplate;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.DeepSeekSimulator;
import io.github.deepseekspring.simulator.Outcome;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the thread that waits for an answer.
 */
class WaitingThreadTests {

	@AutoClose
	private final DeepSeekSimulator simulator = DeepSeekSimulator.start();

	private final DeepSeekChatModel model = DeepSeekChatModel
		.builder(DeepSeekTemplate.builder().baseUrl(this.simulator.baseUrl()).apiKey("sk-test").build())
		.build();

	@Test
	void whenItIsInterruptedThenTheCallIsCancelledAndItStaysInterrupted() throws Exception {
		this.simulator.enqueue(Answer.raw().hang());
		FutureTask<Boolean> call = new FutureTask<>(() -> {
			assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> this.model.chat("Why?"));
			return Thread.currentThread().isInterrupted();
		});
		Thread thread = new Thread(call);
		thread.start();
		this.simulator.log().awaitRequests(1, Handler.PATIENCE);
		thread.interrupt();
		assertThat(call.get(20, TimeUnit.SECONDS)).isTrue();
		assertThat(this.simulator.log().last().ended().block(Handler.PATIENCE)).isEqualTo(Outcome.CANCELLED_BY_CLIENT);
	}

	@Test
	void whenItMustNotBlockThenNothingIsSent() {
		StepVerifier.create(Mono.fromCallable(() -> this.model.chat("Why?")).subscribeOn(Schedulers.parallel()))
			.expectErrorSatisfies((ex) -> assertThat(ex).isInstanceOf(IllegalStateException.class)
				.hasMessageContaining("must not wait"))
			.verify(Handler.PATIENCE);
		assertThat(this.simulator.log().requests()).isEmpty();
	}

}
