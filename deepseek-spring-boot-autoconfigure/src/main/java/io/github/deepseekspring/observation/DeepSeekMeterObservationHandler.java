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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.deepseekspring.token.Cost;
import io.github.deepseekspring.token.TokenUsage;
import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;

import org.springframework.util.Assert;

/**
 * {@link ObservationHandler} that counts the tokens and the cost of calls and times their
 * first tokens, as listed in {@link CallMeter}. The time of the calls themselves is left
 * to the handler for all observations.
 *
 * @since 0.1.0
 */
public final class DeepSeekMeterObservationHandler implements ObservationHandler<DeepSeekObservationContext> {

	private final MeterRegistry registry;

	/**
	 * Create the handler.
	 * @param registry where the meters are registered
	 */
	public DeepSeekMeterObservationHandler(MeterRegistry registry) {
		Assert.notNull(registry, "'registry' must not be null");
		this.registry = registry;
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof DeepSeekObservationContext;
	}

	@Override
	public void onStop(DeepSeekObservationContext context) {
		Tags tags = tags(context);
		TokenUsage usage = context.getUsage();
		if (usage != null) {
			count(context, usage, tags);
		}
		Cost cost = context.getCost();
		if (cost != null) {
			count(CallMeter.COST, CallMeter.Key.CURRENCY, cost.currency().getCurrencyCode(),
					cost.amount().doubleValue(), tags);
		}
		Duration timeToFirstToken = context.getTimeToFirstToken();
		if (timeToFirstToken != null) {
			Timer.builder(CallMeter.TIME_TO_FIRST_TOKEN.getName())
				.description("Time from the beginning of a call to the first token of its answer")
				.tags(tags)
				.register(this.registry)
				.record(timeToFirstToken);
		}
	}

	private void count(DeepSeekObservationContext context, TokenUsage usage, Tags tags) {
		long input = usage.cacheHit() + usage.cacheMiss();
		if (!context.isNested()) {
			count(CallMeter.TOKEN_USAGE, CallMeter.Key.TOKEN_TYPE, "input", input, tags);
			count(CallMeter.TOKEN_USAGE, CallMeter.Key.TOKEN_TYPE, "output", usage.output(), tags);
			count(CallMeter.TOKEN_USAGE, CallMeter.Key.TOKEN_TYPE, "total", input + usage.output(), tags);
		}
		count(CallMeter.TOKENS, CallMeter.Key.TYPE, "cache_hit", usage.cacheHit(), tags);
		count(CallMeter.TOKENS, CallMeter.Key.TYPE, "cache_miss", usage.cacheMiss(), tags);
		count(CallMeter.TOKENS, CallMeter.Key.TYPE, "reasoning", context.getReasoningTokens(), tags);
	}

	private void count(CallMeter meter, CallMeter.Key key, String value, double amount, Tags tags) {
		Counter.builder(meter.getName())
			.description(description(meter))
			.tags(tags)
			.tag(key.asString(), value)
			.register(this.registry)
			.increment(amount);
	}

	private static String description(CallMeter meter) {
		return switch (meter) {
			case COST -> "What calls have cost";
			case TOKENS -> "What the tokens of calls consist of";
			default -> "Tokens of prompts and answers";
		};
	}

	private static Tags tags(DeepSeekObservationContext context) {
		List<Tag> tags = new ArrayList<>();
		for (KeyValue keyValue : context.getLowCardinalityKeyValues()) {
			tags.add(Tag.of(keyValue.getKey(), keyValue.getValue()));
		}
		return Tags.of(tags);
	}

}
