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
 * The answer is not what the API sends: HTML or plain text from something in between,
 * JSON that cannot be read, or more bytes than may be held in memory.
 *
 * @since 0.1.0
 */
public class MalformedAnswerException extends DeepSeekException {

	private final @Nullable String text;

	public MalformedAnswerException(String message, @Nullable String text, @Nullable Throwable cause, CallState state) {
		super((text != null) ? message + ": " + text : message, cause, state, false);
		this.text = text;
	}

	/**
	 * Return the text that came instead of an answer.
	 * @return at most 512 characters with keys and echoes of the request masked, or
	 * {@code null} when it is a broken piece of an answer, which is not shown
	 */
	public @Nullable String getText() {
		return this.text;
	}

}
