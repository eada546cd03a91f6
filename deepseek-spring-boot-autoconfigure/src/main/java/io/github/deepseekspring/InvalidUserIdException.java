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
 * A user id breaks DeepSeek's rule: 1 to 512 characters out of {@code a-z A-Z 0-9 - _}.
 * The message tells what is wrong without the id itself.
 *
 * @since 0.1.0
 * @see <a href="https://api-docs.deepseek.com/quick_start/rate_limit">Rate limit and
 * isolation</a>
 */
public class InvalidUserIdException extends DeepSeekException {

	public InvalidUserIdException(String reason) {
		super("Invalid user_id: " + reason + ". It must have 1 to 512 characters out of a-z, A-Z, 0-9, '-' and '_'",
				null, CallState.NOT_ANSWERED, false);
	}

}
