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
 * The answer ended before it said that it was complete: the connection was cut, or the
 * body ended without its terminal event.
 *
 * @since 0.1.0
 */
public class TruncatedException extends DeepSeekException {

	private final @Nullable String partialContent;

	public TruncatedException(String message, @Nullable Throwable cause, CallState state) {
		this(message, cause, state, null);
	}

	private TruncatedException(String message, @Nullable Throwable cause, CallState state,
			@Nullable String partialContent) {
		super(message, cause, state, true);
		this.partialContent = partialContent;
	}

	/**
	 * Return a copy of this exception that carries the text that had arrived.
	 * @param partialContent the text so far
	 * @return the copy, with this exception as its cause
	 */
	public TruncatedException withPartialContent(String partialContent) {
		return new TruncatedException("The answer ended before it was complete", this,
				new CallState(isDelivered(), getTraceId()), partialContent);
	}

	/**
	 * Return the text that had arrived where the client was folding a stream into one
	 * answer. A subscriber of the stream itself has it already.
	 * @return the text so far, or {@code null}
	 */
	public @Nullable String getPartialContent() {
		return this.partialContent;
	}

}
