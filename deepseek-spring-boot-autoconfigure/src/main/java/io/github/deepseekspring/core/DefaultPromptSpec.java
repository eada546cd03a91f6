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

import io.github.deepseekspring.chat.ChatCompletion;
import io.github.deepseekspring.chat.ChatCompletionRequest;
import io.github.deepseekspring.chat.ChatEvent;
import io.github.deepseekspring.chat.ChatMessage;
import io.github.deepseekspring.stream.Timeouts;
import io.github.deepseekspring.tool.ToolFunction;
import io.github.deepseekspring.tool.ToolLoop;
import io.github.deepseekspring.tool.ToolSettings;
import io.github.deepseekspring.user.UserId;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The request so far, the tools that run for it, and the chat API that it goes to.
 */
record DefaultPromptSpec(ChatApi api, ChatCompletionRequest soFar, Timeouts clocks,
		ToolLoop toolLoop) implements PromptSpec {

	@Override
	public PromptSpec request(ChatCompletionRequest request) {
		return new DefaultPromptSpec(this.api, request, this.clocks, this.toolLoop);
	}

	@Override
	public PromptSpec system(String text) {
		return options((request) -> request.message(ChatMessage.system(text)));
	}

	@Override
	public PromptSpec user(String text) {
		return options((request) -> request.message(ChatMessage.user(text)));
	}

	@Override
	public PromptSpec messages(List<? extends ChatMessage> messages) {
		return options((request) -> messages.forEach(request::message));
	}

	@Override
	public PromptSpec prefix(String text) {
		return options((request) -> request.message(ChatMessage.assistantPrefix(text)));
	}

	@Override
	public PromptSpec model(String model) {
		return options((request) -> request.model(model));
	}

	@Override
	public PromptSpec userId(String userId) {
		UserId valid = UserId.of(userId);
		return options((request) -> request.userId(valid));
	}

	@Override
	public PromptSpec options(Consumer<ChatCompletionRequest.Builder> options) {
		ChatCompletionRequest.Builder builder = this.soFar.mutate();
		options.accept(builder);
		return request(builder.build());
	}

	@Override
	public PromptSpec timeouts(UnaryOperator<Timeouts> timeouts) {
		return new DefaultPromptSpec(this.api, this.soFar, timeouts.apply(this.clocks), this.toolLoop);
	}

	@Override
	public PromptSpec tools(List<? extends ToolFunction<?>> tools) {
		return with(this.toolLoop.withFunctions(tools));
	}

	@Override
	public PromptSpec toolSettings(UnaryOperator<ToolSettings> settings) {
		return with(this.toolLoop.withSettings(settings));
	}

	private PromptSpec with(ToolLoop toolLoop) {
		return new DefaultPromptSpec(this.api, this.soFar, this.clocks, toolLoop);
	}

	@Override
	public Mono<String> content() {
		return completion().flatMap((answer) -> Mono.justOrEmpty(answer.content())).filter((text) -> !text.isEmpty());
	}

	@Override
	public Mono<ChatCompletion> completion() {
		if (!this.toolLoop.hasFunctions()) {
			return this.api.complete(this.soFar, this.clocks);
		}
		return events().ofType(ChatEvent.Finished.class).singleOrEmpty().map(ChatEvent.Finished::completion);
	}

	@Override
	public Flux<ChatEvent> events() {
		return this.toolLoop.run(this.soFar,
				(request) -> this.api.complete(request, this.clocks).<ChatEvent>map(ChatEvent.Finished::new).flux());
	}

	@Override
	public StreamSpec stream() {
		return new DefaultStreamSpec(this.api, this.soFar, this.clocks, this.toolLoop, false);
	}

}
