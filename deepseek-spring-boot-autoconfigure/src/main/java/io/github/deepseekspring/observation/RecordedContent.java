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
import java.util.function.UnaryOperator;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Messages as they are recorded: JSON, cut where it is long.
 */
final class RecordedContent {

	/**
	 * How many characters are recorded.
	 */
	static final int MAX_LENGTH = 16 * 1024;

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private RecordedContent() {
	}

	static String of(List<Map<String, Object>> messages, UnaryOperator<String> mask) {
		String json = mask.apply(json(messages));
		return (json.length() > MAX_LENGTH) ? json.substring(0, MAX_LENGTH) : json;
	}

	private static String json(List<Map<String, Object>> messages) {
		try {
			return MAPPER.writeValueAsString(messages);
		}
		catch (JacksonException ex) {
			return "[]";
		}
	}

}
