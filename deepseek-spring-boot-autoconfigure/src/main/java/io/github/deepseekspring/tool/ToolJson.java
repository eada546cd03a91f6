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
import java.math.BigDecimal;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ValueNode;

/**
 * The JSON of arguments and results, as the types say it. The application's own mapper
 * has no say in it, because the schema that the model is told has none either.
 */
final class ToolJson {

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.nodeFactory(new NodeFactory())
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.build();

	private ToolJson() {
	}

	static JsonMapper mapper() {
		return MAPPER;
	}

	static ObjectReader reader(Type type) {
		return MAPPER.readerFor(MAPPER.constructType(type));
	}

	/**
	 * Decimal numbers are exact, so that one of few characters can have millions of
	 * digits. Nobody should have to count with those.
	 */
	private static final class NodeFactory extends JsonNodeFactory {

		private static final int MAX_SCALE = 1000;

		@Override
		public ValueNode numberNode(@Nullable BigDecimal number) {
			if (number != null && Math.abs((long) number.scale()) > MAX_SCALE) {
				throw new NumberFormatException("A number has an exponent that is out of range");
			}
			return super.numberNode(number);
		}

	}

}
