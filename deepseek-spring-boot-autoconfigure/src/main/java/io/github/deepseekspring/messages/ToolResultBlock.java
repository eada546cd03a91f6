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

import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * The result of a tool.
 *
 * @param members the block as JSON; {@code tool_use_id} is a text
 * @since 0.1.0
 * @see <a href="https://api-docs.deepseek.com/guides/tool_calls">Tool calls</a>
 */
public record ToolResultBlock(Map<String, Object> members) implements ContentBlock {

	static final String TYPE = "tool_result";

	public ToolResultBlock {
		Assert.isTrue(isOne(members), "'members' must have the type 'tool_result' and a 'tool_use_id'");
		members = Members.copyOf(members);
	}

	/**
	 * Create the block.
	 * @param toolUseId the id of the {@link ToolUseBlock}
	 * @param content the result, or {@code null} for none
	 * @param error whether the tool has failed, or {@code null} to say nothing. DeepSeek
	 * ignores it
	 */
	public ToolResultBlock(String toolUseId, @Nullable MessageContent content, @Nullable Boolean error) {
		this(new MemberWriter().put("type", TYPE)
			.put("tool_use_id", toolUseId)
			.put("content", (content != null) ? content.json() : null)
			.put("is_error", error)
			.members());
	}

	static boolean isOne(Map<String, ?> members) {
		return TYPE.equals(members.get("type")) && members.get("tool_use_id") instanceof String;
	}

	/**
	 * Return which call this is the result of.
	 * @return the id of the {@link ToolUseBlock}
	 */
	public String toolUseId() {
		return String.valueOf(this.members.get("tool_use_id"));
	}

	/**
	 * Return the result.
	 * @return the result, or {@code null} if there is none
	 */
	public @Nullable MessageContent content() {
		Object content = this.members.get("content");
		return (content != null) ? MessageContent.read(content) : null;
	}

	/**
	 * Return whether the tool has failed.
	 * @return whether it is marked as an error
	 */
	public boolean isError() {
		return Boolean.TRUE.equals(this.members.get("is_error"));
	}

	@Override
	public String toString() {
		return "ToolResultBlock[toolUseId=" + toolUseId() + ", content=" + content() + ", error=" + isError() + "]";
	}

}
