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

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.deepseekspring.completion.Completion;
import io.github.deepseekspring.completion.CompletionRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Messages in the form that OpenTelemetry has for them, and those of texts that are
 * completed.
 */
final class ContentParts {

	private static final String ID = "id";

	private static final String CONTENT = "content";

	private ContentParts() {
	}

	static Map<String, Object> message(String role, List<Map<String, Object>> parts, @Nullable String finishReason) {
		Map<String, Object> message = new LinkedHashMap<>();
		message.put("role", role);
		message.put("parts", parts);
		if (finishReason != null) {
			message.put("finish_reason", finishReason);
		}
		return message;
	}

	static void addText(List<Map<String, Object>> parts, String type, @Nullable String text) {
		if (StringUtils.hasLength(text)) {
			Map<String, Object> part = part(type);
			part.put(CONTENT, text);
			parts.add(part);
		}
	}

	static void addToolCall(List<Map<String, Object>> parts, @Nullable String id, String name, Object arguments) {
		Map<String, Object> part = part("tool_call");
		if (id != null) {
			part.put(ID, id);
		}
		part.put("name", name);
		part.put("arguments", arguments);
		parts.add(part);
	}

	static void addToolResponse(List<Map<String, Object>> parts, String id, String response) {
		Map<String, Object> part = part("tool_call_response");
		part.put(ID, id);
		part.put("response", response);
		parts.add(part);
	}

	/**
	 * Tell that there is something else, such as an image, which is not recorded.
	 */
	static void addOther(List<Map<String, Object>> parts, String type) {
		parts.add(part(type));
	}

	private static Map<String, Object> part(String type) {
		Map<String, Object> part = new LinkedHashMap<>();
		part.put("type", type);
		return part;
	}

	static List<Map<String, Object>> input(CompletionRequest request) {
		List<Map<String, Object>> parts = new ArrayList<>();
		addText(parts, "text", request.prompt());
		addText(parts, "text", request.suffix());
		return List.of(message("user", parts, null));
	}

	/**
	 * The transcript of a text that is completed.
	 */
	static final class Texts implements Transcript<Completion> {

		private final StringBuffer text = new StringBuffer();

		@Override
		public void add(Completion payload) {
			this.text.append(payload.text());
		}

		@Override
		public List<Map<String, Object>> messages() {
			List<Map<String, Object>> parts = new ArrayList<>();
			addText(parts, "text", this.text.toString());
			return List.of(message("assistant", parts, null));
		}

	}

}
