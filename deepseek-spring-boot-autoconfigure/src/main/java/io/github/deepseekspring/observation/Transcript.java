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

package io.github.deepseekspring.observation;

import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Keeps what is answered, where content is recorded.
 *
 * @param <T> the type of a payload
 */
interface Transcript<T> {

	void add(T payload);

	/**
	 * Return the answer so far.
	 */
	List<Map<String, Object>> messages();

	/**
	 * The transcript of an answer that comes as a whole.
	 *
	 * @param <T> the type of the answer
	 */
	final class Whole<T> implements Transcript<T> {

		private final Function<T, List<Map<String, Object>>> messages;

		private volatile @Nullable T answer;

		Whole(Function<T, List<Map<String, Object>>> messages) {
			this.messages = messages;
		}

		@Override
		public void add(T payload) {
			this.answer = payload;
		}

		@Override
		public List<Map<String, Object>> messages() {
			T answer = this.answer;
			return (answer != null) ? this.messages.apply(answer) : List.of();
		}

	}

}
