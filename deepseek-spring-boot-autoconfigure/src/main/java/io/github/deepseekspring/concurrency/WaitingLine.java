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

/**
 * The requests of one caller that wait, in their order. Not thread-safe.
 */
final class WaitingLine {

	private @Nullable Waiter first;

	private @Nullable Waiter last;

	private int size;

	@Nullable Waiter first() {
		return this.first;
	}

	@Nullable Waiter last() {
		return this.last;
	}

	int size() {
		return this.size;
	}

	boolean isEmpty() {
		return this.first == null;
	}

	void addFirst(Waiter waiter) {
		link(null, waiter, this.first);
	}

	void addLast(Waiter waiter) {
		link(this.last, waiter, null);
	}

	private void link(@Nullable Waiter previous, Waiter waiter, @Nullable Waiter next) {
		waiter.line = this;
		this.size++;
		join(previous, waiter);
		join(waiter, next);
	}

	void remove(Waiter waiter) {
		join(waiter.previous, waiter.next);
		this.size--;
		waiter.line = null;
		waiter.previous = null;
		waiter.next = null;
	}

	private void join(@Nullable Waiter previous, @Nullable Waiter next) {
		if (previous != null) {
			previous.next = next;
		}
		else {
			this.first = next;
		}
		if (next != null) {
			next.previous = previous;
		}
		else {
			this.last = previous;
		}
	}

}
