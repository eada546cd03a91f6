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
 * DeepSeek's moderation rejected the prompt ({@code Content Exists Risk}) or withheld the
 * answer ({@code finish_reason} {@code content_filter}). Never carries the text.
 *
 * @since 0.1.0
 */
public class ContentRejectedException extends DeepSeekException {

	private final @Nullable ErrorAnswer answer;

	public ContentRejectedException(ErrorAnswer answer, CallState state) {
		super("DeepSeek rejected the content of the request", null, state, false);
		this.answer = answer;
	}

	public ContentRejectedException(CallState state) {
		super("DeepSeek withheld the answer (finish_reason content_filter)", null, state, false);
		this.answer = null;
	}

	/**
	 * Return what the server said about the prompt.
	 * @return the error answer, or {@code null} when it was the answer that was withheld
	 */
	public @Nullable ErrorAnswer getAnswer() {
		return this.answer;
	}

	/**
	 * Do nothing: what had arrived belongs to an answer that is withheld.
	 */
	@Override
	public ContentRejectedException initPartialContent(String partialContent) {
		return this;
	}

}
