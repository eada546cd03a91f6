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

import io.github.deepseekspring.observation.ObservedCall;
import io.github.deepseekspring.stream.PayloadHandler;
import io.github.deepseekspring.stream.Timeouts;
import io.github.deepseekspring.user.UserId;
import org.jspecify.annotations.Nullable;

/**
 * One call of an API: what that API brings to the way that all calls go.
 *
 * @param endpoint where the API is served
 * @param model the model, which decides the limit group, or {@code null} for a call that
 * takes no slot and is nobody's
 * @param streaming whether the answer is an event stream
 * @param userId the user id that was given on the call, or {@code null}
 * @param timeouts the clocks
 * @param request makes the request's record for the user id that is to be sent, or is
 * {@code null} for a request without a body
 * @param observed what the API brings to the observation of the call
 * @param handler makes what reads the payloads of an attempt
 * @param <T> the type of a payload
 */
record Call<T>(Endpoint endpoint, @Nullable String model, boolean streaming, @Nullable UserId userId, Timeouts timeouts,
		@Nullable Function<@Nullable UserId, Object> request, ObservedCall<T> observed,
		Function<Failures, PayloadHandler<T>> handler) {

	/**
	 * Create a call that only asks for something: it takes no slot, is nobody's and has
	 * no body.
	 */
	static <T> Call<T> get(Endpoint endpoint, String operation, Timeouts timeouts,
			Function<Failures, PayloadHandler<T>> handler) {
		return new Call<>(endpoint, null, false, null, timeouts, null, ObservedCall.get(operation), handler);
	}

}
