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

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The server failed (HTTP status 500 and above, or an error that came instead of the rest
 * of an answer). Usually passes; repeated by the client while nothing was delivered.
 *
 * @since 0.1.0
 */
public class ServerException extends DeepSeekApiException {

	private final @Nullable Duration retryAfter;

	public ServerException(ErrorAnswer answer, CallState state, @Nullable Duration retryAfter) {
		this("DeepSeek failed", answer, state, retryAfter);
	}

	protected ServerException(String problem, ErrorAnswer answer, CallState state, @Nullable Duration retryAfter) {
		super(problem, answer, state, true);
		this.retryAfter = retryAfter;
	}

	/**
	 * Return how long the server asks to wait before the next attempt.
	 * @return the time from the {@code Retry-After} header, or {@code null} without one
	 */
	public @Nullable Duration getRetryAfter() {
		return this.retryAfter;
	}

}
