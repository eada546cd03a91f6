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

package io.github.deepseekspring.core;

import java.util.List;

import io.github.deepseekspring.chat.ChatCompletionRequest;
import io.github.deepseekspring.chat.Thinking;
import org.jspecify.annotations.Nullable;

/**
 * What a chat request is given where it says nothing itself. A {@code null} leaves the
 * field out, so that DeepSeek's own default holds. A request that tells its effort is not
 * given the default for {@code thinking}, and one that does not think is not given an
 * effort.
 *
 * @param model the model, any name that DeepSeek accepts
 * @param thinking whether the model thinks before it answers; DeepSeek's default is yes
 * @param reasoningEffort how hard it thinks, such as {@code low}, {@code high} or
 * {@code max}
 * @param maxTokens the longest answer in tokens, reasoning included, from 1 to 393216
 * @param temperature the sampling temperature, from 0 to 2
 * @param topP the nucleus sampling mass, above 0 and up to 1
 * @param stop texts that end the answer, at most 16
 * @since 0.1.0
 * @see <a href="https://api-docs.deepseek.com/api/create-chat-completion">Chat
 * completion</a>
 */
public record ChatDefaults(String model, @Nullable Boolean thinking, @Nullable String reasoningEffort,
		@Nullable Integer maxTokens, @Nullable Double temperature, @Nullable Double topP, @Nullable List<String> stop) {

	/**
	 * The model that is used when none is named.
	 */
	public static final String DEFAULT_MODEL = "deepseek-v4-flash";

	/**
	 * The effort that switches thinking off.
	 */
	private static final String NO_EFFORT = "none";

	/**
	 * Return the defaults of DeepSeek with {@link #DEFAULT_MODEL}.
	 * @return the defaults
	 */
	public static ChatDefaults defaults() {
		return new ChatDefaults(DEFAULT_MODEL, null, null, null, null, null, null);
	}

	/**
	 * Fill in the options that a request leaves open.
	 */
	ChatCompletionRequest applyTo(ChatCompletionRequest request) {
		return complete(request).build();
	}

	/**
	 * Return a builder with the request and what fills in the options that it leaves
	 * open, for more to be set before there is another request.
	 */
	ChatCompletionRequest.Builder complete(ChatCompletionRequest request) {
		ChatCompletionRequest.Builder builder = request.mutate();
		if (request.reasoningEffort() == null) {
			Thinking effective = (request.thinking() != null) ? request.thinking() : thinkingOrNull();
			builder.thinking(effective);
			builder.reasoningEffort(fits(effective) ? this.reasoningEffort : null);
		}
		builder.maxTokens((request.maxTokens() != null) ? request.maxTokens() : this.maxTokens);
		builder.temperature((request.temperature() != null) ? request.temperature() : this.temperature);
		builder.topP((request.topP() != null) ? request.topP() : this.topP);
		builder.stop((request.stop() != null) ? request.stop() : this.stop);
		return builder;
	}

	/**
	 * Return whether the effort can be sent along. DeepSeek does not say what holds when
	 * one of the two switches thinking off and the other does not.
	 */
	private boolean fits(@Nullable Thinking thinking) {
		boolean off = NO_EFFORT.equals(this.reasoningEffort);
		return thinking == null || (!Thinking.DISABLED.equals(thinking) && !off);
	}

	private @Nullable Thinking thinkingOrNull() {
		if (this.thinking == null) {
			return null;
		}
		return this.thinking ? Thinking.ENABLED : Thinking.DISABLED;
	}

}
