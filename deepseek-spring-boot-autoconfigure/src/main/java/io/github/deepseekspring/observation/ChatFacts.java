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

package io.github.deepseekspring.observation;

import java.util.List;

import io.github.deepseekspring.chat.ChatCompletion;
import io.github.deepseekspring.chat.ChatCompletionChunk;
import io.github.deepseekspring.chat.Choice;
import io.github.deepseekspring.chat.ChunkChoice;
import io.github.deepseekspring.chat.Delta;
import io.github.deepseekspring.chat.FinishReason;
import io.github.deepseekspring.chat.Usage;
import io.github.deepseekspring.completion.Completion;
import io.github.deepseekspring.completion.CompletionChoice;
import io.github.deepseekspring.token.TokenUsage;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * What OpenAI-style answers tell of themselves.
 */
final class ChatFacts {

	private ChatFacts() {
	}

	static void read(ChatCompletion answer, DeepSeekObservationContext context) {
		context.answeredBy(answer.id(), answer.model());
		for (Choice choice : answer.choices()) {
			finished(choice.finishReason(), context);
		}
		used(answer.usage(), context);
	}

	static void read(ChatCompletionChunk chunk, DeepSeekObservationContext context) {
		context.answeredBy(chunk.id(), chunk.model());
		List<ChunkChoice> choices = chunk.choices();
		for (int i = 0; i < choices.size(); i++) {
			finished(choices.get(i).finishReason(), context);
		}
		used(chunk.usage(), context);
	}

	static void read(Completion completion, DeepSeekObservationContext context) {
		context.answeredBy(completion.id(), completion.model());
		List<CompletionChoice> choices = completion.choices();
		for (int i = 0; i < choices.size(); i++) {
			finished(choices.get(i).finishReason(), context);
		}
		used(completion.usage(), context);
	}

	static boolean hasToken(ChatCompletionChunk chunk) {
		for (ChunkChoice choice : chunk.choices()) {
			Delta delta = choice.delta();
			if (delta != null && (StringUtils.hasLength(delta.content())
					|| StringUtils.hasLength(delta.reasoningContent()) || delta.toolCalls() != null)) {
				return true;
			}
		}
		return false;
	}

	private static void finished(@Nullable FinishReason reason, DeepSeekObservationContext context) {
		if (reason != null) {
			context.addFinishReason(reason.value());
		}
	}

	private static void used(@Nullable Usage usage, DeepSeekObservationContext context) {
		if (usage != null) {
			TokenUsage.of(usage).ifPresent((tokens) -> context.setUsage(tokens, usage.reasoningTokens()));
		}
	}

}
