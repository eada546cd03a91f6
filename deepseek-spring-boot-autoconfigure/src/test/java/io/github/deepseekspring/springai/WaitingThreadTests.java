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

package io.github.deepseekspring.springai;

import java.util.concurrent.CancellationException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.Outcome;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

import org.springframework.ai.chat.prompt.Prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the thread that waits for an answer.
 */
class WaitingThreadTests {

	@AutoClose
	private final SimulatedChat chat = new SimulatedChat();

	@Test
	void whenItIsInterruptedThenTheCallIsCancelledAndItStaysInterrupted() throws Exception {
		this.chat.enqueue(Answer.raw().hang());
		FutureTask<Boolean> call = new FutureTask<>(() -> {
			assertThatExceptionOfType(CancellationException.class)
				.isThrownBy(() -> this.chat.model().call(new Prompt("Why?")));
			return Thread.currentThread().isInterrupted();
		});
		Thread thread = new Thread(call);
		thread.start();
		this.chat.simulator().log().awaitRequests(1, SimulatedChat.PATIENCE);
		thread.interrupt();
		assertThat(call.get(20, TimeUnit.SECONDS)).isTrue();
		assertThat(this.chat.last().ended().block(SimulatedChat.PATIENCE)).isEqualTo(Outcome.CANCELLED_BY_CLIENT);
	}

}
