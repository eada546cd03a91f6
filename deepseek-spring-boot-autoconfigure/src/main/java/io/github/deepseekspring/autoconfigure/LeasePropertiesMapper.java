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

package io.github.deepseekspring.autoconfigure;

import java.time.Duration;

import io.github.deepseekspring.concurrency.LeaseSettings;

/**
 * Makes the settings of shared limits from the properties.
 */
final class LeasePropertiesMapper {

	private static final String LEASE = "concurrency.shared.lease";

	private static final String HEARTBEAT = "concurrency.shared.heartbeat";

	private static final String ACQUIRE_TIMEOUT = "concurrency.shared.acquire-timeout";

	private static final LeaseSettings DOCUMENTED = LeaseSettings.defaults();

	/**
	 * A store counts in milliseconds.
	 */
	private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(1);

	private static final Duration LONGEST_LEASE = Duration.ofHours(1);

	private final DeepSeekProperties.Shared properties;

	LeasePropertiesMapper(DeepSeekProperties.Shared properties) {
		this.properties = properties;
	}

	LeaseSettings settings() {
		Duration lease = this.properties.lease();
		Duration heartbeat = this.properties.heartbeat();
		Duration acquireTimeout = this.properties.acquireTimeout();
		PropertyRules.require(lease.compareTo(LONGEST_LEASE) <= 0, LEASE, lease, "The duration must be at most 1h.");
		PropertyRules.positive(HEARTBEAT, heartbeat);
		PropertyRules.require(acquireTimeout.compareTo(SHORTEST_TIMEOUT) >= 0, ACQUIRE_TIMEOUT, acquireTimeout,
				"The duration must be at least 1ms.");
		requireWithHeartbeat(lease.dividedBy(LeaseSettings.FEWEST_HEARTBEATS).compareTo(heartbeat) >= 0, LEASE, lease,
				DOCUMENTED.lease(),
				"'deepseek." + LEASE + "' must be at least three times 'deepseek." + HEARTBEAT + "'.");
		requireWithHeartbeat(acquireTimeout.compareTo(heartbeat) < 0, ACQUIRE_TIMEOUT, acquireTimeout,
				DOCUMENTED.acquireTimeout(),
				"'deepseek." + ACQUIRE_TIMEOUT + "' must be less than 'deepseek." + HEARTBEAT + "'.");
		return new LeaseSettings(lease, heartbeat, acquireTimeout);
	}

	/**
	 * A rule about two values names the one that was set.
	 */
	private void requireWithHeartbeat(boolean valid, String key, Duration value, Duration documented, String reason) {
		boolean set = !value.equals(documented);
		PropertyRules.require(valid, set ? key : HEARTBEAT, set ? value : this.properties.heartbeat(), reason);
	}

}
