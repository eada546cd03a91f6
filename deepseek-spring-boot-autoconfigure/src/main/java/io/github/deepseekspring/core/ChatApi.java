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

import java.util.Objects;
import java.util.function.Function;

import io.github.deepseekspring.chat.AssistantMessage;
import io.github.deepseekspring.chat.ChatCompletion;
import io.github.deepseekspring.chat.ChatCompletionChunk;
import io.github.deepseekspring.chat.ChatCompletionRequest;
import io.github.deepseekspring.chat.Choice;
import io.github.deepseekspring.chat.ChunkChoice;
import io.github.deepseekspring.chat.StreamOptions;
import io.github.deepseekspring.chat.Tool;
import io.github.deepseekspring.chat.decode.ChunkDecoder;
import io.github.deepseekspring.core.Endpoint.Place;
import io.github.deepseekspring.observation.AnswerReader;
import io.github.deepseekspring.observation.ObservedCall;
import io.github.deepseekspring.stream.KeepAlives;
import io.github.deepseekspring.stream.PayloadHandler;
import io.github.deepseekspring.stream.Timeouts;
import io.github.deepseekspring.user.UserId;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpMethod;
import org.springframework.http.codec.ServerSentEvent;

/**
 * What the OpenAI-style chat API brings to the way that all calls go: its path, its codec
 * and its defaults.
 */
final class ChatApi {

	private static final String PATH = "/chat/completions";

	private static final Endpoint ENDPOINT = new Endpoint(HttpMethod.POST, Place.BASE, PATH);

	/**
	 * Where strict tools and the continuation of a prefix are served.
	 */
	private static final Endpoint BETA_ENDPOINT = new Endpoint(HttpMethod.POST, Place.BETA, PATH);

	private static final FinishRule<ChatCompletion, Choice> COMPLETION_RULE = new FinishRule<>(ChatCompletion::choices,
			Choice::finishReason);

	private static final FinishRule<ChatCompletionChunk, ChunkChoice> CHUNK_RULE = new FinishRule<>(
			ChatCompletionChunk::choices, ChunkChoice::finishReason);

	private final Exchange exchange;

	private final ChatDefaults defaults;

	private final RequestWarnings warnings;

	private final JsonMapper mapper;

	private final ObjectReader completions;

	private final ObjectReader chunks;

	ChatApi(Exchange exchange, ChatDefaults defaults, RequestWarnings warnings, JsonMapper mapper) {
		this.exchange = exchange;
		this.defaults = defaults;
		this.warnings = warnings;
		this.mapper = mapper;
		this.completions = WireFormat.answerReader(mapper, ChatCompletion.class);
		this.chunks = mapper.readerFor(ChatCompletionChunk.class);
	}

	/**
	 * Return a request with the defaults of the client where it says nothing itself.
	 */
	ChatCompletionRequest withDefaults(ChatCompletionRequest request) {
		return this.defaults.applyTo(request);
	}

	Mono<ChatCompletion> complete(ChatCompletionRequest request, Timeouts timeouts) {
		Flux<ServerSentEvent<ChatCompletion>> answer = execute(request, false, timeouts, AnswerReader.COMPLETION,
				(failures) -> AnswerHandler.of(this.mapper, this.completions, COMPLETION_RULE, failures));
		return KeepAlives.filter(answer).singleOrEmpty();
	}

	Flux<ServerSentEvent<ChatCompletionChunk>> stream(ChatCompletionRequest request, Timeouts timeouts) {
		return execute(request, true, timeouts, AnswerReader.CHUNKS, (failures) -> new ChunkHandler<>(this.mapper,
				new ChunkDecoder(this.chunks)::decode, CHUNK_RULE, failures));
	}

	private <T> Flux<ServerSentEvent<T>> execute(ChatCompletionRequest request, boolean streaming, Timeouts timeouts,
			AnswerReader<T> answers, Function<Failures, PayloadHandler<T>> handler) {
		return Flux.defer(() -> {
			String model = (request.model() != null) ? request.model() : this.defaults.model();
			ChatCompletionRequest complete = this.defaults.complete(request)
				.model(model)
				.stream(streaming)
				.streamOptions(streaming ? StreamOptions.INCLUDE_USAGE : null)
				.build();
			complete.validate();
			this.warnings.check(complete);
			return this.exchange.execute(new Call<>(isBeta(complete) ? BETA_ENDPOINT : ENDPOINT, model, streaming,
					complete.userId(), timeouts, (userId) -> withUserId(complete, userId),
					ObservedCall.of(complete, answers), handler));
		});
	}

	private static ChatCompletionRequest withUserId(ChatCompletionRequest request, @Nullable UserId userId) {
		return Objects.equals(userId, request.userId()) ? request : request.mutate().userId(userId).build();
	}

	private static boolean isBeta(ChatCompletionRequest request) {
		boolean prefix = request.messages()
			.stream()
			.anyMatch((message) -> message instanceof AssistantMessage assistant
					&& Boolean.TRUE.equals(assistant.prefix()));
		boolean strict = request.tools() != null && request.tools().stream().anyMatch(ChatApi::isStrict);
		return prefix || strict;
	}

	private static boolean isStrict(Tool tool) {
		return Boolean.TRUE.equals(tool.function().strict());
	}

}
