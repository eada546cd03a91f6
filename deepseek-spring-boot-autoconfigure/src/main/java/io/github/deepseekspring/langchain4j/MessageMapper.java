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
import java.util.Locale;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.image.Image;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.UnsupportedFeatureException;
import io.github.deepseekspring.chat.AssistantMessage;
import io.github.deepseekspring.chat.ChatMessage;
import io.github.deepseekspring.chat.ContentPart;
import io.github.deepseekspring.chat.ImagePart;
import io.github.deepseekspring.chat.ToolCall;
import io.github.deepseekspring.chat.ToolMessage;

/**
 * Tells messages of LangChain4j in the words of DeepSeek. The thinking of an answer goes
 * back with it, as DeepSeek demands where tools are involved; the attributes of messages
 * are the application's own and are not sent.
 */
final class MessageMapper {

	private MessageMapper() {
	}

	static ChatMessage map(dev.langchain4j.data.message.ChatMessage message) {
		if (message instanceof SystemMessage system) {
			return ChatMessage.system(system.text());
		}
		if (message instanceof UserMessage user) {
			return new io.github.deepseekspring.chat.UserMessage(content(user.contents()), user.name());
		}
		if (message instanceof AiMessage assistant) {
			return new AssistantMessage(assistant.text(), assistant.thinking(),
					assistant.toolExecutionRequests().stream().map(MessageMapper::call).toList(), null, null);
		}
		if (message instanceof ToolExecutionResultMessage result) {
			return new ToolMessage(result.id(), content(result.contents()), null);
		}
		throw new UnsupportedFeatureException("A message of type " + message.type() + " is not supported by DeepSeek");
	}

	private static ToolCall call(ToolExecutionRequest request) {
		String arguments = request.arguments();
		return ToolCall.function(request.id(), request.name(),
				(arguments != null && !arguments.isBlank()) ? arguments : "{}");
	}

	private static io.github.deepseekspring.chat.UserMessage.Content content(List<Content> contents) {
		if (contents.size() == 1 && contents.get(0) instanceof TextContent single) {
			return io.github.deepseekspring.chat.UserMessage.Content.of(single.text());
		}
		return io.github.deepseekspring.chat.UserMessage.Content
			.of(contents.stream().map(MessageMapper::part).toList());
	}

	private static ContentPart part(Content content) {
		if (content instanceof TextContent text) {
			return ContentPart.text(text.text());
		}
		if (content instanceof ImageContent image) {
			return new ImagePart(url(image.image()), detail(image.detailLevel()));
		}
		throw new UnsupportedFeatureException(
				"Content of type " + content.type().name().toLowerCase(Locale.ROOT) + " is not supported by DeepSeek");
	}

	private static String url(Image image) {
		return (image.url() != null) ? image.url().toString()
				: "data:" + image.mimeType() + ";base64," + image.base64Data();
	}

	private static String detail(ImageContent.DetailLevel level) {
		return switch (level) {
			case LOW -> "low";
			case HIGH -> "high";
			case ULTRA_HIGH -> "original";
			case AUTO -> "auto";
			case MEDIUM -> throw new UnsupportedFeatureException(
					"An image with the detail level MEDIUM is not supported by DeepSeek");
		};
	}

}
