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

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.publisher.Operators;

/**
 * What a subscriber has asked for, until there is someone to ask and if need be again.
 * The lock is the object itself.
 */
abstract class LateSubscription implements Subscription {

	private @Nullable Subscription source;

	private long requested;

	@Override
	public final void request(long n) {
		Subscription current;
		synchronized (this) {
			this.requested = Operators.addCap(this.requested, n);
			current = this.source;
		}
		if (current != null) {
			current.request(n);
		}
	}

	/**
	 * Take one of the elements that were asked for. Called with the lock.
	 * @return whether there was one
	 */
	final boolean takeRequested() {
		if (this.requested == 0) {
			return false;
		}
		if (this.requested != Long.MAX_VALUE) {
			this.requested--;
		}
		return true;
	}

	/**
	 * Ask the source for all that is still wanted.
	 * @return {@code false} if nothing is, or there is a source already
	 */
	final boolean begin(Subscription subscription) {
		long demand;
		synchronized (this) {
			if (isEnded() || this.source != null) {
				return false;
			}
			this.source = subscription;
			demand = this.requested;
		}
		if (demand > 0) {
			subscription.request(demand);
		}
		return true;
	}

	/**
	 * Called with the lock.
	 */
	abstract boolean isEnded();

	final synchronized @Nullable Subscription source() {
		return this.source;
	}

	/**
	 * The source has failed, and there will be another one.
	 */
	final synchronized void forgetSource() {
		this.source = null;
	}

}
