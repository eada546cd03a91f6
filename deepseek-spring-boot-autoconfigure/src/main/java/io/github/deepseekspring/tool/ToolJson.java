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

package io.github.deepseekspring.tool;

import java.lang.reflect.Type;

import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * The JSON of arguments and results, as the types say it. The application's own mapper
 * has no say in it, because the schema that the model is told has none either.
 */
final class ToolJson {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private ToolJson() {
	}

	static JsonMapper mapper() {
		return MAPPER;
	}

	static ObjectReader reader(Type type) {
		return MAPPER.readerFor(MAPPER.constructType(type));
	}

}
