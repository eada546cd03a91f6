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

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.docs.MeterDocumentation;
import org.jspecify.annotations.Nullable;

/**
 * The meters of {@link DeepSeekMeterObservationHandler}. All of them have the tags of the
 * observation, and some have one more.
 *
 * @since 0.1.0
 */
public enum CallMeter implements MeterDocumentation {

	/**
	 * Tokens of prompts and answers. The type {@code total} is the sum of the others.
	 * Calls that another framework counts under the same name are left out.
	 */
	TOKEN_USAGE("gen_ai.client.token.usage", Meter.Type.COUNTER, null, Key.TOKEN_TYPE),

	/**
	 * What the tokens consist of: those of prompts that the prefix cache knew and did not
	 * know, and those of answers that are reasoning.
	 */
	TOKENS("deepseek.client.tokens", Meter.Type.COUNTER, null, Key.TYPE),

	/**
	 * What calls have cost, by the tokens that were told and the prices that are
	 * configured.
	 */
	COST("deepseek.client.cost", Meter.Type.COUNTER, null, Key.CURRENCY),

	/**
	 * How long the first token of streamed answers took, from the beginning of the call.
	 */
	TIME_TO_FIRST_TOKEN("deepseek.client.time.to.first.token", Meter.Type.TIMER, "seconds");

	private final String name;

	private final Meter.Type type;

	private final @Nullable String baseUnit;

	private final Key[] keys;

	CallMeter(String name, Meter.Type type, @Nullable String baseUnit, Key... keys) {
		this.name = name;
		this.type = type;
		this.baseUnit = baseUnit;
		this.keys = keys;
	}

	@Override
	public String getName() {
		return this.name;
	}

	@Override
	public Meter.Type getType() {
		return this.type;
	}

	@Override
	public @Nullable String getBaseUnit() {
		return this.baseUnit;
	}

	@Override
	public KeyName[] getKeyNames() {
		return KeyName.merge(DeepSeekObservationDocumentation.LowCardinalityKeyNames.values(), this.keys);
	}

	@Override
	public KeyName[] getAdditionalKeyNames() {
		return this.keys.clone();
	}

	/**
	 * The tags that some of the meters have besides those of the observation.
	 */
	public enum Key implements KeyName {

		/**
		 * Which tokens: {@code input}, {@code output} or {@code total}.
		 */
		TOKEN_TYPE("gen_ai.token.type"),

		/**
		 * Which tokens: {@code cache_hit}, {@code cache_miss} or {@code reasoning}.
		 */
		TYPE("type"),

		/**
		 * The currency, such as {@code USD}.
		 */
		CURRENCY("currency");

		private final String key;

		Key(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

}
