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

/**
 * The server gave up in the middle of an answer and said so with a {@code finish_reason}
 * of {@code insufficient_system_resource} or {@code aborted}.
 *
 * @since 0.1.0
 * @see <a href="https://api-docs.deepseek.com/api/create-chat-completion">Chat
 * completion</a>
 */
public class GenerationInterruptedException extends DeepSeekException {

	private final String finishReason;

	public GenerationInterruptedException(String finishReason, CallState state) {
		super("DeepSeek interrupted the generation (finish_reason " + finishReason + ")", null, state, true);
		this.finishReason = finishReason;
	}

	/**
	 * Return the finish reason as the server sent it.
	 * @return {@code insufficient_system_resource} or {@code aborted}
	 */
	public String getFinishReason() {
		return this.finishReason;
	}

}
