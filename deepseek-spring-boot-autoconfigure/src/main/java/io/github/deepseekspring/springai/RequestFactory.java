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

package io.github.deepseekspring.springai;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.deepseekspring.InvalidRequestException;
import io.github.deepseekspring.chat.ChatCompletionRequest;
import io.github.deepseekspring.chat.ChatMessage;
import io.github.deepseekspring.chat.ResponseFormat;
import io.github.deepseekspring.chat.Tool;
import io.github.deepseekspring.schema.JsonSchema;
import io.github.deepseekspring.structured.JsonInstruction;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.tool.definition.ToolDefinition;
import org.springframework.util.Assert;

/**
 * Makes the request of the wire from a prompt.
 */
final class RequestFactory {

	private static final TypeReference<LinkedHashMap<String, Object>> OBJECT = new TypeReference<>() {
	};

	private final JsonMapper mapper = new JsonMapper();

	private final ToolCallingManager toolCallingManager;

	RequestFactory(ToolCallingManager toolCallingManager) {
		this.toolCallingManager = toolCallingManager;
	}

	/**
	 * Return the request for a prompt that has options of our kind.
	 */
	ChatCompletionRequest request(Prompt prompt) {
		Assert.isInstanceOf(DeepSeekChatOptions.class, prompt.getOptions());
		DeepSeekChatOptions options = (DeepSeekChatOptions) prompt.getOptions();
		return ChatCompletionRequest.builder()
			.model(options.getModel())
			.messages(messages(prompt, options))
			.thinking(options.getThinking())
			.reasoningEffort(options.getReasoningEffort())
			.maxTokens(options.getMaxTokens())
			.responseFormat(responseFormat(options))
			.stop(options.getStopSequences())
			.temperature(options.getTemperature())
			.topP(options.getTopP())
			.tools(tools(options))
			.toolChoice(options.getToolChoice())
			.logprobs(options.getLogprobs())
			.topLogprobs(options.getTopLogprobs())
			.userId(options.getUserId())
			.extra(extra(options))
			.build();
	}

	private static List<ChatMessage> messages(Prompt prompt, DeepSeekChatOptions options) {
		List<ChatMessage> messages = MessageConverter.convert(prompt.getInstructions());
		String schema = options.getOutputSchema();
		return (schema != null) ? JsonInstruction.addTo(messages, schema) : messages;
	}

	private static @Nullable ResponseFormat responseFormat(DeepSeekChatOptions options) {
		if (options.getResponseFormat() == null && options.getOutputSchema() != null) {
			return ResponseFormat.JSON_OBJECT;
		}
		return options.getResponseFormat();
	}

	private @Nullable List<Tool> tools(DeepSeekChatOptions options) {
		List<ToolDefinition> definitions = this.toolCallingManager.resolveToolDefinitions(options);
		if (definitions.isEmpty()) {
			return null;
		}
		boolean strict = Boolean.TRUE.equals(options.getStrictTools());
		return definitions.stream().map((definition) -> tool(definition, strict)).toList();
	}

	private Tool tool(ToolDefinition definition, boolean strict) {
		Map<String, Object> parameters = parameters(definition);
		if (!strict) {
			return Tool.function(definition.name(), definition.description(), parameters);
		}
		boolean empty = !(parameters.get("properties") instanceof Map<?, ?> properties) || properties.isEmpty();
		try {
			return Tool
				.function(definition.name(), definition.description(),
						empty ? null : JsonSchema.of(parameters).asStrict().toMap())
				.asStrict();
		}
		catch (IllegalArgumentException ex) {
			throw InvalidRequestException.ofField("tools",
					"the input schema of '" + definition.name() + "' cannot be strict: " + ex.getMessage());
		}
	}

	private Map<String, Object> parameters(ToolDefinition definition) {
		try {
			Map<String, Object> schema = this.mapper.readValue(definition.inputSchema(), OBJECT);
			schema.remove("$schema");
			return schema;
		}
		catch (JacksonException ex) {
			throw InvalidRequestException.ofField("tools",
					"the input schema of '" + definition.name() + "' is no JSON object");
		}
	}

	private static Map<String, Object> extra(DeepSeekChatOptions options) {
		Map<String, Object> extra = new LinkedHashMap<>();
		if (options.getFrequencyPenalty() != null) {
			extra.put("frequency_penalty", options.getFrequencyPenalty());
		}
		if (options.getPresencePenalty() != null) {
			extra.put("presence_penalty", options.getPresencePenalty());
		}
		extra.putAll(options.getExtra());
		return extra;
	}

}
