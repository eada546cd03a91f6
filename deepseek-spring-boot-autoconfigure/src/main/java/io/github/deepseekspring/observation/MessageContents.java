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

import io.github.deepseekspring.MalformedAnswerException;
import io.github.deepseekspring.messages.ContentBlock;
import io.github.deepseekspring.messages.Message;
import io.github.deepseekspring.messages.MessageAccumulator;
import io.github.deepseekspring.messages.MessageContent;
import io.github.deepseekspring.messages.MessageEvent;
import io.github.deepseekspring.messages.MessageParam;
import io.github.deepseekspring.messages.MessageRequest;
import io.github.deepseekspring.messages.StopReason;
import io.github.deepseekspring.messages.TextBlock;
import io.github.deepseekspring.messages.ThinkingBlock;
import io.github.deepseekspring.messages.ToolResultBlock;
import io.github.deepseekspring.messages.ToolUseBlock;
import org.jspecify.annotations.Nullable;

/**
 * What is asked and answered in Anthropic-style messages.
 */
final class MessageContents {

	private static final String TEXT = "text";

	private static final String ASSISTANT = "assistant";

	private MessageContents() {
	}

	static List<Map<String, Object>> input(MessageRequest request) {
		List<Map<String, Object>> messages = new ArrayList<>();
		MessageContent system = request.system();
		if (system != null) {
			messages.add(ContentParts.message("system", parts(system.blocks()), null));
		}
		for (MessageParam message : request.messages()) {
			messages.add(ContentParts.message(message.role(), parts(message.content().blocks()), null));
		}
		return messages;
	}

	static List<Map<String, Object>> output(Message message) {
		StopReason reason = message.stopReason();
		return List
			.of(ContentParts.message(ASSISTANT, parts(message.content()), (reason != null) ? reason.value() : null));
	}

	private static List<Map<String, Object>> parts(List<ContentBlock> blocks) {
		List<Map<String, Object>> parts = new ArrayList<>();
		blocks.forEach((block) -> add(parts, block));
		return parts;
	}

	private static void add(List<Map<String, Object>> parts, ContentBlock block) {
		if (block instanceof TextBlock text) {
			ContentParts.addText(parts, TEXT, text.text());
		}
		else if (block instanceof ThinkingBlock thinking) {
			ContentParts.addText(parts, "reasoning", thinking.thinking());
		}
		else if (block instanceof ToolUseBlock use) {
			ContentParts.addToolCall(parts, use.id(), use.name(), use.input());
		}
		else if (block instanceof ToolResultBlock result) {
			ContentParts.addToolResponse(parts, result.toolUseId(), text(result.content()));
		}
		else {
			ContentParts.addOther(parts, block.type());
		}
	}

	private static String text(@Nullable MessageContent content) {
		return (content != null) ? content.text() : "";
	}

	/**
	 * The transcript of a message that is streamed.
	 */
	static final class Events implements Transcript<MessageEvent> {

		private final MessageAccumulator accumulator = new MessageAccumulator();

		@Override
		public synchronized void add(MessageEvent payload) {
			this.accumulator.add(payload);
		}

		@Override
		public synchronized List<Map<String, Object>> messages() {
			try {
				return output(this.accumulator.toMessage());
			}
			catch (MalformedAnswerException ex) {
				List<Map<String, Object>> parts = new ArrayList<>();
				ContentParts.addText(parts, TEXT, this.accumulator.text());
				return List.of(ContentParts.message(ASSISTANT, parts, null));
			}
		}

	}

}
