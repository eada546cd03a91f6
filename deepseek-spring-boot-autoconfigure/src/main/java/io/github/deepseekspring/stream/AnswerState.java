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

import io.github.deepseekspring.CallState;
import org.jspecify.annotations.Nullable;

import org.springframework.http.codec.ServerSentEvent;

/**
 * What is known of one attempt while it runs. Written by the one thread that reads the
 * answer, readable by any.
 *
 * @since 0.1.0
 */
public final class AnswerState {

	private volatile boolean delivered;

	private volatile @Nullable String traceId;

	private volatile long keepAlives;

	/**
	 * Remember the server's trace id.
	 * @param traceId the value of the header, or {@code null} if there was none
	 */
	public void traceId(@Nullable String traceId) {
		this.traceId = traceId;
	}

	void delivered(ServerSentEvent<?> event) {
		if (!this.delivered && !KeepAlives.isKeepAlive(event)) {
			this.delivered = true;
		}
	}

	void keepAlive() {
		long counted = this.keepAlives;
		this.keepAlives = counted + 1;
	}

	/**
	 * Return how many comments, blank lines and pings have come.
	 * @return the count, at least 0
	 */
	public long keepAlives() {
		return this.keepAlives;
	}

	/**
	 * Return the state as exceptions carry it.
	 * @return whether data was delivered, and the trace id
	 */
	public CallState callState() {
		return new CallState(this.delivered, this.traceId);
	}

}
