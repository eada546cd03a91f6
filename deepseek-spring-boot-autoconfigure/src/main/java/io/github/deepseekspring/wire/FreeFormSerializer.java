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

import java.util.Collection;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException.Reference;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;

/**
 * Writes maps in their own order and with all their entries, also where the mapper would
 * sort them or leave empty ones out: the same request has to be the same bytes.
 *
 * @since 0.1.0
 */
public class FreeFormSerializer extends ValueSerializer<Map<String, Object>> {

	@Override
	public void serialize(Map<String, Object> value, JsonGenerator generator, SerializationContext context) {
		writeObject(value, generator, context);
	}

	private static void writeObject(Map<?, ?> value, JsonGenerator generator, SerializationContext context) {
		generator.writeStartObject();
		writeMembers(value, generator, context);
		generator.writeEndObject();
	}

	private static void writeMembers(Map<?, ?> value, JsonGenerator generator, SerializationContext context) {
		value.forEach((name, member) -> {
			generator.writeName(String.valueOf(name));
			writeValue(member, new Reference(value, String.valueOf(name)), generator, context);
		});
	}

	/**
	 * Write a value, or tell where it stands if that fails.
	 */
	private static void writeValue(@Nullable Object value, Reference place, JsonGenerator generator,
			SerializationContext context) {
		try {
			writeValue(value, generator, context);
		}
		catch (RuntimeException ex) {
			throw DatabindException.wrapWithPath(context, ex, place);
		}
	}

	private static void writeValue(@Nullable Object value, JsonGenerator generator, SerializationContext context) {
		if (value instanceof Map<?, ?> map) {
			writeObject(map, generator, context);
		}
		else if (value instanceof Collection<?> collection) {
			generator.writeStartArray();
			int index = 0;
			for (Object element : collection) {
				writeValue(element, new Reference(collection, index++), generator, context);
			}
			generator.writeEndArray();
		}
		else {
			context.writeValue(generator, value);
		}
	}

	/**
	 * Writes the entries as members of the object that is being written.
	 */
	public static final class Members extends FreeFormSerializer {

		@Override
		public void serialize(Map<String, Object> value, JsonGenerator generator, SerializationContext context) {
			writeMembers(value, generator, context);
		}

	}

}
