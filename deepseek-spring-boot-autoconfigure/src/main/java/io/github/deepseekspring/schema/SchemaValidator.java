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

import java.util.List;
import java.util.Map;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.NodePath;
import com.networknt.schema.path.PathType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Checks values against a schema, which is compiled once and never loads anything.
 */
final class SchemaValidator {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	// Without its cache the registry keeps no schema
	private static final SchemaRegistry REGISTRY = SchemaRegistry
		.withDefaultDialect(SpecificationVersion.DRAFT_2020_12, (registry) -> registry.schemaCacheEnabled(false)
			.schemaLoader((loader) -> loader.block((iri) -> true))
			.schemaRegistryConfig(
					SchemaRegistryConfig.builder().pathType(PathType.JSON_PATH).formatAssertionsEnabled(true).build()));

	private final Map<String, Object> schema;

	private final Schema compiled;

	SchemaValidator(Map<String, Object> schema) {
		this.schema = schema;
		this.compiled = compile(schema);
	}

	Map<String, Object> schema() {
		return this.schema;
	}

	List<String> validate(JsonNode value) {
		if (value.isMissingNode()) {
			return List.of("$: there is no value");
		}
		List<Error> errors = this.compiled.validate(value);
		if (errors.stream().anyMatch(SchemaValidator::isNullProperty)) {
			errors = this.compiled.validate(withoutNullProperties(value, errors));
		}
		return SchemaProblems.describe(errors);
	}

	private static Schema compile(Map<String, Object> schema) {
		try {
			Schema compiled = REGISTRY.getSchema(MAPPER.<JsonNode>valueToTree(schema));
			compiled.initializeValidators();
			return compiled;
		}
		catch (SchemaException ex) {
			throw new IllegalArgumentException("This is not a JSON schema that can be used: " + ex.getMessage(), ex);
		}
	}

	private static boolean isNullProperty(Error error) {
		NodePath location = error.getInstanceLocation();
		return error.getInstanceNode() != null && error.getInstanceNode().isNull() && location.getNameCount() > 0
				&& location.getElement(location.getNameCount() - 1) instanceof String;
	}

	private static JsonNode withoutNullProperties(JsonNode value, List<Error> errors) {
		JsonNode copy = value.deepCopy();
		for (Error error : errors) {
			if (isNullProperty(error)) {
				NodePath location = error.getInstanceLocation();
				int last = location.getNameCount() - 1;
				JsonNode parent = copy;
				for (int i = 0; i < last; i++) {
					parent = (location.getElement(i) instanceof Integer index) ? parent.path(index)
							: parent.path(location.getName(i));
				}
				if (parent instanceof ObjectNode object) {
					object.remove(location.getName(last));
				}
			}
		}
		return copy;
	}

}
