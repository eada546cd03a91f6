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

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.github.deepseekspring.IncompleteToolCallException;
import io.github.deepseekspring.chat.ChatCompletion;
import io.github.deepseekspring.chat.FinishReason;
import io.github.deepseekspring.chat.ToolCall;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Tells answers of DeepSeek in the words of LangChain4j.
 */
final class ChatResponseMapper {

	private ChatResponseMapper() {
	}

	/**
	 * Translate an answer.
	 * @throws IncompleteToolCallException if it asks for tools and was cut off there,
	 * since LangChain4j runs whatever it is given
	 */
	static ChatResponse map(ChatCompletion completion) {
		List<ToolExecutionRequest> calls = completion.wholeToolCalls().stream().map(ChatResponseMapper::call).toList();
		AiMessage message = AiMessage.builder()
			.text(orNull(completion.content()))
			.thinking(orNull(completion.reasoningContent()))
			.toolExecutionRequests(calls)
			.build();
		DeepSeekChatResponseMetadata.Builder metadata = DeepSeekChatResponseMetadata.builder()
			.id(completion.id())
			.modelName(completion.model())
			.finishReason(reason(completion.finishReason(), !calls.isEmpty()));
		if (completion.usage() != null) {
			metadata.tokenUsage(DeepSeekTokenUsage.of(completion.usage()));
		}
		if (!completion.choices().isEmpty()) {
			metadata.logprobs(completion.choices().get(0).logprobs());
		}
		return ChatResponse.builder()
			.aiMessage(message)
			.metadata(metadata.created(completion.created()).systemFingerprint(completion.systemFingerprint()).build())
			.build();
	}

	private static ToolExecutionRequest call(ToolCall call) {
		return ToolExecutionRequest.builder().id(call.id()).name(call.name()).arguments(call.arguments()).build();
	}

	private static dev.langchain4j.model.output.@Nullable FinishReason reason(@Nullable FinishReason reason,
			boolean callsTools) {
		if (callsTools) {
			return dev.langchain4j.model.output.FinishReason.TOOL_EXECUTION;
		}
		if (reason == null) {
			return null;
		}
		return switch (reason.value()) {
			case "stop" -> dev.langchain4j.model.output.FinishReason.STOP;
			case "length" -> dev.langchain4j.model.output.FinishReason.LENGTH;
			case "content_filter" -> dev.langchain4j.model.output.FinishReason.CONTENT_FILTER;
			default -> dev.langchain4j.model.output.FinishReason.OTHER;
		};
	}

	/**
	 * LangChain4j has no empty texts.
	 */
	private static @Nullable String orNull(@Nullable String text) {
		return StringUtils.hasLength(text) ? text : null;
	}

}
