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

package io.github.deepseekspring.concurrency;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.deepseekspring.ConcurrencyLimitExceededException.Reason;
import io.github.deepseekspring.concurrency.ConcurrencyLimiterListener.Scope;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CompositeConcurrencyLimiterListener}.
 */
class CompositeConcurrencyLimiterListenerTests {

	private final List<String> events = new ArrayList<>();

	@Test
	void tellsEverythingToAllInOrder() {
		tell(new CompositeConcurrencyLimiterListener(List.of(new Recorder("first"), new Recorder("second"))));
		assertThat(this.events).containsExactly("first group model PT1S", "second group model PT1S",
				"first group model FULL", "second group model FULL", "first group USER true", "second group USER true");
	}

	@Test
	void whenOneThrowsThenTheOthersLearnItAllTheSame() {
		ConcurrencyLimiterListener broken = new ConcurrencyLimiterListener() {

			@Override
			public void rejected(String group, String model, Reason reason) {
				throw new IllegalStateException("thrown by a listener");
			}

		};
		tell(new CompositeConcurrencyLimiterListener(List.of(broken, new Recorder("second"))));
		assertThat(this.events).hasSize(3).contains("second group model FULL");
	}

	@Test
	void whenThereIsNobodyToTellThenNothingHappens() {
		tell(new CompositeConcurrencyLimiterListener(List.of()));
		assertThat(this.events).isEmpty();
	}

	private static void tell(ConcurrencyLimiterListener listener) {
		listener.waited("group", "model", Duration.ofSeconds(1));
		listener.rejected("group", "model", Reason.FULL);
		listener.throttled("group", Scope.USER, true);
	}

	private final class Recorder implements ConcurrencyLimiterListener {

		private final String name;

		private Recorder(String name) {
			this.name = name;
		}

		@Override
		public void waited(String group, String model, Duration wait) {
			record(group, model, wait);
		}

		@Override
		public void rejected(String group, String model, Reason reason) {
			record(group, model, reason);
		}

		@Override
		public void throttled(String group, Scope scope, boolean told) {
			record(group, scope, told);
		}

		private void record(Object... event) {
			CompositeConcurrencyLimiterListenerTests.this.events
				.add("%s %s %s %s".formatted(this.name, event[0], event[1], event[2]));
		}

	}

}
