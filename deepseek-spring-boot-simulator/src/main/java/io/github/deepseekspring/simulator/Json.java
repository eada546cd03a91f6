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

package io.github.deepseekspring.simulator;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON of the simulator: trees only.
 */
final class Json {

	static final JsonMapper MAPPER = JsonMapper.builder().build();

	private static final JsonMapper LEADING = JsonMapper.builder()
		.disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
		.build();

	private Json() {
	}

	static ObjectNode object() {
		return MAPPER.createObjectNode();
	}

	static byte[] bytes(JsonNode node) {
		return MAPPER.writeValueAsBytes(node);
	}

	static String text(JsonNode node) {
		return MAPPER.writeValueAsString(node);
	}

	/**
	 * Write a tree that may not be there.
	 */
	static String nullable(@Nullable JsonNode node) {
		return (node != null) ? text(node) : "null";
	}

	/**
	 * Read a tree.
	 * @param json the text
	 * @return the tree, or a missing node if the text is not JSON
	 */
	static JsonNode lenient(String json) {
		try {
			return MAPPER.readTree(json);
		}
		catch (JacksonException ex) {
			return MissingNode.getInstance();
		}
	}

	/**
	 * Read the tree that a text begins with, whatever follows.
	 * @param text the text
	 * @return the tree, or a missing node if the text does not begin with JSON
	 */
	static JsonNode leading(String text) {
		try {
			return LEADING.readTree(text);
		}
		catch (JacksonException ex) {
			return MissingNode.getInstance();
		}
	}

	/**
	 * Return DeepSeek's error envelope.
	 */
	static ObjectNode error(String message, @Nullable String type, @Nullable String code) {
		ObjectNode envelope = object();
		envelope.putObject("error").put("message", message).put("type", type).putNull("param").put("code", code);
		return envelope;
	}

	/**
	 * Return the text of a member.
	 * @return the text, or {@code null} if there is none or it is not a string
	 */
	static @Nullable String string(JsonNode node, String name) {
		JsonNode value = node.path(name);
		return value.isString() ? value.stringValue() : null;
	}

	/**
	 * Return whether a member is there with another value than null.
	 */
	static boolean has(JsonNode node, String name) {
		return node.hasNonNull(name);
	}

}
