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

import org.springframework.util.Assert;

/**
 * A text.
 *
 * @param members the block as JSON; {@code text} is a text
 * @since 0.1.0
 */
public record TextBlock(Map<String, Object> members) implements ContentBlock {

	static final String TYPE = "text";

	public TextBlock {
		Assert.isTrue(isOne(members), "'members' must have the type 'text' and a 'text'");
		members = Members.copyOf(members);
	}

	/**
	 * Create the block.
	 * @param text the text
	 */
	public TextBlock(String text) {
		this(new MemberWriter().put("type", TYPE).put("text", text).members());
	}

	static boolean isOne(Map<String, ?> members) {
		return TYPE.equals(members.get("type")) && members.get("text") instanceof String;
	}

	/**
	 * Return the text.
	 * @return the text
	 */
	public String text() {
		return String.valueOf(this.members.get("text"));
	}

	@Override
	public String toString() {
		return "TextBlock[text=" + Lengths.of(text()) + "]";
	}

}
