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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Schedulers;

/**
 * How long requests wait. All may do so equally long, so that one timer for the one that
 * came first serves them all.
 */
final class Deadlines {

	private final LimitGroup group;

	private final Consumer<Ticket<?>> remover;

	private final Consumer<Ticket<?>> refuser;

	private final Chain<Ticket<?>> waiters = new Chain<>();

	private boolean watched;

	/**
	 * Create a list without requests.
	 * @param group whose lock guards the links of the requests
	 * @param remover takes a request that is late out of the queue, and so out of this
	 * list, with the lock
	 * @param refuser tells it so, without the lock
	 */
	Deadlines(LimitGroup group, Consumer<Ticket<?>> remover, Consumer<Ticket<?>> refuser) {
		this.group = group;
		this.remover = remover;
		this.refuser = refuser;
	}

	/**
	 * Add the request that came last. Called with the lock.
	 * @return whether someone has to {@link #watch} now
	 */
	boolean add(Ticket<?> waiter) {
		this.waiters.addLast(waiter.age);
		boolean unwatched = !this.watched;
		this.watched = true;
		return unwatched;
	}

	/**
	 * Look after the requests until none is left.
	 * @param nanos when the first one is late
	 */
	void watch(long nanos) {
		Schedulers.parallel().schedule(this::refuseLateOnes, nanos, TimeUnit.NANOSECONDS);
	}

	private void refuseLateOnes() {
		List<Ticket<?>> late = new ArrayList<>();
		long now = Ticket.now();
		Ticket<?> first = this.group.locked(() -> removeLateOnes(now, late));
		if (first != null) {
			watch(first.deadline() - now);
		}
		late.forEach(this.refuser);
	}

	private @Nullable Ticket<?> removeLateOnes(long now, List<Ticket<?>> late) {
		Ticket<?> first = this.waiters.first();
		while (first != null && first.deadline() <= now) {
			this.remover.accept(first);
			late.add(first);
			first = this.waiters.first();
		}
		this.watched = first != null;
		return first;
	}

}
