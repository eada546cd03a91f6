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

package io.github.deepseekspring.observation;

import io.github.deepseekspring.stream.AnswerState;
import io.github.deepseekspring.stream.PayloadHandler;
import reactor.core.publisher.Flux;

/**
 * Is told what a call goes through.
 *
 * @since 0.1.0
 */
public interface CallObserver {

	/**
	 * Observes nothing.
	 */
	CallObserver NONE = new CallObserver() {
	};

	/**
	 * The call asks for a slot.
	 */
	default void waits() {
	}

	/**
	 * The request is sent, or sent again.
	 * @param state what is known of this attempt
	 */
	default void attempt(AnswerState state) {
	}

	/**
	 * Take care that what is observed of an exchange is inside the call.
	 * @param exchange sends the request when it is subscribed to
	 * @param <T> the type of the elements
	 * @return the same exchange
	 */
	default <T> Flux<T> sends(Flux<T> exchange) {
		return exchange;
	}

	/**
	 * Look at the payloads of an attempt.
	 * @param handler what the API makes of the payloads
	 * @param answers reads what the payloads tell
	 * @param <T> the type of a payload
	 * @return what does the same and is looked at
	 */
	default <T> PayloadHandler<T> watch(PayloadHandler<T> handler, AnswerReader<T> answers) {
		return handler;
	}

}
