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

package io.github.deepseekspring.samples.chat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

import io.github.deepseekspring.chat.ChatCompletion;
import io.github.deepseekspring.chat.ChatEvent;
import io.github.deepseekspring.chat.Conversation;
import io.github.deepseekspring.chat.FinishReason;
import io.github.deepseekspring.chat.Usage;
import io.github.deepseekspring.token.Cost;
import io.github.deepseekspring.token.CostCalculator;
import org.jspecify.annotations.Nullable;

/**
 * A question and what becomes of it: makes of the events of one call the history that the
 * next question goes on from, and the reply.
 */
final class Turn {

	private final CostCalculator costs;

	private final Instant begun = Instant.now();

	private final long start = System.nanoTime();

	private final List<ChatCompletion> answers = new ArrayList<>();

	private Conversation conversation;

	private @Nullable Duration firstToken;

	Turn(Conversation conversation, CostCalculator costs) {
		this.conversation = conversation;
		this.costs = costs;
	}

	void add(ChatEvent event) {
		this.conversation = this.conversation.append(event);
		if (this.firstToken == null && (event instanceof ChatEvent.Reasoning || event instanceof ChatEvent.Text)) {
			this.firstToken = Duration.ofNanos(System.nanoTime() - this.start);
		}
		if (event instanceof ChatEvent.RoundFinished round) {
			this.answers.add(round.completion());
		}
		else if (event instanceof ChatEvent.Finished finished) {
			this.answers.add(finished.completion());
		}
	}

	Conversation conversation() {
		return this.conversation;
	}

	/**
	 * Return the reply, once the last event was added.
	 */
	ChatReply reply(String id) {
		ChatCompletion last = this.answers.get(this.answers.size() - 1);
		FinishReason reason = last.finishReason();
		return new ChatReply(id, last.content(), last.reasoningContent(), last.model(),
				(reason != null) ? reason.value() : null, usage(), cost(),
				(this.firstToken != null) ? this.firstToken.toMillis() : null);
	}

	private ChatReply.@Nullable Usage usage() {
		List<Usage> usages = new ArrayList<>();
		for (ChatCompletion answer : this.answers) {
			Usage usage = answer.usage();
			if (usage == null) {
				return null;
			}
			usages.add(usage);
		}
		return new ChatReply.Usage(sum(usages, (usage) -> orZero(usage.promptTokens())),
				sum(usages, Usage::cacheHitTokens), sum(usages, (usage) -> orZero(usage.completionTokens())),
				sum(usages, Usage::reasoningTokens));
	}

	private ChatReply.@Nullable Cost cost() {
		BigDecimal amount = BigDecimal.ZERO;
		for (ChatCompletion answer : this.answers) {
			Optional<Cost> cost = this.costs.cost(answer, this.begun);
			if (cost.isEmpty()) {
				return null;
			}
			amount = amount.add(cost.get().amount());
		}
		return new ChatReply.Cost(amount, this.costs.prices().currency().getCurrencyCode());
	}

	private static long sum(List<Usage> usages, ToLongFunction<Usage> tokens) {
		return usages.stream().mapToLong(tokens).sum();
	}

	private static int orZero(@Nullable Integer value) {
		return (value != null) ? value : 0;
	}

}
