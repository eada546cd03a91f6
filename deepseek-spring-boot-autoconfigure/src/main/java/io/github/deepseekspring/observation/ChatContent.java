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

package io.github.deepseekspring.observation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.deepseekspring.chat.AssistantMessage;
import io.github.deepseekspring.chat.ChatCompletion;
import io.github.deepseekspring.chat.ChatCompletionAccumulator;
import io.github.deepseekspring.chat.ChatCompletionChunk;
import io.github.deepseekspring.chat.ChatCompletionRequest;
import io.github.deepseekspring.chat.ChatMessage;
import io.github.deepseekspring.chat.Choice;
import io.github.deepseekspring.chat.ContentPart;
import io.github.deepseekspring.chat.FinishReason;
import io.github.deepseekspring.chat.SystemMessage;
import io.github.deepseekspring.chat.TextPart;
import io.github.deepseekspring.chat.ToolCall;
import io.github.deepseekspring.chat.ToolMessage;
import io.github.deepseekspring.chat.UserMessage;

/**
 * What is asked and answered in a chat. The names of those who take part are left out.
 */
final class ChatContent {

	private static final String TEXT = "text";

	private ChatContent() {
	}

	static List<Map<String, Object>> input(ChatCompletionRequest request) {
		List<Map<String, Object>> messages = new ArrayList<>();
		for (ChatMessage message : request.messages()) {
			messages.add(ContentParts.message(message.role(), parts(message), null));
		}
		return messages;
	}

	static List<Map<String, Object>> output(ChatCompletion answer) {
		List<Map<String, Object>> messages = new ArrayList<>();
		for (Choice choice : answer.choices()) {
			AssistantMessage message = choice.message();
			FinishReason reason = choice.finishReason();
			messages.add(ContentParts.message("assistant", (message != null) ? parts(message) : List.of(),
					(reason != null) ? reason.value() : null));
		}
		return messages;
	}

	private static List<Map<String, Object>> parts(ChatMessage message) {
		List<Map<String, Object>> parts = new ArrayList<>();
		if (message instanceof SystemMessage system) {
			ContentParts.addText(parts, TEXT, system.content());
		}
		else if (message instanceof UserMessage user) {
			user.parts().forEach((part) -> add(parts, part));
		}
		else if (message instanceof ToolMessage tool) {
			ContentParts.addToolResponse(parts, tool.toolCallId(), tool.text());
		}
		else if (message instanceof AssistantMessage assistant) {
			ContentParts.addText(parts, "reasoning", assistant.reasoningContent());
			ContentParts.addText(parts, TEXT, assistant.content());
			List<ToolCall> calls = (assistant.toolCalls() != null) ? assistant.toolCalls() : List.of();
			calls.forEach((call) -> ContentParts.addToolCall(parts, call.id(), call.name(), call.arguments()));
		}
		return parts;
	}

	private static void add(List<Map<String, Object>> parts, ContentPart part) {
		if (part instanceof TextPart text) {
			ContentParts.addText(parts, TEXT, text.text());
		}
		else {
			ContentParts.addOther(parts, part.type());
		}
	}

	/**
	 * The transcript of a chat that is streamed.
	 */
	static final class Chunks implements Transcript<ChatCompletionChunk> {

		private final ChatCompletionAccumulator accumulator = new ChatCompletionAccumulator();

		@Override
		public synchronized void add(ChatCompletionChunk payload) {
			this.accumulator.add(payload);
		}

		@Override
		public synchronized List<Map<String, Object>> messages() {
			return output(this.accumulator.toCompletion());
		}

	}

}
