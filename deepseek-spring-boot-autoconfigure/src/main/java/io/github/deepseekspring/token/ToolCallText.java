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

package io.github.deepseekspring.token;

import java.util.List;

import io.github.deepseekspring.chat.ToolCall;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tool calls as the model writes and reads them. It does not see the JSON of the API:
 * between its own marks, there is the name of a function, and each argument by itself,
 * with the quotes and escapes taken off a string.
 */
final class ToolCallText {

	/**
	 * One token of the model, whatever a tokenizer makes of it.
	 */
	static final String MARK = "｜DSML｜";

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private final StringBuilder text = new StringBuilder();

	private ToolCallText() {
	}

	static String of(List<ToolCall> calls) {
		ToolCallText text = new ToolCallText();
		text.appendAll(calls);
		return text.text.toString();
	}

	private void appendAll(List<ToolCall> calls) {
		this.text.append("\n\n");
		open("tool_calls").append(">\n");
		for (int i = 0; i < calls.size(); i++) {
			open("invoke").append(" name=\"").append(calls.get(i).name()).append("\">\n");
			boolean whole = appendArguments(calls.get(i).arguments());
			if (!whole && i == calls.size() - 1) {
				return;
			}
			close("invoke").append('\n');
		}
		close("tool_calls");
	}

	private StringBuilder open(String name) {
		return this.text.append('<').append(MARK).append(name);
	}

	private StringBuilder close(String name) {
		return this.text.append("</").append(MARK).append(name).append('>');
	}

	/**
	 * Append arguments as far as they go.
	 * @return {@code false} if they are cut off, or are no JSON
	 */
	private boolean appendArguments(String arguments) {
		int valueStart = 0;
		String name = null;
		try (JsonParser parser = MAPPER.createParser(arguments)) {
			if (parser.nextToken() != JsonToken.START_OBJECT) {
				this.text.append(arguments);
				return !arguments.isEmpty();
			}
			while ((name = parser.nextName()) != null) {
				valueStart = (int) parser.currentLocation().getCharOffset();
				appendArgument(name, arguments, parser);
				name = null;
			}
			return true;
		}
		catch (JacksonException ex) {
			if (name != null) {
				appendCutArgument(name, arguments.substring(valueStart));
			}
			return false;
		}
	}

	private void appendArgument(String name, String arguments, JsonParser parser) {
		boolean string = parser.nextToken() == JsonToken.VALUE_STRING;
		String value;
		if (string) {
			value = parser.getString();
		}
		else {
			int start = (int) parser.currentTokenLocation().getCharOffset();
			parser.skipChildren();
			value = arguments.substring(start, (int) parser.currentLocation().getCharOffset()).stripTrailing();
		}
		openParameter(name, string);
		this.text.append(value);
		close("parameter").append('\n');
	}

	/**
	 * What is cut off is nearly always a text.
	 */
	private void appendCutArgument(String name, String value) {
		int start = 0;
		while (start < value.length() && " :\"".indexOf(value.charAt(start)) >= 0) {
			start++;
		}
		openParameter(name, true);
		this.text.append(value, start, value.length());
	}

	private void openParameter(String name, boolean string) {
		open("parameter").append(" name=\"").append(name).append("\" string=\"").append(string).append("\">");
	}

}
