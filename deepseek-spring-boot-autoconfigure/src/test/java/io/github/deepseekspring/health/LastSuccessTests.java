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
import java.time.ZoneOffset;

import io.github.deepseekspring.observation.DeepSeekObservationContext;
import io.github.deepseekspring.observation.ObservedRequest;
import io.micrometer.observation.Observation;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what {@link LastSuccess} does not take for a success. What it does is tested
 * with calls.
 */
class LastSuccessTests {

	private final LastSuccess lastSuccess = new LastSuccess(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));

	@Test
	void whenTheCallHasNoOutcomeThenItIsNoSuccess() {
		assertThat(this.lastSuccess.at()).isNull();
		this.lastSuccess.onStop(new DeepSeekObservationContext(ObservedRequest.get("chat"), false));
		assertThat(this.lastSuccess.at()).isNull();
	}

	@Test
	void readsOurObservationsOnly() {
		assertThat(this.lastSuccess
			.supportsContext(new DeepSeekObservationContext(ObservedRequest.get("balance"), false))).isTrue();
		assertThat(this.lastSuccess.supportsContext(new Observation.Context())).isFalse();
	}

}
