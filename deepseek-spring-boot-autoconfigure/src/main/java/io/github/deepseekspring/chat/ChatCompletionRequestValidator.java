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

package io.github.deepseekspring.chat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.github.deepseekspring.wire.RequestRules;
import io.github.deepseekspring.wire.TextRules;
import org.jspecify.annotations.Nullable;

/**
 * The rules for the options of a request. The messages have a validator of their own.
 */
final class ChatCompletionRequestValidator {

	private static final int MAX_TOP_LOGPROBS = 20;

	private final ChatCompletionRequest request;

	ChatCompletionRequestValidator(ChatCompletionRequest request) {
		this.request = request;
	}

	void validate() {
		TextRules.wellFormed("model", this.request.model());
		new ChatMessagesValidator(this.request.messages()).validate();
		TextRules.wellFormed("reasoning_effort", this.request.reasoningEffort());
		RequestRules.maxTokens(this.request.maxTokens(), RequestRules.MAX_TOKENS);
		RequestRules.sampling(this.request.temperature(), this.request.topP());
		RequestRules.stops("stop", this.request.stop());
		RequestRules.streamOptions(this.request.streamOptions(), this.request.stream());
		validateLogprobs();
		validateTools();
		validateToolChoice();
		this.request.extra().forEach(TextRules::writable);
	}

	private void validateLogprobs() {
		Integer topLogprobs = this.request.topLogprobs();
		if (topLogprobs != null) {
			RequestRules.check(topLogprobs >= 0 && topLogprobs <= MAX_TOP_LOGPROBS, "top_logprobs",
					"it must be from 0 to " + MAX_TOP_LOGPROBS);
			RequestRules.check(Boolean.TRUE.equals(this.request.logprobs()), "top_logprobs",
					"it is allowed only when 'logprobs' is true");
		}
	}

	private void validateTools() {
		List<Tool> tools = this.request.tools();
		if (tools == null) {
			return;
		}
		Set<String> names = new HashSet<>();
		for (int i = 0; i < tools.size(); i++) {
			Tool tool = tools.get(i);
			String field = "tools[" + i + "]";
			RequestRules.check(tool != null, field, "it must not be null");
			RequestRules.toolName(field + ".function.name", tool.name());
			RequestRules.check(names.add(tool.name()), field + ".function.name",
					"an earlier function has the same name");
			RequestRules.check(isStrict(tool) == isStrict(tools.get(0)), field + ".function.strict",
					"either all functions are strict or none");
			TextRules.wellFormed(field + ".function.description", tool.function().description());
			if (tool.function().parameters() != null) {
				TextRules.writable(field + ".function.parameters", tool.function().parameters());
			}
		}
	}

	private static boolean isStrict(Tool tool) {
		return Boolean.TRUE.equals(tool.function().strict());
	}

	private void validateToolChoice() {
		ToolChoice choice = this.request.toolChoice();
		if (choice == null || ToolChoice.NONE.equals(choice) || ToolChoice.AUTO.equals(choice)) {
			return;
		}
		List<Tool> tools = this.request.tools();
		RequestRules.check(tools != null, "tool_choice", "it needs 'tools'");
		if (choice.functionName() != null) {
			RequestRules.check(hasFunction(tools, choice.functionName()), "tool_choice.function.name",
					"it must be the name of one of the 'tools'");
		}
		RequestRules.check(!choice.forced() || !this.request.thinks(), "tool_choice",
				"a call cannot be forced while the model thinks; set 'thinking' to disabled");
	}

	private static boolean hasFunction(@Nullable List<Tool> tools, String name) {
		return tools != null && tools.stream().anyMatch((tool) -> tool.name().equals(name));
	}

}
