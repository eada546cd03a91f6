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

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.deepseekspring.IncompleteToolCallException;
import io.github.deepseekspring.chat.ChatCompletion;
import io.github.deepseekspring.chat.ChatCompletionChunk;
import io.github.deepseekspring.chat.ChatEvent;
import io.github.deepseekspring.chat.Choice;
import io.github.deepseekspring.chat.FinishReason;
import io.github.deepseekspring.chat.Logprobs;
import io.github.deepseekspring.chat.Usage;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.metadata.ChatGenerationMetadata;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;

/**
 * Makes Spring AI's responses from answers of the wire.
 */
final class ResponseFactory {

	private ResponseFactory() {
	}

	/**
	 * Return the response of a whole answer.
	 * @throws IncompleteToolCallException if the answer was cut off where it asks for
	 * tools, or leaves out what a call needs
	 */
	static ChatResponse whole(ChatCompletion completion) {
		return response(completion, (completion.content() != null) ? completion.content() : "", true);
	}

	/**
	 * Return the last response of a stream, whose texts have come before.
	 * @throws IncompleteToolCallException if the answer was cut off where it asks for
	 * tools, or leaves out what a call needs
	 */
	static ChatResponse last(ChatCompletion completion) {
		return response(completion, "", false);
	}

	/**
	 * Return what a chunk brings.
	 * @return the response, or {@code null} if the chunk brings no text
	 */
	static @Nullable ChatResponse piece(ChatCompletionChunk chunk, List<ChatEvent> events) {
		StringBuilder text = new StringBuilder();
		StringBuilder reasoning = new StringBuilder();
		for (ChatEvent event : events) {
			if (event instanceof ChatEvent.Text piece) {
				text.append(piece.text());
			}
			else if (event instanceof ChatEvent.Reasoning piece) {
				reasoning.append(piece.text());
			}
		}
		if (text.isEmpty() && reasoning.isEmpty()) {
			return null;
		}
		ChatGenerationMetadata.Builder metadata = ChatGenerationMetadata.builder();
		if (!reasoning.isEmpty()) {
			metadata.metadata(DeepSeekMessages.REASONING_CONTENT, reasoning.toString());
		}
		addLogprobs(metadata, chunk.choices().get(0).logprobs());
		ChatResponseMetadata.Builder response = identity(chunk.id(), chunk.model());
		return new ChatResponse(List.of(new Generation(new AssistantMessage(text.toString()), metadata.build())),
				response.build());
	}

	private static ChatResponse response(ChatCompletion completion, String text, boolean withLogprobs) {
		FinishReason reason = completion.finishReason();
		ChatGenerationMetadata.Builder generation = ChatGenerationMetadata.builder()
			.finishReason((reason != null) ? reason.value() : null);
		if (withLogprobs && !completion.choices().isEmpty()) {
			Choice choice = completion.choices().get(0);
			addLogprobs(generation, choice.logprobs());
		}
		AssistantMessage message = AssistantMessage.builder()
			.content(text)
			.properties(properties(completion))
			.toolCalls(toolCalls(completion))
			.build();
		ChatResponseMetadata.Builder response = identity(completion.id(), completion.model());
		response.keyValue("created", completion.created());
		response.keyValue("system-fingerprint", completion.systemFingerprint());
		if (completion.usage() != null) {
			response.usage(usage(completion.usage()));
		}
		return new ChatResponse(List.of(new Generation(message, generation.build())), response.build());
	}

	private static void addLogprobs(ChatGenerationMetadata.Builder metadata, @Nullable Logprobs logprobs) {
		if (logprobs != null) {
			metadata.metadata(DeepSeekMessages.LOGPROBS, logprobs);
		}
	}

	private static ChatResponseMetadata.Builder identity(@Nullable String id, @Nullable String model) {
		return ChatResponseMetadata.builder().id((id != null) ? id : "").model((model != null) ? model : "");
	}

	/**
	 * A message that goes through Spring AI's aggregators keeps its metadata and nothing
	 * else that is ours.
	 */
	private static Map<String, Object> properties(ChatCompletion completion) {
		Map<String, Object> properties = new HashMap<>();
		if (completion.id() != null) {
			properties.put("id", completion.id());
		}
		if (completion.reasoningContent() != null) {
			properties.put(DeepSeekMessages.REASONING_CONTENT, completion.reasoningContent());
		}
		return properties;
	}

	private static List<AssistantMessage.ToolCall> toolCalls(ChatCompletion completion) {
		return completion.wholeToolCalls()
			.stream()
			.map((call) -> new AssistantMessage.ToolCall(String.valueOf(call.id()), "function", call.name(),
					call.arguments()))
			.toList();
	}

	private static DefaultUsage usage(Usage usage) {
		return new DefaultUsage(usage.promptTokens(), usage.completionTokens(), usage.totalTokens(), usage,
				(long) usage.cacheHitTokens(), null);
	}

}
