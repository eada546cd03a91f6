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

import java.util.ArrayList;
import java.util.List;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import io.github.deepseekspring.chat.ChatCompletionRequest;
import io.github.deepseekspring.chat.ChatMessage;
import io.github.deepseekspring.chat.Tool;
import io.github.deepseekspring.chat.ToolChoice;
import io.github.deepseekspring.chat.UserMessage;
import io.github.deepseekspring.schema.JsonSchema;
import org.jspecify.annotations.Nullable;

/**
 * Tells requests of LangChain4j in the words of DeepSeek.
 */
final class ChatRequestMapper {

	private static final String SCHEMA_INSTRUCTION = """
			Answer with one json object that is valid against the JSON schema below, and with nothing else: \
			no Markdown, no words before or after it.

			JSON schema:
			""";

	private ChatRequestMapper() {
	}

	/**
	 * Translate a request.
	 * @throws UnsupportedFeatureException if DeepSeek does not have what it asks for
	 */
	static ChatCompletionRequest map(ChatRequest request) {
		ChatRequestParameters parameters = request.parameters();
		requireSupported(parameters);
		List<ChatMessage> messages = new ArrayList<>(request.messages().size() + 1);
		request.messages().forEach((message) -> messages.add(MessageMapper.map(message)));
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
		applyResponseFormat(builder, parameters.responseFormat(), messages);
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
		if (Boolean.TRUE.equals(specification.strict())) {
			JsonSchema schema = JsonSchema.of(SchemaMapper.parameters(specification)).asStrict();
			return Tool.function(specification.name(), specification.description(), schema.toMap()).asStrict();
		}
		return Tool.function(specification.name(), specification.description(),
				(specification.parameters() != null) ? SchemaMapper.map(specification.parameters()) : null);
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

	private static void applyResponseFormat(ChatCompletionRequest.Builder builder, @Nullable ResponseFormat format,
			List<ChatMessage> messages) {
		if (format == null || format.type() != ResponseFormatType.JSON) {
			return;
		}
		builder.responseFormat(io.github.deepseekspring.chat.ResponseFormat.JSON_OBJECT);
		if (format.jsonSchema() != null) {
			String schema = SchemaMapper.write(SchemaMapper.root(format.jsonSchema()));
			messages.add(placeOfInstruction(messages), ChatMessage.system(SCHEMA_INSTRUCTION + schema));
		}
	}

	/**
	 * Return the place right before the last message of the user. All that comes earlier
	 * stays in DeepSeek's prefix cache, in all rounds of tools.
	 */
	private static int placeOfInstruction(List<ChatMessage> messages) {
		for (int i = messages.size() - 1; i >= 0; i--) {
			if (messages.get(i) instanceof UserMessage) {
				return i;
			}
		}
		return messages.size();
	}

}
