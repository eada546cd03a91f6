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

import io.github.deepseekspring.user.Caller;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;

/**
 * A source of one value at most, whose subscriptions hold a slot of a {@link LimitGroup}.
 */
final class LimitedMono<T> extends Mono<T> {

	private final Mono<T> source;

	private final Lane lane;

	private final Caller caller;

	LimitedMono(Mono<T> source, Lane lane, Caller caller) {
		this.source = source;
		this.lane = lane;
		this.caller = caller;
	}

	@Override
	public void subscribe(CoreSubscriber<? super T> actual) {
		subscribe(this.source, this.lane, this.caller, actual);
	}

	private static <T> void subscribe(Mono<T> source, Lane lane, Caller caller, CoreSubscriber<? super T> actual) {
		new MonoSubscription<>(source, lane, actual).start(lane.group(), caller);
	}

	/**
	 * Has to know no more of the demand than that there is some.
	 */
	private static final class MonoSubscription<T> extends LimitedSubscription<T> {

		private boolean requested;

		MonoSubscription(Mono<T> source, Lane lane, CoreSubscriber<? super T> actual) {
			super(source, lane, actual);
		}

		@Override
		public void request(long n) {
			if (Operators.validate(n)) {
				this.requested = true;
				upstream().request(n);
			}
		}

		/**
		 * A subscriber that asks for the value at this very moment may not be seen, and
		 * then sees the failure instead of another attempt.
		 */
		@Override
		boolean handOver(Ticket<T> ticket) {
			if (!this.requested) {
				return false;
			}
			ticket.request(Long.MAX_VALUE);
			return replaceUpstream(ticket);
		}

	}

}
