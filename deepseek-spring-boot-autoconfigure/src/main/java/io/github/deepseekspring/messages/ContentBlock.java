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

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.github.deepseekspring.wire.FreeFormSerializer;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonSerialize;

/**
 * A piece of a message. A block is its JSON object, with all members in their order, also
 * those that this version does not know: a block that was received is sent back as it
 * came. The types add names for what DeepSeek documents.
 *
 * @since 0.1.0
 * @see <a href="https://api-docs.deepseek.com/guides/anthropic_api">Anthropic API</a>
 */
public sealed interface ContentBlock
		permits TextBlock, ImageBlock, ThinkingBlock, ToolUseBlock, ToolResultBlock, UnknownBlock {

	/**
	 * Return the block as JSON.
	 * @return all members in their order, unmodifiable
	 */
	@JsonValue
	@JsonSerialize(using = FreeFormSerializer.class)
	Map<String, Object> members();

	/**
	 * Return the type of the block.
	 * @return such as {@code text}, {@code thinking} or {@code tool_use}; empty if it has
	 * none
	 */
	default String type() {
		return (members().get("type") instanceof String type) ? type : "";
	}

	/**
	 * Create a block from its JSON.
	 * @param members all members, {@code type} included
	 * @return the block: an {@link UnknownBlock} if this version has no type for it, or
	 * if a member is missing that the type is about
	 */
	@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
	static ContentBlock of(@JsonDeserialize(using = MembersDeserializer.class) Map<String, ?> members) {
		Map<String, Object> object = MemberReader.asObject(members);
		if (TextBlock.isOne(object)) {
			return new TextBlock(object);
		}
		if (ThinkingBlock.isOne(object)) {
			return new ThinkingBlock(object);
		}
		if (ToolUseBlock.isOne(object)) {
			return new ToolUseBlock(object);
		}
		if (ToolResultBlock.isOne(object)) {
			return new ToolResultBlock(object);
		}
		return ImageBlock.isOne(object) ? new ImageBlock(object) : new UnknownBlock(object);
	}

	/**
	 * Create a text.
	 * @param text the text
	 * @return the block
	 */
	static TextBlock text(String text) {
		return new TextBlock(text);
	}

	/**
	 * Create an image that the request carries itself. Only {@code deepseek-flash} sees
	 * images.
	 * @param mediaType {@code image/jpeg}, {@code image/png}, {@code image/gif} or
	 * {@code image/webp}
	 * @param data the image in base64
	 * @return the block
	 */
	static ImageBlock image(String mediaType, String data) {
		return ImageBlock.ofSource(
				new MemberWriter().put("type", "base64").put("media_type", mediaType).put("data", data).members());
	}

	/**
	 * Create an image that DeepSeek fetches.
	 * @param url an {@code http} or {@code https} URL of at most 8192 characters
	 * @return the block
	 */
	static ImageBlock imageUrl(String url) {
		return ImageBlock.ofSource(new MemberWriter().put("type", "url").put("url", url).members());
	}

	/**
	 * Create an image that was uploaded.
	 * @param fileId the id that the upload returned
	 * @return the block
	 */
	static ImageBlock imageFile(String fileId) {
		return ImageBlock.ofSource(new MemberWriter().put("type", "file").put("file_id", fileId).members());
	}

	/**
	 * Create the result of a tool.
	 * @param toolUseId the id of the {@link ToolUseBlock}
	 * @param content the result
	 * @return the block
	 */
	static ToolResultBlock toolResult(String toolUseId, String content) {
		return new ToolResultBlock(toolUseId, MessageContent.of(content), null);
	}

	/**
	 * Create the result of a tool that is made of blocks.
	 * @param toolUseId the id of the {@link ToolUseBlock}
	 * @param content texts and images
	 * @return the block
	 */
	static ToolResultBlock toolResult(String toolUseId, List<? extends ContentBlock> content) {
		return new ToolResultBlock(toolUseId, MessageContent.of(content), null);
	}

	/**
	 * Create the result of a tool that has failed. DeepSeek ignores the mark, so that the
	 * text itself should tell it.
	 * @param toolUseId the id of the {@link ToolUseBlock}
	 * @param content what went wrong
	 * @return the block
	 */
	static ToolResultBlock toolError(String toolUseId, String content) {
		return new ToolResultBlock(toolUseId, MessageContent.of(content), true);
	}

}
