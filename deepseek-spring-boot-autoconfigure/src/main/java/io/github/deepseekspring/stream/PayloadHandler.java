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

package io.github.deepseekspring.stream;

import io.github.deepseekspring.DeepSeekException;
import org.jspecify.annotations.Nullable;

/**
 * What an API makes of the payloads of one answer: its codec and its rule when an answer
 * is complete. Made anew for each attempt and called by one thread at a time.
 *
 * @param <T> the type of a decoded payload
 * @since 0.1.0
 */
public interface PayloadHandler<T> {

	/**
	 * Decode a payload.
	 * @param event the name of the event, or {@code null}
	 * @param bytes an array that holds the payload and is used again afterwards
	 * @param offset where the payload begins
	 * @param length how many bytes it has
	 * @return the decoded payload, or {@code null} for one that carries nothing, such as
	 * {@code [DONE]} or a {@code ping}
	 * @throws DeepSeekException if the payload is an error, cannot be read or says that
	 * the answer failed
	 */
	@Nullable T decode(@Nullable String event, byte[] bytes, int offset, int length);

	/**
	 * Return whether payloads may be keep-alives, such as the events named {@code ping}
	 * of some APIs. If so, a payload that decodes to {@code null} is one, unless it is
	 * the end, and data counts as such when it was decoded, not when the first of its
	 * lines has come.
	 * @return {@code true} if the API sends payloads that carry nothing
	 */
	default boolean knowsKeepAlives() {
		return false;
	}

	/**
	 * Return whether the payloads so far make a complete answer.
	 * @return {@code true} if the body may end now
	 */
	boolean isComplete();

	/**
	 * Return whether the answer said that nothing follows.
	 * @return {@code true} if the rest of the body is of no interest
	 */
	boolean isTerminated();

	/**
	 * Say what text means that came instead of an answer.
	 * @param text the text as it came
	 * @return the failure
	 */
	DeepSeekException noise(String text);

}
