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

import io.github.deepseekspring.DeepSeekException;
import io.github.deepseekspring.chat.ChatCompletion;
import io.github.deepseekspring.chat.ChatCompletionChunk;
import io.github.deepseekspring.chat.ChatCompletionRequest;
import io.github.deepseekspring.chat.ChatMessage;
import io.github.deepseekspring.simulator.Answer;
import io.github.deepseekspring.simulator.DeepSeekSimulator;
import io.github.deepseekspring.simulator.RequestLog;
import io.github.deepseekspring.simulator.SimulatorClock;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

import org.springframework.http.client.reactive.ReactorClientHttpConnector;

/**
 * A simulator and the templates that talk to it, over real sockets and with a connection
 * pool of their own.
 */
final class Wire implements AutoCloseable {

	static final String API_KEY = "sk-wire-0123456789abcdef";

	/**
	 * How long a test waits for what does not come.
	 */
	static final Duration PATIENCE = Duration.ofSeconds(30);

	static final ChatCompletionRequest REQUEST = ChatCompletionRequest.builder()
		.message(ChatMessage.user("Why is the sky blue?"))
		.build();

	private final ConnectionProvider connections = ConnectionProvider.builder("wire")
		.maxConnections(1000)
		.pendingAcquireMaxCount(-1)
		.build();

	private final DeepSeekSimulator simulator;

	Wire() {
		this(SimulatorClock.real());
	}

	Wire(SimulatorClock clock) {
		this.simulator = DeepSeekSimulator.builder().clock(clock).start();
	}

	DeepSeekSimulator simulator() {
		return this.simulator;
	}

	RequestLog log() {
		return this.simulator.log();
	}

	/**
	 * Script the next answers.
	 */
	Wire answer(Answer... answers) {
		this.simulator.enqueue(answers);
		return this;
	}

	/**
	 * Give every request the same answer.
	 */
	Wire answerAll(Answer answer) {
		this.simulator.answerAll((request) -> answer);
		return this;
	}

	/**
	 * Start to build a template that sends each request once.
	 */
	DeepSeekTemplateBuilder builder() {
		HttpClient client = HttpClient.create(this.connections).compress(false).disableRetry(true);
		return DeepSeekTemplate.builder()
			.baseUrl(this.simulator.baseUrl())
			.apiKey(API_KEY)
			.connector(new ReactorClientHttpConnector(client))
			.retry(attempts(1));
	}

	DeepSeekTemplate template() {
		return builder().build();
	}

	/**
	 * Return settings that hardly wait between attempts.
	 */
	static RetrySettings attempts(int maxAttempts) {
		return new RetrySettings(maxAttempts, Duration.ofMillis(1), Duration.ofSeconds(1), 0);
	}

	Mono<ChatCompletion> call() {
		return template().chat(REQUEST);
	}

	Flux<ChatCompletionChunk> stream() {
		return template().stream(REQUEST);
	}

	/**
	 * Make a call whose content is of interest, streamed or not.
	 */
	String content(boolean streaming) {
		Mono<ChatCompletion> answer = streaming ? template().prompt().request(REQUEST).stream().completion() : call();
		return answer.map((completion) -> String.valueOf(completion.content())).blockOptional(PATIENCE).orElseThrow();
	}

	/**
	 * Make a call that has to fail, streamed or not.
	 */
	DeepSeekException failure(boolean streaming) {
		Publisher<?> answer = streaming ? stream() : call();
		return Signals.of(answer).failure();
	}

	@Override
	public void close() {
		this.simulator.close();
		this.connections.disposeLater().block(PATIENCE);
	}

}
