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

package io.github.deepseekspring.springai;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.deepseekspring.InvalidUserIdException;
import io.github.deepseekspring.chat.ResponseFormat;
import io.github.deepseekspring.chat.Thinking;
import io.github.deepseekspring.chat.ToolChoice;
import io.github.deepseekspring.user.UserId;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.model.tool.DefaultToolCallingChatOptions;
import org.springframework.ai.model.tool.StructuredOutputChatOptions;

/**
 * Builds {@link DeepSeekChatOptions}. Each method replaces what was set before, and
 * {@code null} takes it back, unless the method says that it adds.
 *
 * @since 0.1.0
 */
public final class DeepSeekChatOptionsBuilder extends DefaultToolCallingChatOptions.Builder<DeepSeekChatOptionsBuilder>
		implements StructuredOutputChatOptions.Builder<DeepSeekChatOptionsBuilder> {

	private @Nullable Thinking thinking;

	private @Nullable String reasoningEffort;

	private @Nullable ResponseFormat responseFormat;

	private @Nullable Boolean logprobs;

	private @Nullable Integer topLogprobs;

	private @Nullable ToolChoice toolChoice;

	private @Nullable Boolean strictTools;

	private @Nullable UserId userId;

	private @Nullable String outputSchema;

	private Map<String, Object> extra = new LinkedHashMap<>();

	DeepSeekChatOptionsBuilder() {
	}

	/**
	 * Set whether the model thinks.
	 * @param thinking the value, or {@code null} for the configured default
	 * @return this builder
	 */
	public DeepSeekChatOptionsBuilder thinking(@Nullable Thinking thinking) {
		this.thinking = thinking;
		return this;
	}

	/**
	 * Set how much the model thinks.
	 * @param reasoningEffort {@code low}, {@code high}, {@code max} or {@code none}, or
	 * {@code null} for the configured default
	 * @return this builder
	 */
	public DeepSeekChatOptionsBuilder reasoningEffort(@Nullable String reasoningEffort) {
		this.reasoningEffort = reasoningEffort;
		return this;
	}

	/**
	 * Set the form of the answer. The word "json" and an example have to be in the
	 * messages when it is {@link ResponseFormat#JSON_OBJECT}.
	 * @param responseFormat the value, or {@code null} for text
	 * @return this builder
	 */
	public DeepSeekChatOptionsBuilder responseFormat(@Nullable ResponseFormat responseFormat) {
		this.responseFormat = responseFormat;
		return this;
	}

	/**
	 * Set whether the answer tells log probabilities. They are in the metadata of the
	 * generation under {@link DeepSeekMessages#LOGPROBS}.
	 * @param logprobs the value, or {@code null} for no
	 * @return this builder
	 */
	public DeepSeekChatOptionsBuilder logprobs(@Nullable Boolean logprobs) {
		this.logprobs = logprobs;
		return this;
	}

	/**
	 * Set how many likely tokens are told at each place.
	 * @param topLogprobs 0 to 20, or {@code null}
	 * @return this builder
	 */
	public DeepSeekChatOptionsBuilder topLogprobs(@Nullable Integer topLogprobs) {
		this.topLogprobs = topLogprobs;
		return this;
	}

	/**
	 * Set whether the model may, must not or has to call tools.
	 * @param toolChoice the value, or {@code null} to let the model decide
	 * @return this builder
	 */
	public DeepSeekChatOptionsBuilder toolChoice(@Nullable ToolChoice toolChoice) {
		this.toolChoice = toolChoice;
		return this;
	}

	/**
	 * Set whether the arguments of all tools have to follow their schema exactly (beta).
	 * Schemas are brought into the form that DeepSeek accepts as strict; a call fails
	 * with an {@link IllegalArgumentException} where that form cannot express one.
	 * @param strictTools the value, or {@code null} for no
	 * @return this builder
	 */
	public DeepSeekChatOptionsBuilder strictTools(@Nullable Boolean strictTools) {
		this.strictTools = strictTools;
		return this;
	}

	/**
	 * Set the user on whose behalf the request is sent, in place of the one who is logged
	 * in.
	 * @param userId at most 512 characters out of {@code [a-zA-Z0-9\-_]}, or {@code null}
	 * @return this builder
	 * @throws InvalidUserIdException if the value breaks that rule
	 */
	public DeepSeekChatOptionsBuilder userId(@Nullable String userId) {
		this.userId = (userId != null) ? UserId.of(userId) : null;
		return this;
	}

	/**
	 * Set the JSON schema of the answer. DeepSeek has no schemas of answers: the answer
	 * is asked for as a JSON object, and the schema is shown to the model in a system
	 * message.
	 * @param outputSchema the schema as JSON, or {@code null}
	 * @return this builder
	 */
	@Override
	public DeepSeekChatOptionsBuilder outputSchema(@Nullable String outputSchema) {
		this.outputSchema = outputSchema;
		return this;
	}

	/**
	 * Add a field of the request that has no option, for features that are newer than
	 * this version.
	 * @param name the name of the field as it is sent
	 * @param value the value: anything that can be written as JSON
	 * @return this builder
	 */
	public DeepSeekChatOptionsBuilder extra(String name, Object value) {
		this.extra.put(name, value);
		return this;
	}

	@Override
	public DeepSeekChatOptionsBuilder combineWith(ChatOptions.Builder<?> other) {
		super.combineWith(other);
		if (other instanceof DeepSeekChatOptionsBuilder that) {
			deepSeekOnly(deepSeekOnly().overriddenBy(that.deepSeekOnly()));
		}
		else if (other.build() instanceof StructuredOutputChatOptions structured
				&& structured.getOutputSchema() != null) {
			this.outputSchema = structured.getOutputSchema();
		}
		return this;
	}

	@Override
	public DeepSeekChatOptionsBuilder clone() {
		DeepSeekChatOptionsBuilder copy = super.clone();
		copy.extra = new LinkedHashMap<>(this.extra);
		return copy;
	}

	@Override
	public DeepSeekChatOptions build() {
		return new DeepSeekChatOptions(super.build(), deepSeekOnly());
	}

	DeepSeekChatOptionsBuilder deepSeekOnly(DeepSeekOnlyOptions options) {
		this.thinking = options.thinking();
		this.reasoningEffort = options.reasoningEffort();
		this.responseFormat = options.responseFormat();
		this.logprobs = options.logprobs();
		this.topLogprobs = options.topLogprobs();
		this.toolChoice = options.toolChoice();
		this.strictTools = options.strictTools();
		this.userId = options.userId();
		this.outputSchema = options.outputSchema();
		this.extra = new LinkedHashMap<>(options.extra());
		return this;
	}

	private DeepSeekOnlyOptions deepSeekOnly() {
		return new DeepSeekOnlyOptions(this.thinking, this.reasoningEffort, this.responseFormat, this.logprobs,
				this.topLogprobs, this.toolChoice, this.strictTools, this.userId, this.outputSchema,
				new LinkedHashMap<>(this.extra));
	}

}
