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

package io.github.deepseekspring.messages;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.deepseekspring.chat.Thinking;
import io.github.deepseekspring.user.UserId;
import org.jspecify.annotations.Nullable;

/**
 * Writes a request as JSON, in one order, and reads it.
 */
final class MessageRequestJson {

	private static final ThinkingBlock NO_THINKING = new ThinkingBlock("", "");

	private MessageRequestJson() {
	}

	static Map<String, Object> write(MessageRequest request) {
		List<MessageTool> tools = request.tools();
		MemberWriter writer = new MemberWriter().put("model", request.model())
			.put("max_tokens", request.maxTokens())
			.put("system", (request.system() != null) ? request.system().json() : null)
			.put("messages", messages(request))
			.put("thinking", (request.thinking() != null) ? Map.of("type", request.thinking().type()) : null)
			.put("output_config", object(request, "output_config", "effort", request.effort()))
			.put("stop_sequences", request.stopSequences())
			.put("stream", request.stream())
			.put("temperature", request.temperature())
			.put("top_p", request.topP())
			.put("tools", (tools != null) ? tools.stream().map(MessageTool::members).toList() : null)
			.put("tool_choice", (request.toolChoice() != null) ? request.toolChoice().members() : null)
			.put("metadata", object(request, "metadata", "user_id",
					(request.userId() != null) ? request.userId().value() : null));
		request.extra().forEach((name, value) -> {
			if (!"metadata".equals(name) && !"output_config".equals(name)) {
				writer.putNullable(name, value);
			}
		});
		return writer.members();
	}

	private static List<Map<String, Object>> messages(MessageRequest request) {
		boolean needsThinking = request.tools() != null && request.thinks();
		return request.messages()
			.stream()
			.map((message) -> (needsThinking && lacksThinking(message)) ? withThinking(message) : message)
			.map(MessageParam::members)
			.toList();
	}

	private static boolean lacksThinking(MessageParam message) {
		return "assistant".equals(message.role())
				&& message.content().blocks().stream().noneMatch((block) -> block.type().endsWith("thinking"));
	}

	private static MessageParam withThinking(MessageParam message) {
		List<ContentBlock> blocks = new ArrayList<>();
		blocks.add(NO_THINKING);
		blocks.addAll(message.content().blocks());
		return new MessageParam(message.role(), MessageContent.of(blocks), message.extra());
	}

	/**
	 * Put an object together of the member that has a component and of the others.
	 */
	private static @Nullable Object object(MessageRequest request, String name, String member, @Nullable String value) {
		MemberWriter object = new MemberWriter().put(member, value);
		if (request.extra().get(name) instanceof Map<?, ?> others) {
			object.putAll(MemberReader.asObject(others));
		}
		return object.members().isEmpty() ? null : object.members();
	}

	static MessageRequest read(Map<String, Object> members) {
		MemberReader reader = new MemberReader(members);
		List<MessageParam> messages = reader.list("messages", MessageParam::of);
		MemberReader metadata = new MemberReader(objectOrEmpty(reader, "metadata"));
		MemberReader outputConfig = new MemberReader(objectOrEmpty(reader, "output_config"));
		Map<String, Object> choice = reader.object("tool_choice");
		Map<String, Object> thinking = reader.object("thinking");
		String userId = metadata.text("user_id");
		MessageRequestBuilder builder = new MessageRequestBuilder().model(reader.text("model"))
			.messages((messages != null) ? messages : List.of())
			.system(reader.take("system", MessageContent::read))
			.maxTokens(reader.integer("max_tokens"))
			.stopSequences(reader.take("stop_sequences", MessageRequestJson::texts))
			.stream(reader.flag("stream"))
			.temperature(reader.number("temperature"))
			.topP(reader.number("top_p"))
			.thinking((thinking != null) ? new Thinking(String.valueOf(thinking.get("type"))) : null)
			.effort(outputConfig.text("effort"))
			.tools(reader.list("tools", MessageTool::of))
			.toolChoice((choice != null) ? MessageToolChoice.of(choice) : null)
			.userId((userId != null) ? UserId.of(userId) : null);
		Map<String, Object> extra = new LinkedHashMap<>();
		putUnlessEmpty(extra, "metadata", metadata.rest());
		putUnlessEmpty(extra, "output_config", outputConfig.rest());
		extra.putAll(reader.rest());
		return builder.extra(extra).build();
	}

	private static Map<String, Object> objectOrEmpty(MemberReader reader, String name) {
		Map<String, Object> object = reader.object(name);
		return (object != null) ? object : Map.of();
	}

	private static void putUnlessEmpty(Map<String, Object> extra, String name, Map<String, Object> object) {
		if (!object.isEmpty()) {
			extra.put(name, object);
		}
	}

	private static @Nullable List<String> texts(Object value) {
		if (!(value instanceof List<?> list)) {
			return null;
		}
		List<String> texts = new ArrayList<>(list.size());
		for (Object element : list) {
			if (!(element instanceof String text)) {
				return null;
			}
			texts.add(text);
		}
		return texts;
	}

}
