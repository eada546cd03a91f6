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

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import com.openai.client.OpenAIClientAsync;
import com.openai.client.okhttp.OpenAIOkHttpClientAsync;
import com.openai.core.http.AsyncStreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import io.github.deepseekspring.samples.benchmark.client.BenchmarkClient;
import io.github.deepseekspring.samples.benchmark.client.ClientSettings;
import io.github.deepseekspring.samples.benchmark.client.StreamResult;
import io.github.deepseekspring.samples.benchmark.client.StreamTally;

/**
 * OpenAI's own library for Java, asynchronous and without retries.
 */
final class OpenAiJavaClient implements BenchmarkClient {

	private final ClientSettings settings;

	private final OpenAIClientAsync client;

	OpenAiJavaClient(ClientSettings settings) {
		this.settings = settings;
		this.client = OpenAIOkHttpClientAsync.builder()
			.baseUrl(settings.baseUrl())
			.apiKey(settings.apiKey())
			.maxRetries(0)
			.build();
	}

	@Override
	public CompletionStage<StreamResult> stream(String prompt) {
		Counter counter = new Counter();
		this.client.chat().completions().createStreaming(params(prompt)).subscribe(counter);
		return counter.result;
	}

	@Override
	public CompletionStage<Integer> call(String prompt) {
		return this.client.chat()
			.completions()
			.create(params(prompt))
			.thenApply((answer) -> answer.choices().get(0).message().content().orElse("").length());
	}

	private ChatCompletionCreateParams params(String prompt) {
		return ChatCompletionCreateParams.builder().model(this.settings.model()).addUserMessage(prompt).build();
	}

	@Override
	public void close() {
		this.client.close();
	}

	private static final class Counter implements AsyncStreamResponse.Handler<ChatCompletionChunk> {

		private final StreamTally tally = new StreamTally();

		private final CompletableFuture<StreamResult> result = new CompletableFuture<>();

		@Override
		public void onNext(ChatCompletionChunk chunk) {
			for (ChatCompletionChunk.Choice choice : chunk.choices()) {
				this.tally.add(choice.delta().content().orElse(""));
			}
		}

		@Override
		public void onComplete(Optional<Throwable> failure) {
			failure.ifPresentOrElse(this.result::completeExceptionally,
					() -> this.result.complete(this.tally.result()));
		}

	}

}
