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

import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

import io.github.deepseekspring.core.DeepSeekTemplate;
import io.github.deepseekspring.core.DeepSeekTemplateBuilder;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.DeepSeekSimulator;
import io.github.deepseekspring.simulator.RecordedRequest;

import org.springframework.ai.chat.client.ChatClient;

/**
 * A chat model in front of a simulator.
 */
final class SimulatedChat implements AutoCloseable {

	static final Duration PATIENCE = Duration.ofSeconds(20);

	private final DeepSeekSimulator simulator = DeepSeekSimulator.builder()
		.keepAliveInterval(Duration.ofMillis(10))
		.queueTime(Duration.ZERO)
		.thinkingTime(Duration.ZERO)
		.chunkInterval(Duration.ZERO)
		.start();

	private final DeepSeekChatModel model = DeepSeekChatModel.builder(template((builder) -> builder)).build();

	DeepSeekTemplate template(UnaryOperator<DeepSeekTemplateBuilder> settings) {
		return settings
			.apply(DeepSeekTemplate.builder().baseUrl(this.simulator.baseUrl()).apiKey("sk-0123456789abcdef"))
			.build();
	}

	DeepSeekChatModel model() {
		return this.model;
	}

	ChatClient client() {
		return ChatClient.create(this.model);
	}

	DeepSeekSimulator simulator() {
		return this.simulator;
	}

	void enqueue(Answer... answers) {
		this.simulator.enqueue(answers);
	}

	RecordedRequest last() {
		return this.simulator.log().last();
	}

	List<RecordedRequest> requests() {
		return this.simulator.log().requests();
	}

	@Override
	public void close() {
		this.simulator.close();
	}

}
