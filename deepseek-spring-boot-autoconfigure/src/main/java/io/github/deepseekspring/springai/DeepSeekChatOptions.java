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

import java.util.Collections;
import java.util.List;
import java.util.Map;

import io.github.deepseekspring.chat.ResponseFormat;
import io.github.deepseekspring.chat.Thinking;
import io.github.deepseekspring.chat.ToolChoice;
import io.github.deepseekspring.user.UserId;
import org.jspecify.annotations.Nullable;

import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.model.tool.StructuredOutputChatOptions;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.tool.ToolCallback;

/**
 * The options of a {@link DeepSeekChatModel}. What is not set is taken from the defaults
 * of the template, in an application {@code deepseek.chat.*}. Immutable.
 *
 * @since 0.1.0
 * @see <a href="https://api-docs.deepseek.com/api/create-chat-completion">Create Chat
 * Completion</a>
 */
public final class DeepSeekChatOptions implements ToolCallingChatOptions, StructuredOutputChatOptions {

	private final ToolCallingChatOptions portable;

	private final DeepSeekOnlyOptions deepSeekOnly;

	DeepSeekChatOptions(ToolCallingChatOptions portable, DeepSeekOnlyOptions deepSeekOnly) {
		this.portable = portable;
		this.deepSeekOnly = deepSeekOnly;
	}

	/**
	 * Return a builder with nothing set.
	 * @return the builder
	 */
	public static DeepSeekChatOptionsBuilder builder() {
		return new DeepSeekChatOptionsBuilder();
	}

	/**
	 * Return options of any kind as options of this kind. What only another model knows
	 * is left out.
	 * @param options the options
	 * @return the same options if they are of this kind, else a copy
	 */
	public static DeepSeekChatOptions from(ChatOptions options) {
		if (options instanceof DeepSeekChatOptions own) {
			return own;
		}
		DeepSeekChatOptionsBuilder builder = portable(options);
		if (options instanceof ToolCallingChatOptions tools) {
			builder.toolCallbacks(tools.getToolCallbacks()).toolContext(tools.getToolContext());
		}
		if (options instanceof StructuredOutputChatOptions structured) {
			builder.outputSchema(structured.getOutputSchema());
		}
		return builder.build();
	}

	private static DeepSeekChatOptionsBuilder portable(ChatOptions options) {
		return builder().model(options.getModel())
			.frequencyPenalty(options.getFrequencyPenalty())
			.maxTokens(options.getMaxTokens())
			.presencePenalty(options.getPresencePenalty())
			.stopSequences(options.getStopSequences())
			.temperature(options.getTemperature())
			.topK(options.getTopK())
			.topP(options.getTopP());
	}

	@Override
	public DeepSeekChatOptionsBuilder mutate() {
		return portable(this).toolCallbacks(getToolCallbacks())
			.toolContext(getToolContext())
			.deepSeekOnly(this.deepSeekOnly);
	}

	@Override
	public @Nullable String getModel() {
		return this.portable.getModel();
	}

	/**
	 * Return the frequency penalty. DeepSeek ignores it.
	 * @return the value, or {@code null}
	 */
	@Override
	public @Nullable Double getFrequencyPenalty() {
		return this.portable.getFrequencyPenalty();
	}

	@Override
	public @Nullable Integer getMaxTokens() {
		return this.portable.getMaxTokens();
	}

	/**
	 * Return the presence penalty. DeepSeek ignores it.
	 * @return the value, or {@code null}
	 */
	@Override
	public @Nullable Double getPresencePenalty() {
		return this.portable.getPresencePenalty();
	}

	@Override
	public @Nullable List<String> getStopSequences() {
		return this.portable.getStopSequences();
	}

	@Override
	public @Nullable Double getTemperature() {
		return this.portable.getTemperature();
	}

	/**
	 * Return how many likely tokens are considered. DeepSeek has no such option, and it
	 * is not sent.
	 * @return the value, or {@code null}
	 */
	@Override
	public @Nullable Integer getTopK() {
		return this.portable.getTopK();
	}

	@Override
	public @Nullable Double getTopP() {
		return this.portable.getTopP();
	}

	@Override
	public @Nullable List<ToolCallback> getToolCallbacks() {
		return this.portable.getToolCallbacks();
	}

	@Override
	public @Nullable Map<String, Object> getToolContext() {
		return this.portable.getToolContext();
	}

	/**
	 * Return whether the model thinks.
	 * @return the value, or {@code null} for the configured default
	 */
	public @Nullable Thinking getThinking() {
		return this.deepSeekOnly.thinking();
	}

	/**
	 * Return how much the model thinks.
	 * @return the value, or {@code null} for the configured default
	 */
	public @Nullable String getReasoningEffort() {
		return this.deepSeekOnly.reasoningEffort();
	}

	/**
	 * Return the form of the answer.
	 * @return the value, or {@code null} for text
	 */
	public @Nullable ResponseFormat getResponseFormat() {
		return this.deepSeekOnly.responseFormat();
	}

	/**
	 * Return whether the answer tells log probabilities.
	 * @return the value, or {@code null} for no
	 */
	public @Nullable Boolean getLogprobs() {
		return this.deepSeekOnly.logprobs();
	}

	/**
	 * Return how many likely tokens are told at each place.
	 * @return the value, or {@code null}
	 */
	public @Nullable Integer getTopLogprobs() {
		return this.deepSeekOnly.topLogprobs();
	}

	/**
	 * Return whether the model may, must not or has to call tools.
	 * @return the value, or {@code null} to let the model decide
	 */
	public @Nullable ToolChoice getToolChoice() {
		return this.deepSeekOnly.toolChoice();
	}

	/**
	 * Return whether the arguments of all tools have to follow their schema exactly.
	 * @return the value, or {@code null} for no
	 */
	public @Nullable Boolean getStrictTools() {
		return this.deepSeekOnly.strictTools();
	}

	/**
	 * Return the user on whose behalf the request is sent.
	 * @return the value, or {@code null} for the one who is logged in
	 */
	public @Nullable UserId getUserId() {
		return this.deepSeekOnly.userId();
	}

	@Override
	public @Nullable String getOutputSchema() {
		return this.deepSeekOnly.outputSchema();
	}

	/**
	 * Return the fields of the request that have no option.
	 * @return the values by the name that is sent, in order
	 */
	public Map<String, Object> getExtra() {
		return Collections.unmodifiableMap(this.deepSeekOnly.extra());
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return this == other || (other instanceof DeepSeekChatOptions that && this.portable.equals(that.portable)
				&& this.deepSeekOnly.equals(that.deepSeekOnly));
	}

	@Override
	public int hashCode() {
		return 31 * this.portable.hashCode() + this.deepSeekOnly.hashCode();
	}

	@Override
	public String toString() {
		return "DeepSeekChatOptions[model=" + getModel() + ", options=" + this.deepSeekOnly.names() + "]";
	}

}
