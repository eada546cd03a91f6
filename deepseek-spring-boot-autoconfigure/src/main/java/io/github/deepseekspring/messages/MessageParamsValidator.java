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

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.deepseekspring.wire.RequestRules;
import io.github.deepseekspring.wire.TextRules;
import io.github.deepseekspring.wire.UrlRules;

/**
 * The rules for the messages of a request.
 */
final class MessageParamsValidator {

	private final List<MessageParam> messages;

	private final Set<String> toolUseIds = new HashSet<>();

	MessageParamsValidator(List<MessageParam> messages) {
		this.messages = messages;
	}

	void validate() {
		RequestRules.check(!this.messages.isEmpty(), "messages", "there must be at least one message");
		for (int i = 0; i < this.messages.size(); i++) {
			MessageParam message = this.messages.get(i);
			String field = "messages[" + i + "]";
			RequestRules.check(message != null, field, "it must not be null");
			RequestRules.check(!message.role().isEmpty(), field + ".role", "it must not be empty");
			TextRules.writable(field, message.members());
			RequestRules.check(!message.content().blocks().isEmpty(), field + ".content",
					"there must be at least one block");
			if (!message.content().plain()) {
				validate(message.content().blocks(), field + ".content");
			}
		}
	}

	private void validate(List<ContentBlock> blocks, String field) {
		for (int i = 0; i < blocks.size(); i++) {
			ContentBlock block = blocks.get(i);
			String place = field + "[" + i + "]";
			RequestRules.check(!block.type().isEmpty(), place + ".type", "it must not be empty");
			if (block instanceof ImageBlock image) {
				validate(image, place + ".source");
			}
			else if (block instanceof ToolUseBlock toolUse) {
				RequestRules.check(!toolUse.id().isEmpty(), place + ".id", "it must not be empty");
				RequestRules.check(!toolUse.name().isEmpty(), place + ".name", "it must not be empty");
				this.toolUseIds.add(toolUse.id());
			}
			else if (block instanceof ToolResultBlock result) {
				validate(result, place);
			}
		}
	}

	private void validate(ToolResultBlock result, String field) {
		RequestRules.check(this.toolUseIds.contains(result.toolUseId()), field + ".tool_use_id",
				"no earlier message has a tool_use block with this id");
		MessageContent content = result.content();
		if (content != null && !content.plain()) {
			validate(content.blocks(), field + ".content");
		}
	}

	private static void validate(ImageBlock image, String field) {
		Map<String, Object> source = image.source();
		Object type = source.get("type");
		RequestRules.check(type instanceof String, field + ".type", "it must be there");
		if ("base64".equals(type)) {
			requireText(source, "media_type", field);
			requireText(source, "data", field);
		}
		else if ("file".equals(type)) {
			requireText(source, "file_id", field);
		}
		else if ("url".equals(type)) {
			requireText(source, "url", field);
			UrlRules.fetchable(field + ".url", String.valueOf(source.get("url")), "it must be an http or https URL");
		}
	}

	private static void requireText(Map<String, Object> source, String member, String field) {
		RequestRules.check(source.get(member) instanceof String text && !text.isEmpty(), field + "." + member,
				"it must not be empty");
	}

}
