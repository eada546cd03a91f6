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

package io.github.deepseekspring.samples.benchmark.springai;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.github.deepseekspring.samples.benchmark.client.BenchmarkClient;
import io.github.deepseekspring.samples.benchmark.client.ClientSettings;
import io.github.deepseekspring.samples.benchmark.client.StreamTally;
import io.github.deepseekspring.samples.benchmark.client.StreamResult;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.deepseek.DeepSeekChatModel;
import org.springframework.ai.deepseek.DeepSeekChatOptions;
import org.springframework.ai.deepseek.api.DeepSeekApi;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Spring AI with its default settings. Its calls that are not streamed block a thread of
 * their own.
 */
final class SpringAiClient implements BenchmarkClient {

	private static final int MAX_CONNECTIONS = 12_000;

	private final DeepSeekChatModel model;

	private final ExecutorService blockingCalls = Executors.newCachedThreadPool();

	SpringAiClient(ClientSettings settings) {
		WebClient.Builder webClient = WebClient.builder();
		if (settings.has("pool", "tuned")) {
			webClient
				.clientConnector(new ReactorClientHttpConnector(HttpClient.create(ConnectionProvider.builder("tuned")
					.maxConnections(MAX_CONNECTIONS)
					.pendingAcquireMaxCount(-1)
					.build())));
		}
		this.model = DeepSeekChatModel.builder()
			.deepSeekApi(DeepSeekApi.builder()
				.baseUrl(settings.baseUrl())
				.apiKey(settings.apiKey())
				.webClientBuilder(webClient)
				.build())
			.defaultOptions(DeepSeekChatOptions.builder().model(settings.model()).build())
			.build();
	}

	@Override
	public CompletionStage<StreamResult> stream(String prompt) {
		StreamTally tally = new StreamTally();
		return this.model.stream(new Prompt(prompt))
			.doOnNext((response) -> tally.add(text(response)))
			.then()
			.toFuture()
			.thenApply((nothing) -> tally.result());
	}

	@Override
	public CompletionStage<Integer> call(String prompt) {
		return CompletableFuture.supplyAsync(() -> text(this.model.call(new Prompt(prompt))).length(),
				this.blockingCalls);
	}

	private static String text(ChatResponse response) {
		String text = (response.getResult() != null) ? response.getResult().getOutput().getText() : null;
		return (text != null) ? text : "";
	}

	@Override
	public void close() {
		this.blockingCalls.shutdown();
	}

}
