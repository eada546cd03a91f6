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

/**
 * Who shares a {@code user_id}. DeepSeek's prefix cache, its safety attribution and the
 * limits of expanded accounts all go by that id, so a wider scope shares cached prompts
 * between more users, and blame and limits as well. The fair queues of this application
 * go by the user in every scope.
 *
 * @since 0.1.0
 * @see <a href="https://api-docs.deepseek.com/quick_start/rate_limit">Rate limit and
 * isolation</a>
 */
public enum UserIdScope {

	/**
	 * Each user has an id.
	 */
	USER,

	/**
	 * All users of a tenant have one id; a {@link TenantResolver} names the tenant.
	 */
	TENANT,

	/**
	 * All calls have the one id that is configured.
	 */
	CONSTANT,

	/**
	 * No id is sent, except one that is given on the call.
	 */
	NONE

}
