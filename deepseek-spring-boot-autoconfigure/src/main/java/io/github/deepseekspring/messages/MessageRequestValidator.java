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

import io.github.deepseekspring.wire.RequestRules;
import io.github.deepseekspring.wire.TextRules;
import org.jspecify.annotations.Nullable;

/**
 * The rules for the options of a request. The messages have a validator of their own.
 */
final class MessageRequestValidator {

	private final MessageRequest request;

	MessageRequestValidator(MessageRequest request) {
		this.request = request;
	}

	void validate() {
		TextRules.wellFormed("model", this.request.model());
		validateSystem(this.request.system());
		new MessageParamsValidator(this.request.messages()).validate();
		TextRules.wellFormed("output_config.effort", this.request.effort());
		RequestRules.maxTokens(this.request.maxTokens(), RequestRules.MAX_TOKENS);
		RequestRules.sampling(this.request.temperature(), this.request.topP());
		RequestRules.stops("stop_sequences", this.request.stopSequences());
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
			RequestRules.check("text".equals(system.blocks().get(i).type()), "system[" + i + "]", "it must be a text");
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
			RequestRules.check(tool != null, field, "it must not be null");
			RequestRules.toolName(field + ".name", tool.name());
			RequestRules.check(names.add(tool.name()), field + ".name", "an earlier tool has the same name");
			boolean ofServer = tool.extra().get("type") instanceof String type && !"custom".equals(type);
			RequestRules.check(ofServer || tool.inputSchema() != null, field + ".input_schema", "it must be there");
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
		RequestRules.check(!choice.forced() || tools != null, "tool_choice", "it needs 'tools'");
		String name = choice.name();
		RequestRules.check(!"tool".equals(choice.type()) || name != null, "tool_choice.name", "it must be there");
		RequestRules.check(name == null || hasTool(tools, name), "tool_choice.name",
				"it must be the name of one of the 'tools'");
		RequestRules.check(!choice.forced() || !this.request.thinks(), "tool_choice",
				"a call cannot be forced while the model thinks; set 'thinking' to disabled");
	}

	private static boolean hasTool(@Nullable List<MessageTool> tools, String name) {
		return tools != null && tools.stream().anyMatch((tool) -> tool.name().equals(name));
	}

}
