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

package io.github.deepseekspring.messages;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

import org.springframework.util.Assert;

/**
 * Why an answer ended. Reasons that have no constant here are kept as they came.
 *
 * @param value the reason in the spelling of the wire
 * @since 0.1.0
 * @see <a href="https://api-docs.deepseek.com/guides/anthropic_api">Anthropic API</a>
 */
public record StopReason(String value) {

	/**
	 * The natural end.
	 */
	public static final StopReason END_TURN = new StopReason("end_turn");

	/**
	 * {@code max_tokens} was used up: the answer is cut off.
	 */
	public static final StopReason MAX_TOKENS = new StopReason("max_tokens");

	/**
	 * One of the {@code stop_sequences} was reached.
	 */
	public static final StopReason STOP_SEQUENCE = new StopReason("stop_sequence");

	/**
	 * The model wants tools called.
	 */
	public static final StopReason TOOL_USE = new StopReason("tool_use");

	/**
	 * The server paused a long turn; the same chat with this answer goes on.
	 */
	public static final StopReason PAUSE_TURN = new StopReason("pause_turn");

	/**
	 * The answer was withheld.
	 */
	public static final StopReason REFUSAL = new StopReason("refusal");

	public StopReason {
		Assert.notNull(value, "'value' must not be null");
	}

	/**
	 * Return the reason of this name, also one that this version does not know.
	 * @param value the reason in the spelling of the wire
	 * @return the reason
	 */
	@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
	public static StopReason of(String value) {
		return switch (value) {
			case "end_turn" -> END_TURN;
			case "max_tokens" -> MAX_TOKENS;
			case "stop_sequence" -> STOP_SEQUENCE;
			case "tool_use" -> TOOL_USE;
			case "pause_turn" -> PAUSE_TURN;
			case "refusal" -> REFUSAL;
			default -> new StopReason(value);
		};
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
