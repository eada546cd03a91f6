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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Signal;

import org.springframework.http.codec.ServerSentEvent;

/**
 * All that a subscriber receives of an answer.
 *
 * @param payloads the payloads
 * @param comments the comments of the keep-alives
 * @param failure how the answer ended, {@code null} for completion
 */
record Received(List<String> payloads, List<String> comments, @Nullable Throwable failure) {

	static Received of(Flux<ServerSentEvent<String>> answer, Duration limit) {
		List<String> payloads = new ArrayList<>();
		List<String> comments = new ArrayList<>();
		List<Signal<ServerSentEvent<String>>> signals = answer.materialize().collectList().block(limit);
		Throwable failure = null;
		for (Signal<ServerSentEvent<String>> signal : (signals != null) ? signals
				: List.<Signal<ServerSentEvent<String>>>of()) {
			ServerSentEvent<String> event = signal.get();
			if (event == null) {
				failure = signal.getThrowable();
			}
			else if (event.data() != null) {
				payloads.add(event.data());
			}
			else {
				comments.add((event.comment() != null) ? event.comment() : "");
			}
		}
		return new Received(payloads, comments, failure);
	}

}
