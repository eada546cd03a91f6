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

import io.github.deepseekspring.RateLimitException;
import io.github.deepseekspring.concurrency.ConcurrencyLimiterListener.Scope;

/**
 * Lets the limits of a group fall with 429s and recover.
 */
final class Adaptation {

	private final LimitGroup group;

	private final Slots slots;

	private final Lull lull;

	private volatile boolean recovering;

	Adaptation(LimitGroup group, Slots slots, Lull lull) {
		this.group = group;
		this.slots = slots;
		this.lull = lull;
	}

	/**
	 * A limit may be lower than it is configured, and has to recover.
	 */
	void watch() {
		this.recovering = true;
	}

	/**
	 * Nobody knows how many of the requests under way the server will take: give no slot
	 * away for a while.
	 */
	void pause() {
		this.lull.prolong();
	}

	/**
	 * The server has taken a request.
	 */
	void accepted(LimitedSubscription<?> request) {
		if (!this.recovering) {
			return;
		}
		boolean grown = this.group.locked(() -> {
			boolean more = this.slots.accepted(request);
			this.recovering = this.slots.mayRecover();
			return more;
		});
		if (grown) {
			if (!this.group.counts().isReduced()) {
				this.group.statistics().recovered();
			}
			this.group.resume();
		}
	}

	/**
	 * The server has answered a request with a 429, which still has its slot.
	 */
	void rejected(LimitedSubscription<?> request, RateLimitException rejection) {
		if (rejection.getLimit() == null && this.group.locked(() -> this.slots.isLate(request))) {
			pause();
		}
		Scope scope = this.group.locked(() -> {
			this.recovering = true;
			return this.slots.rejected(request, rejection);
		});
		if (scope != null) {
			this.group.statistics().throttled(scope, rejection);
		}
	}

}
