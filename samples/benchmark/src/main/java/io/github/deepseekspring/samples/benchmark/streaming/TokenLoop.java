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

package io.github.deepseekspring.samples.benchmark.streaming;

import java.util.ArrayList;
import java.util.List;

import io.github.deepseekspring.chat.ChatCompletionChunk;
import io.github.deepseekspring.chat.ChunkChoice;
import io.github.deepseekspring.chat.Delta;
import io.github.deepseekspring.chat.FinishReason;
import io.github.deepseekspring.chat.Usage;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a chunk of text with Jackson's streaming parser. Tool calls and log probabilities
 * are left out, since the server of the benchmark sends none.
 */
final class TokenLoop {

	private final ObjectReader parsers;

	private final ObjectReader usage;

	TokenLoop(JsonMapper mapper) {
		this.parsers = mapper.reader();
		this.usage = mapper.readerFor(Usage.class).without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
	}

	ChatCompletionChunk chunk(byte[] bytes, int offset, int length) {
		String id = null;
		String object = null;
		Long created = null;
		String model = null;
		String systemFingerprint = null;
		List<ChunkChoice> choices = List.of();
		Usage usage = null;
		try (JsonParser parser = this.parsers.createParser(bytes, offset, length)) {
			parser.nextToken();
			for (String name = parser.nextName(); name != null; name = parser.nextName()) {
				JsonToken value = parser.nextToken();
				switch (name) {
					case "id" -> {
						id = parser.getValueAsString();
					}
					case "object" -> {
						object = parser.getValueAsString();
					}
					case "created" -> {
						created = parser.getLongValue();
					}
					case "model" -> {
						model = parser.getValueAsString();
					}
					case "system_fingerprint" -> {
						systemFingerprint = parser.getValueAsString();
					}
					case "choices" -> {
						choices = choices(parser);
					}
					case "usage" -> {
						usage = (value != JsonToken.VALUE_NULL) ? this.usage.readValue(parser) : null;
					}
					default -> parser.skipChildren();
				}
			}
		}
		return new ChatCompletionChunk(id, object, created, model, systemFingerprint, choices, usage);
	}

	private static List<ChunkChoice> choices(JsonParser parser) {
		List<ChunkChoice> choices = new ArrayList<>(1);
		while (parser.nextToken() == JsonToken.START_OBJECT) {
			choices.add(choice(parser));
		}
		return choices;
	}

	private static ChunkChoice choice(JsonParser parser) {
		Integer index = null;
		Delta delta = null;
		String finishReason = null;
		for (String name = parser.nextName(); name != null; name = parser.nextName()) {
			JsonToken value = parser.nextToken();
			switch (name) {
				case "index" -> {
					index = parser.getIntValue();
				}
				case "delta" -> {
					delta = delta(parser);
				}
				case "finish_reason" -> {
					finishReason = text(parser, value);
				}
				default -> parser.skipChildren();
			}
		}
		return new ChunkChoice(index, delta, (finishReason != null) ? FinishReason.of(finishReason) : null, null);
	}

	private static Delta delta(JsonParser parser) {
		String role = null;
		String content = null;
		String reasoningContent = null;
		for (String name = parser.nextName(); name != null; name = parser.nextName()) {
			JsonToken value = parser.nextToken();
			switch (name) {
				case "role" -> {
					role = text(parser, value);
				}
				case "content" -> {
					content = text(parser, value);
				}
				case "reasoning_content" -> {
					reasoningContent = text(parser, value);
				}
				default -> parser.skipChildren();
			}
		}
		return new Delta(role, content, reasoningContent, null);
	}

	private static @Nullable String text(JsonParser parser, @Nullable JsonToken value) {
		return (value == JsonToken.VALUE_STRING) ? parser.getString() : null;
	}

}
