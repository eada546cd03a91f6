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
 * The model asked for tools in an answer that was cut off or that leaves out what a call
 * needs. None of the answer's tools was run.
 *
 * @since 0.1.0
 * @see <a href="https://api-docs.deepseek.com/api/create-chat-completion">Chat
 * completion</a>
 */
public final class IncompleteToolCallException extends DeepSeekException {

	private final @Nullable String finishReason;

	private IncompleteToolCallException(String message, @Nullable String finishReason) {
		super(message, null, new CallState(true, null), false);
		this.finishReason = finishReason;
	}

	/**
	 * Create the exception for an answer that ended in a way that leaves open whether its
	 * calls are whole.
	 * @param finishReason the reason in the spelling of the wire, or {@code null} if none
	 * was told
	 * @return the exception
	 */
	public static IncompleteToolCallException ofFinishReason(@Nullable String finishReason) {
		String advice = "length".equals(finishReason) ? "; raise 'max_tokens', which includes the reasoning" : "";
		return new IncompleteToolCallException("The answer was cut off where it asks for tools (finish_reason "
				+ finishReason + "), so none was run" + advice, finishReason);
	}

	/**
	 * Create the exception for a call that lacks what it cannot be answered without.
	 * @param index the position of the call in the answer, from 0
	 * @param missing what is missing, in the spelling of the wire
	 * @param finishReason the reason in the spelling of the wire, or {@code null} if none
	 * was told
	 * @return the exception
	 */
	public static IncompleteToolCallException ofMissing(int index, String missing, @Nullable String finishReason) {
		return new IncompleteToolCallException("The answer asks for a tool without saying 'tool_calls[" + index + "]."
				+ missing + "', so none was run", finishReason);
	}

	/**
	 * Return why the answer ended.
	 * @return the reason in the spelling of the wire, such as {@code length}, or
	 * {@code null} if none was told
	 */
	public @Nullable String getFinishReason() {
		return this.finishReason;
	}

}
