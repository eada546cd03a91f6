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

import io.github.deepseekspring.messages.BlockDelta;
import io.github.deepseekspring.messages.Message;
import io.github.deepseekspring.messages.MessageEvent;
import io.github.deepseekspring.messages.MessageUsage;
import io.github.deepseekspring.messages.StopReason;
import io.github.deepseekspring.token.TokenUsage;
import org.jspecify.annotations.Nullable;

/**
 * What Anthropic-style answers tell of themselves.
 */
final class MessageFacts {

	private MessageFacts() {
	}

	static void read(Message message, DeepSeekObservationContext context) {
		context.answeredBy(message.id(), message.model());
		stopped(message.stopReason(), context);
		used(message.usage(), context);
	}

	static void read(MessageEvent event, DeepSeekObservationContext context) {
		if (event instanceof MessageEvent.MessageStart start) {
			read(start.message(), context);
		}
		else if (event instanceof MessageEvent.MessageDelta delta) {
			stopped(delta.delta().stopReason(), context);
			used(delta.usage(), context);
		}
	}

	static boolean hasToken(MessageEvent event) {
		return event instanceof MessageEvent.ContentBlockDelta piece
				&& !(piece.delta() instanceof BlockDelta.Signature);
	}

	private static void stopped(@Nullable StopReason reason, DeepSeekObservationContext context) {
		if (reason != null) {
			context.addFinishReason(reason.value());
		}
	}

	/**
	 * The tokens of the prompt are told at the beginning, and again or not at the end.
	 */
	private static void used(@Nullable MessageUsage told, DeepSeekObservationContext context) {
		if (told == null) {
			return;
		}
		TokenUsage before = context.getUsage();
		boolean input = told.inputTokens() != null;
		long hit = (input || before == null) ? orZero(told.cacheReadInputTokens()) : before.cacheHit();
		long miss = (input || before == null) ? orZero(told.inputTokens()) + orZero(told.cacheCreationInputTokens())
				: before.cacheMiss();
		long output = (told.outputTokens() != null || before == null) ? orZero(told.outputTokens()) : before.output();
		if (hit >= 0 && miss >= 0 && output >= 0) {
			context.setUsage(new TokenUsage(hit, miss, output), 0);
		}
	}

	private static long orZero(@Nullable Integer value) {
		return (value != null) ? value : 0;
	}

}
