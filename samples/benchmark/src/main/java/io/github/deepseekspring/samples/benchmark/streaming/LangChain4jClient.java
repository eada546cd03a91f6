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

package io.github.deepseekspring.samples.benchmark.streaming;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import io.github.deepseekspring.samples.benchmark.client.BenchmarkClient;
import io.github.deepseekspring.samples.benchmark.client.ClientSettings;
import io.github.deepseekspring.samples.benchmark.client.StreamResult;
import io.github.deepseekspring.samples.benchmark.client.StreamTally;

/**
 * LangChain4j's models for the API of OpenAI, with Java's HTTP client. Calls that are not
 * streamed block a thread of their own.
 */
final class LangChain4jClient implements BenchmarkClient {

	private final OpenAiStreamingChatModel streams;

	private final OpenAiChatModel calls;

	private final ExecutorService blockingCalls = Executors.newCachedThreadPool();

	LangChain4jClient(ClientSettings settings) {
		this.streams = OpenAiStreamingChatModel.builder()
			.baseUrl(settings.baseUrl())
			.apiKey(settings.apiKey())
			.modelName(settings.model())
			.build();
		this.calls = OpenAiChatModel.builder()
			.baseUrl(settings.baseUrl())
			.apiKey(settings.apiKey())
			.modelName(settings.model())
			.maxRetries(0)
			.build();
	}

	@Override
	public CompletionStage<StreamResult> stream(String prompt) {
		Counter counter = new Counter();
		this.streams.chat(prompt, counter);
		return counter.result;
	}

	@Override
	public CompletionStage<Integer> call(String prompt) {
		return CompletableFuture.supplyAsync(() -> this.calls.chat(prompt).length(), this.blockingCalls);
	}

	@Override
	public void close() {
		this.blockingCalls.shutdown();
	}

	private static final class Counter implements StreamingChatResponseHandler {

		private final StreamTally tally = new StreamTally();

		private final CompletableFuture<StreamResult> result = new CompletableFuture<>();

		@Override
		public void onPartialResponse(String text) {
			this.tally.add(text);
		}

		@Override
		public void onCompleteResponse(ChatResponse response) {
			this.result.complete(this.tally.result());
		}

		@Override
		public void onError(Throwable failure) {
			this.result.completeExceptionally(failure);
		}

	}

}
