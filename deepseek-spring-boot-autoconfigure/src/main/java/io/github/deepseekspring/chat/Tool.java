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

import java.util.Map;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.github.deepseekspring.wire.Copies;
import io.github.deepseekspring.wire.FreeFormSerializer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.annotation.JsonSerialize;

import org.springframework.util.Assert;

/**
 * A tool that the model may ask for. DeepSeek knows tools of type {@code function}.
 *
 * @param type the type of the tool, {@code function}
 * @param function the function
 * @since 0.1.0
 * @see <a href="https://api-docs.deepseek.com/guides/tool_calls">Tool calls</a>
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonPropertyOrder({ "type", "function" })
public record Tool(String type, Function function) {

	public Tool {
		Assert.notNull(type, "'type' must not be null");
		Assert.notNull(function, "'function' must not be null");
	}

	/**
	 * Create a function.
	 * @param name 1 to 128 characters out of {@code [A-Za-z0-9_-]}, unique in a request
	 * @param description what the function does, for the model, or {@code null}
	 * @param parameters the arguments as a JSON schema of type {@code object}, or
	 * {@code null} for a function without arguments
	 * @return the tool
	 */
	public static Tool function(String name, @Nullable String description, @Nullable Map<String, Object> parameters) {
		return new Tool("function", new Function(name, description, parameters, null));
	}

	/**
	 * Return a copy whose arguments the model has to give exactly as the schema says
	 * (beta). Either all functions of a request are strict or none.
	 * @return the copy
	 */
	public Tool asStrict() {
		return new Tool(this.type,
				new Function(name(), this.function.description(), this.function.parameters(), Boolean.TRUE));
	}

	/**
	 * Return the name of the function.
	 * @return the name
	 */
	public String name() {
		return this.function.name();
	}

	/**
	 * A function that the model may call.
	 *
	 * @param name 1 to 128 characters out of {@code [A-Za-z0-9_-]}
	 * @param description what the function does, or {@code null}
	 * @param parameters the arguments as a JSON schema, or {@code null} for none. The
	 * copy keeps the order of the map it is made from: use maps with a fixed order, such
	 * as {@link java.util.LinkedHashMap}, so that DeepSeek's prefix cache sees the same
	 * bytes from every instance of an application
	 * @param strict {@code true} if the arguments have to follow the schema exactly
	 * (beta), or {@code null}
	 */
	@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
	@JsonInclude(JsonInclude.Include.NON_NULL)
	@JsonIgnoreProperties(ignoreUnknown = true)
	@JsonPropertyOrder({ "name", "description", "parameters", "strict" })
	public record Function(String name, @Nullable String description,
			@JsonSerialize(using = FreeFormSerializer.class) @Nullable Map<String, Object> parameters,
			@Nullable Boolean strict) {

		public Function {
			Assert.notNull(name, "'name' must not be null");
			parameters = (parameters != null) ? Copies.object(parameters) : null;
		}

		@Override
		public String toString() {
			return "Function[name=" + this.name + ", strict=" + this.strict + "]";
		}

	}

}
