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
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.github.deepseekspring.chat.ChatCompletion;
import io.github.deepseekspring.chat.ChatCompletionRequest;
import io.github.deepseekspring.chat.ChatEvent;
import io.github.deepseekspring.stream.Timeouts;
import io.github.deepseekspring.structured.EntitySettings;
import io.github.deepseekspring.tool.ToolFunction;
import io.github.deepseekspring.tool.ToolSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ParameterizedTypeReference;

/**
 * Makes a chat call step by step and waits for it.
 */
record DefaultBlockingPromptSpec(PromptSpec call) implements BlockingPromptSpec {

	@Override
	public BlockingPromptSpec request(ChatCompletionRequest request) {
		return new DefaultBlockingPromptSpec(this.call.request(request));
	}

	@Override
	public BlockingPromptSpec options(Consumer<ChatCompletionRequest.Builder> options) {
		return new DefaultBlockingPromptSpec(this.call.options(options));
	}

	@Override
	public BlockingPromptSpec timeouts(UnaryOperator<Timeouts> timeouts) {
		return new DefaultBlockingPromptSpec(this.call.timeouts(timeouts));
	}

	@Override
	public BlockingPromptSpec tools(List<? extends ToolFunction<?>> tools) {
		return new DefaultBlockingPromptSpec(this.call.tools(tools));
	}

	@Override
	public BlockingPromptSpec toolSettings(UnaryOperator<ToolSettings> settings) {
		return new DefaultBlockingPromptSpec(this.call.toolSettings(settings));
	}

	@Override
	public BlockingPromptSpec entitySettings(UnaryOperator<EntitySettings> settings) {
		return new DefaultBlockingPromptSpec(this.call.entitySettings(settings));
	}

	@Override
	public @Nullable String content() {
		return BlockingCall.await(this.call.content().singleOptional()).orElse(null);
	}

	@Override
	public ChatCompletion completion() {
		return BlockingCall.await(this.call.completion());
	}

	@Override
	public Stream<ChatEvent> events() {
		return BlockingCall.stream(this.call.events());
	}

	@Override
	public <T> T entity(Class<T> type) {
		return BlockingCall.await(this.call.entity(type));
	}

	@Override
	public <T> T entity(ParameterizedTypeReference<T> type) {
		return BlockingCall.await(this.call.entity(type));
	}

	@Override
	public <T> List<T> entityList(Class<T> elementType) {
		return BlockingCall.await(this.call.entityList(elementType));
	}

	@Override
	public BlockingStreamSpec stream() {
		return new DefaultBlockingStreamSpec(this.call.stream());
	}

}
