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

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import io.github.deepseekspring.CallState;
import io.github.deepseekspring.StalledException;
import io.github.deepseekspring.StalledException.Clock;
import io.github.deepseekspring.concurrency.ConcurrencyLimiter;
import io.github.deepseekspring.observation.CallObservations;
import io.github.deepseekspring.observation.CallObserver;
import io.github.deepseekspring.stream.AnswerClocks;
import io.github.deepseekspring.stream.AnswerFlux;
import io.github.deepseekspring.stream.AnswerState;
import io.github.deepseekspring.stream.PayloadHandler;
import io.github.deepseekspring.user.Caller;
import io.github.deepseekspring.user.CallerResolver;
import io.github.deepseekspring.user.UserId;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.codec.ServerSentEvent;

/**
 * The way of every call: who, may I, send, read and watch, settle.
 */
final class Exchange {

	/**
	 * The comment of the event that stands for waiting for a free slot.
	 */
	private static final ServerSentEvent<?> QUEUED = ServerSentEvent.builder().comment("queued").build();

	private static final byte[] NOTHING = {};

	private final HttpExchange http;

	private final JsonMapper mapper;

	private final RequestWriter writer;

	private final String apiKey;

	private final CallerResolver callers;

	private final ConcurrencyLimiter limiter;

	private final RetryPolicy retry;

	private final CallObservations observations;

	private final int maxSize;

	Exchange(HttpExchange http, JsonMapper mapper, String apiKey, CallerResolver callers, ConcurrencyLimiter limiter,
			RetryPolicy retry, CallObservations observations, int maxSize) {
		this.http = http;
		this.mapper = mapper;
		this.writer = new RequestWriter(mapper);
		this.apiKey = apiKey;
		this.callers = callers;
		this.limiter = limiter;
		this.retry = retry;
		this.observations = observations;
		this.maxSize = maxSize;
	}

	/**
	 * Return the events of an answer: payloads, keep-alives, and one that tells that the
	 * call waits for a free slot. Nothing is looked up or sent before the subscription.
	 */
	<T> Flux<ServerSentEvent<T>> execute(Call<T> call) {
		return this.observations.observe(call.observed(), call.model(), (observer) -> execute(call, observer));
	}

	private <T> Flux<ServerSentEvent<T>> execute(Call<T> call, CallObserver observer) {
		AtomicReference<AnswerState> latest = new AtomicReference<>();
		String model = call.model();
		Flux<ServerSentEvent<T>> answer = (model != null) ? resolve(call.userId()).flatMapMany((caller) -> {
			observer.waits();
			return this.retry
				.retry(this.limiter.limit(attempts(call, caller.userId(), latest, observer), model, caller, queued()));
		}) : this.retry.retry(attempts(call, null, latest, observer));
		return limitOverall(answer, call.timeouts().overall(), latest);
	}

	/**
	 * Return what sends the request once at each subscription.
	 */
	private <T> Flux<ServerSentEvent<T>> attempts(Call<T> call, @Nullable UserId userId,
			AtomicReference<AnswerState> latest, CallObserver observer) {
		byte[] request = (call.request() != null) ? this.writer.write(call.request().apply(userId)) : null;
		return Flux.defer(() -> {
			AnswerState state = new AnswerState();
			latest.set(state);
			observer.attempt(state);
			return attempt(call, request, state, observer);
		});
	}

	private Mono<Caller> resolve(@Nullable UserId explicit) {
		return this.callers.resolve(explicit)
			.switchIfEmpty(Mono.error(() -> new IllegalStateException(
					"The CallerResolver found no caller, not even Caller.NOBODY; nothing is sent")));
	}

	private <T> Flux<ServerSentEvent<T>> attempt(Call<T> call, byte @Nullable [] request, AnswerState state,
			CallObserver observer) {
		boolean silentWhileGenerating = !call.streaming() && call.model() != null;
		AnswerClocks clocks = new AnswerClocks(call.timeouts(), !silentWhileGenerating);
		Redaction redaction = new Redaction(this.apiKey, (request != null) ? request : NOTHING, this.mapper);
		Failures failures = new Failures(this.mapper, redaction, state);
		PayloadHandler<T> handler = observer.watch(call.handler().apply(failures), call.observed().answers());
		Flux<DataBuffer> body = observer
			.sends(this.http.send(call.endpoint(), request, call.streaming(), clocks, failures));
		return call.streaming() ? AnswerFlux.ofEventStream(body, this.maxSize, handler, state, clocks)
				: AnswerFlux.ofJson(body, this.maxSize, handler, state, clocks);
	}

	/**
	 * An error of the timer would leave the answer running, so that the timer only ends
	 * it and the error follows.
	 */
	private static <T> Flux<T> limitOverall(Flux<T> answer, @Nullable Duration limit,
			AtomicReference<AnswerState> latest) {
		if (limit == null) {
			return answer;
		}
		AtomicBoolean expired = new AtomicBoolean();
		return answer.takeUntilOther(Mono.delay(limit).doOnNext((tick) -> expired.set(true)))
			.concatWith(Mono.defer(() -> {
				AnswerState state = latest.get();
				CallState reached = (state != null) ? state.callState() : CallState.NOT_ANSWERED;
				return expired.get() ? Mono.error(new StalledException(Clock.OVERALL, limit, null, reached))
						: Mono.empty();
			}));
	}

	@SuppressWarnings("unchecked")
	private static <T> ServerSentEvent<T> queued() {
		return (ServerSentEvent<T>) QUEUED;
	}

	@SuppressWarnings("ReferenceEquality")
	static boolean isQueued(ServerSentEvent<?> event) {
		return event == QUEUED;
	}

}
