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

import org.springframework.util.Assert;

/**
 * How an instance uses a {@link LeaseStore}.
 *
 * @param lease how long a lease outlives an instance that died, at least three heartbeats
 * @param heartbeat how often an instance renews its leases, above zero
 * @param acquireTimeout how long the store may take for an answer before the instance
 * goes by its own limits, above zero
 * @since 0.1.0
 */
public record LeaseSettings(Duration lease, Duration heartbeat, Duration acquireTimeout) {

	/**
	 * How many heartbeats a lease lasts at least, so that one or two may be missed.
	 */
	public static final int FEWEST_HEARTBEATS = 3;

	public LeaseSettings {
		Assert.isTrue(heartbeat.compareTo(Duration.ZERO) > 0, "'heartbeat' must be positive");
		Assert.isTrue(acquireTimeout.compareTo(Duration.ZERO) > 0, "'acquireTimeout' must be positive");
		Assert.isTrue(lease.compareTo(heartbeat.multipliedBy(FEWEST_HEARTBEATS)) >= 0,
				"'lease' must be at least three heartbeats");
	}

	/**
	 * Return the defaults: leases of 30 seconds, a heartbeat every 10, and 150
	 * milliseconds for an answer.
	 * @return the settings
	 */
	public static LeaseSettings defaults() {
		return new LeaseSettings(Duration.ofSeconds(30), Duration.ofSeconds(10), Duration.ofMillis(150));
	}

}
