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

package io.github.deepseekspring.token;

import java.util.List;

import io.github.deepseekspring.chat.AssistantMessage;
import io.github.deepseekspring.chat.ChatCompletion;
import io.github.deepseekspring.chat.ChatCompletionRequest;
import io.github.deepseekspring.chat.FinishReason;
import io.github.deepseekspring.chat.ToolCall;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * Counts what a model wrote. The end of reasoning is a token, the end of the answer is
 * not billed.
 */
final class AnswerTokens {

	/**
	 * The mark at the end of reasoning.
	 */
	static final int REASONING_END = 1;

	/**
	 * The beginning of the first tool call. Where a call is forced, it stands in the
	 * prompt and not in the answer.
	 */
	static final int CALLS_START = 7;

	private final TokenCounter counter;

	private final ChatCompletionRequest request;

	private final ChatCompletion answer;

	AnswerTokens(TokenCounter counter, ChatCompletionRequest request, ChatCompletion answer) {
		Assert.notNull(request, "'request' must not be null");
		Assert.notNull(answer, "'answer' must not be null");
		this.counter = counter;
		this.request = request;
		this.answer = answer;
	}

	int count() {
		AssistantMessage message = this.answer.message();
		return (message != null) ? count(message) : 0;
	}

	private int count(AssistantMessage message) {
		int tokens = text(this.counter, message.content(), message.toolCalls());
		if (message.hasToolCalls() && forced(this.request)) {
			tokens -= CALLS_START;
		}
		if (message.reasoningContent() != null) {
			tokens += this.counter.count(message.reasoningContent());
			tokens += endsWithinReasoning(message) ? 0 : REASONING_END;
		}
		return Math.max(0, tokens);
	}

	private boolean endsWithinReasoning(AssistantMessage message) {
		return FinishReason.LENGTH.equals(this.answer.finishReason()) && !message.hasToolCalls()
				&& !StringUtils.hasLength(message.content());
	}

	static boolean forced(ChatCompletionRequest request) {
		return request.toolChoice() != null && request.toolChoice().forced();
	}

	/**
	 * Count text and tool calls, which follow each other without a mark.
	 */
	static int text(TokenCounter counter, @Nullable String content, @Nullable List<ToolCall> calls) {
		String text = (content != null) ? content : "";
		if (calls == null) {
			return counter.count(text);
		}
		String[] pieces = (text + ToolCallText.of(calls)).split(ToolCallText.MARK, -1);
		int tokens = pieces.length - 1;
		for (String piece : pieces) {
			tokens += counter.count(piece);
		}
		return tokens;
	}

}
