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

import java.util.List;
import java.util.stream.Stream;

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

import org.springframework.util.Assert;

/**
 * Makes the calls of a {@link DeepSeekOperations} and waits for them. Thread-safe.
 *
 * <pre class="code">
 * String answer = deepSeek.prompt("Why is the sky blue?").content();
 *
 * try (Stream&lt;String&gt; tokens = deepSeek.prompt(question).stream().content()) {
 *     tokens.forEach(writer::print);
 * }
 * </pre>
 *
 * @since 0.1.0
 */
public final class BlockingDeepSeekTemplate implements BlockingDeepSeekOperations {

	private final DeepSeekOperations operations;

	/**
	 * Create a template.
	 * @param operations makes the calls
	 */
	public BlockingDeepSeekTemplate(DeepSeekOperations operations) {
		Assert.notNull(operations, "'operations' must not be null");
		this.operations = operations;
	}

	@Override
	public BlockingPromptSpec prompt() {
		return new DefaultBlockingPromptSpec(this.operations.prompt());
	}

	@Override
	public ChatCompletion chat(ChatCompletionRequest request) {
		return BlockingCall.await(this.operations.chat(request));
	}

	@Override
	public Stream<ChatCompletionChunk> stream(ChatCompletionRequest request) {
		return BlockingCall.stream(this.operations.stream(request));
	}

	@Override
	public Message message(MessageRequest request) {
		return BlockingCall.await(this.operations.message(request));
	}

	@Override
	public Stream<MessageEvent> streamMessage(MessageRequest request) {
		return BlockingCall.stream(this.operations.streamMessage(request));
	}

	@Override
	public Completion complete(CompletionRequest request) {
		return BlockingCall.await(this.operations.complete(request));
	}

	@Override
	public Stream<Completion> streamCompletion(CompletionRequest request) {
		return BlockingCall.stream(this.operations.streamCompletion(request));
	}

	@Override
	public List<Model> models() {
		return BlockingCall.await(this.operations.models().collectList());
	}

	@Override
	public Balance balance() {
		return BlockingCall.await(this.operations.balance());
	}

}
