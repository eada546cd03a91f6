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
import java.util.Map;

import io.github.deepseekspring.InvalidRequestException;
import org.jspecify.annotations.Nullable;

/**
 * What any value has to satisfy to become JSON that the server can read. For the types of
 * the wire, which use it to check requests before they are sent.
 *
 * @since 0.1.0
 */
public final class TextRules {

	private TextRules() {
	}

	/**
	 * Refuse half of a character that UTF-16 writes as two; it has no form in UTF-8.
	 * @param field the field in the spelling of the wire
	 * @param text the text, or {@code null}
	 * @throws InvalidRequestException if the text has such a half
	 */
	public static void wellFormed(String field, @Nullable String text) {
		if (text == null) {
			return;
		}
		int index = 0;
		while (index < text.length()) {
			int codePoint = text.codePointAt(index);
			if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
				throw InvalidRequestException.ofField(field,
						"the character at index " + index + " is half of a surrogate pair");
			}
			index += Character.charCount(codePoint);
		}
	}

	/**
	 * Refuse values inside free-form JSON that cannot be written.
	 * @param field the field in the spelling of the wire
	 * @param value the value, or {@code null}
	 * @throws InvalidRequestException if the value, or one inside it, cannot be written
	 */
	public static void writable(String field, @Nullable Object value) {
		if (value instanceof String text) {
			wellFormed(field, text);
		}
		else if (value instanceof Double || value instanceof Float) {
			if (!Double.isFinite(((Number) value).doubleValue())) {
				throw InvalidRequestException.ofField(field, "it must be a finite number");
			}
		}
		else if (value instanceof Map<?, ?> map) {
			map.forEach((key, element) -> {
				wellFormed(field, String.valueOf(key));
				writable(field + "." + key, element);
			});
		}
		else if (value instanceof Collection<?> collection) {
			int index = 0;
			for (Object element : collection) {
				writable(field + "[" + index++ + "]", element);
			}
		}
	}

}
