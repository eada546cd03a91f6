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

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialThinkingContext;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.PartialToolCallContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Writes down each callback, and may do more in one of them.
 */
final class Handler implements StreamingChatResponseHandler {

	static final Duration PATIENCE = Duration.ofSeconds(30);

	private final List<String> callbacks = new CopyOnWriteArrayList<>();

	private final List<Throwable> errors = new CopyOnWriteArrayList<>();

	private final List<ChatResponse> responses = new CopyOnWriteArrayList<>();

	private final CountDownLatch end = new CountDownLatch(1);

	private final BiConsumer<String, @Nullable StreamingHandle> also;

	Handler() {
		this((callback, handle) -> {
		});
	}

	Handler(BiConsumer<String, @Nullable StreamingHandle> also) {
		this.also = also;
	}

	Handler await() {
		try {
			assertThat(this.end.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("the end in time").isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		return this;
	}

	List<String> callbacks() {
		return this.callbacks;
	}

	List<Throwable> errors() {
		return this.errors;
	}

	Throwable error() {
		await();
		assertThat(this.errors).hasSize(1);
		return this.errors.get(0);
	}

	ChatResponse response() {
		await();
		assertThat(this.responses).as("responses, with errors " + this.errors).hasSize(1);
		return this.responses.get(0);
	}

	@Override
	public void onPartialResponse(PartialResponse partialResponse, PartialResponseContext context) {
		called("text " + partialResponse.text(), context.streamingHandle());
	}

	@Override
	public void onPartialThinking(PartialThinking partialThinking, PartialThinkingContext context) {
		called("thinking " + partialThinking.text(), context.streamingHandle());
	}

	@Override
	public void onPartialToolCall(PartialToolCall partialToolCall, PartialToolCallContext context) {
		called("part " + partialToolCall.index() + " " + partialToolCall.name() + " "
				+ partialToolCall.partialArguments(), context.streamingHandle());
	}

	@Override
	public void onCompleteToolCall(CompleteToolCall completeToolCall) {
		called("call " + completeToolCall.index() + " " + completeToolCall.toolExecutionRequest().name() + " "
				+ completeToolCall.toolExecutionRequest().arguments(), null);
	}

	@Override
	public void onCompleteResponse(ChatResponse completeResponse) {
		this.responses.add(completeResponse);
		try {
			called("complete", null);
		}
		finally {
			this.end.countDown();
		}
	}

	@Override
	public void onError(Throwable error) {
		this.errors.add(error);
		try {
			called("error " + error.getClass().getSimpleName(), null);
		}
		finally {
			this.end.countDown();
		}
	}

	private void called(String callback, @Nullable StreamingHandle handle) {
		this.callbacks.add(callback);
		this.also.accept(callback, handle);
	}

}
