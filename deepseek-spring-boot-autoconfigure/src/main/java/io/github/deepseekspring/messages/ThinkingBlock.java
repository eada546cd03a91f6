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

import io.github.deepseekspring.wire.Lengths;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * What the model thought. It has to be sent back as it came in the history of requests
 * with tools, which {@link Message#toParam()} does.
 *
 * @param members the block as JSON; {@code thinking} is a text
 * @since 0.1.0
 * @see <a href="https://api-docs.deepseek.com/guides/thinking_mode">Thinking mode</a>
 */
public record ThinkingBlock(Map<String, Object> members) implements ContentBlock {

	static final String TYPE = "thinking";

	public ThinkingBlock {
		Assert.isTrue(isOne(members), "'members' must have the type 'thinking' and a 'thinking'");
		members = Members.copyOf(members);
	}

	/**
	 * Create the block.
	 * @param thinking what the model thought
	 * @param signature the signature that came with it, or {@code null} if none did
	 */
	public ThinkingBlock(String thinking, @Nullable String signature) {
		this(new MemberWriter().put("type", TYPE).put("thinking", thinking).put("signature", signature).members());
	}

	static boolean isOne(Map<String, ?> members) {
		return TYPE.equals(members.get("type")) && members.get("thinking") instanceof String;
	}

	/**
	 * Return what the model thought.
	 * @return the text, possibly empty
	 */
	public String thinking() {
		return String.valueOf(this.members.get("thinking"));
	}

	/**
	 * Return the server's signature of the text.
	 * @return the signature, or {@code null} if there is none
	 */
	public @Nullable String signature() {
		return (this.members.get("signature") instanceof String signature) ? signature : null;
	}

	@Override
	public String toString() {
		return "ThinkingBlock[thinking=" + Lengths.of(thinking()) + ", signature=" + Lengths.of(signature()) + "]";
	}

}
