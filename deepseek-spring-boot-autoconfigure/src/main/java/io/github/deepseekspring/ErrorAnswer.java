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
 * An error as the server words it, in any of the forms in which it arrives: a JSON
 * envelope, plain text or HTML.
 *
 * @param status the HTTP status; 200 for an error inside an answer that had begun
 * @param message the server's text with keys and echoes of the request masked, at most
 * 512 characters
 * @param type the {@code type} of the envelope, such as {@code rate_limit_error}
 * @param code the {@code code} of the envelope, as text even where it is a number
 * @param param the {@code param} of the envelope: the field that the server complains of
 * @since 0.1.0
 * @see <a href="https://api-docs.deepseek.com/quick_start/error_codes">Error codes</a>
 */
public record ErrorAnswer(int status, String message, @Nullable String type, @Nullable String code,
		@Nullable String param) {

	@Override
	public String toString() {
		StringBuilder text = new StringBuilder("HTTP status ").append(this.status);
		if (this.type != null) {
			text.append(", type ").append(this.type);
		}
		if (this.code != null && !this.code.equals(this.type)) {
			text.append(", code ").append(this.code);
		}
		if (this.param != null) {
			text.append(", param ").append(this.param);
		}
		if (!this.message.isEmpty()) {
			text.append(": ").append(this.message);
		}
		return text.toString();
	}

}
