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

import java.lang.reflect.Type;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import io.github.deepseekspring.chat.ChatCompletion;
import io.github.deepseekspring.chat.ChatCompletionRequest;
import io.github.deepseekspring.chat.ChatEvent;
import io.github.deepseekspring.stream.Timeouts;
import io.github.deepseekspring.structured.EntitySettings;
import io.github.deepseekspring.tool.ToolFunction;
import io.github.deepseekspring.tool.ToolSettings;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.ParameterizedTypeReference;

/**
 * The steps by which a chat call is made.
 */
record DefaultPromptSpec(ChatCall call) implements PromptSpec {

	@Override
	public PromptSpec request(ChatCompletionRequest request) {
		return new DefaultPromptSpec(this.call.withRequest(request));
	}

	@Override
	public PromptSpec options(Consumer<ChatCompletionRequest.Builder> options) {
		ChatCompletionRequest.Builder builder = this.call.request().mutate();
		options.accept(builder);
		return request(builder.build());
	}

	@Override
	public PromptSpec timeouts(UnaryOperator<Timeouts> timeouts) {
		return new DefaultPromptSpec(this.call.withTimeouts(timeouts.apply(this.call.timeouts())));
	}

	@Override
	public PromptSpec tools(List<? extends ToolFunction<?>> tools) {
		return new DefaultPromptSpec(this.call.withToolLoop(this.call.toolLoop().withFunctions(tools)));
	}

	@Override
	public PromptSpec toolSettings(UnaryOperator<ToolSettings> settings) {
		return new DefaultPromptSpec(this.call.withToolLoop(this.call.toolLoop().withSettings(settings)));
	}

	@Override
	public PromptSpec entitySettings(UnaryOperator<EntitySettings> settings) {
		return new DefaultPromptSpec(this.call.withEntities(this.call.entities().withSettings(settings)));
	}

	@Override
	public Mono<String> content() {
		return completion().flatMap((answer) -> Mono.justOrEmpty(answer.content())).filter((text) -> !text.isEmpty());
	}

	@Override
	public Mono<ChatCompletion> completion() {
		if (!this.call.toolLoop().hasFunctions()) {
			return complete(this.call.request());
		}
		return events().ofType(ChatEvent.Finished.class).singleOrEmpty().map(ChatEvent.Finished::completion);
	}

	private Mono<ChatCompletion> complete(ChatCompletionRequest request) {
		return this.call.api().complete(request, this.call.timeouts());
	}

	@Override
	public Flux<ChatEvent> events() {
		return events(this.call.request());
	}

	private Flux<ChatEvent> events(ChatCompletionRequest first) {
		return this.call.toolLoop()
			.run(first, (request) -> complete(request).<ChatEvent>map(ChatEvent.Finished::new).flux());
	}

	@Override
	public <T> Mono<T> entity(Class<T> type) {
		return entityOf(type);
	}

	@Override
	public <T> Mono<T> entity(ParameterizedTypeReference<T> type) {
		return entityOf(type.getType());
	}

	private <T> Mono<T> entityOf(Type type) {
		return Mono.defer(() -> this.call.entities().one(type, this.call.entityRequest(), this::events));
	}

	@Override
	public <T> Mono<List<T>> entityList(Class<T> elementType) {
		return Mono.defer(() -> this.call.entities().list(elementType, this.call.entityRequest(), this::events));
	}

	@Override
	public StreamSpec stream() {
		return new DefaultStreamSpec(this.call, false);
	}

}
