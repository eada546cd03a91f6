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

package io.github.deepseekspring.stream;

import java.util.function.Supplier;

import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.codec.ServerSentEvent;

/**
 * The answer of one attempt as server-sent events: its payloads decoded, its keep-alives
 * as events with a comment and no data. Completes only when the answer was complete, and
 * ends with one of our exceptions in every other case.
 *
 * @param <T> the type of a decoded payload
 * @since 0.1.0
 */
public final class AnswerFlux<T> extends Flux<ServerSentEvent<T>> {

	private final Flux<DataBuffer> body;

	private final Supplier<FrameReader> readers;

	private final PayloadHandler<T> handler;

	private final AnswerState state;

	private final AnswerClocks clocks;

	private AnswerFlux(Flux<DataBuffer> body, Supplier<FrameReader> readers, PayloadHandler<T> handler,
			AnswerState state, AnswerClocks clocks) {
		this.body = body;
		this.readers = readers;
		this.handler = handler;
		this.state = state;
		this.clocks = clocks;
	}

	/**
	 * Read a streamed answer. To be subscribed to once.
	 * @param body the bytes; its subscription sends the request
	 * @param maxSize how many bytes one event may have
	 * @param handler what the API makes of the payloads
	 * @param state is kept up to date
	 * @param clocks end the answer when they run out
	 * @param <T> the type of a decoded payload
	 * @return the events
	 */
	public static <T> AnswerFlux<T> ofEventStream(Flux<DataBuffer> body, int maxSize, PayloadHandler<T> handler,
			AnswerState state, AnswerClocks clocks) {
		return new AnswerFlux<>(body, () -> new EventStreamReader(maxSize), handler, state, clocks);
	}

	/**
	 * Read an answer that is one JSON value. To be subscribed to once.
	 * @param body the bytes; its subscription sends the request
	 * @param maxSize how many bytes the value may have
	 * @param handler what the API makes of the value
	 * @param state is kept up to date
	 * @param clocks end the answer when they run out
	 * @param <T> the type of the decoded value
	 * @return the keep-alives and the value as events
	 */
	public static <T> AnswerFlux<T> ofJson(Flux<DataBuffer> body, int maxSize, PayloadHandler<T> handler,
			AnswerState state, AnswerClocks clocks) {
		return new AnswerFlux<>(body, () -> new JsonBodyReader(maxSize), handler, state, clocks);
	}

	@Override
	public void subscribe(CoreSubscriber<? super ServerSentEvent<T>> actual) {
		AnswerEvents<T> events = new AnswerEvents<>(this.readers.get(), this.handler, this.state, this.clocks);
		this.body.subscribe(new AnswerSubscription<>(actual, events, this.state, this.clocks));
	}

}
