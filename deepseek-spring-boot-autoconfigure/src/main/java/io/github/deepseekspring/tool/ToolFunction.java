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

package io.github.deepseekspring.tool;

import java.lang.reflect.Type;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import io.github.deepseekspring.chat.Tool;
import io.github.deepseekspring.schema.JsonSchema;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.util.Assert;

/**
 * A tool and the function that runs when the model asks for it. Immutable and
 * thread-safe, as long as the function is; it can be made once and used by many calls.
 * <p>
 * The function may return
 * <ul>
 * <li>a value, and it may block until it has it: it runs on a thread of
 * {@link reactor.core.scheduler.Schedulers#boundedElastic()}, which is interrupted when
 * the call is cancelled;</li>
 * <li>a {@code Mono}, a {@code CompletionStage} or anything else that Spring can adapt to
 * one value;</li>
 * <li>a {@code Flux} or any other {@code Publisher}, whose elements become one JSON
 * array.</li>
 * </ul>
 * A {@code String} is sent as it is, anything else as the JSON that Jackson writes for
 * it. Nothing, as {@code null} or an empty {@code Mono}, is sent as a text that says so.
 *
 * @param <I> the type of the input
 * @since 0.1.0
 * @see <a href="https://api-docs.deepseek.com/guides/tool_calls">Tool calls</a>
 */
public final class ToolFunction<I> {

	private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,128}");

	private final String name;

	private final String description;

	private final @Nullable JsonSchema schema;

	private final Function<JsonNode, ? extends @Nullable Object> body;

	private final boolean strict;

	private ToolFunction(String name, String description, @Nullable JsonSchema schema,
			Function<JsonNode, ? extends @Nullable Object> body, boolean strict) {
		Assert.isTrue(name != null && NAME.matcher(name).matches(),
				"'name' must be 1 to 128 characters out of A-Z, a-z, 0-9, '_' and '-'");
		Assert.hasText(description, "'description' must not be empty");
		this.name = name;
		this.description = description;
		this.schema = schema;
		this.body = body;
		this.strict = strict;
	}

	/**
	 * Create a tool whose input is a class.
	 * @param name 1 to 128 characters out of {@code [A-Za-z0-9_-]}
	 * @param description what the tool does, for the model
	 * @param inputType the class of the input, whose JSON has to be an object: a record,
	 * a bean or a map
	 * @param function what runs
	 * @param <I> the type of the input
	 * @return the tool
	 * @throws IllegalArgumentException if the name breaks the rule, or if the input is
	 * not a JSON object
	 */
	public static <I> ToolFunction<I> of(String name, String description, Class<I> inputType,
			Function<? super I, ? extends @Nullable Object> function) {
		Assert.notNull(inputType, "'inputType' must not be null");
		return of(name, description, (Type) inputType, function);
	}

	/**
	 * Create a tool whose input is a type with type arguments.
	 * @param name 1 to 128 characters out of {@code [A-Za-z0-9_-]}
	 * @param description what the tool does, for the model
	 * @param inputType the type of the input, whose JSON has to be an object
	 * @param function what runs
	 * @param <I> the type of the input
	 * @return the tool
	 * @throws IllegalArgumentException if the name breaks the rule, or if the input is
	 * not a JSON object
	 */
	public static <I> ToolFunction<I> of(String name, String description, ParameterizedTypeReference<I> inputType,
			Function<? super I, ? extends @Nullable Object> function) {
		Assert.notNull(inputType, "'inputType' must not be null");
		return of(name, description, inputType.getType(), function);
	}

	private static <I> ToolFunction<I> of(String name, String description, Type inputType,
			Function<? super I, ? extends @Nullable Object> function) {
		Assert.notNull(function, "'function' must not be null");
		ObjectReader reader = ToolJson.reader(inputType);
		return new ToolFunction<>(name, description, ToolArguments.schema(inputType),
				(arguments) -> function.apply(ToolArguments.<I>read(arguments, reader)), false);
	}

	/**
	 * Create a tool whose input has a hand-written schema, such as one that is known only
	 * at run time.
	 * @param name 1 to 128 characters out of {@code [A-Za-z0-9_-]}
	 * @param description what the tool does, for the model
	 * @param inputSchema the schema of the input, which has to be an object
	 * @param function what runs, with an input that fits the schema
	 * @return the tool
	 * @throws IllegalArgumentException if the name breaks the rule, or if the input is
	 * not a JSON object
	 */
	public static ToolFunction<JsonNode> of(String name, String description, JsonSchema inputSchema,
			Function<? super JsonNode, ? extends @Nullable Object> function) {
		Assert.notNull(inputSchema, "'inputSchema' must not be null");
		Assert.notNull(function, "'function' must not be null");
		ToolArguments.requireObject(inputSchema, "the schema");
		return new ToolFunction<>(name, description, inputSchema, function::apply, false);
	}

	/**
	 * Create a tool without input.
	 * @param name 1 to 128 characters out of {@code [A-Za-z0-9_-]}
	 * @param description what the tool does, for the model
	 * @param function what runs
	 * @return the tool
	 * @throws IllegalArgumentException if the name breaks the rule
	 */
	public static ToolFunction<?> of(String name, String description, Supplier<? extends @Nullable Object> function) {
		Assert.notNull(function, "'function' must not be null");
		return new ToolFunction<>(name, description, null, (arguments) -> function.get(), false);
	}

	/**
	 * Return a copy whose input the model has to write exactly as the schema says (beta).
	 * Either all tools of a call are strict or none.
	 * @return the copy
	 * @throws IllegalArgumentException if strict mode cannot express the type of the
	 * input
	 */
	public ToolFunction<I> asStrict() {
		return new ToolFunction<>(this.name, this.description, (this.schema != null) ? this.schema.asStrict() : null,
				this.body, true);
	}

	/**
	 * Return the name by which the model asks for the tool.
	 * @return the name
	 */
	public String name() {
		return this.name;
	}

	/**
	 * Return the tool as it is sent.
	 * @return the tool with its JSON schema
	 */
	public Tool toTool() {
		Tool tool = Tool.function(this.name, this.description, (this.schema != null) ? this.schema.toMap() : null);
		return this.strict ? tool.asStrict() : tool;
	}

	/**
	 * Run the function.
	 * @param arguments what the model wrote
	 * @return what the function returned
	 * @throws ToolException if the arguments do not fit
	 */
	@Nullable Object call(String arguments) {
		return this.body.apply(ToolArguments.parse(arguments, this.schema));
	}

	@Override
	public String toString() {
		return "ToolFunction[name=" + this.name + ", strict=" + this.strict + "]";
	}

}
