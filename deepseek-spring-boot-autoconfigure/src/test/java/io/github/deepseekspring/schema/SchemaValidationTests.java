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
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for schemas that were written by hand and for what is said about wrong values.
 */
class SchemaValidationTests {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	static Stream<Arguments> wrongValues() {
		String line = "{'article_no':'a','price':1,'priority':'LATER'}";
		return Stream.of(
				wrong(Samples.Line.class, "{'price':1,'priority':'LATER'}",
						"$: the required property 'article_no' is missing"),
				wrong(Samples.Line.class, "{'article_no':null,'price':1,'priority':'LATER'}",
						"$: the required property 'article_no' is missing"),
				wrong(Samples.Line.class, "{'article_no':7,'price':1,'priority':'LATER'}",
						"$.article_no: must be a string, but is an integer"),
				wrong(Samples.Line.class, "{'article_no':'a','price':'1','priority':'LATER'}",
						"$.price: must be a number, but is a string"),
				wrong(Samples.Line.class, "{'article_no':'a','price':1,'priority':'SOON'}",
						"$.priority: must be one of \"right-now\", \"LATER\""),
				wrong(Samples.Line.class, "{'article_no':'a','price':1,'priority':'LATER','color':'red'}",
						"$: the property 'color' is not known here, leave it out"),
				wrong(Samples.Line.class, "[]", "$: must be an object, but is an array"),
				wrong(Samples.Twice.class, "{'to':{'street':1},'from':{'street':'a','city':'b'}}",
						"$.to.street: must be a string, but is an integer",
						"$.from: the property 'city' is not known here, leave it out"),
				wrong(Samples.Containers.class,
						"{'scores':{'a':1.5},'tags':['x',2],'lines':[" + line + ",{}],'table':[['x'],['y',true]]}",
						"$.scores.a: must be an integer, but is a number",
						"$.tags[1]: must be a string, but is an integer",
						"$.lines[1]: the required property 'article_no' is missing",
						"$.lines[1]: the required property 'price' is missing",
						"$.lines[1]: the required property 'priority' is missing",
						"$.table[1][1]: must be a string, but is a boolean"),
				wrong(Samples.Owner.class, "{'pet':{'kind':'cat','lives':'nine'}}",
						"$.pet.lives: must be an integer, but is a string"),
				wrong(Samples.Owner.class, "{'pet':{'kind':'bird','wings':2}}",
						"$.pet.kind: must be one of \"cat\", \"dog\""),
				wrong(Samples.Owner.class, "{'pet':'cat'}", "$.pet: must be an object"),
				wrong(Samples.Formula.class,
						"{'term':{'op':'add','left':{'op':'constant','value':1},'right':{'op':'constant'}}}",
						"$.term.right: the required property 'value' is missing"),
				wrong(Samples.Tree.class,
						"{'name':'a','children':[{'name':'b','children':[{'name':3,'children':[]}]}]}",
						"$.children[0].children[0].name: must be a string, but is an integer"));
	}

	@ParameterizedTest
	@MethodSource("wrongValues")
	void whenValueIsWrongThenSaysWhereAndWhatIsExpected(Type type, String value, List<String> problems) {
		assertThat(JsonSchema.of(type).validate(MAPPER.readTree(value))).containsExactlyInAnyOrderElementsOf(problems);
	}

	@Test
	void whenANameIsVeryLongThenTheProblemIsNot() {
		String value = "{'scores':{'" + "name".repeat(10_000) + "':'x'},'tags':[],'lines':[],'table':[]}";
		List<String> problems = JsonSchema.of(Samples.Containers.class)
			.validate(MAPPER.readTree(value.replace('\'', '"')));
		assertThat(problems).singleElement().asString().startsWith("$.scores.name").hasSizeLessThan(2100);
	}

	static Stream<Arguments> brokenRules() {
		return Stream.of(Arguments.of("minimum", 3, "2", "must be at least 3"),
				Arguments.of("maximum", 3, "4", "must be at most 3"),
				Arguments.of("exclusiveMinimum", 3, "3", "must be more than 3"),
				Arguments.of("exclusiveMaximum", 3, "3", "must be less than 3"),
				Arguments.of("multipleOf", 5, "7", "must be a multiple of 5"),
				Arguments.of("minLength", 3, "'ab'", "must have at least 3 characters"),
				Arguments.of("maxLength", 1, "'ab'", "must have at most 1 characters"),
				Arguments.of("minItems", 2, "[1]", "must have at least 2 elements"),
				Arguments.of("maxItems", 1, "[1,2]", "must have at most 1 elements"),
				Arguments.of("uniqueItems", true, "[1,1]", "must not have an element twice"),
				Arguments.of("minProperties", 1, "{}", "must have at least 1 properties"),
				Arguments.of("maxProperties", 0, "{'a':1}", "must have at most 0 properties"),
				Arguments.of("pattern", "^a+$", "'b'", "must match the regular expression ^a+$"),
				Arguments.of("const", "x", "'y'", "must be \"x\""),
				Arguments.of("format", "date", "'tomorrow'", "must be a date, such as 2026-01-31"),
				Arguments.of("format", "date-time", "'2026-01-31'",
						"must be a date and time with offset, such as 2026-01-31T13:45:00Z"),
				Arguments.of("format", "uuid", "'1'", "must be a UUID"),
				Arguments.of("format", "duration", "'soon'", "must be an ISO 8601 duration, such as PT1H30M"),
				Arguments.of("format", "email", "'me'", "must be an email address"),
				Arguments.of("type", List.of("string", "null"), "1", "must be a string or null, but is an integer"),
				Arguments.of("anyOf", List.of(Map.of("type", "string"), Map.of("type", "array")), "1",
						"must be a string or an array"),
				Arguments.of("oneOf", List.of(Map.of("minimum", 1), Map.of("minimum", 2)), "3",
						"must have exactly one of the forms that are allowed here"),
				Arguments.of("not", Map.of("type", "integer"), "3", "has a form that is not allowed here"),
				Arguments.of("dependentRequired", Map.of("a", List.of("b")), "{'a':1}",
						"breaks the rule 'dependentRequired' of the schema"));
	}

	@ParameterizedTest
	@MethodSource("brokenRules")
	void whenValueBreaksARuleThenSaysWhatIsAskedFor(String keyword, Object rule, String value, String problem) {
		assertThat(JsonSchema.of(Map.of(keyword, rule)).validate(MAPPER.readTree(json(value))))
			.contains("$: " + problem);
	}

	@Test
	void whenOptionalPropertyIsNullThenIsValid() {
		JsonSchema schema = JsonSchema.of(Samples.Formula.class);
		String value = "{'term':{'op':'constant','value':1},'check':null}";
		assertThat(schema.validate(MAPPER.readTree(json(value)))).isEmpty();
		assertThat(schema.asStrict().validate(MAPPER.readTree(json(value)))).isEmpty();
	}

	@Test
	void whenTextsAreLongThenDoesNotRepeatThem() {
		String text = "secret ".repeat(100);
		String value = "{'article_no':'a','price':'" + text + "','priority':'" + text + "','" + text + "':1}";
		assertThat(JsonSchema.of(Samples.Line.class).validate(MAPPER.readTree(json(value)))).hasSize(3)
			.allSatisfy((problem) -> assertThat(problem).hasSizeLessThan(200));
	}

	@Test
	void whenThereAreManyProblemsThenNamesTwenty() {
		JsonSchema schema = JsonSchema.of(Map.of("items", Map.of("type", "string")));
		assertThat(schema.validate(MAPPER.valueToTree(Collections.nCopies(100, 1)))).hasSize(20);
	}

	@Test
	void whenThereIsNoValueThenSaysSo() {
		assertThat(JsonSchema.of(Map.of()).validate(MAPPER.missingNode())).containsExactly("$: there is no value");
	}

	@Test
	void mapsWithoutAnOrderAreSorted() {
		JsonSchema schema = JsonSchema.of(Map.of("type", "object", "required", Set.of("b", "a", "c"), "properties",
				Map.of("c", Map.of(), "a", Map.of(), "b", Map.of())));
		assertThat(MAPPER.writeValueAsString(schema.toMap()))
			.isEqualTo(json("{'properties':{'a':{},'b':{},'c':{}},'required':['a','b','c'],'type':'object'}"));
	}

	@Test
	void mapsWithAnOrderKeepIt() {
		String text = json("{'type':'object','properties':{'z':{'type':'string'},'a':{'enum':[null,1]}}}");
		JsonSchema schema = JsonSchema.of(MAPPER.readValue(text, LinkedHashMap.class));
		assertThat(MAPPER.writeValueAsString(schema.toMap())).isEqualTo(text);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{'$ref':'http://localhost:1/schema'}", "{'$ref':'classpath:application.json'}",
			"{'$ref':'#/$defs/nothing'}", "{'pattern':'('}", "{'$schema':'http://localhost:1/dialect'}" })
	void whenSchemaCannotBeUsedThenSaysSoAtOnce(String schema) {
		Map<String, ?> map = MAPPER.readValue(json(schema), new TypeReference<>() {
		});
		assertThatIllegalArgumentException().isThrownBy(() -> JsonSchema.of(map))
			.withMessageStartingWith("This is not a JSON schema that can be used");
	}

	@Test
	void whenSchemaIsNotJsonThenNamesThePlace() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> JsonSchema.of(Map.of("properties", Map.of("a", new Object()))))
			.withMessage("The schema has a value at $.properties.a that is not JSON, but a java.lang.Object");
	}

	private static Arguments wrong(Type type, String value, String... problems) {
		return Arguments.of(type, json(value), List.of(problems));
	}

	private static String json(String text) {
		return text.replace('\'', '"');
	}

}
