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
 * The answer ended before inference began: nothing but keep-alives, or nothing at all,
 * came. DeepSeek closes a request like that after ten minutes in its queue. Not repeated
 * by the client.
 *
 * @since 0.1.0
 * @see <a href="https://api-docs.deepseek.com/quick_start/rate_limit">Rate limit</a>
 */
public class ClosedBeforeInferenceException extends DeepSeekException {

	private final Duration waited;

	private final long keepAlives;

	public ClosedBeforeInferenceException(Duration waited, long keepAlives, @Nullable Throwable cause,
			CallState state) {
		super("DeepSeek closed the request before inference began, after " + waited.toMillis() + " ms and " + keepAlives
				+ " keep-alives", cause, state, true);
		this.waited = waited;
		this.keepAlives = keepAlives;
	}

	/**
	 * Return how long the request had waited at the server.
	 * @return the time from sending to the close
	 */
	public Duration getWaited() {
		return this.waited;
	}

	/**
	 * Return how many keep-alives had arrived.
	 * @return comments and blank lines, at least 0
	 */
	public long getKeepAlives() {
		return this.keepAlives;
	}

}
