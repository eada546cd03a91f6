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

import java.util.Objects;

import reactor.core.publisher.Flux;

import org.springframework.http.codec.ServerSentEvent;

/**
 * Tells keep-alives from payloads. A keep-alive is an event without data: a comment, a
 * blank line, an empty payload or a {@code ping} of the server, all of which mean that it
 * is alive.
 *
 * @since 0.1.0
 * @see <a href="https://api-docs.deepseek.com/quick_start/rate_limit">Rate limit</a>
 */
public final class KeepAlives {

	private KeepAlives() {
	}

	/**
	 * Return whether an event is a sign of life only.
	 * @param event the event
	 * @return {@code true} for a keep-alive
	 */
	public static boolean isKeepAlive(ServerSentEvent<?> event) {
		return event.data() == null;
	}

	/**
	 * Take the keep-alives out of an answer. One operator of Reactor could do both, but
	 * sets the thread's values from the context of the subscriber for each element.
	 * @param events the events of the answer
	 * @param <T> the type of a payload
	 * @return the payloads
	 */
	public static <T> Flux<T> filter(Flux<ServerSentEvent<T>> events) {
		return events.filter((event) -> !isKeepAlive(event)).map((event) -> Objects.requireNonNull(event.data()));
	}

}
