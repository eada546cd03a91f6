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
import java.util.concurrent.atomic.AtomicInteger;

import io.github.deepseekspring.concurrency.ConcurrencySettings.Adaptive;
import io.github.deepseekspring.concurrency.LeaseStore.Terms;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * What the groups of a limiter share with those of other instances.
 */
final class SharedLimits {

	private static final Log logger = LogFactory.getLog(SharedLimits.class);

	final LeaseStore store;

	final LeaseSettings settings;

	private final String instance = LeaseNames.instance();

	/**
	 * Groups that go by limits of their own.
	 */
	private final AtomicInteger alone = new AtomicInteger();

	SharedLimits(LeaseStore store, LeaseSettings settings) {
		this.store = store;
		this.settings = settings;
	}

	/**
	 * Return what keeps the leases of a group.
	 */
	Leases leases(String group, int ceiling, @Nullable Integer userLimit, Adaptive adaptive) {
		return new Leases(new Terms(group, this.instance, ceiling, userLimit, this.settings.lease(), adaptive,
				AdaptiveLimit.slope(ceiling, adaptive)));
	}

	/**
	 * Return a time that is long enough for an answer of the store.
	 */
	Duration longer(Duration time) {
		Duration answer = this.settings.acquireTimeout();
		return (time.compareTo(answer) < 0) ? answer : time;
	}

	/**
	 * A group goes by limits of its own from now on.
	 * @param cause the kind of failure
	 */
	void lost(String cause) {
		if (this.alone.getAndIncrement() == 0) {
			logger.warn("The concurrency limits of DeepSeek are not shared with other instances any more: " + cause
					+ ". This instance goes by limits of its own until the store answers again.");
		}
	}

	/**
	 * A group goes by the limits of the store again.
	 */
	void found() {
		if (this.alone.decrementAndGet() == 0) {
			logger.info("The concurrency limits of DeepSeek are shared with other instances again.");
		}
	}

}
