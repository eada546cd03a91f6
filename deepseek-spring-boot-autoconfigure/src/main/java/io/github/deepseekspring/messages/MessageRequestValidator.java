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

package io.github.deepseekspring.messages;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import io.github.deepseekspring.InvalidRequestException;
import io.github.deepseekspring.chat.TextRules;
import org.jspecify.annotations.Nullable;

/**
 * The rules for the options of a request. The messages have a validator of their own.
 */
final class MessageRequestValidator {

	private static final int MAX_TOKENS = 393216;

	private static final int MAX_STOPS = 16;

	private static final Pattern TOOL_NAME = Pattern.compile("[A-Za-z0-9_-]{1,128}");

	private final MessageRequest request;

	MessageRequestValidator(MessageRequest request) {
		this.request = request;
	}

	void validate() {
		TextRules.wellFormed("model", this.request.model());
		validateSystem(this.request.system());
		new MessageParamsValidator(this.request.messages()).validate();
		TextRules.wellFormed("output_config.effort", this.request.effort());
		validateSampling();
		validateStops();
		validateTools();
		validateToolChoice();
		this.request.extra().forEach(TextRules::writable);
	}

	private static void validateSystem(@Nullable MessageContent system) {
		if (system == null) {
			return;
		}
		TextRules.writable("system", system.json());
		for (int i = 0; i < system.blocks().size(); i++) {
			check("text".equals(system.blocks().get(i).type()), "system[" + i + "]", "it must be a text");
		}
	}

	private void validateSampling() {
		Integer maxTokens = this.request.maxTokens();
		check(maxTokens == null || (maxTokens >= 1 && maxTokens <= MAX_TOKENS), "max_tokens",
				"it must be from 1 to " + MAX_TOKENS);
		Double temperature = this.request.temperature();
		check(temperature == null || (temperature >= 0 && temperature <= 2), "temperature", "it must be from 0 to 2");
		Double topP = this.request.topP();
		check(topP == null || (topP > 0 && topP <= 1), "top_p", "it must be above 0 and at most 1");
	}

	private void validateStops() {
		List<String> stops = this.request.stopSequences();
		if (stops == null) {
			return;
		}
		check(stops.size() <= MAX_STOPS, "stop_sequences", "there must be at most " + MAX_STOPS);
		for (int i = 0; i < stops.size(); i++) {
			String field = "stop_sequences[" + i + "]";
			check(stops.get(i) != null && !stops.get(i).isEmpty(), field, "it must not be empty");
			TextRules.wellFormed(field, stops.get(i));
		}
	}

	private void validateTools() {
		List<MessageTool> tools = this.request.tools();
		if (tools == null) {
			return;
		}
		Set<String> names = new HashSet<>();
		for (int i = 0; i < tools.size(); i++) {
			MessageTool tool = tools.get(i);
			String field = "tools[" + i + "]";
			check(tool != null, field, "it must not be null");
			check(TOOL_NAME.matcher(tool.name()).matches(), field + ".name",
					"it must be 1 to 128 characters out of A-Z, a-z, 0-9, '_' and '-'");
			check(names.add(tool.name()), field + ".name", "an earlier tool has the same name");
			boolean ofServer = tool.extra().get("type") instanceof String type && !"custom".equals(type);
			check(ofServer || tool.inputSchema() != null, field + ".input_schema", "it must be there");
			TextRules.writable(field, tool.members());
		}
	}

	private void validateToolChoice() {
		MessageToolChoice choice = this.request.toolChoice();
		if (choice == null) {
			return;
		}
		TextRules.writable("tool_choice", choice.members());
		List<MessageTool> tools = this.request.tools();
		check(!choice.forced() || tools != null, "tool_choice", "it needs 'tools'");
		String name = choice.name();
		check(!"tool".equals(choice.type()) || name != null, "tool_choice.name", "it must be there");
		check(name == null || hasTool(tools, name), "tool_choice.name", "it must be the name of one of the 'tools'");
		check(!choice.forced() || !this.request.thinks(), "tool_choice",
				"a call cannot be forced while the model thinks; set 'thinking' to disabled");
	}

	private static boolean hasTool(@Nullable List<MessageTool> tools, String name) {
		return tools != null && tools.stream().anyMatch((tool) -> tool.name().equals(name));
	}

	static void check(boolean valid, String field, String reason) {
		if (!valid) {
			throw InvalidRequestException.ofField(field, reason);
		}
	}

}
