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
 * The account may not use the API (HTTP status 403 with an error of the API), for example
 * because it is suspended. A page that something in between sends with that status is a
 * {@link DeepSeekApiException}.
 *
 * @since 0.1.0
 */
public class AccountSuspendedException extends DeepSeekApiException {

	public AccountSuspendedException(ErrorAnswer answer, CallState state) {
		super("DeepSeek refuses the account", answer, state, false);
	}

}
