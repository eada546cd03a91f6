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

import org.jspecify.annotations.Nullable;

/**
 * On whose behalf a request is made.
 *
 * @param key what tells callers apart in the queues of this application, before any scope
 * is applied; empty for nobody. Never sent and never shown
 * @param userId the {@code user_id} that DeepSeek sees, or {@code null} to send none
 * @since 0.1.0
 */
public record Caller(String key, @Nullable UserId userId) {

	/**
	 * Nobody: no principal, no {@code user_id}.
	 */
	public static final Caller NOBODY = new Caller("", null);

	@Override
	public String toString() {
		return "Caller[" + (this.key.isEmpty() ? "nobody" : "somebody") + ", " + this.userId + "]";
	}

}
