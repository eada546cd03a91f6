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

import java.util.concurrent.atomic.AtomicReference;

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

	private final AtomicReference<@Nullable String> partialContent = new AtomicReference<>();

	protected DeepSeekException(String message, @Nullable Throwable cause, CallState state, boolean retryable) {
		super((state.traceId() != null) ? message + " (trace id " + state.traceId() + ")" : message, cause);
		this.state = state;
		this.retryable = retryable;
	}

	/**
	 * Return whether a part of the answer had reached the subscriber, or the client
	 * itself where it folds a stream into one answer. Such a call is never repeated by
	 * the client, since the beginning would be seen twice.
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

	/**
	 * Return the text that had arrived where the client was folding a stream into one
	 * answer. A subscriber of the stream itself has it already. It is part of no message,
	 * and not of {@link #toString()}.
	 * @return the text so far, or {@code null} when there was none, and when it was
	 * withheld
	 */
	public @Nullable String getPartialContent() {
		return this.partialContent.get();
	}

	/**
	 * Set the text that had arrived, once. In the manner of
	 * {@link Throwable#initCause(Throwable)}, for what folds a stream and so knows the
	 * text only after the exception was made.
	 * @param partialContent the text so far
	 * @return this exception
	 * @throws IllegalStateException if the text was set before
	 */
	public DeepSeekException initPartialContent(String partialContent) {
		if (!this.partialContent.compareAndSet(null, partialContent)) {
			throw new IllegalStateException("The partial content is set already");
		}
		return this;
	}

}
