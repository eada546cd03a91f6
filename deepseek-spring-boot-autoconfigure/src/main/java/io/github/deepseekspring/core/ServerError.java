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

package io.github.deepseekspring.core;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An error as the server worded it, before anything is masked. Never shown.
 *
 * @param envelope whether it came as the JSON of an error
 * @param message the text
 * @param type the type, or {@code null}
 * @param code the code, or {@code null}
 * @param param the field that the server complains of, or {@code null}
 */
record ServerError(boolean envelope, String message, @Nullable String type, @Nullable String code,
		@Nullable String param) {

	static ServerError of(JsonNode error) {
		return error.isString() ? new ServerError(true, error.stringValue(), null, null, null) : new ServerError(true,
				error.path("message").asString(""), text(error, "type"), text(error, "code"), text(error, "param"));
	}

	static ServerError ofText(String text) {
		return new ServerError(false, text, null, null, null);
	}

	private static @Nullable String text(JsonNode error, String name) {
		JsonNode value = error.path(name);
		String text = (value.isValueNode() && !value.isNull()) ? value.asString() : "";
		return text.isEmpty() ? null : text;
	}

	/**
	 * Find the error in a JSON value.
	 * @return the error, or {@code null} when the value has none
	 */
	static @Nullable JsonNode find(JsonNode value) {
		JsonNode error = value.path("error");
		if (error.isObject() || error.isString()) {
			return error;
		}
		return (value.path("message").isString() && value.path("choices").isEmpty()) ? value : null;
	}

	@Override
	public String toString() {
		return "ServerError[envelope=" + this.envelope + "]";
	}

}
