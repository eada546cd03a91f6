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

import io.github.deepseekspring.token.CostCalculator;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Where and how calls are observed.
 *
 * @param registry where observations begin; a no-op registry costs nothing
 * @param convention the names and keys, or {@code null} for those of a
 * {@link io.micrometer.observation.GlobalObservationConvention} of the registry or else
 * of {@link DefaultDeepSeekObservationConvention}
 * @param costCalculator calculates the cost of each call, or {@code null} for no cost
 * @param includeContent whether what is asked and answered is recorded too
 * @since 0.1.0
 */
public record ObservationSettings(ObservationRegistry registry, @Nullable DeepSeekObservationConvention convention,
		@Nullable CostCalculator costCalculator, boolean includeContent) {

	public ObservationSettings {
		Assert.notNull(registry, "'registry' must not be null");
	}

	/**
	 * Return the defaults: nothing is observed.
	 * @return the settings
	 */
	public static ObservationSettings defaults() {
		return new ObservationSettings(ObservationRegistry.NOOP, null, null, false);
	}

	/**
	 * Return settings with another registry.
	 * @param registry where observations begin
	 * @return the settings
	 */
	public ObservationSettings withRegistry(ObservationRegistry registry) {
		return new ObservationSettings(registry, this.convention, this.costCalculator, this.includeContent);
	}

	/**
	 * Return settings with another convention.
	 * @param convention the names and keys, or {@code null} for the defaults
	 * @return the settings
	 */
	public ObservationSettings withConvention(@Nullable DeepSeekObservationConvention convention) {
		return new ObservationSettings(this.registry, convention, this.costCalculator, this.includeContent);
	}

	/**
	 * Return settings with another calculator.
	 * @param costCalculator calculates the cost of each call, or {@code null}
	 * @return the settings
	 */
	public ObservationSettings withCostCalculator(@Nullable CostCalculator costCalculator) {
		return new ObservationSettings(this.registry, this.convention, costCalculator, this.includeContent);
	}

	/**
	 * Return settings that record content or do not.
	 * @param includeContent whether what is asked and answered is recorded too, up to
	 * 16,384 characters of each
	 * @return the settings
	 */
	public ObservationSettings withIncludeContent(boolean includeContent) {
		return new ObservationSettings(this.registry, this.convention, this.costCalculator, includeContent);
	}

}
