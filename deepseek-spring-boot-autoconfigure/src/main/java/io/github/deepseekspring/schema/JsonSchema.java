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

import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;

import tools.jackson.databind.JsonNode;

import org.springframework.util.Assert;

/**
 * A JSON schema: what the model is told about the values that it has to write, and what
 * those values are checked against. Immutable, safe for use by several threads at once,
 * and never blocking.
 * <p>
 * Made from a Java type, it describes what Jackson reads and writes for that type. The
 * components of a record appear in the order of their declaration, the properties of any
 * other class in the order of their names, {@code @JsonPropertyOrder} first. A property
 * is required unless it is {@code @Nullable}, an {@code Optional}, or says
 * {@code @JsonProperty(isRequired = OptBoolean.FALSE)}. Names, descriptions, subtypes and
 * the values of enums come from Jackson's annotations. Properties that the type does not
 * have are not allowed.
 *
 * @since 0.1.0
 * @see <a href="https://api-docs.deepseek.com/guides/tool_calls">Tool Calls</a>
 */
public final class JsonSchema {

	private final Map<String, Object> schema;

	private final SchemaValidator validator;

	private JsonSchema(Map<String, Object> schema, SchemaValidator validator) {
		this.schema = schema;
		this.validator = validator;
	}

	/**
	 * Return the schema of a Java type. Types with type arguments are given as {@code new
	 * ParameterizedTypeReference<List<Order>>() { }.getType()}. The schema is made once
	 * per type and forgotten together with the type.
	 * @param type the type; a class, a record, an enum, or a type with type arguments
	 * @return the schema
	 * @throws IllegalArgumentException if no schema can be made from the type
	 */
	public static JsonSchema of(Type type) {
		Assert.notNull(type, "'type' must not be null");
		return TypeSchemas.get(type, (schema) -> new JsonSchema(schema, new SchemaValidator(schema)));
	}

	/**
	 * Return a schema that was written by hand, in the dialect of 2020-12 unless its
	 * {@code $schema} names another one. References lead to places in the schema itself,
	 * as nothing is ever loaded. The order of the maps is kept; the keys of
	 * {@link Map#of()}, which has another order on each run, are sorted, so that the text
	 * of the schema is always the same.
	 * @param schema the schema: maps, collections, arrays, strings, numbers, booleans and
	 * {@code null}; it is copied
	 * @return the schema
	 * @throws IllegalArgumentException if this is not a JSON schema
	 */
	public static JsonSchema of(Map<String, ?> schema) {
		Assert.notNull(schema, "'schema' must not be null");
		Map<String, Object> copy = SchemaMaps.copy(schema);
		return new JsonSchema(copy, new SchemaValidator(copy));
	}

	/**
	 * Return the schema as a map that is written as JSON. It has the same order, so its
	 * JSON has the same bytes, on every run: DeepSeek caches a prompt as far as it has
	 * seen it before.
	 * @return the schema, unmodifiable at all levels
	 */
	public Map<String, Object> toMap() {
		return this.schema;
	}

	/**
	 * Return this schema in the form that DeepSeek's strict mode takes. All properties
	 * are required and no others allowed; a property that was optional may be
	 * {@code null}, as one of the members of {@code anyOf}. Definitions are found under
	 * {@code $def}. Keywords that strict mode does not have and that restrict a value
	 * only, such as {@code maxLength} or the format of a date, are told in the
	 * description. {@link #validate(JsonNode)} of the result still checks them, as it
	 * checks all that this schema says.
	 * @return the strict schema
	 * @throws IllegalArgumentException if strict mode cannot express the schema, with the
	 * path of the place and what to do about it: a map with free keys, any value, an
	 * object without properties, a tuple, {@code oneOf}, {@code allOf}, {@code not}, or a
	 * schema that is not that of an object
	 */
	public JsonSchema asStrict() {
		return new JsonSchema(new StrictSchema(this.schema).rewrite(), this.validator);
	}

	/**
	 * Check a value. A property that is not required may be {@code null}, which says the
	 * same as leaving it out.
	 * @param value the value, as the model wrote it
	 * @return what is wrong, in words that help the model to do better, each with the
	 * path of the place, such as {@code $.lines[0].amount}; at most twenty; empty if the
	 * value is valid. Texts of the value are not repeated.
	 */
	public List<String> validate(JsonNode value) {
		Assert.notNull(value, "'value' must not be null");
		return this.validator.validate(value);
	}

	@Override
	public boolean equals(Object other) {
		return this == other || (other instanceof JsonSchema that && this.schema.equals(that.schema)
				&& this.validator.schema().equals(that.validator.schema()));
	}

	@Override
	public int hashCode() {
		return this.schema.hashCode();
	}

	/**
	 * Return the schema as text.
	 */
	@Override
	public String toString() {
		return this.schema.toString();
	}

}
