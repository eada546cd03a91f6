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

package io.github.deepseekspring.langchain4j;

import java.util.List;
import java.util.Map;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import io.github.deepseekspring.chat.ChatCompletionRequest;
import io.github.deepseekspring.chat.ChatMessage;
import io.github.deepseekspring.chat.Tool;
import io.github.deepseekspring.chat.ToolChoice;
import io.github.deepseekspring.schema.JsonSchema;
import io.github.deepseekspring.structured.JsonInstruction;
import org.jspecify.annotations.Nullable;

/**
 * Tells requests of LangChain4j in the words of DeepSeek.
 */
final class ChatRequestMapper {

	private ChatRequestMapper() {
	}

	/**
	 * Translate a request.
	 * @throws UnsupportedFeatureException if DeepSeek does not have what it asks for
	 */
	static ChatCompletionRequest map(ChatRequest request) {
		ChatRequestParameters parameters = request.parameters();
		requireSupported(parameters);
		List<ChatMessage> messages = request.messages().stream().map(MessageMapper::map).toList();
		ChatCompletionRequest.Builder builder = ChatCompletionRequest.builder()
			.model(parameters.modelName())
			.temperature(parameters.temperature())
			.topP(parameters.topP())
			.maxTokens(parameters.maxOutputTokens());
		if (!parameters.stopSequences().isEmpty()) {
			builder.stop(parameters.stopSequences());
		}
		if (!parameters.toolSpecifications().isEmpty()) {
			builder.tools(parameters.toolSpecifications().stream().map(ChatRequestMapper::tool).toList())
				.toolChoice(choice(parameters.toolChoice()));
		}
		ResponseFormat format = parameters.responseFormat();
		if (format != null && format.type() == ResponseFormatType.JSON) {
			builder.responseFormat(io.github.deepseekspring.chat.ResponseFormat.JSON_OBJECT);
			messages = (format.jsonSchema() != null) ? withSchema(messages, format.jsonSchema()) : messages;
		}
		if (parameters instanceof DeepSeekChatRequestParameters own) {
			apply(own, builder);
		}
		return builder.messages(messages).build();
	}

	private static void apply(DeepSeekChatRequestParameters parameters, ChatCompletionRequest.Builder builder) {
		builder.thinking(parameters.thinking())
			.reasoningEffort(parameters.reasoningEffort())
			.userId(parameters.wireUserId())
			.logprobs(parameters.logprobs())
			.topLogprobs(parameters.topLogprobs())
			.extra(parameters.extra());
	}

	/**
	 * Refuse what would have no effect.
	 * @throws UnsupportedFeatureException naming the first parameter that DeepSeek does
	 * not have
	 */
	static void requireSupported(ChatRequestParameters parameters) {
		requireOpen("topK", parameters.topK());
		requireOpen("frequencyPenalty", parameters.frequencyPenalty());
		requireOpen("presencePenalty", parameters.presencePenalty());
	}

	private static void requireOpen(String name, @Nullable Object value) {
		if (value != null) {
			throw new UnsupportedFeatureException("'" + name + "' parameter is not supported by DeepSeek");
		}
	}

	private static Tool tool(ToolSpecification specification) {
		boolean strict = Boolean.TRUE.equals(specification.strict());
		Tool tool = Tool.function(specification.name(), specification.description(),
				parameters(specification.name(), specification.parameters(), strict));
		return strict ? tool.asStrict() : tool;
	}

	private static @Nullable Map<String, Object> parameters(String name, @Nullable JsonObjectSchema schema,
			boolean strict) {
		if (schema == null || (strict && schema.properties().isEmpty())) {
			return null;
		}
		Map<String, Object> parameters = SchemaMapper.map(schema);
		if (!strict) {
			return parameters;
		}
		try {
			return JsonSchema.of(parameters).asStrict().toMap();
		}
		catch (IllegalArgumentException ex) {
			throw new UnsupportedFeatureException("The parameters of the strict tool '" + name
					+ "' are not supported by DeepSeek: " + ex.getMessage());
		}
	}

	private static @Nullable ToolChoice choice(dev.langchain4j.model.chat.request.@Nullable ToolChoice choice) {
		if (choice == null) {
			return null;
		}
		return switch (choice) {
			case AUTO -> ToolChoice.AUTO;
			case REQUIRED -> ToolChoice.REQUIRED;
			case NONE -> ToolChoice.NONE;
		};
	}

	private static List<ChatMessage> withSchema(List<ChatMessage> messages,
			dev.langchain4j.model.chat.request.json.JsonSchema schema) {
		return JsonInstruction.addTo(messages, SchemaMapper.write(SchemaMapper.root(schema)));
	}

}
