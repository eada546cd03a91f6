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

package io.github.deepseekspring.chat;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Why an answer ended. The constants are those that DeepSeek documents; others are kept
 * as they came.
 *
 * @param value the reason in the spelling of the wire
 * @since 0.1.0
 * @see <a href="https://api-docs.deepseek.com/api/create-chat-completion">Create Chat
 * Completion</a>
 */
public record FinishReason(String value) {

	/**
	 * The natural end, or a stop sequence.
	 */
	public static final FinishReason STOP = new FinishReason("stop");

	/**
	 * {@code max_tokens} or the context was used up: the answer is cut off.
	 */
	public static final FinishReason LENGTH = new FinishReason("length");

	/**
	 * The model wants tools called.
	 */
	public static final FinishReason TOOL_CALLS = new FinishReason("tool_calls");

	/**
	 * The answer was withheld by a filter.
	 */
	public static final FinishReason CONTENT_FILTER = new FinishReason("content_filter");

	/**
	 * The server ran out of resources in the middle of the answer.
	 */
	public static final FinishReason INSUFFICIENT_SYSTEM_RESOURCE = new FinishReason("insufficient_system_resource");

	/**
	 * The server broke off the answer.
	 */
	public static final FinishReason ABORTED = new FinishReason("aborted");

	public FinishReason {
		Assert.notNull(value, "'value' must not be null");
	}

	/**
	 * Return the reason of this name, also one that this version does not know.
	 * @param value the reason in the spelling of the wire
	 * @return the reason
	 */
	@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
	public static FinishReason of(String value) {
		return switch (value) {
			case "stop" -> STOP;
			case "length" -> LENGTH;
			case "tool_calls" -> TOOL_CALLS;
			case "content_filter" -> CONTENT_FILTER;
			case "insufficient_system_resource" -> INSUFFICIENT_SYSTEM_RESOURCE;
			case "aborted" -> ABORTED;
			default -> new FinishReason(value);
		};
	}

	/**
	 * Return the reason, where one that is empty tells nothing.
	 */
	static @Nullable FinishReason toldOrNull(@Nullable FinishReason reason) {
		return (reason != null && !reason.value.isEmpty()) ? reason : null;
	}

	@JsonValue
	@Override
	public String value() {
		return this.value;
	}

	@Override
	public String toString() {
		return this.value;
	}

}
