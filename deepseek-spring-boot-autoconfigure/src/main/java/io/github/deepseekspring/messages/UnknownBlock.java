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

import org.springframework.util.Assert;

/**
 * A block of a type that has no class here, such as {@code server_tool_use} or
 * {@code web_search_tool_result}. It is kept and sent back as it came.
 *
 * @param members the block as JSON
 * @since 0.1.0
 */
public record UnknownBlock(Map<String, Object> members) implements ContentBlock {

	public UnknownBlock {
		Assert.notNull(members, "'members' must not be null");
		members = Members.copyOf(members);
	}

	@Override
	public String toString() {
		return "UnknownBlock[type=" + type() + "]";
	}

}
