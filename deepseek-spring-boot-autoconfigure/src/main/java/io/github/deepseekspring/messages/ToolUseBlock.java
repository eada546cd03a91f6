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
 * A call of a tool that the model wants made. The input is what the model wrote: it may
 * lack what the schema requires and hold what it does not know.
 *
 * @param members the block as JSON; {@code id} and {@code name} are texts, {@code input}
 * is an object
 * @since 0.1.0
 * @see <a href="https://api-docs.deepseek.com/guides/tool_calls">Tool calls</a>
 */
public record ToolUseBlock(Map<String, Object> members) implements ContentBlock {

	static final String TYPE = "tool_use";

	public ToolUseBlock {
		Assert.isTrue(isOne(members), "'members' must have the type 'tool_use', an 'id', a 'name' and an 'input'");
		members = Members.copyOf(members);
	}

	/**
	 * Create the block.
	 * @param id the id that the result has to name
	 * @param name the name of the tool
	 * @param input the arguments as a JSON object
	 */
	public ToolUseBlock(String id, String name, Map<String, Object> input) {
		this(new MemberWriter().put("type", TYPE).put("id", id).put("name", name).put("input", input).members());
	}

	static boolean isOne(Map<String, ?> members) {
		return TYPE.equals(members.get("type")) && members.get("id") instanceof String
				&& members.get("name") instanceof String && members.get("input") instanceof Map<?, ?>;
	}

	/**
	 * Return the id that the result has to name.
	 * @return the id
	 */
	public String id() {
		return String.valueOf(this.members.get("id"));
	}

	/**
	 * Return the name of the tool.
	 * @return the name
	 */
	public String name() {
		return String.valueOf(this.members.get("name"));
	}

	/**
	 * Return the arguments.
	 * @return a JSON object, possibly empty
	 */
	public Map<String, Object> input() {
		return (this.members.get("input") instanceof Map<?, ?> input) ? MemberReader.asObject(input) : Map.of();
	}

	@Override
	public String toString() {
		return "ToolUseBlock[id=" + id() + ", name=" + name() + ", input=" + input().size() + " members]";
	}

}
