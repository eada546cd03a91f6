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

package io.github.deepseekspring.user;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.github.deepseekspring.InvalidUserIdException;
import org.jspecify.annotations.Nullable;

/**
 * A {@code user_id} that satisfies DeepSeek's rule: 1 to 512 characters out of
 * {@code [a-zA-Z0-9\-_]}. An instance is always valid.
 *
 * @since 0.1.0
 * @see <a href="https://api-docs.deepseek.com/quick_start/rate_limit">Rate limit and
 * isolation</a>
 */
public final class UserId {

	private static final int MAX_LENGTH = 512;

	private final String value;

	private UserId(String value) {
		this.value = value;
	}

	/**
	 * Create a user id from its text.
	 * @param value the text
	 * @return the user id
	 * @throws InvalidUserIdException if the text breaks the rule
	 */
	@JsonCreator
	public static UserId of(String value) {
		if (value.isEmpty()) {
			throw new InvalidUserIdException("it is empty");
		}
		if (value.length() > MAX_LENGTH) {
			throw new InvalidUserIdException("it has " + value.length() + " characters");
		}
		for (int i = 0; i < value.length(); i++) {
			if (!isAllowed(value.charAt(i))) {
				throw new InvalidUserIdException("character " + (i + 1) + " is not allowed");
			}
		}
		return new UserId(value);
	}

	private static boolean isAllowed(char character) {
		return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z')
				|| (character >= '0' && character <= '9') || character == '-' || character == '_';
	}

	/**
	 * Return the text as it is sent.
	 * @return 1 to 512 characters
	 */
	@JsonValue
	public String value() {
		return this.value;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return this == other || (other instanceof UserId userId && this.value.equals(userId.value));
	}

	@Override
	public int hashCode() {
		return this.value.hashCode();
	}

	@Override
	public String toString() {
		return "UserId[" + this.value.length() + " characters]";
	}

}
