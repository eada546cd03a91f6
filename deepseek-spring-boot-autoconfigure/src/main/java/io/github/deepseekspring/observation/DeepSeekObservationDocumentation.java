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

import io.micrometer.common.KeyValue;
import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * What is observed of the calls to DeepSeek. Names that begin with {@code gen_ai} are
 * those that OpenTelemetry has for generative AI and that Spring AI uses.
 *
 * @since 0.1.0
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/gen-ai/">Semantic conventions
 * for generative AI</a>
 */
public enum DeepSeekObservationDocumentation implements ObservationDocumentation {

	/**
	 * A call that a model answers, from the wait for a slot to the last byte.
	 */
	GENERATION("gen_ai.client.operation"),

	/**
	 * A call that must not be counted as one: for the models or the balance, or inside
	 * the {@code gen_ai.client.operation} of another framework.
	 */
	CALL("deepseek.client.operation");

	private final String name;

	DeepSeekObservationDocumentation(String name) {
		this.name = name;
	}

	@Override
	public String getName() {
		return this.name;
	}

	@Override
	public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
		return DefaultDeepSeekObservationConvention.class;
	}

	@Override
	public KeyName[] getLowCardinalityKeyNames() {
		return LowCardinalityKeyNames.values();
	}

	@Override
	public KeyName[] getHighCardinalityKeyNames() {
		return HighCardinalityKeyNames.values();
	}

	@Override
	public Observation.Event[] getEvents() {
		return DeepSeekObservationEvent.values();
	}

	/**
	 * What is told of all calls, in meters and in traces. The keys are those of Spring
	 * AI, no more and no less, since some registries refuse a meter whose keys differ
	 * from those of another one with its name.
	 */
	public enum LowCardinalityKeyNames implements KeyName {

		/**
		 * What is asked for: {@code chat}, {@code text_completion}, {@code models} or
		 * {@code balance}.
		 */
		OPERATION_NAME("gen_ai.operation.name"),

		/**
		 * Always {@code deepseek}.
		 */
		SYSTEM("gen_ai.system"),

		/**
		 * The model of the request; {@code other} for one that neither DeepSeek documents
		 * nor the configuration names, {@code none} without one.
		 */
		REQUEST_MODEL("gen_ai.request.model"),

		/**
		 * The model that the answer names; {@code other} and {@code none} as above.
		 */
		RESPONSE_MODEL("gen_ai.response.model");

		private final String key;

		LowCardinalityKeyNames(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

		KeyValue of(String value) {
			return KeyValue.of(this.key, value);
		}

	}

	/**
	 * What is told in traces, where it is known.
	 */
	public enum HighCardinalityKeyNames implements KeyName {

		/**
		 * Whether the answer is streamed: {@code true} or {@code false}.
		 */
		REQUEST_STREAM("gen_ai.request.stream"),

		/**
		 * How many tokens the answer may have.
		 */
		REQUEST_MAX_TOKENS("gen_ai.request.max_tokens"),

		/**
		 * The temperature.
		 */
		REQUEST_TEMPERATURE("gen_ai.request.temperature"),

		/**
		 * The part of the probability that is sampled from.
		 */
		REQUEST_TOP_P("gen_ai.request.top_p"),

		/**
		 * The texts that end the answer.
		 */
		REQUEST_STOP_SEQUENCES("gen_ai.request.stop_sequences"),

		/**
		 * The names of the tools that the model may ask for.
		 */
		REQUEST_TOOL_NAMES("deepseek.request.tool_names"),

		/**
		 * Whether the model is to think, as it was sent: {@code enabled} or
		 * {@code disabled}.
		 */
		REQUEST_THINKING("deepseek.request.thinking"),

		/**
		 * How much the model is to think.
		 */
		REQUEST_REASONING_EFFORT("deepseek.request.reasoning_effort"),

		/**
		 * Why the answer ended.
		 */
		RESPONSE_FINISH_REASONS("gen_ai.response.finish_reasons"),

		/**
		 * The id of the answer.
		 */
		RESPONSE_ID("gen_ai.response.id"),

		/**
		 * The trace id of the server, which DeepSeek's support asks for.
		 */
		RESPONSE_TRACE_ID("deepseek.response.trace_id"),

		/**
		 * The tokens of the prompt.
		 */
		USAGE_INPUT_TOKENS("gen_ai.usage.input_tokens"),

		/**
		 * The tokens of the answer, reasoning included.
		 */
		USAGE_OUTPUT_TOKENS("gen_ai.usage.output_tokens"),

		/**
		 * The tokens of both.
		 */
		USAGE_TOTAL_TOKENS("gen_ai.usage.total_tokens"),

		/**
		 * The tokens of the prompt that the prefix cache knew.
		 */
		USAGE_CACHE_READ_INPUT_TOKENS("gen_ai.usage.cache_read.input_tokens"),

		/**
		 * The tokens of the prompt that the prefix cache did not know.
		 */
		USAGE_CACHE_MISS_TOKENS("deepseek.usage.cache_miss_tokens"),

		/**
		 * The tokens of the answer that are reasoning.
		 */
		USAGE_REASONING_TOKENS("deepseek.usage.reasoning_tokens"),

		/**
		 * What the call has cost, not rounded.
		 */
		COST("deepseek.cost"),

		/**
		 * The currency of the cost, such as {@code USD}.
		 */
		COST_CURRENCY("deepseek.cost.currency"),

		/**
		 * Seconds from the beginning of the call to the first token of a streamed answer.
		 */
		TIME_TO_FIRST_TOKEN("deepseek.time_to_first_token"),

		/**
		 * Seconds that the call waited for a slot before it was sent.
		 */
		QUEUE_WAIT("deepseek.queue_wait"),

		/**
		 * How many keep-alives came.
		 */
		KEEP_ALIVES("deepseek.keep_alives"),

		/**
		 * How often the request was sent again.
		 */
		RETRIES("deepseek.retries"),

		/**
		 * How the call ended: {@code complete}, {@code failed} or {@code cancelled}.
		 */
		OUTCOME("deepseek.outcome"),

		/**
		 * The type of the exception of a call that has failed.
		 */
		ERROR_TYPE("error.type"),

		/**
		 * What was asked, as JSON; only if content is recorded.
		 */
		INPUT_MESSAGES("gen_ai.input.messages"),

		/**
		 * What was answered, as JSON; only if content is recorded.
		 */
		OUTPUT_MESSAGES("gen_ai.output.messages");

		private final String key;

		HighCardinalityKeyNames(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

}
