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

import io.github.deepseekspring.InvalidUserIdException;

/**
 * Makes the {@code user_id} that DeepSeek sees from the name of a user or tenant.
 * Implementations are thread-safe, do not block, and give the same id for the same name.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface UserIdEncoder {

	/**
	 * Encode a name.
	 * @param name the name, not empty
	 * @return the id
	 * @throws InvalidUserIdException if the name cannot be an id; the message does not
	 * hold the name
	 */
	UserId encode(String name);

}
