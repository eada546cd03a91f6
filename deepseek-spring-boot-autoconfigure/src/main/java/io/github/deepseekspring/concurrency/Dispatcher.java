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

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Hands out what is free. Only one thread does so at a time and the others leave it the
 * work, so that a source that ends at once cannot make the stack grow.
 */
final class Dispatcher {

	private final Supplier<@Nullable Ticket<?>> next;

	private final AtomicInteger missed = new AtomicInteger();

	/**
	 * Create a dispatcher.
	 * @param next gives the one whose turn it is a slot, if there is one of either
	 */
	Dispatcher(Supplier<@Nullable Ticket<?>> next) {
		this.next = next;
	}

	/**
	 * Give slots to those who wait for them.
	 */
	void dispatch() {
		if (this.missed.getAndIncrement() != 0) {
			return;
		}
		int done = 1;
		do {
			Ticket<?> ticket = this.next.get();
			while (ticket != null) {
				grant(ticket);
				ticket = this.next.get();
			}
			done = this.missed.addAndGet(-done);
		}
		while (done != 0);
	}

	/**
	 * What a subscriber throws, against all rules, is not the business of the others.
	 */
	private static void grant(Ticket<?> ticket) {
		try {
			ticket.grantedAfterWait();
		}
		catch (Throwable ex) {
			GroupStatistics.drop(ex);
		}
	}

}
