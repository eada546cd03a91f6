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

package io.github.deepseekspring.shared;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.deepseekspring.concurrency.ConcurrencyLimiterListener;

/**
 * Counts the calls to the store by what became of them.
 */
final class StoreCalls implements ConcurrencyLimiterListener {

	private final Map<StoreOutcome, Integer> counts = new ConcurrentHashMap<>();

	@Override
	public void storeCalled(String group, StoreOutcome outcome, Duration duration) {
		this.counts.merge(outcome, 1, Integer::sum);
	}

	int count(StoreOutcome outcome) {
		return this.counts.getOrDefault(outcome, 0);
	}

	@Override
	public String toString() {
		return this.counts.toString();
	}

}
