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

package io.github.deepseekspring.wire;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;

/**
 * The value of a member that was read, with the place of the member among those that
 * were. Jackson has no fixed order in which it hands members to a record, and a cache of
 * prefixes wants theirs.
 *
 * @param place how many members were read before it
 * @param value the value
 */
record ReadMember(int place, @Nullable Object value) {

	/**
	 * Reads a value as the mapper reads any, and counts.
	 */
	static final class Deserializer extends ValueDeserializer<Object> {

		@Override
		public Object deserialize(JsonParser parser, DeserializationContext context) {
			return next(context, context.readValue(parser, Object.class));
		}

		@Override
		public Object getNullValue(DeserializationContext context) {
			return next(context, null);
		}

		private static ReadMember next(DeserializationContext context, @Nullable Object value) {
			int place = (context.getAttribute(ReadMember.class) instanceof Integer count) ? count : 0;
			context.setAttribute(ReadMember.class, place + 1);
			return new ReadMember(place, value);
		}

	}

}
