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
 * No connection to DeepSeek could be made, or it was lost before the answer's status
 * line, or something in the HTTP client failed before an answer was seen. Repeated by the
 * client. Its cause is never an exception of {@code WebClient}, which would hold the
 * request.
 *
 * @since 0.1.0
 */
public class ConnectionFailedException extends DeepSeekException {

	public ConnectionFailedException(String message, @Nullable Throwable cause) {
		super(message, cause, CallState.NOT_ANSWERED, true);
	}

}
