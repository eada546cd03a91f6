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

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.deepseekspring.observation.DeepSeekObservationDocumentation.HighCardinalityKeyNames;
import io.github.deepseekspring.observation.DeepSeekObservationDocumentation.LowCardinalityKeyNames;
import io.github.deepseekspring.token.Cost;
import io.github.deepseekspring.token.PriceTable;
import io.github.deepseekspring.token.TokenUsage;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * The names and keys of {@link DeepSeekObservationDocumentation}. A model that is not
 * known is told as {@code other}, so that a name from outside does not make a meter.
 *
 * @since 0.1.0
 */
public class DefaultDeepSeekObservationConvention implements DeepSeekObservationConvention {

	private static final String DEEPSEEK = "deepseek";

	private static final String NONE = "none";

	private static final String OTHER = "other";

	private final Set<String> models;

	/**
	 * Create a convention that tells the names of the documented models.
	 */
	public DefaultDeepSeekObservationConvention() {
		this(Set.of());
	}

	/**
	 * Create a convention that tells the names of further models.
	 * @param models the names, besides those of the documented models
	 */
	public DefaultDeepSeekObservationConvention(Set<String> models) {
		Assert.notNull(models, "'models' must not be null");
		PriceTable documented = PriceTable.documented(Currency.getInstance("USD"));
		Set<String> all = new HashSet<>(models);
		all.addAll(documented.models().keySet());
		all.addAll(documented.aliases().keySet());
		this.models = Set.copyOf(all);
	}

	@Override
	public String getName() {
		return DeepSeekObservationDocumentation.GENERATION.getName();
	}

	@Override
	public String getContextualName(DeepSeekObservationContext context) {
		ObservedRequest request = context.getRequest();
		return (request.model() != null) ? request.operation() + " " + model(request.model()) : request.operation();
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(DeepSeekObservationContext context) {
		return KeyValues.of(LowCardinalityKeyNames.OPERATION_NAME.of(context.getRequest().operation()),
				LowCardinalityKeyNames.SYSTEM.of(DEEPSEEK),
				LowCardinalityKeyNames.REQUEST_MODEL.of(model(context.getRequest().model())),
				LowCardinalityKeyNames.RESPONSE_MODEL.of(model(context.getResponseModel())));
	}

	private String model(@Nullable String name) {
		if (name == null) {
			return NONE;
		}
		return this.models.contains(name) ? name : OTHER;
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(DeepSeekObservationContext context) {
		Values values = new Values();
		addRequest(values, context);
		addResponse(values, context);
		addWay(values, context);
		return KeyValues.of(values.known);
	}

	private static void addRequest(Values values, DeepSeekObservationContext context) {
		ObservedRequest request = context.getRequest();
		if (request.isGenerating()) {
			values.add(HighCardinalityKeyNames.REQUEST_STREAM, request.streaming());
		}
		values.add(HighCardinalityKeyNames.REQUEST_MAX_TOKENS, request.maxTokens());
		values.add(HighCardinalityKeyNames.REQUEST_TEMPERATURE, request.temperature());
		values.add(HighCardinalityKeyNames.REQUEST_TOP_P, request.topP());
		values.add(HighCardinalityKeyNames.REQUEST_STOP_SEQUENCES, list(request.stop()));
		values.add(HighCardinalityKeyNames.REQUEST_TOOL_NAMES, list(request.tools()));
		values.add(HighCardinalityKeyNames.REQUEST_THINKING, request.thinking());
		values.add(HighCardinalityKeyNames.REQUEST_REASONING_EFFORT, request.effort());
		values.add(HighCardinalityKeyNames.INPUT_MESSAGES, context.getInputMessages());
	}

	private static void addResponse(Values values, DeepSeekObservationContext context) {
		values.add(HighCardinalityKeyNames.RESPONSE_FINISH_REASONS, list(context.getFinishReasons()));
		values.add(HighCardinalityKeyNames.RESPONSE_ID, context.getResponseId());
		values.add(HighCardinalityKeyNames.RESPONSE_TRACE_ID, context.getTraceId());
		values.add(HighCardinalityKeyNames.OUTPUT_MESSAGES, context.getOutputMessages());
		TokenUsage usage = context.getUsage();
		if (usage != null) {
			long input = usage.cacheHit() + usage.cacheMiss();
			values.add(HighCardinalityKeyNames.USAGE_INPUT_TOKENS, input);
			values.add(HighCardinalityKeyNames.USAGE_OUTPUT_TOKENS, usage.output());
			values.add(HighCardinalityKeyNames.USAGE_TOTAL_TOKENS, input + usage.output());
			values.add(HighCardinalityKeyNames.USAGE_CACHE_READ_INPUT_TOKENS, usage.cacheHit());
			values.add(HighCardinalityKeyNames.USAGE_CACHE_MISS_TOKENS, usage.cacheMiss());
			values.add(HighCardinalityKeyNames.USAGE_REASONING_TOKENS, context.getReasoningTokens());
		}
		Cost cost = context.getCost();
		if (cost != null) {
			values.add(HighCardinalityKeyNames.COST, cost.amount().toPlainString());
			values.add(HighCardinalityKeyNames.COST_CURRENCY, cost.currency().getCurrencyCode());
		}
	}

	private static void addWay(Values values, DeepSeekObservationContext context) {
		values.add(HighCardinalityKeyNames.TIME_TO_FIRST_TOKEN, seconds(context.getTimeToFirstToken()));
		values.add(HighCardinalityKeyNames.QUEUE_WAIT, seconds(context.getQueueWait()));
		CallOutcome outcome = context.getOutcome();
		if (outcome != null) {
			values.add(HighCardinalityKeyNames.KEEP_ALIVES, context.getKeepAlives());
			values.add(HighCardinalityKeyNames.RETRIES, context.getRetries());
			values.add(HighCardinalityKeyNames.OUTCOME, outcome.value());
		}
		Throwable error = context.getError();
		if (error != null) {
			values.add(HighCardinalityKeyNames.ERROR_TYPE, ForeignFailure.typeOf(error));
		}
	}

	/**
	 * Write a list in the form of Spring AI.
	 */
	private static @Nullable String list(List<String> values) {
		return values.isEmpty() ? null
				: values.stream().map((value) -> '"' + value + '"').collect(Collectors.joining(", ", "[", "]"));
	}

	private static @Nullable String seconds(@Nullable Duration duration) {
		return (duration != null) ? BigDecimal.valueOf(duration.toMillis(), 3).toPlainString() : null;
	}

	/**
	 * Takes the values that there are.
	 */
	private static final class Values {

		private final List<KeyValue> known = new ArrayList<>();

		void add(HighCardinalityKeyNames key, @Nullable Object value) {
			if (value != null) {
				this.known.add(KeyValue.of(key.asString(), value.toString()));
			}
		}

	}

}
