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

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

import io.github.deepseekspring.chat.ChatCompletionRequest;
import io.github.deepseekspring.chat.ChatMessage;
import io.github.deepseekspring.health.LastSuccess;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LastSuccess}. They are here because only this package sets outcomes.
 */
class LastSuccessTests {

	private static final Instant NOW = Instant.parse("2026-11-22T07:11:09Z");

	private static final ObservedRequest CHAT = ObservedRequest
		.of(ChatCompletionRequest.builder().model("deepseek-v4-pro").messages(ChatMessage.user("Why?")).build());

	private final LastSuccess lastSuccess = new LastSuccess(Clock.fixed(NOW, ZoneOffset.UTC));

	@Test
	void completeAnswerOfAModelIsASuccess() {
		assertThat(this.lastSuccess.at()).isNull();
		stop(CHAT, CallOutcome.COMPLETE);
		assertThat(this.lastSuccess.at()).isEqualTo(NOW);
	}

	@ParameterizedTest
	@NullSource
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "COMPLETE")
	void otherEndsAreNone(@Nullable CallOutcome outcome) {
		stop(CHAT, outcome);
		assertThat(this.lastSuccess.at()).isNull();
	}

	@Test
	void callForTheBalanceIsNone() {
		stop(ObservedRequest.get("balance"), CallOutcome.COMPLETE);
		assertThat(this.lastSuccess.at()).isNull();
	}

	@Test
	void readsOurObservationsOnly() {
		assertThat(this.lastSuccess.supportsContext(new DeepSeekObservationContext(CHAT, false))).isTrue();
		assertThat(this.lastSuccess.supportsContext(new Observation.Context())).isFalse();
	}

	private void stop(ObservedRequest request, @Nullable CallOutcome outcome) {
		DeepSeekObservationContext context = new DeepSeekObservationContext(request, false);
		if (outcome != null) {
			context.setOutcome(outcome);
		}
		this.lastSuccess.onStop(context);
	}

}
