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
 * The request breaks a rule of the API. Thrown before anything is sent where the rule is
 * documented, and for the server's statuses 400, 404, 405, 413, 415 and 422 otherwise.
 *
 * @since 0.1.0
 */
public class InvalidRequestException extends DeepSeekException {

	private final @Nullable String field;

	private final @Nullable ErrorAnswer answer;

	public InvalidRequestException(ErrorAnswer answer, CallState state) {
		super("DeepSeek refuses the request: " + answer, null, state, false);
		this.field = answer.param();
		this.answer = answer;
	}

	private InvalidRequestException(String field, String reason) {
		super("Invalid value for '" + field + "': " + reason, null, CallState.NOT_ANSWERED, false);
		this.field = field;
		this.answer = null;
	}

	/**
	 * Create the exception for a rule that was checked before sending.
	 * @param field the field in the spelling of the wire, such as
	 * {@code messages[2].content}
	 * @param reason what is wrong and what would be right, without the value itself where
	 * that is text of a user
	 * @return the exception
	 */
	public static InvalidRequestException ofField(String field, String reason) {
		return new InvalidRequestException(field, reason);
	}

	/**
	 * Return the field that breaks the rule.
	 * @return the field in the spelling of the wire, or {@code null} when the server did
	 * not name it
	 */
	public @Nullable String getField() {
		return this.field;
	}

	/**
	 * Return what the server said.
	 * @return the error answer, or {@code null} when the request was not sent
	 */
	public @Nullable ErrorAnswer getAnswer() {
		return this.answer;
	}

}
