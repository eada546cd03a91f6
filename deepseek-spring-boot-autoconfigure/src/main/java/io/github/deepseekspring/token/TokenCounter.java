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

import io.github.deepseekspring.chat.ChatCompletion;
import io.github.deepseekspring.chat.ChatCompletionRequest;

/**
 * Counts tokens without asking DeepSeek, for example before a request is sent. What is
 * paid is what the server tells in {@code usage}.
 * <p>
 * An implementation only has to count plain texts. Around the texts of a chat, the server
 * puts marks of its own, which DeepSeek does not document; here they are counted as
 * recorded usage shows them.
 *
 * @since 0.1.0
 * @see TokenEstimator
 * @see TokenizerTokenCounter
 * @see <a href="https://api-docs.deepseek.com/quick_start/token_usage">Token and token
 * usage</a>
 */
@FunctionalInterface
public interface TokenCounter {

	/**
	 * Count the tokens of a text by itself.
	 * @param text the text
	 * @return the number of tokens, 0 for an empty text
	 */
	int count(String text);

	/**
	 * Count the tokens of a whole prompt: messages, reasoning and tool calls of earlier
	 * turns, tools, and what the server puts around them. An image or a file counts as
	 * 1024 tokens, which is the most that DeepSeek takes for an image; it takes fewer for
	 * a small one. Extra fields and the names of participants count nothing.
	 * @param request the request
	 * @return the number of tokens, to be compared with {@code usage.prompt_tokens}
	 */
	default int count(ChatCompletionRequest request) {
		return new PromptTokens(this, request).count();
	}

	/**
	 * Count the tokens of an answer: reasoning, text, tool calls, and the marks between
	 * them. What the server left out of the answer cannot be counted: a stop sequence,
	 * and the marks at which an answer was cut off.
	 * @param request the request that was answered
	 * @param answer the answer
	 * @return the number of tokens, to be compared with {@code usage.completion_tokens}
	 */
	default int countAnswer(ChatCompletionRequest request, ChatCompletion answer) {
		return new AnswerTokens(this, request, answer).count();
	}

}
