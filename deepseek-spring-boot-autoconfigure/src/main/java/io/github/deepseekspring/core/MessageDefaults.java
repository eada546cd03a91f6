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

import io.github.deepseekspring.chat.Thinking;
import io.github.deepseekspring.messages.MessageRequest;
import io.github.deepseekspring.messages.MessageRequestBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The configured defaults in the words of the message API. It has no effort that switches
 * thinking off, and it wants to be told the length of an answer: where nobody says one,
 * DeepSeek's own default for chats is sent.
 */
final class MessageDefaults {

	private static final String NO_EFFORT = "none";

	private static final int MAX_TOKENS = 8 * 1024;

	private static final int MAX_TOKENS_THINKING = 64 * 1024;

	private static final int MAX_TOKENS_MAX_EFFORT = 128 * 1024;

	private final ChatDefaults defaults;

	MessageDefaults(ChatDefaults defaults) {
		this.defaults = defaults;
	}

	/**
	 * Return a builder with the request and what fills in what it leaves open.
	 */
	MessageRequestBuilder complete(MessageRequest request) {
		MessageRequestBuilder builder = request.mutate();
		Thinking thinking = request.thinking();
		String effort = request.effort();
		if (NO_EFFORT.equals(effort)) {
			thinking = Thinking.DISABLED;
			effort = null;
		}
		else if (effort == null) {
			thinking = (thinking != null) ? thinking : thinkingOrNull();
			effort = Thinking.DISABLED.equals(thinking) ? null : effortOrNull();
		}
		builder.thinking(thinking).effort(effort);
		builder.model((request.model() != null) ? request.model() : this.defaults.model());
		builder.temperature((request.temperature() != null) ? request.temperature() : this.defaults.temperature());
		builder.topP((request.topP() != null) ? request.topP() : this.defaults.topP());
		builder.stopSequences((request.stopSequences() != null) ? request.stopSequences() : this.defaults.stop());
		Integer maxTokens = (request.maxTokens() != null) ? request.maxTokens() : this.defaults.maxTokens();
		return builder.maxTokens((maxTokens != null) ? maxTokens : maxTokens(thinking, effort));
	}

	private @Nullable Thinking thinkingOrNull() {
		if (NO_EFFORT.equals(this.defaults.reasoningEffort()) || Boolean.FALSE.equals(this.defaults.thinking())) {
			return Thinking.DISABLED;
		}
		return (this.defaults.thinking() != null) ? Thinking.ENABLED : null;
	}

	private @Nullable String effortOrNull() {
		return NO_EFFORT.equals(this.defaults.reasoningEffort()) ? null : this.defaults.reasoningEffort();
	}

	private static int maxTokens(@Nullable Thinking thinking, @Nullable String effort) {
		if (Thinking.DISABLED.equals(thinking)) {
			return MAX_TOKENS;
		}
		return "max".equals(effort) ? MAX_TOKENS_MAX_EFFORT : MAX_TOKENS_THINKING;
	}

}
