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

import java.util.function.Function;

import io.github.deepseekspring.completion.Completion;
import io.github.deepseekspring.completion.CompletionChoice;
import io.github.deepseekspring.completion.CompletionRequest;
import io.github.deepseekspring.core.Endpoint.Place;
import io.github.deepseekspring.observation.AnswerReader;
import io.github.deepseekspring.observation.ObservedCall;
import io.github.deepseekspring.stream.KeepAlives;
import io.github.deepseekspring.stream.PayloadHandler;
import io.github.deepseekspring.stream.Timeouts;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpMethod;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.util.Assert;

/**
 * What the API that completes texts brings to the way that all calls go. Its requests
 * have a caller, who decides their place in the queue, but send no {@code user_id}.
 */
final class CompletionApi implements CompletionOperations {

	private static final Endpoint ENDPOINT = new Endpoint(HttpMethod.POST, Place.BETA, "/completions");

	private static final FinishRule<Completion, CompletionChoice> RULE = new FinishRule<>(Completion::choices,
			CompletionChoice::finishReason);

	private final Exchange exchange;

	private final String defaultModel;

	private final Timeouts timeouts;

	private final RequestWarnings warnings;

	private final JsonMapper mapper;

	private final ObjectReader answers;

	private final ObjectReader pieces;

	CompletionApi(Exchange exchange, String defaultModel, Timeouts timeouts, RequestWarnings warnings,
			JsonMapper mapper) {
		this.exchange = exchange;
		this.defaultModel = defaultModel;
		this.timeouts = timeouts;
		this.warnings = warnings;
		this.mapper = mapper;
		this.answers = WireFormat.answerReader(mapper, Completion.class);
		this.pieces = mapper.readerFor(Completion.class);
	}

	@Override
	public Mono<Completion> complete(CompletionRequest request) {
		Flux<ServerSentEvent<Completion>> answer = execute(request, false,
				(failures) -> AnswerHandler.of(this.mapper, this.answers, RULE, failures));
		return KeepAlives.filter(answer).singleOrEmpty();
	}

	@Override
	public Flux<Completion> streamCompletion(CompletionRequest request) {
		return KeepAlives.filter(streamCompletionServerSentEvents(request));
	}

	@Override
	public Flux<ServerSentEvent<Completion>> streamCompletionServerSentEvents(CompletionRequest request) {
		return execute(request, true,
				(failures) -> new ChunkHandler<>(this.mapper, this.pieces::readValue, RULE, failures));
	}

	private Flux<ServerSentEvent<Completion>> execute(CompletionRequest request, boolean streaming,
			Function<Failures, PayloadHandler<Completion>> handler) {
		Assert.notNull(request, "'request' must not be null");
		return Flux.defer(() -> {
			String model = (request.model() != null) ? request.model() : this.defaultModel;
			CompletionRequest complete = request.mutate().model(model).build().withStream(streaming);
			complete.validate();
			this.warnings.checkModel(model);
			return this.exchange.execute(new Call<>(ENDPOINT, model, streaming, null, this.timeouts,
					(userId) -> complete, ObservedCall.of(complete, AnswerReader.TEXT), handler));
		});
	}

}
