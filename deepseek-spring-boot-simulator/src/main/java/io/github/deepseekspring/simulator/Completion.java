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

package io.github.deepseekspring.simulator;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What the model says, before it is put into an API's words.
 *
 * @param reasoning the pieces of the reasoning, or {@code null} without thinking
 * @param content the pieces of the content
 * @param toolCalls the tool calls
 * @param finishReason why it ends
 * @param stopSequence the text that ended it, or {@code null} if none did
 * @param usage what it costs, or {@code null} while that is not known
 */
record Completion(@Nullable List<String> reasoning, List<String> content, List<ToolCall> toolCalls, String finishReason,
		@Nullable String stopSequence, @Nullable Usage usage) {

	/**
	 * Create a completion that comes to its natural end.
	 */
	static Completion of(@Nullable List<String> reasoning, List<String> content, List<ToolCall> toolCalls) {
		return new Completion(reasoning, content, toolCalls, (toolCalls.isEmpty()) ? "stop" : "tool_calls", null, null);
	}

	Completion withUsage(Usage usage) {
		return new Completion(this.reasoning, this.content, this.toolCalls, this.finishReason, this.stopSequence,
				usage);
	}

	Completion withFinishReason(String finishReason) {
		return new Completion(this.reasoning, this.content, this.toolCalls, finishReason, null, this.usage);
	}

	Completion withStopSequence(String stopSequence) {
		return new Completion(this.reasoning, this.content, this.toolCalls, this.finishReason, stopSequence,
				this.usage);
	}

	Completion withContent(List<String> content) {
		return new Completion(this.reasoning, content, this.toolCalls, this.finishReason, this.stopSequence,
				this.usage);
	}

	/**
	 * Return the completion without reasoning and tool calls.
	 */
	Completion contentOnly() {
		String reason = ("tool_calls".equals(this.finishReason)) ? "stop" : this.finishReason;
		return new Completion(null, this.content, List.of(), reason, this.stopSequence, this.usage);
	}

	String contentText() {
		return String.join("", this.content);
	}

	@Nullable String reasoningText() {
		return (this.reasoning != null) ? String.join("", this.reasoning) : null;
	}

	int reasoningTokens() {
		return (this.reasoning != null) ? this.reasoning.size() : 0;
	}

	int tokens() {
		int tokens = reasoningTokens() + this.content.size();
		for (ToolCall call : this.toolCalls) {
			tokens += Tokens.count(call.name()) + Tokens.count(call.arguments());
		}
		return tokens;
	}

	/**
	 * A call of a tool.
	 *
	 * @param name the name of the tool
	 * @param arguments the arguments as text
	 */
	record ToolCall(String name, String arguments) {

	}

	/**
	 * What an answer costs.
	 *
	 * @param promptTokens tokens of the request
	 * @param cachedTokens those of them that were in the prefix cache
	 * @param completionTokens tokens of the answer, with the reasoning
	 * @param reasoningTokens tokens of the reasoning
	 */
	record Usage(int promptTokens, int cachedTokens, int completionTokens, int reasoningTokens) {

	}

}
