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

package io.github.deepseekspring.chat;

import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

import org.springframework.util.Assert;

/**
 * Whether the model may, must not or has to call tools. DeepSeek's default is
 * {@link #NONE} without tools and {@link #AUTO} with tools.
 *
 * @since 0.1.0
 * @see <a href="https://api-docs.deepseek.com/api/create-chat-completion">Create Chat
 * Completion</a>
 */
public final class ToolChoice {

	/**
	 * The model decides.
	 */
	public static final ToolChoice AUTO = new ToolChoice("auto", null);

	/**
	 * The model calls no tool.
	 */
	public static final ToolChoice NONE = new ToolChoice("none", null);

	/**
	 * The model calls at least one tool. Refused while the model thinks.
	 */
	public static final ToolChoice REQUIRED = new ToolChoice("required", null);

	private final @Nullable String mode;

	private final @Nullable String functionName;

	private ToolChoice(@Nullable String mode, @Nullable String functionName) {
		this.mode = mode;
		this.functionName = functionName;
	}

	/**
	 * Create a choice from its name, also one that this version does not know.
	 * @param mode such as {@code auto}, {@code none} or {@code required}
	 * @return the choice
	 */
	@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
	public static ToolChoice of(String mode) {
		Assert.hasText(mode, "'mode' must not be empty");
		return new ToolChoice(mode, null);
	}

	/**
	 * Let the model call one function. Refused while the model thinks.
	 * @param name the name of one of the functions of the request
	 * @return the choice
	 */
	public static ToolChoice function(String name) {
		Assert.hasText(name, "'name' must not be empty");
		return new ToolChoice(null, name);
	}

	@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
	static ToolChoice of(NamedFunction named) {
		return function(named.function().name());
	}

	/**
	 * Return the name of the choice.
	 * @return the name, or {@code null} if a function is named
	 */
	public @Nullable String mode() {
		return this.mode;
	}

	/**
	 * Return the function that has to be called.
	 * @return the name of the function, or {@code null} if none is named
	 */
	public @Nullable String functionName() {
		return this.functionName;
	}

	/**
	 * Return whether the model has no choice but to call a tool.
	 * @return {@code true} for {@link #REQUIRED} and for a named function
	 */
	public boolean forced() {
		return this.functionName != null || equals(REQUIRED);
	}

	@JsonValue
	Object wire() {
		return (this.functionName != null) ? new NamedFunction("function", new Name(this.functionName))
				: Objects.requireNonNull(this.mode);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return this == other || (other instanceof ToolChoice choice && Objects.equals(this.mode, choice.mode)
				&& Objects.equals(this.functionName, choice.functionName));
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.mode, this.functionName);
	}

	@Override
	public String toString() {
		return "ToolChoice[" + ((this.functionName != null) ? "function=" + this.functionName : this.mode) + "]";
	}

	@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
	@JsonIgnoreProperties(ignoreUnknown = true)
	@JsonPropertyOrder({ "type", "function" })
	record NamedFunction(String type, Name function) {

		NamedFunction {
			Assert.notNull(function, "'function' must not be null");
		}

	}

	@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
	@JsonIgnoreProperties(ignoreUnknown = true)
	record Name(@JsonProperty("name") String name) {

	}

}
