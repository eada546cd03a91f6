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
import java.util.LinkedHashMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for schemas in the form of DeepSeek's strict mode.
 */
class StrictSchemaTests {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					{'type':'string'} | {'type':'string'}
					{'type':'string','title':'T','examples':['a'],'x-own':1} | {'type':'string'}
					{'type':'string','pattern':'^a$'} | {'type':'string','pattern':'^a$'}
					{'type':'string','format':'email'} | {'type':'string','format':'email'}
					{'type':'string','format':'date'} | {'type':'string','description':'A date, such as 2026-01-31'}
					{'type':'string','format':'date','description':'When'} | {'type':'string','description':'When (a date, such as 2026-01-31)'}
					{'type':'string','minLength':2,'maxLength':9} | {'type':'string','description':'At least 2 characters, at most 9 characters'}
					{'type':'string','default':'a'} | {'type':'string','description':'By default a'}
					{'type':'integer','minimum':1,'maximum':9,'default':3} | {'type':'integer','minimum':1,'maximum':9,'default':3}
					{'type':'number','exclusiveMinimum':1,'exclusiveMaximum':9,'multipleOf':2} | {'type':'number','exclusiveMinimum':1,'exclusiveMaximum':9,'multipleOf':2}
					{'const':4} | {'type':'integer','const':4}
					{'const':'x'} | {'type':'string','enum':['x']}
					{'enum':['x','y']} | {'type':'string','enum':['x','y']}
					{'enum':['x',null]} | {'anyOf':[{'type':'string','enum':['x']},{'type':'null'}]}
					{'enum':['x',1]} | {'anyOf':[{'type':'string','enum':['x']},{'type':'integer','enum':[1]}]}
					{'type':['string','null'],'maxLength':3,'description':'D'} | {'description':'D','anyOf':[{'type':'string','description':'At most 3 characters'},{'type':'null'}]}
					{'type':['object','null'],'properties':{'b':{'type':'string'}},'required':['b']} | {'anyOf':[{'type':'object','properties':{'b':{'type':'string'}},'required':['b'],'additionalProperties':false},{'type':'null'}]}
					{'type':'array','items':{'type':'string'},'minItems':1,'uniqueItems':true} | {'type':'array','description':'At least 1 elements, no element twice','items':{'type':'string'}}
					{'properties':{'b':{'type':'string'}}} | {'type':'object','properties':{'b':{'anyOf':[{'type':'string'},{'type':'null'}]}},'required':['b'],'additionalProperties':false}
					{'type':'object','properties':{'b':{'type':'string','description':'D'}}} | {'type':'object','properties':{'b':{'description':'D','anyOf':[{'type':'string'},{'type':'null'}]}},'required':['b'],'additionalProperties':false}
					{'anyOf':[{'type':'string'},{'anyOf':[{'type':'integer'},{'type':'null'}]}]} | {'anyOf':[{'type':'string'},{'type':'integer'},{'type':'null'}]}
					{'anyOf':[{'$ref':'#/$defs/text'},{'type':'null'}]} | {'anyOf':[{'type':'string'},{'type':'null'}]}
					{'$ref':'#/$defs/text','description':'D'} | {'type':'string','description':'D'}
					""")
	void whenPropertyIsRewrittenThenFollowsTheStrictRules(String property, String expected) {
		JsonSchema schema = schema("{'type':'object','$defs':{'text':{'type':'string'}},'properties':{'a':" + property
				+ "},'required':['a']}");
		JsonNode strict = MAPPER.valueToTree(schema.asStrict().toMap());
		assertThat(strict.at("/properties/a")).hasToString(json(expected));
		assertRules(strict);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					{'type':'object','additionalProperties':{'type':'string'}} | a map with free keys; use a list of objects
					{'type':'object','properties':{'b':{'type':'string'}},'additionalProperties':true} | a map with free keys; use a list of objects
					{'type':'object'} | an object without properties; give it a property
					{} | it has no type, so that any value is allowed; say which type it has
					{'description':'x'} | it has no type, so that any value is allowed; say which type it has
					{'oneOf':[{'type':'string'}]} | it does not know 'oneOf'; use anyOf
					{'allOf':[{'type':'string'}]} | it does not know 'allOf'; put everything into one schema
					{'type':'string','not':{'const':'x'}} | it does not know 'not'; say what is allowed instead
					{'type':'array','prefixItems':[{'type':'string'}]} | it does not know 'prefixItems'; use an object
					{'type':'object','patternProperties':{'^a':{'type':'string'}}} | it does not know 'patternProperties'; name the properties
					{'type':'object','properties':{'b':{'type':'string'}},'anyOf':[{'required':['b']}]} | anyOf has to stand alone
					{'anyOf':[{'$ref':'#/properties/a'}]} | it refers to itself directly
					{'const':{'b':1}} | it has an allowed value that is an object
					""")
	void whenStrictModeCannotExpressItThenSaysWhereAndWhatToDo(String property, String reason) {
		JsonSchema schema = schema("{'type':'object','properties':{'a':" + property + "},'required':['a']}");
		assertThatIllegalArgumentException().isThrownBy(schema::asStrict)
			.withMessageStartingWith("The strict mode of DeepSeek cannot express the schema at $.a: ")
			.withMessageContaining(reason)
			.withMessageEndingWith(", or do without strict mode");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{'type':'object','properties':{'b':{'type':'object','properties':{'c':{}}}}} | $.b.c
			{'type':'object','properties':{'b':{'type':'array','items':{'type':'array','items':{}}}}} | $.b[][]
			{'type':'object','properties':{'b':{'type':'array'}}} | $.b[]
			{'type':'array','items':{'type':'string'}} | $
			{'type':'object'} | $
			""")
	void whenStrictModeCannotExpressItThenNamesThePath(String text, String path) {
		assertThatIllegalArgumentException().isThrownBy(() -> schema(text).asStrict())
			.withMessageStartingWith("The strict mode of DeepSeek cannot express the schema at " + path + ": ");
	}

	static Stream<Type> expressibleTypes() {
		return Stream.of(Samples.Order.class, Samples.Line.class, Samples.Times.class, Samples.Named.class,
				Samples.Tree.class, Samples.Forest.class, Samples.Twice.class, Samples.Owner.class,
				Samples.Formula.class, Samples.Verdict.class);
	}

	@ParameterizedTest
	@MethodSource("expressibleTypes")
	void whenTypeIsRewrittenThenFollowsTheStrictRules(Type type) {
		assertRules(MAPPER.valueToTree(JsonSchema.of(type).asStrict().toMap()));
	}

	@Test
	void definitionsOfRecursiveTypesAreNamed() {
		assertThat(MAPPER.writeValueAsString(JsonSchema.of(Samples.Tree.class).asStrict().toMap())).isEqualTo("""
				{"type":"object","properties":{"name":{"type":"string"},"children":{"type":"array",\
				"description":"The branches","items":{"$ref":"#/$def/Root"}},"parent":{"$ref":"#/$def/Choice"}},\
				"required":["name","children","parent"],"additionalProperties":false,"$def":{\
				"Choice":{"anyOf":[{"type":"object","properties":{"name":{"type":"string"},"children":{"type":"array",\
				"description":"The branches","items":{"$ref":"#/$def/Root"}},"parent":{"$ref":"#/$def/Choice"}},\
				"required":["name","children","parent"],"additionalProperties":false},{"type":"null"}]},\
				"Root":{"type":"object","properties":{"name":{"type":"string"},"children":{"type":"array",\
				"description":"The branches","items":{"$ref":"#/$def/Root"}},"parent":{"$ref":"#/$def/Choice"}},\
				"required":["name","children","parent"],"additionalProperties":false}}}""");
	}

	@Test
	void strictSchemaCanBeRewrittenAgain() {
		JsonSchema strict = JsonSchema.of(Samples.Twice.class).asStrict();
		assertThat(JsonSchema.of(strict.toMap()).asStrict()).hasToString(strict.toString());
	}

	@Test
	void whatStrictModeCannotCheckIsStillValidated() {
		JsonSchema schema = schema("{'type':'object','properties':{'a':{'type':'string','maxLength':2}}}");
		assertThat(schema.asStrict().validate(MAPPER.readTree("{\"a\":\"abc\"}")))
			.containsExactly("$.a: must have at most 2 characters");
	}

	static void assertRules(JsonNode node) {
		if (node.path("properties").isObject() && node.path("type").isString()) {
			assertThat(node.path("properties").propertyNames()).isNotEmpty()
				.containsExactlyElementsOf(node.path("required").valueStream().map(JsonNode::asString).toList());
			assertThat(node.path("additionalProperties").asBoolean(true)).isFalse();
		}
		assertThat(node.propertyNames()).doesNotContain("minLength", "maxLength", "minItems", "maxItems", "$defs",
				"oneOf", "allOf");
		node.path("anyOf").forEach((member) -> assertThat(member.path("type").isString()).as("%s", member).isTrue());
		node.forEach(StrictSchemaTests::assertRules);
	}

	private static JsonSchema schema(String text) {
		return JsonSchema.of(MAPPER.readValue(json(text), new TypeReference<LinkedHashMap<String, Object>>() {
		}));
	}

	private static String json(String text) {
		return text.replace('\'', '"');
	}

}
