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

package io.github.deepseekspring.schema;

import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TimeZone;
import java.util.TreeMap;

import com.fasterxml.classmate.ResolvedType;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.CustomDefinitionProviderV2;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Types that Jackson writes in another way than their fields tell.
 */
final class WellKnownTypes implements CustomDefinitionProviderV2 {

	private static final String DATE = "\\d{4}-\\d{2}-\\d{2}";

	private static final String TIME = "\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,9})?)?";

	private static final Map<String, String> TEXT = Map.of("type", "string");

	private static final Map<String, String> INTEGER = Map.of("type", "integer");

	private static final Map<Class<?>, Map<String, String>> SCHEMAS = Map.ofEntries(Map.entry(Object.class, Map.of()),
			Map.entry(JsonNode.class, Map.of()), Map.entry(ObjectNode.class, Map.of("type", "object")),
			Map.entry(ArrayNode.class, Map.of("type", "array")), Map.entry(byte.class, INTEGER),
			Map.entry(Byte.class, INTEGER),
			Map.entry(byte[].class, Map.of("type", "string", "contentEncoding", "base64")),
			Map.entry(char[].class, TEXT), Map.entry(OptionalInt.class, INTEGER),
			Map.entry(OptionalLong.class, INTEGER), Map.entry(OptionalDouble.class, Map.of("type", "number")),
			// The formats of JSON schema ask for an offset, which these do not have
			Map.entry(LocalDateTime.class, text(DATE + "T" + TIME)), Map.entry(LocalTime.class, text(TIME)),
			Map.entry(Year.class, INTEGER), Map.entry(YearMonth.class, text("\\d{4}-\\d{2}")),
			Map.entry(MonthDay.class, text("--\\d{2}-\\d{2}")), Map.entry(ZoneId.class, TEXT),
			Map.entry(ZoneOffset.class, TEXT), Map.entry(TimeZone.class, TEXT), Map.entry(Locale.class, TEXT),
			Map.entry(Currency.class, TEXT));

	private final JsonMapper mapper;

	WellKnownTypes(JsonMapper mapper) {
		this.mapper = mapper;
	}

	@Override
	public @Nullable CustomDefinition provideCustomSchemaDefinition(ResolvedType type,
			SchemaGenerationContext context) {
		Class<?> raw = type.getErasedType();
		if (raw == Optional.class) {
			List<ResolvedType> content = type.getTypeParameters();
			return inline(content.isEmpty() ? this.mapper.createObjectNode()
					: context.createDefinitionReference(content.get(0)));
		}
		if (raw.isEnum()) {
			return inline(values(raw));
		}
		Map<String, String> schema = SCHEMAS.get(raw);
		return (schema != null) ? inline(this.mapper.valueToTree(new TreeMap<>(schema).descendingMap())) : null;
	}

	/**
	 * The values of an enum as Jackson writes them.
	 */
	private ObjectNode values(Class<?> type) {
		ArrayNode values = this.mapper.createArrayNode();
		for (Object constant : type.getEnumConstants()) {
			values.add(this.mapper.<JsonNode>valueToTree(constant));
		}
		ObjectNode schema = this.mapper.createObjectNode();
		boolean numbers = !values.isEmpty() && values.valueStream().allMatch(JsonNode::isIntegralNumber);
		schema.put("type", numbers ? "integer" : "string");
		schema.set("enum", values);
		return schema;
	}

	private static CustomDefinition inline(ObjectNode schema) {
		return new CustomDefinition(schema, CustomDefinition.DefinitionType.INLINE,
				CustomDefinition.AttributeInclusion.NO);
	}

	private static Map<String, String> text(String pattern) {
		return Map.of("type", "string", "pattern", "^" + pattern + "$");
	}

}
