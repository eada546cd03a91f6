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

import io.github.deepseekspring.DeepSeekException;
import io.github.deepseekspring.chat.ChatCompletion;
import io.github.deepseekspring.chat.ChatCompletionAccumulator;
import io.github.deepseekspring.chat.ChatCompletionChunk;
import io.github.deepseekspring.chat.ChatCompletionRequest;
import io.github.deepseekspring.chat.ChatEvent;
import io.github.deepseekspring.chat.ChatEventAssembler;
import io.github.deepseekspring.chat.ChunkChoice;
import io.github.deepseekspring.stream.KeepAlives;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.codec.ServerSentEvent;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * The forms in which a streamed answer can be had.
 */
record DefaultStreamSpec(ChatCall call, boolean signalling) implements StreamSpec {

	@Override
	public StreamSpec signals() {
		return new DefaultStreamSpec(this.call, true);
	}

	@Override
	public Flux<ServerSentEvent<ChatCompletionChunk>> serverSentEvents() {
		Assert.state(!hasTools(), "Chunks are those of one answer, and a call with tools has several; "
				+ "use events(), content() or completion()");
		return this.call.api().stream(this.call.request(), this.call.timeouts());
	}

	@Override
	public Flux<ChatCompletionChunk> chunks() {
		return KeepAlives.filter(serverSentEvents());
	}

	@Override
	public Flux<String> content() {
		if (hasTools()) {
			return events().ofType(ChatEvent.Text.class).map(ChatEvent.Text::text);
		}
		return chunks().map(DefaultStreamSpec::text).filter((text) -> !text.isEmpty());
	}

	private static String text(ChatCompletionChunk chunk) {
		for (ChunkChoice choice : chunk.choices()) {
			String text = (choice.delta() != null) ? choice.delta().content() : null;
			if (text != null && !text.isEmpty()) {
				return text;
			}
		}
		return "";
	}

	@Override
	public Flux<ChatEvent> events() {
		return events(this.call.request());
	}

	private Flux<ChatEvent> events(ChatCompletionRequest first) {
		return this.call.toolLoop().run(first, this::answer);
	}

	private boolean hasTools() {
		return this.call.toolLoop().hasFunctions();
	}

	private Flux<ChatEvent> answer(ChatCompletionRequest request) {
		return Flux.defer(() -> {
			ChatEventAssembler assembler = new ChatEventAssembler();
			return this.call.api()
				.stream(request, this.call.timeouts())
				.concatMapDelayError((event) -> Flux.fromIterable(events(event, assembler)), 0)
				.concatWith(Mono.fromSupplier(assembler::finish));
		});
	}

	private List<ChatEvent> events(ServerSentEvent<ChatCompletionChunk> event, ChatEventAssembler assembler) {
		ChatCompletionChunk chunk = event.data();
		if (chunk != null) {
			return assembler.add(chunk);
		}
		if (!this.signalling) {
			return List.of();
		}
		String comment = event.comment();
		return List.of(Exchange.isQueued(event) ? new ChatEvent.Queued()
				: new ChatEvent.KeepAlive((comment != null) ? comment : ""));
	}

	@Override
	public Mono<ChatCompletion> completion() {
		return hasTools() ? lastCompletion() : onlyCompletion();
	}

	private Mono<ChatCompletion> onlyCompletion() {
		return Mono.defer(() -> {
			ChatCompletionAccumulator accumulator = new ChatCompletionAccumulator();
			return chunks().doOnNext(accumulator::add)
				.then(Mono.fromSupplier(accumulator::toCompletion))
				.doOnError(DeepSeekException.class,
						(ex) -> keepPartialContent(ex, accumulator.toCompletion().content()));
		});
	}

	private Mono<ChatCompletion> lastCompletion() {
		return Mono.defer(() -> {
			StringBuilder text = new StringBuilder();
			return events().doOnNext((event) -> {
				if (event instanceof ChatEvent.Text piece) {
					text.append(piece.text());
				}
				else if (event instanceof ChatEvent.RoundFinished) {
					text.setLength(0);
				}
			})
				.doOnError(DeepSeekException.class, (ex) -> keepPartialContent(ex, text.toString()))
				.ofType(ChatEvent.Finished.class)
				.singleOrEmpty()
				.map(ChatEvent.Finished::completion);
		});
	}

	@Override
	public <T> Flux<T> entityList(Class<T> elementType) {
		return Flux.defer(() -> this.call.entities().each(elementType, this.call.entityRequest(), this::events));
	}

	private static void keepPartialContent(DeepSeekException failure, @Nullable String partial) {
		if (StringUtils.hasLength(partial) && failure.getPartialContent() == null) {
			failure.initPartialContent(partial);
		}
	}

}
