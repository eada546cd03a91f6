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

package io.github.deepseekspring.structured;

import java.util.Map;

import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.TypeFactory;

/**
 * The JSON of entities, as the types say it. The application's own mapper has no say in
 * it, because the schema that the model is told has none either. Numbers keep all their
 * digits, and a property that is there twice is an error. Parsers share no buffers, as
 * one that reads a stream is left behind when its subscriber cancels.
 */
final class EntityJson {

	private static final JsonMapper MAPPER = JsonMapper
		.builder(JsonFactory.builder().recyclerPool(JsonRecyclerPools.nonRecyclingPool()).build())
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
		.build();

	private static final ObjectReader TREES = MAPPER.readerFor(JsonNode.class)
		.with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

	private EntityJson() {
	}

	/**
	 * Return a mapper for the types of the application, which it remembers.
	 */
	static JsonMapper newMapper() {
		return MAPPER.rebuild().typeFactory(TypeFactory.createDefaultInstance()).build();
	}

	static JsonNode tree(String json) {
		return TREES.readTree(json);
	}

	static JsonNode tree(JsonParser parser) {
		return TREES.readValue(parser);
	}

	static JsonParser nonBlockingParser() {
		return MAPPER.createNonBlockingByteArrayParser();
	}

	static String write(Map<String, Object> json) {
		return MAPPER.writeValueAsString(json);
	}

}
