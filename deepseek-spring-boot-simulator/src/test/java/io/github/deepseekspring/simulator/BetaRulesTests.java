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

package io.github.deepseekspring.simulator;

import java.net.http.HttpResponse;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what DeepSeek offers below {@code /beta} only: fill in the middle, prefix
 * completion and strict tools.
 */
class BetaRulesTests {

	private static final String BETA = "/beta" + Http.CHAT;

	private static final String ADDRESS = " is only available when using beta api "
			+ "(set base_url=\"https://api.deepseek.com/beta\")";

	private static DeepSeekSimulator simulator;

	private static Http http;

	@BeforeAll
	static void start() {
		simulator = DeepSeekSimulator.start();
		http = new Http(simulator);
	}

	@AfterAll
	static void stop() {
		simulator.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/completions", "/v1/completions" })
	void whenFimIsNotBelowBetaThenItIsRefused(String path) {
		assertRefused(http.post(path, fim("\"prompt\":\"a\"")), 400, "completions api" + ADDRESS);
	}

	@Test
	void whenFimIsMalformedThenItIsRefused() {
		assertRefused(http.fim("{\"prompt\":\"a\"}"), 400, "missing field `model`");
		assertRefused(http.fim(fim("\"suffix\":\"a\"")), 400, "missing field `prompt`");
		assertRefused(http.fim(fim("\"prompt\":[\"a\"]")), 400, "missing field `prompt`");
		assertRefused(http.fim(fim("\"prompt\":\"a\"").replace("deepseek-flash", "deepseek-chat")), 400,
				"The supported API model names are deepseek-flash, deepseek-v4-pro, but you passed deepseek-chat.");
		assertRefused(http.fim(fim("\"prompt\":\"a\",\"stream_options\":{\"include_usage\":true}")), 400,
				"stream_options should be set along with stream = true");
	}

	@Test
	void whenFimOptionsExcludeEachOtherThenTheyAreRefused() {
		assertRefused(http.fim(fim("\"prompt\":\"a\",\"echo\":true,\"suffix\":\"b\"")), 400, "suffix");
		assertRefused(http.fim(fim("\"prompt\":\"a\",\"echo\":true,\"logprobs\":2")), 400, "logprobs");
		assertThat(http.fim(fim("\"prompt\":\"a\",\"echo\":false,\"suffix\":\"b\",\"logprobs\":20")).statusCode())
			.isEqualTo(200);
	}

	@ParameterizedTest
	@CsvSource({ "max_tokens,4097", "max_tokens,0", "logprobs,21", "temperature,2.1", "top_p,0" })
	void whenAFimParameterIsOutOfRangeThenAnswers422(String name, String value) {
		assertRefused(http.fim(fim("\"prompt\":\"a\",\"" + name + "\":" + value)), 422, "Invalid " + name + " value");
	}

	@Test
	void whenFimIsAtItsBoundsThenItIsAccepted() {
		assertThat(http
			.fim(fim("\"prompt\":\"\",\"max_tokens\":4096,\"temperature\":2,\"top_p\":1,\"logprobs\":0,"
					+ "\"frequency_penalty\":1,\"stop\":[\"a\"],\"suffix\":null"))
			.statusCode()).isEqualTo(200);
	}

	@Test
	void whenThereIsAPrefixThenOnlyItsContinuationIsAnswered() {
		String text = Http.content(http.post(BETA, prefix("The sky is blue because")));
		assertThat(text).startsWith(" ").doesNotContain("The sky is blue");
		assertThat(Http.content(http.post(BETA, prefix("You wrote: ")))).startsWith("\"Please go on\"");
	}

	@Test
	void whenThePrefixOpensCodeThenAStopEndsIt() {
		String body = prefix("```java\\n").replace("\"messages\"", "\"stop\":[\"```\"],\"messages\"");
		assertThat(Http.content(http.post(BETA, body))).isEqualTo("value = 42;\nreturn value;\n");
	}

	@Test
	void whenThePrefixHasReasoningThenNoMoreIsAdded() {
		String body = prefix("Because").replace("\"prefix\"", "\"reasoning_content\":\"Well,\",\"prefix\"");
		HttpResponse<String> response = http.post(BETA, body);
		assertThat(Http.message(response).path("reasoning_content").asString()).isEmpty();
		assertThat(Http.content(response)).isNotEmpty();
	}

	@Test
	void whenAPrefixIsMisplacedThenItIsRefused() {
		assertRefused(http.chat(prefix("a")), 400, "prefix" + ADDRESS);
		assertRefused(http.post(BETA, prefix("")), 400, "should not be empty");
		assertRefused(http.post(BETA, prefix("a").replace("assistant", "user")), 400, "last message");
		assertRefused(http.post(BETA, prefix("a").replace("]}", ",{\"role\":\"user\",\"content\":\"b\"}]}")), 400,
				"prefix should only be set on the last message");
	}

	@Test
	void whenStrictToolsAreNotBelowBetaThenStrictMeansNothing() {
		String tool = strict(object("\"a\":{\"type\":\"string\",\"minLength\":1}", ""));
		assertThat(http.chat(tools(tool)).statusCode()).isEqualTo(200);
		assertThat(http.post(BETA, tools(tool)).statusCode()).isEqualTo(400);
	}

	@Test
	void whenOneToolIsStrictThenAllMustBe() {
		String strict = strict(object("\"a\":{\"type\":\"string\"}", "\"a\""));
		assertRefused(http.post(BETA, tools(strict + ",{\"type\":\"function\",\"function\":{\"name\":\"lenient\"}}")),
				400, "All functions in tools should set strict = true");
	}

	@Test
	void whenAStrictSchemaIsWithinTheRulesThenItIsAccepted() {
		String properties = """
				"name":{"type":"string","pattern":"^a","description":"d"},"mail":{"type":"string","format":"email"},
				"age":{"type":"integer","minimum":0,"maximum":150,"multipleOf":1},
				"kind":{"type":"string","enum":["a","b"]},"tags":{"type":"array","items":{"type":"string"}},
				"note":{"anyOf":[{"type":"string"},{"type":"null"}]},"maybe":{"type":["integer","null"]},
				"next":{"$ref":"#/$def/node"}""";
		String schema = object(properties, "\"name\",\"mail\",\"age\",\"kind\",\"tags\",\"note\",\"maybe\",\"next\"")
			.replaceFirst("\\{", "{\"\\$def\":{\"node\":"
					+ object("\"b\":{\"type\":\"boolean\"}", "\"b\"").replace("$", "\\$") + "},");
		assertThat(http.post(BETA, tools(strict(schema))).statusCode()).isEqualTo(200);
		assertThat(http.post(BETA, tools("{\"type\":\"function\",\"function\":{\"name\":\"f\",\"strict\":true}}"))
			.statusCode()).isEqualTo(200);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~', value = {
			"{'type':'string','minLength':1} | keyword `minLength` is not supported for type `string`",
			"{'type':'string','maxLength':1} | keyword `maxLength`",
			"{'type':'array','items':{'type':'string'},'minItems':1} | keyword `minItems`",
			"{'type':'array','items':{'type':'string'},'maxItems':1} | keyword `maxItems`",
			"{'type':'string','format':'date-time'} | field `format`: format `date-time` is not supported",
			"{'type':'string','minimum':1} | keyword `minimum` is not supported for type `string`",
			"{'type':'text'} | field `type`: unknown variant `text`",
			"{} | one of `type`, `anyOf`, `$ref` field is required",
			"{'enum':['a']} | one of `type`, `anyOf`, `$ref` field is required",
			"{'oneOf':[{'type':'string'}],'type':'string'} | keyword `oneOf`",
			"{'anyOf':[{'anyOf':[{'type':'string'}]}]} | field `anyOf`: missing field `type`",
			"{'anyOf':[{'$ref':'#'},{'type':'null'}]} | field `anyOf`: missing field `type`",
			"{'anyOf':[{'type':'string','maxLength':1}]} | field `anyOf`: keyword `maxLength`",
			"{'$ref':'#/$def/none'} | field `$ref`: `#/$def/none` cannot be resolved",
			"{'$ref':'node'} | field `$ref`: `node` cannot be resolved",
			"{'$ref':'#node'} | field `$ref`: `#node` cannot be resolved",
			"{'type':'object'} | An object with no properties is not allowed",
			"{'type':'object','properties':{'b':{'type':'string'}},'required':['b']} | `additionalProperties`",
			"{'type':'array','items':{'type':'object','properties':{'b':{'type':'string'}},'required':[],"
					+ "'additionalProperties':false}} | field `items`: field `required`: property `b` is missing",
			"{'type':'object','properties':{'b':{'type':'string'}},'required':['b'],'additionalProperties':"
					+ "{'type':'string'}} | invalid type: map, expected a boolean" })
	void whenAStrictSchemaBreaksARuleThenItIsNamed(String schema, String problem) {
		String tool = strict(object("\"a\":" + schema.replace('\'', '"'), "\"a\""));
		HttpResponse<String> response = http.post(BETA, tools(tool));
		assertRefused(response, 400, problem.strip());
		assertThat(Http.error(response)).startsWith("Invalid tool parameters schema : field `properties`: field `a`: ")
			.endsWith("(function `f`)");
	}

	@Test
	void whenTheRootBreaksARuleThenItIsRefused() {
		assertRefused(http.post(BETA, tools(strict("{\"type\":\"string\"}"))), 400, "field `type` should be `object`");
		assertRefused(http.post(BETA, tools(strict(object("\"a\":{\"type\":\"string\"}", "")))), 400,
				"Invalid tool parameters schema : field `required`: property `a` is missing");
		assertRefused(http.post(BETA, tools(strict(object("\"a\":{\"type\":\"string\"}", "\"a\",\"b\"")))), 400,
				"there is no property `b`");
		assertRefused(http.post(BETA, tools(strict(object("", "")))), 400, "An object with no properties");
		String open = object("\"a\":{\"type\":\"string\"}", "\"a\"").replace("false", "true");
		assertRefused(http.post(BETA, tools(strict(open))), 400, "field `additionalProperties` should be false");
	}

	private static void assertRefused(HttpResponse<String> response, int status, String message) {
		assertThat(Http.error(response)).contains(message);
		assertThat(response.statusCode()).isEqualTo(status);
	}

	private static String fim(String option) {
		return "{\"model\":\"deepseek-flash\"," + option + "}";
	}

	private static String prefix(String prefix) {
		return "{\"model\":\"deepseek-flash\",\"messages\":[{\"role\":\"user\",\"content\":\"Please go on\"},"
				+ "{\"role\":\"assistant\",\"content\":\"" + prefix + "\",\"prefix\":true}]}";
	}

	private static String tools(String tools) {
		return "{\"model\":\"deepseek-flash\",\"tools\":[" + tools
				+ "],\"messages\":[{\"role\":\"user\",\"content\":\"Use f.\"}]}";
	}

	private static String strict(String schema) {
		return "{\"type\":\"function\",\"function\":{\"name\":\"f\",\"strict\":true,\"parameters\":" + schema + "}}";
	}

	private static String object(String properties, String required) {
		return "{\"type\":\"object\",\"properties\":{" + properties + "},\"required\":[" + required
				+ "],\"additionalProperties\":false}";
	}

}
