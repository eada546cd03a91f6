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

package io.github.deepseekspring;

import org.jspecify.annotations.Nullable;

/**
 * Root of all failures of a call to DeepSeek. No message of this family holds an API key,
 * a prompt or the name of a user.
 *
 * @since 0.1.0
 */
public abstract class DeepSeekException extends RuntimeException {

	private final CallState state;

	private final boolean retryable;

	protected DeepSeekException(String message, @Nullable Throwable cause, CallState state, boolean retryable) {
		super((state.traceId() != null) ? message + " (trace id " + state.traceId() + ")" : message, cause);
		this.state = state;
		this.retryable = retryable;
	}

	/**
	 * Return whether a part of the answer had reached the subscriber. Such a call is
	 * never repeated by the client, since the subscriber would see the beginning twice.
	 * @return {@code true} when something was delivered
	 */
	public boolean isDelivered() {
		return this.state.delivered();
	}

	/**
	 * Return whether the same request can succeed when it is sent again later. The client
	 * itself repeats only some of these failures, and only while nothing was delivered.
	 * @return {@code true} when another attempt can help
	 */
	public boolean isRetryable() {
		return this.retryable;
	}

	/**
	 * Return the server's trace id of the call, which DeepSeek's support asks for.
	 * @return the {@code x-ds-trace-id} of the answer, or {@code null} without an answer
	 */
	public @Nullable String getTraceId() {
		return this.state.traceId();
	}

}
