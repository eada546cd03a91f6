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
 * Whether the model may, must not or has to call tools.
 *
 * @param type {@code auto}, {@code any}, {@code none} or {@code tool}
 * @param name the tool that has to be called, or {@code null}
 * @param extra members that have no component here, in order
 * @since 0.1.0
 * @see <a href="https://api-docs.deepseek.com/guides/anthropic_api">Anthropic API</a>
 */
public record MessageToolChoice(String type, @Nullable String name, Map<String, Object> extra) {

	/**
	 * The model decides.
	 */
	public static final MessageToolChoice AUTO = new MessageToolChoice("auto", null, Map.of());

	/**
	 * The model calls at least one tool. Refused while the model thinks.
	 */
	public static final MessageToolChoice ANY = new MessageToolChoice("any", null, Map.of());

	/**
	 * The model calls no tool.
	 */
	public static final MessageToolChoice NONE = new MessageToolChoice("none", null, Map.of());

	public MessageToolChoice {
		Assert.hasText(type, "'type' must not be empty");
		extra = Members.copyOf(extra);
	}

	/**
	 * Let the model call one tool. Refused while the model thinks.
	 * @param name the name of one of the tools of the request
	 * @return the choice
	 */
	public static MessageToolChoice tool(String name) {
		Assert.hasText(name, "'name' must not be empty");
		return new MessageToolChoice("tool", name, Map.of());
	}

	@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
	static MessageToolChoice of(@JsonDeserialize(using = MembersDeserializer.class) Map<String, Object> members) {
		MemberReader reader = new MemberReader(members);
		String type = reader.text("type");
		Assert.notNull(type, "A tool choice must have a 'type'");
		return new MessageToolChoice(type, reader.text("name"), reader.rest());
	}

	/**
	 * Return whether the model has no choice but to call a tool.
	 * @return {@code true} for {@link #ANY} and for a named tool
	 */
	public boolean forced() {
		return this.name != null || "any".equals(this.type);
	}

	@JsonValue
	@JsonSerialize(using = FreeFormSerializer.class)
	Map<String, Object> members() {
		return new MemberWriter().put("type", this.type).put("name", this.name).putAll(this.extra).members();
	}

	@Override
	public String toString() {
		return "MessageToolChoice[" + ((this.name != null) ? "tool=" + this.name : this.type) + "]";
	}

}
