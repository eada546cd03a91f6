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

import io.github.deepseekspring.completion.Completion;
import io.github.deepseekspring.completion.CompletionRequest;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.http.codec.ServerSentEvent;

/**
 * The calls of the API that completes a text, or fills in its middle (FIM, beta). They
 * take their turn and their slot as chat calls do, but no {@code user_id} is sent: this
 * API is not documented to take one.
 *
 * @since 0.1.0
 * @see <a href="https://api-docs.deepseek.com/api/create-completion">Create
 * completion</a>
 */
public interface CompletionOperations {

	/**
	 * Ask for a whole completion. A request that names no model is given the default one
	 * of chat requests; their other defaults do not apply.
	 * @param request the request
	 * @return the answer
	 */
	Mono<Completion> complete(CompletionRequest request);

	/**
	 * Ask for a completion in pieces, as they are generated. Behind the piece with the
	 * {@code finish_reason} one without choices may follow that tells the usage.
	 * @param request the request
	 * @return the pieces
	 */
	Flux<Completion> streamCompletion(CompletionRequest request);

	/**
	 * Ask for a completion in pieces with the keep-alives still visible, for gateways.
	 * @param request the request
	 * @return the events
	 * @see ChatOperations#streamServerSentEvents
	 */
	Flux<ServerSentEvent<Completion>> streamCompletionServerSentEvents(CompletionRequest request);

}
