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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * Folds the pieces of one choice. What never appeared in the stream stays {@code null};
 * what appeared as an empty text stays an empty text.
 */
final class ChoiceAccumulator {

	private final int index;

	private @Nullable StringBuilder content;

	private @Nullable StringBuilder reasoningContent;

	private final Map<Integer, Call> calls = new TreeMap<>();

	private @Nullable List<TokenLogprob> contentLogprobs;

	private @Nullable List<TokenLogprob> reasoningLogprobs;

	private boolean logprobs;

	private @Nullable FinishReason finishReason;

	ChoiceAccumulator(int index) {
		this.index = index;
	}

	int index() {
		return this.index;
	}

	void add(ChunkChoice choice) {
		if (choice.delta() != null) {
			add(choice.delta());
		}
		if (choice.logprobs() != null) {
			this.logprobs = true;
			this.contentLogprobs = append(this.contentLogprobs, choice.logprobs().content());
			this.reasoningLogprobs = append(this.reasoningLogprobs, choice.logprobs().reasoningContent());
		}
		if (choice.finishReason() != null) {
			this.finishReason = choice.finishReason();
		}
	}

	private void add(Delta delta) {
		this.content = append(this.content, delta.content());
		this.reasoningContent = append(this.reasoningContent, delta.reasoningContent());
		List<ToolCallDelta> toolCalls = delta.toolCalls();
		if (toolCalls != null) {
			for (int i = 0; i < toolCalls.size(); i++) {
				ToolCallDelta toolCall = toolCalls.get(i);
				this.calls.computeIfAbsent(callIndex(toolCall, i), (key) -> new Call()).add(toolCall);
			}
		}
	}

	/**
	 * Return which call a piece belongs to.
	 */
	static int callIndex(ToolCallDelta toolCall, int place) {
		return (toolCall.index() != null) ? toolCall.index() : place;
	}

	private static @Nullable StringBuilder append(@Nullable StringBuilder text, @Nullable String piece) {
		if (piece == null) {
			return text;
		}
		return ((text != null) ? text : new StringBuilder()).append(piece);
	}

	private static @Nullable List<TokenLogprob> append(@Nullable List<TokenLogprob> tokens,
			@Nullable List<TokenLogprob> piece) {
		if (piece == null) {
			return tokens;
		}
		List<TokenLogprob> result = (tokens != null) ? tokens : new ArrayList<>();
		result.addAll(piece);
		return result;
	}

	Choice toChoice() {
		List<ToolCall> toolCalls = this.calls.entrySet()
			.stream()
			.map((entry) -> entry.getValue().toToolCall(entry.getKey()))
			.toList();
		AssistantMessage message = new AssistantMessage(text(this.content), text(this.reasoningContent), toolCalls,
				null, null);
		return new Choice(this.index, message, this.finishReason,
				this.logprobs ? new Logprobs(this.contentLogprobs, this.reasoningLogprobs) : null);
	}

	private static @Nullable String text(@Nullable StringBuilder text) {
		return (text != null) ? text.toString() : null;
	}

	private static final class Call {

		private @Nullable String id;

		private @Nullable String type;

		private @Nullable String name;

		private final StringBuilder arguments = new StringBuilder();

		void add(ToolCallDelta piece) {
			this.id = (this.id != null) ? this.id : piece.id();
			this.type = (this.type != null) ? this.type : piece.type();
			this.name = (this.name != null) ? this.name : piece.name();
			this.arguments.append(piece.arguments());
		}

		ToolCall toToolCall(int index) {
			return new ToolCall(this.id, this.type, new ToolCall.Function(this.name, this.arguments.toString()), index);
		}

	}

}
