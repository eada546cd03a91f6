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
import java.util.List;
import java.util.function.Consumer;

import io.github.deepseekspring.ConcurrencyLimitExceededException.Reason;

/**
 * Tells several listeners what a {@link FairConcurrencyLimiter} does, one after the
 * other. One that throws does not keep the others from learning it.
 *
 * @since 0.1.0
 */
public final class CompositeConcurrencyLimiterListener implements ConcurrencyLimiterListener {

	private final List<ConcurrencyLimiterListener> listeners;

	/**
	 * Create a listener that tells others.
	 * @param listeners who is told, in this order; may be empty
	 */
	public CompositeConcurrencyLimiterListener(List<? extends ConcurrencyLimiterListener> listeners) {
		this.listeners = List.copyOf(listeners);
	}

	@Override
	public void waited(String group, String model, Duration wait) {
		tell((listener) -> listener.waited(group, model, wait));
	}

	@Override
	public void rejected(String group, String model, Reason reason) {
		tell((listener) -> listener.rejected(group, model, reason));
	}

	@Override
	public void throttled(String group, Scope scope, boolean told) {
		tell((listener) -> listener.throttled(group, scope, told));
	}

	@Override
	public void storeCalled(String group, StoreOutcome outcome, Duration duration) {
		tell((listener) -> listener.storeCalled(group, outcome, duration));
	}

	private void tell(Consumer<ConcurrencyLimiterListener> event) {
		this.listeners.forEach((listener) -> GroupStatistics.shielded(() -> event.accept(listener)));
	}

}
