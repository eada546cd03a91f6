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

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.github.deepseekspring.wire.FreeFormSerializer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonSerialize;

import org.springframework.util.Assert;

/**
 * A tool that the model may ask for.
 *
 * @param name 1 to 128 characters out of {@code [A-Za-z0-9_-]}, unique in a request
 * @param description what the tool does, for the model, or {@code null}
 * @param inputSchema the arguments as a JSON schema of type {@code object}; {@code null}
 * only for a tool of the server. The copy keeps the order of the map it is made from: use
 * maps with a fixed order, such as {@link java.util.LinkedHashMap}, so that DeepSeek's
 * prefix cache sees the same bytes from every instance of an application
 * @param extra members that have no component here, such as the {@code type} of a tool of
 * the server, in order
 * @since 0.1.0
 * @see <a href="https://api-docs.deepseek.com/guides/tool_calls">Tool calls</a>
 */
public record MessageTool(String name, @Nullable String description, @Nullable Map<String, Object> inputSchema,
		Map<String, Object> extra) {

	public MessageTool {
		Assert.notNull(name, "'name' must not be null");
		inputSchema = (inputSchema != null) ? Members.copyOf(inputSchema) : null;
		extra = Members.copyOf(extra);
	}

	/**
	 * Create a tool.
	 * @param name 1 to 128 characters out of {@code [A-Za-z0-9_-]}, unique in a request
	 * @param description what the tool does, for the model, or {@code null}
	 * @param inputSchema the arguments as a JSON schema of type {@code object}
	 */
	public MessageTool(String name, @Nullable String description, Map<String, Object> inputSchema) {
		this(name, description, inputSchema, Map.of());
	}

	@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
	static MessageTool of(@JsonDeserialize(using = MembersDeserializer.class) Map<String, Object> members) {
		MemberReader reader = new MemberReader(members);
		String name = reader.text("name");
		Assert.notNull(name, "A tool must have a 'name'");
		return new MessageTool(name, reader.text("description"), reader.object("input_schema"), reader.rest());
	}

	@JsonValue
	@JsonSerialize(using = FreeFormSerializer.class)
	Map<String, Object> members() {
		return new MemberWriter().put("name", this.name)
			.put("description", this.description)
			.put("input_schema", this.inputSchema)
			.putAll(this.extra)
			.members();
	}

	@Override
	public String toString() {
		return "MessageTool[name=" + this.name + ", extra=" + this.extra.keySet() + "]";
	}

}
