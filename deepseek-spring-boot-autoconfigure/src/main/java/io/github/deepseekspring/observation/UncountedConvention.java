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

import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import org.jspecify.annotations.Nullable;

/**
 * Another convention, under the name of calls that are not counted as generations.
 */
final class UncountedConvention implements ObservationConvention<DeepSeekObservationContext> {

	private final ObservationConvention<DeepSeekObservationContext> delegate;

	UncountedConvention(ObservationConvention<DeepSeekObservationContext> delegate) {
		this.delegate = delegate;
	}

	@Override
	public String getName() {
		return DeepSeekObservationDocumentation.CALL.getName();
	}

	@Override
	public @Nullable String getContextualName(DeepSeekObservationContext context) {
		return this.delegate.getContextualName(context);
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(DeepSeekObservationContext context) {
		return this.delegate.getLowCardinalityKeyValues(context);
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(DeepSeekObservationContext context) {
		return this.delegate.getHighCardinalityKeyValues(context);
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return this.delegate.supportsContext(context);
	}

}
