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

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.deepseekspring.chat.ResponseFormat;
import io.github.deepseekspring.chat.Thinking;
import io.github.deepseekspring.chat.ToolChoice;
import io.github.deepseekspring.user.UserId;
import org.jspecify.annotations.Nullable;

/**
 * The options that only DeepSeek has.
 *
 * @param thinking whether the model thinks
 * @param reasoningEffort how much it thinks
 * @param responseFormat the form of the answer
 * @param logprobs whether log probabilities are told
 * @param topLogprobs how many likely tokens are told at each place
 * @param toolChoice whether a tool has to be called
 * @param strictTools whether arguments have to follow their schema
 * @param userId the user
 * @param outputSchema the JSON schema of the answer
 * @param extra fields without an option
 */
record DeepSeekOnlyOptions(@Nullable Thinking thinking, @Nullable String reasoningEffort,
		@Nullable ResponseFormat responseFormat, @Nullable Boolean logprobs, @Nullable Integer topLogprobs,
		@Nullable ToolChoice toolChoice, @Nullable Boolean strictTools, @Nullable UserId userId,
		@Nullable String outputSchema, Map<String, Object> extra) {

	static final DeepSeekOnlyOptions NONE = new DeepSeekOnlyOptions(null, null, null, null, null, null, null, null,
			null, Map.of());

	/**
	 * Return a copy in which what the other options set replaces what is here.
	 */
	DeepSeekOnlyOptions overriddenBy(DeepSeekOnlyOptions other) {
		Map<String, Object> fields = new LinkedHashMap<>(this.extra);
		fields.putAll(other.extra);
		return new DeepSeekOnlyOptions(or(other.thinking, this.thinking),
				or(other.reasoningEffort, this.reasoningEffort), or(other.responseFormat, this.responseFormat),
				or(other.logprobs, this.logprobs), or(other.topLogprobs, this.topLogprobs),
				or(other.toolChoice, this.toolChoice), or(other.strictTools, this.strictTools),
				or(other.userId, this.userId), or(other.outputSchema, this.outputSchema), fields);
	}

	private static <T> @Nullable T or(@Nullable T first, @Nullable T second) {
		return (first != null) ? first : second;
	}

	/**
	 * Return the names of what is set, never the values.
	 */
	List<String> names() {
		Map<String, @Nullable Object> options = new LinkedHashMap<>();
		options.put("thinking", this.thinking);
		options.put("reasoningEffort", this.reasoningEffort);
		options.put("responseFormat", this.responseFormat);
		options.put("logprobs", this.logprobs);
		options.put("topLogprobs", this.topLogprobs);
		options.put("toolChoice", this.toolChoice);
		options.put("strictTools", this.strictTools);
		options.put("userId", this.userId);
		options.put("outputSchema", this.outputSchema);
		options.values().removeIf((value) -> value == null);
		List<String> names = new ArrayList<>(options.keySet());
		names.addAll(this.extra.keySet());
		return names;
	}

	@Override
	public String toString() {
		return "DeepSeekOnlyOptions" + names();
	}

}
