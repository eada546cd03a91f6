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

package io.github.deepseekspring.structured;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ElementReader}.
 */
class ElementReaderTests {

	private static final String LIST = "{ \"items\" : [ {\"a\":\"\u00fc\\u4f60\\\"]}\\\\\ud83d\ude00\",\"b\":[1,{\"c\":[]}]},"
			+ " -12.50e1, [], \"x,y\", true, {}, 7 ] }\n";

	private static final List<String> ELEMENTS = List.of(
			"{\"a\":\"\u00fc\u4f60\\\"]}\\\\\ud83d\ude00\",\"b\":[1,{\"c\":[]}]}", "-12.50e1", "[]", "\"x,y\"", "true",
			"{}", "7");

	@ParameterizedTest
	@ValueSource(strings = { "%s", "\n %s \n", "```json\n%s\n```", "```%s```", "  ``` JSON\r\n%s``` \n" })
	void whereverTheTextIsCutTheElementsAreTheSame(String surroundings) {
		String text = surroundings.contains("JSON") ? surroundings.replace(" JSON", "JSON") : surroundings;
		String whole = text.formatted(LIST);
		List<JsonNode> expected = ELEMENTS.stream().map(EntityJson::tree).toList();
		for (int first = 0; first <= whole.length(); first++) {
			assertThat(read(whole.substring(0, first), whole.substring(first))).as("cut at %d", first)
				.isEqualTo(expected);
		}
		assertThat(read(whole.split(""))).isEqualTo(expected);
		assertThat(read(whole)).isEqualTo(expected);
	}

	@Test
	void elementIsThereWithItsLastCharacter() {
		ElementReader reader = new ElementReader();
		assertThat(readNext(reader, "{\"items\":[{\"a\":{\"b\":1}")).isNull();
		assertThat(readNext(reader, "}")).hasToString("{\"a\":{\"b\":1}}");
		assertThat(readNext(reader, ",\"x")).isNull();
		assertThat(readNext(reader, "\"")).hasToString("\"x\"");
		assertThat(readNext(reader, ",1")).isNull();
		assertThat(readNext(reader, "2")).isNull();
		assertThat(readNext(reader, ",")).hasToString("12");
	}

	@Test
	void numbersKeepTheirDigits() {
		List<JsonNode> numbers = read("{\"items\":[12345678901234567890.123456789,1.10]}");
		assertThat(numbers).extracting(JsonNode::decimalValue)
			.containsExactly(new BigDecimal("12345678901234567890.123456789"), new BigDecimal("1.10"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			''                             | the answer is empty
			' \n '                         | the answer is empty
			'``'                           | the answer is empty
			Here it is: {"items":[]}       | the answer is not one valid JSON text
			`` {"items":[]}                | the answer is not one valid JSON text
			'{"items":['                   | the answer ends before its JSON is complete
			'{"items":[1]'                 | the answer ends before its JSON is complete
			{"items":[{"a":1]}             | the answer is not one valid JSON text at line 1, column 17
			{"items":[1,2}                 | the answer is not one valid JSON text at line 1, column 14
			{"items":[1],"items":[2]}      | the answer is not one valid JSON text at line 1, column 21
			[1]                            | $: must be an object
			{}                             | $: the required property 'items' is missing
			{"items":{}}                   | $.items: must be an array
			{"items":null}                 | $.items: must be an array
			{"secret":[]}                  | $: there must be no property beside 'items'
			{"items":[],"secret":1}        | $: there must be no property beside 'items'
			{"items":[]} and more          | there is text behind the JSON
			{"items":[]}```                | there is text behind the JSON
			{"items":[]}{"items":[]}       | there is text behind the JSON
			""")
	void whatIsNoListIsToldApart(String text, String problem) {
		String plain = text.replace("\\n", "\n");
		for (String[] pieces : List.of(new String[] { plain }, plain.split(""))) {
			assertThatExceptionOfType(InvalidAnswer.class).isThrownBy(() -> read(pieces)).satisfies((ex) -> {
				assertThat(ex.problems()).hasSize(1);
				assertThat(ex.problems().get(0)).startsWith(problem.split(" at line")[0]).doesNotContain("secret");
				assertThat(ex.toldToModel()).isNotEmpty();
			});
		}
	}

	@Test
	void whatIsHeldForAnElementIsCounted() {
		ElementReader reader = new ElementReader();
		assertThat(readNext(reader, "{\"items\":[\"12345678\",\"1234")).isNotNull();
		assertThat(readNext(reader, "")).isNull();
		assertThat(reader.pending()).isEqualTo(6);
		readNext(reader, "x".repeat(1000));
		assertThat(reader.pending()).isEqualTo(1006);
	}

	private static JsonNode readNext(ElementReader reader, String piece) {
		if (!piece.isEmpty()) {
			reader.feed(piece);
		}
		return reader.next();
	}

	private static List<JsonNode> read(String... pieces) {
		ElementReader reader = new ElementReader();
		List<JsonNode> elements = new ArrayList<>();
		for (String piece : pieces) {
			reader.feed(piece);
			for (JsonNode element = reader.next(); element != null; element = reader.next()) {
				elements.add(element);
			}
		}
		reader.end();
		return elements;
	}

}
