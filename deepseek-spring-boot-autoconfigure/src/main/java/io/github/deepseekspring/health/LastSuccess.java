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

package io.github.deepseekspring.health;

import java.time.Clock;
import java.time.Instant;

import io.github.deepseekspring.observation.CallOutcome;
import io.github.deepseekspring.observation.DeepSeekObservationContext;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Remembers when a model last gave a complete answer, as the observations of the calls
 * tell. Calls for models and the balance do not count. Thread-safe.
 *
 * @since 0.1.0
 */
public final class LastSuccess implements ObservationHandler<DeepSeekObservationContext> {

	private final Clock clock;

	private volatile @Nullable Instant at;

	/**
	 * Create a handler that has seen no answer.
	 * @param clock tells the time
	 */
	public LastSuccess(Clock clock) {
		Assert.notNull(clock, "'clock' must not be null");
		this.clock = clock;
	}

	/**
	 * Return when a model last gave a complete answer.
	 * @return the time, or {@code null} if none was seen
	 */
	public @Nullable Instant at() {
		return this.at;
	}

	@Override
	public void onStop(DeepSeekObservationContext context) {
		if (context.getOutcome() == CallOutcome.COMPLETE && context.getRequest().model() != null) {
			this.at = this.clock.instant();
		}
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof DeepSeekObservationContext;
	}

}
