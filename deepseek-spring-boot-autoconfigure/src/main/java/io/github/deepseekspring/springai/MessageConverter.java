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

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

import io.github.deepseekspring.InvalidRequestException;
import io.github.deepseekspring.chat.ChatMessage;
import io.github.deepseekspring.chat.ContentPart;
import io.github.deepseekspring.chat.ImagePart;
import io.github.deepseekspring.chat.TextPart;
import io.github.deepseekspring.chat.ToolCall;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.content.Media;
import org.springframework.util.StringUtils;

/**
 * Turns Spring AI's messages into those of the wire.
 */
final class MessageConverter {

	private MessageConverter() {
	}

	static List<ChatMessage> convert(List<Message> messages) {
		return messages.stream().flatMap(MessageConverter::convert).toList();
	}

	private static Stream<ChatMessage> convert(Message message) {
		if (message instanceof SystemMessage) {
			return Stream.of(ChatMessage.system(text(message)));
		}
		if (message instanceof UserMessage user) {
			return Stream.of(user(user));
		}
		if (message instanceof AssistantMessage assistant) {
			return Stream.of(assistant(assistant));
		}
		if (message instanceof ToolResponseMessage tool) {
			return tool.getResponses()
				.stream()
				.map((response) -> ChatMessage.tool(response.id(), response.responseData()));
		}
		throw InvalidRequestException.ofField("messages",
				"messages of the type " + message.getMessageType() + " are unknown");
	}

	private static ChatMessage user(UserMessage message) {
		if (message.getMedia().isEmpty()) {
			return ChatMessage.user(text(message));
		}
		List<ContentPart> parts = new ArrayList<>();
		if (StringUtils.hasLength(message.getText())) {
			parts.add(new TextPart(message.getText()));
		}
		message.getMedia().forEach((media) -> parts.add(image(media)));
		return ChatMessage.user(parts.toArray(ContentPart[]::new));
	}

	private static ContentPart image(Media media) {
		if (!"image".equals(media.getMimeType().getType())) {
			throw InvalidRequestException.ofField("messages",
					"media of the type " + media.getMimeType() + " cannot be sent, only images can");
		}
		if (media.getData() instanceof byte[] bytes) {
			return new ImagePart("data:" + media.getMimeType() + ";base64," + Base64.getEncoder().encodeToString(bytes),
					null);
		}
		return new ImagePart(media.getData().toString(), null);
	}

	private static ChatMessage assistant(AssistantMessage message) {
		if (!message.getMedia().isEmpty()) {
			throw InvalidRequestException.ofField("messages", "media of the assistant cannot be sent");
		}
		Boolean prefix = (message.getMetadata().get(DeepSeekMessages.PREFIX) instanceof Boolean value) ? value : null;
		return new io.github.deepseekspring.chat.AssistantMessage(message.getText(),
				DeepSeekMessages.reasoning(message), toolCalls(message), null, prefix);
	}

	private static @Nullable List<ToolCall> toolCalls(AssistantMessage message) {
		return message.hasToolCalls() ? message.getToolCalls()
			.stream()
			.map((call) -> ToolCall.function(call.id(), call.name(), call.arguments()))
			.toList() : null;
	}

	private static String text(Message message) {
		return (message.getText() != null) ? message.getText() : "";
	}

}
