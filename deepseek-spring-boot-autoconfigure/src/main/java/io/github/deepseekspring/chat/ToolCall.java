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

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.github.deepseekspring.wire.Lengths;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A call that the model wants made. The arguments are what the model wrote: they may be
 * cut off, be no valid JSON, or hold names that the schema does not know.
 *
 * @param id the id that the result has to name, or {@code null} if the server gave none
 * @param type the type of the tool, {@code function}, or {@code null} if not given
 * @param function the function and its arguments, or {@code null} if not given
 * @param index the position among the calls of the message, from 0, or {@code null} if
 * not given
 * @since 0.1.0
 * @see <a href="https://api-docs.deepseek.com/guides/tool_calls">Tool calls</a>
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonPropertyOrder({ "id", "type", "function", "index" })
public record ToolCall(@Nullable String id, @Nullable String type, @Nullable Function function,
		@Nullable Integer index) {

	/**
	 * Create a call of a function.
	 * @param id the id that the result has to name
	 * @param name the name of the function
	 * @param arguments the arguments as a JSON text
	 * @return the call
	 */
	public static ToolCall function(String id, String name, String arguments) {
		return new ToolCall(id, "function", new Function(name, arguments), null);
	}

	/**
	 * Return the name of the function.
	 * @return the name, empty if the server gave none
	 */
	public String name() {
		return (this.function != null && this.function.name() != null) ? this.function.name() : "";
	}

	/**
	 * Return the arguments of the call.
	 * @return the text that the model wrote, empty if it wrote none
	 */
	public String arguments() {
		return (this.function != null && this.function.arguments() != null) ? this.function.arguments() : "";
	}

	/**
	 * A function and its arguments.
	 *
	 * @param name the name of the function, or {@code null} if not given
	 * @param arguments the arguments as a JSON text, or {@code null} if not given
	 */
	@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
	@JsonInclude(JsonInclude.Include.NON_NULL)
	@JsonIgnoreProperties(ignoreUnknown = true)
	@JsonPropertyOrder({ "name", "arguments" })
	public record Function(@Nullable String name, @Nullable String arguments) {

		@Override
		public String toString() {
			return "Function[name=" + this.name + ", arguments=" + Lengths.of(this.arguments) + "]";
		}

	}

}
