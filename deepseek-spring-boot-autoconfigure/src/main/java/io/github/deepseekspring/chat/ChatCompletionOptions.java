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

import java.util.Arrays;
import java.util.List;

import io.github.deepseekspring.user.UserId;
import org.jspecify.annotations.Nullable;

/**
 * The options that a request is built with: all that is neither a message nor an extra
 * field.
 *
 * @param <B> the type of the builder
 * @since 0.1.0
 */
public abstract sealed class ChatCompletionOptions<B extends ChatCompletionOptions<B>>
		permits ChatCompletionRequest.Builder {

	@Nullable String model;

	@Nullable Thinking thinking;

	@Nullable String reasoningEffort;

	@Nullable Integer maxTokens;

	@Nullable ResponseFormat responseFormat;

	@Nullable List<String> stop;

	@Nullable Boolean stream;

	@Nullable StreamOptions streamOptions;

	@Nullable Double temperature;

	@Nullable Double topP;

	@Nullable List<Tool> tools;

	@Nullable ToolChoice toolChoice;

	@Nullable Boolean logprobs;

	@Nullable Integer topLogprobs;

	@Nullable UserId userId;

	ChatCompletionOptions() {
	}

	abstract B self();

	void copyOptions(ChatCompletionRequest request) {
		this.model = request.model();
		this.thinking = request.thinking();
		this.reasoningEffort = request.reasoningEffort();
		this.maxTokens = request.maxTokens();
		this.responseFormat = request.responseFormat();
		this.stop = request.stop();
		this.stream = request.stream();
		this.streamOptions = request.streamOptions();
		this.temperature = request.temperature();
		this.topP = request.topP();
		this.tools = request.tools();
		this.toolChoice = request.toolChoice();
		this.logprobs = request.logprobs();
		this.topLogprobs = request.topLogprobs();
		this.userId = request.userId();
	}

	/**
	 * Set the model.
	 * @param model the value, or {@code null}
	 * @return this builder
	 */
	public B model(@Nullable String model) {
		this.model = model;
		return self();
	}

	/**
	 * Set whether the model thinks.
	 * @param thinking the value, or {@code null}
	 * @return this builder
	 */
	public B thinking(@Nullable Thinking thinking) {
		this.thinking = thinking;
		return self();
	}

	/**
	 * Set how much the model thinks.
	 * @param reasoningEffort the value, or {@code null}
	 * @return this builder
	 */
	public B reasoningEffort(@Nullable String reasoningEffort) {
		this.reasoningEffort = reasoningEffort;
		return self();
	}

	/**
	 * Set the most tokens of the answer.
	 * @param maxTokens the value, or {@code null}
	 * @return this builder
	 */
	public B maxTokens(@Nullable Integer maxTokens) {
		this.maxTokens = maxTokens;
		return self();
	}

	/**
	 * Set the form of the answer.
	 * @param responseFormat the value, or {@code null}
	 * @return this builder
	 */
	public B responseFormat(@Nullable ResponseFormat responseFormat) {
		this.responseFormat = responseFormat;
		return self();
	}

	/**
	 * Set texts that end the answer.
	 * @param stop the value, or {@code null}
	 * @return this builder
	 */
	public B stop(@Nullable List<String> stop) {
		this.stop = stop;
		return self();
	}

	/**
	 * Set texts that end the answer.
	 * @param stop the values
	 * @return this builder
	 */
	public B stop(String... stop) {
		return stop(Arrays.asList(stop));
	}

	/**
	 * Set whether the answer comes in chunks.
	 * @param stream the value, or {@code null}
	 * @return this builder
	 */
	public B stream(@Nullable Boolean stream) {
		this.stream = stream;
		return self();
	}

	/**
	 * Set options of a stream.
	 * @param streamOptions the value, or {@code null}
	 * @return this builder
	 */
	public B streamOptions(@Nullable StreamOptions streamOptions) {
		this.streamOptions = streamOptions;
		return self();
	}

	/**
	 * Set how much chance there is.
	 * @param temperature the value, or {@code null}
	 * @return this builder
	 */
	public B temperature(@Nullable Double temperature) {
		this.temperature = temperature;
		return self();
	}

	/**
	 * Set the share of likely tokens that are considered.
	 * @param topP the value, or {@code null}
	 * @return this builder
	 */
	public B topP(@Nullable Double topP) {
		this.topP = topP;
		return self();
	}

	/**
	 * Set the functions that the model may ask for.
	 * @param tools the value, or {@code null}
	 * @return this builder
	 */
	public B tools(@Nullable List<Tool> tools) {
		this.tools = tools;
		return self();
	}

	/**
	 * Set the functions that the model may ask for.
	 * @param tools the values
	 * @return this builder
	 */
	public B tools(Tool... tools) {
		return tools(Arrays.asList(tools));
	}

	/**
	 * Set whether the model has to call a function.
	 * @param toolChoice the value, or {@code null}
	 * @return this builder
	 */
	public B toolChoice(@Nullable ToolChoice toolChoice) {
		this.toolChoice = toolChoice;
		return self();
	}

	/**
	 * Set whether the answer tells log probabilities.
	 * @param logprobs the value, or {@code null}
	 * @return this builder
	 */
	public B logprobs(@Nullable Boolean logprobs) {
		this.logprobs = logprobs;
		return self();
	}

	/**
	 * Set how many likely tokens it tells at each place.
	 * @param topLogprobs the value, or {@code null}
	 * @return this builder
	 */
	public B topLogprobs(@Nullable Integer topLogprobs) {
		this.topLogprobs = topLogprobs;
		return self();
	}

	/**
	 * Set the user on whose behalf the request is sent.
	 * @param userId the value, or {@code null}
	 * @return this builder
	 */
	public B userId(@Nullable UserId userId) {
		this.userId = userId;
		return self();
	}

}
