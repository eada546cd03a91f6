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

package io.github.deepseekspring.wire;

import java.util.Collection;

import org.jspecify.annotations.Nullable;

/**
 * How text shows in {@code toString}: by its length, so that no prompt and no answer
 * reaches a log by accident.
 *
 * @since 0.1.0
 */
public final class Lengths {

	private Lengths() {
	}

	/**
	 * Describe a text.
	 * @param text the text, or {@code null}
	 * @return such as {@code 12 chars}
	 */
	public static String of(@Nullable String text) {
		return (text != null) ? text.length() + " chars" : "null";
	}

	/**
	 * Describe a collection.
	 * @param elements the elements, or {@code null}
	 * @return how many there are
	 */
	public static String of(@Nullable Collection<?> elements) {
		return (elements != null) ? String.valueOf(elements.size()) : "null";
	}

}
