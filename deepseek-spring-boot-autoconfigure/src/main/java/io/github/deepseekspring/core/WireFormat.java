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

import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * The JSON of the wire, which is nothing that an application configures.
 */
final class WireFormat {

	private WireFormat() {
	}

	/**
	 * Create a mapper. Buffers are recycled per thread, since answers are read on the few
	 * threads of the event loop. It has read a tree, since the first time takes a lock.
	 */
	static JsonMapper createMapper() {
		JsonFactory factory = JsonFactory.builder().recyclerPool(JsonRecyclerPools.threadLocalPool()).build();
		JsonMapper mapper = JsonMapper.builder(factory).build();
		mapper.readTree("{}");
		return mapper;
	}

	/**
	 * Return a reader for an answer that is not streamed. What follows the JSON is not
	 * looked at.
	 */
	static ObjectReader answerReader(JsonMapper mapper, Class<?> type) {
		return mapper.readerFor(type).without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
	}

}
