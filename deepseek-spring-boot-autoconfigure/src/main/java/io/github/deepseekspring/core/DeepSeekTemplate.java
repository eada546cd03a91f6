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

import io.github.deepseekspring.account.Balance;
import io.github.deepseekspring.account.Model;
import io.github.deepseekspring.chat.ChatCompletion;
import io.github.deepseekspring.chat.ChatCompletionChunk;
import io.github.deepseekspring.chat.ChatCompletionRequest;
import io.github.deepseekspring.completion.Completion;
import io.github.deepseekspring.completion.CompletionRequest;
import io.github.deepseekspring.messages.Message;
import io.github.deepseekspring.messages.MessageEvent;
import io.github.deepseekspring.messages.MessageRequest;
import io.github.deepseekspring.stream.KeepAlives;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.codec.ServerSentEvent;
import org.springframework.util.Assert;

/**
 * The calls to DeepSeek over HTTP. Thread-safe; made by a
 * {@link DeepSeekTemplateBuilder}.
 *
 * <pre class="code">
 * Mono&lt;String&gt; answer = deepSeek.prompt("Why is the sky blue?").content();
 *
 * Flux&lt;String&gt; tokens = deepSeek.prompt()
 *     .system("Be brief.")
 *     .user(question)
 *     .model("deepseek-v4-pro")
 *     .stream()
 *     .content();
 * </pre>
 *
 * @since 0.1.0
 */
public final class DeepSeekTemplate implements DeepSeekOperations {

	private final DefaultPromptSpec prompt;

	private final MessageApi messages;

	private final CompletionOperations completions;

	private final AccountOperations account;

	DeepSeekTemplate(DefaultPromptSpec prompt, MessageApi messages, CompletionOperations completions,
			AccountOperations account) {
		this.prompt = prompt;
		this.messages = messages;
		this.completions = completions;
		this.account = account;
	}

	/**
	 * Start to build a template.
	 * @return the builder
	 */
	public static DeepSeekTemplateBuilder builder() {
		return new DeepSeekTemplateBuilder();
	}

	@Override
	public PromptSpec prompt() {
		return this.prompt;
	}

	@Override
	public Mono<ChatCompletion> chat(ChatCompletionRequest request) {
		return of(request).completion();
	}

	@Override
	public Flux<ChatCompletionChunk> stream(ChatCompletionRequest request) {
		return of(request).stream().chunks();
	}

	@Override
	public Flux<ServerSentEvent<ChatCompletionChunk>> streamServerSentEvents(ChatCompletionRequest request) {
		return of(request).stream().serverSentEvents();
	}

	@Override
	public Mono<Message> message(MessageRequest request) {
		Assert.notNull(request, "'request' must not be null");
		return this.messages.message(request);
	}

	@Override
	public Flux<MessageEvent> streamMessage(MessageRequest request) {
		return KeepAlives.filter(streamMessageServerSentEvents(request));
	}

	@Override
	public Flux<ServerSentEvent<MessageEvent>> streamMessageServerSentEvents(MessageRequest request) {
		Assert.notNull(request, "'request' must not be null");
		return this.messages.stream(request);
	}

	@Override
	public Mono<Completion> complete(CompletionRequest request) {
		return this.completions.complete(request);
	}

	@Override
	public Flux<Completion> streamCompletion(CompletionRequest request) {
		return this.completions.streamCompletion(request);
	}

	@Override
	public Flux<ServerSentEvent<Completion>> streamCompletionServerSentEvents(CompletionRequest request) {
		return this.completions.streamCompletionServerSentEvents(request);
	}

	@Override
	public Flux<Model> models() {
		return this.account.models();
	}

	@Override
	public Mono<Balance> balance() {
		return this.account.balance();
	}

	private PromptSpec of(ChatCompletionRequest request) {
		Assert.notNull(request, "'request' must not be null");
		return this.prompt.request(request);
	}

}
