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
 * How far a call had come when it failed.
 *
 * @param delivered whether a part of the answer had reached the subscriber
 * @param traceId the value of the {@code x-ds-trace-id} header of the answer, or
 * {@code null} when there was none; tell it to DeepSeek's support
 * @since 0.1.0
 */
public record CallState(boolean delivered, @Nullable String traceId) {

	/**
	 * Nothing was delivered and no answer was seen.
	 */
	public static final CallState NOT_ANSWERED = new CallState(false, null);

}
