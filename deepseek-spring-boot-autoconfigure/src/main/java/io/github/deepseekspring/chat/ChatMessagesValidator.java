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
import io.github.deepseekspring.wire.UrlRules;

import org.springframework.util.StringUtils;

/**
 * The rules for the messages of a request.
 */
final class ChatMessagesValidator {

	private final List<ChatMessage> messages;

	private final Set<String> toolCallIds = new HashSet<>();

	ChatMessagesValidator(List<ChatMessage> messages) {
		this.messages = messages;
	}

	void validate() {
		RequestRules.check(!this.messages.isEmpty(), "messages", "there must be at least one message");
		for (int i = 0; i < this.messages.size(); i++) {
			ChatMessage message = this.messages.get(i);
			String field = "messages[" + i + "]";
			RequestRules.check(message != null, field, "it must not be null");
			TextRules.wellFormed(field + ".name", message.name());
			if (message instanceof SystemMessage system) {
				TextRules.wellFormed(field + ".content", system.content());
			}
			else if (message instanceof UserMessage user) {
				validateContent(user.content(), field + ".content");
			}
			else if (message instanceof AssistantMessage assistant) {
				validateAssistant(assistant, field, i == this.messages.size() - 1);
			}
			else if (message instanceof ToolMessage tool) {
				validateTool(tool, field);
			}
		}
	}

	private void validateContent(UserMessage.Content content, String field) {
		if (content.plain()) {
			TextRules.wellFormed(field, content.text());
			return;
		}
		for (int i = 0; i < content.parts().size(); i++) {
			ContentPart part = content.parts().get(i);
			String partField = field + "[" + i + "]";
			if (part instanceof TextPart text) {
				TextRules.wellFormed(partField + ".text", text.text());
			}
			else if (part instanceof ImagePart image) {
				validateImage(image, partField + ".image_url");
			}
			else if (part instanceof FilePart file) {
				validateFile(file, partField);
			}
		}
	}

	private void validateImage(ImagePart image, String field) {
		TextRules.wellFormed(field + ".detail", image.detail());
		String url = image.url();
		TextRules.wellFormed(field + ".url", url);
		if (!UrlRules.hasScheme(url, "data:")) {
			UrlRules.fetchable(field + ".url", url, "it must be an http or https URL or a data URL");
		}
	}

	private void validateFile(FilePart file, String field) {
		boolean id = StringUtils.hasLength(file.fileId());
		boolean data = StringUtils.hasLength(file.fileData());
		RequestRules.check(id || data, field, "it needs either 'file_id' or 'file_data'");
		RequestRules.check(!(id && data), field, "'file_id' and 'file_data' exclude each other");
		TextRules.wellFormed(field + ".file_id", file.fileId());
		TextRules.wellFormed(field + ".file_data", file.fileData());
		TextRules.wellFormed(field + ".filename", file.filename());
	}

	private void validateAssistant(AssistantMessage message, String field, boolean last) {
		TextRules.wellFormed(field + ".content", message.content());
		TextRules.wellFormed(field + ".reasoning_content", message.reasoningContent());
		if (Boolean.TRUE.equals(message.prefix())) {
			RequestRules.check(last, field + ".prefix", "only the last message can be continued");
			RequestRules.check(StringUtils.hasLength(message.content()), field + ".content",
					"a prefix must not be empty");
		}
		List<ToolCall> toolCalls = message.toolCalls();
		if (toolCalls != null) {
			for (int i = 0; i < toolCalls.size(); i++) {
				validateToolCall(toolCalls.get(i), field + ".tool_calls[" + i + "]");
			}
		}
	}

	private void validateToolCall(ToolCall toolCall, String field) {
		String id = toolCall.id();
		RequestRules.check(id != null && !id.isEmpty(), field + ".id", "it must not be empty");
		RequestRules.check(!toolCall.name().isEmpty(), field + ".function.name", "it must not be empty");
		TextRules.wellFormed(field + ".id", id);
		TextRules.wellFormed(field + ".function.name", toolCall.name());
		TextRules.wellFormed(field + ".function.arguments", toolCall.arguments());
		this.toolCallIds.add(id);
	}

	private void validateTool(ToolMessage message, String field) {
		TextRules.wellFormed(field + ".tool_call_id", message.toolCallId());
		validateContent(message.content(), field + ".content");
		for (int i = 0; i < message.parts().size(); i++) {
			RequestRules.check(!(message.parts().get(i) instanceof FilePart), field + ".content[" + i + "]",
					"the result of a tool has texts and images only");
		}
		RequestRules.check(this.toolCallIds.contains(message.toolCallId()), field + ".tool_call_id",
				"no earlier assistant message has a tool call with this id");
	}

}
