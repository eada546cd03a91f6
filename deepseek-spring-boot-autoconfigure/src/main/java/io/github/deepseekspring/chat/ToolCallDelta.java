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
 * A piece of a tool call. The first piece of a call has its id and name; later ones have
 * more of the arguments.
 *
 * @param index which of the calls of the answer, from 0; {@code null} means the place in
 * the delta
 * @param id the id of the call, or {@code null}
 * @param type the type of the tool, {@code function}, or {@code null}
 * @param function the name and a piece of the arguments, or {@code null}
 * @since 0.1.0
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonPropertyOrder({ "index", "id", "type", "function" })
public record ToolCallDelta(@Nullable Integer index, @Nullable String id, @Nullable String type,
		@Nullable Function function) {

	/**
	 * Return the name of the function.
	 * @return the name, or {@code null} if this piece has none
	 */
	public @Nullable String name() {
		return (this.function != null) ? this.function.name() : null;
	}

	/**
	 * Return the piece of the arguments.
	 * @return the piece, empty if there is none
	 */
	public String arguments() {
		return (this.function != null && this.function.arguments() != null) ? this.function.arguments() : "";
	}

	/**
	 * A name and a piece of arguments.
	 *
	 * @param name the name of the function, or {@code null}
	 * @param arguments a piece of the arguments, or {@code null}
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
