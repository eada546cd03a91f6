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

import org.springframework.util.Assert;

/**
 * One message of a chat in a request. DeepSeek keeps no state: a request carries the
 * whole history, in order.
 *
 * @param role who speaks: {@code user} or {@code assistant}
 * @param content what is said
 * @param extra members that have no component here, in order
 * @since 0.1.0
 */
public record MessageParam(String role, MessageContent content, Map<String, Object> extra) {

	public MessageParam {
		Assert.notNull(role, "'role' must not be null");
		Assert.notNull(content, "'content' must not be null");
		extra = Members.copyOf(extra);
	}

	@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
	static MessageParam of(@JsonDeserialize(using = MembersDeserializer.class) Map<String, Object> members) {
		MemberReader reader = new MemberReader(members);
		String role = reader.text("role");
		MessageContent content = reader.take("content", MessageContent::read);
		Assert.notNull(role, "A message must have a 'role'");
		Assert.notNull(content, "A message must have a 'content' that is a string or an array of blocks");
		return new MessageParam(role, content, reader.rest());
	}

	/**
	 * Create a message of the user.
	 * @param text the text
	 * @return the message
	 */
	public static MessageParam user(String text) {
		return new MessageParam("user", MessageContent.of(text), Map.of());
	}

	/**
	 * Create a message of the user that is made of blocks, such as texts, images and the
	 * results of tools.
	 * @param blocks the blocks in order
	 * @return the message
	 */
	public static MessageParam user(ContentBlock... blocks) {
		return new MessageParam("user", MessageContent.of(List.of(blocks)), Map.of());
	}

	/**
	 * Create an answer of the model for use in a history. The answers of this client
	 * should be used as they are, by {@link Message#toParam()}: they keep the thinking,
	 * which DeepSeek wants back.
	 * @param text the text
	 * @return the message
	 */
	public static MessageParam assistant(String text) {
		return new MessageParam("assistant", MessageContent.of(text), Map.of());
	}

	/**
	 * Create an answer of the model that is made of blocks.
	 * @param blocks the blocks in order
	 * @return the message
	 */
	public static MessageParam assistant(ContentBlock... blocks) {
		return new MessageParam("assistant", MessageContent.of(List.of(blocks)), Map.of());
	}

	@JsonValue
	@JsonSerialize(using = FreeFormSerializer.class)
	Map<String, Object> members() {
		return new MemberWriter().put("role", this.role)
			.put("content", this.content.json())
			.putAll(this.extra)
			.members();
	}

	@Override
	public String toString() {
		return "MessageParam[role=" + this.role + ", content=" + this.content + ", extra=" + this.extra.keySet() + "]";
	}

}
