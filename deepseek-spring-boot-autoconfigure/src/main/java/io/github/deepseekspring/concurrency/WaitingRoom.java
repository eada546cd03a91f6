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
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Who may come in, who waits, and who comes again later. Not thread-safe.
 */
final class WaitingRoom {

	private final Slots slots;

	private final FairQueue queue;

	private final Deadlines deadlines;

	private final int maxQueue;

	private final boolean neverWaits;

	/**
	 * Taken back after a 429, and not yet to be sent again.
	 */
	private final Set<Ticket<?>> resting = new HashSet<>();

	/**
	 * Whether those that wait know that they do. If not, all they wait for is the store's
	 * answer.
	 */
	private boolean contended;

	private boolean closed;

	/**
	 * Create a room.
	 * @param slots what is waited for
	 * @param deadlines how long
	 * @param maxQueue how many may wait
	 * @param neverWaits whether none may wait for a slot that is not free
	 */
	WaitingRoom(Slots slots, Deadlines deadlines, int maxQueue, boolean neverWaits) {
		this.slots = slots;
		this.queue = slots.queue();
		this.deadlines = deadlines;
		this.maxQueue = maxQueue;
		this.neverWaits = neverWaits;
	}

	boolean isClosed() {
		return this.closed;
	}

	/**
	 * Give a request a slot or line it up.
	 * @param takenBack whether it had a slot before, which gives it the first place in
	 * its caller's line, whether the queue is full or not
	 * @param left how long it may still wait
	 * @return what became of it
	 */
	Entry enter(Ticket<?> ticket, boolean takenBack, long left) {
		this.resting.remove(ticket);
		if (this.closed) {
			return Entry.of(Admission.SHUTDOWN);
		}
		CallerLine line = this.slots.lines().line(ticket.caller);
		boolean room = this.slots.hasFreeFor(line);
		if (room && !this.queue.hasNext()) {
			this.slots.take(ticket.request, line);
			return Entry.of(Admission.GRANTED);
		}
		boolean asks = this.slots.asksStore() && !isContended();
		boolean full = this.queue.waiting() >= this.maxQueue && !room && !takenBack && !asks;
		Ticket<?> displaced = full ? this.queue.newestOfALongerLine(line) : null;
		if (left <= 0 || (this.neverWaits && !asks) || (full && displaced == null)) {
			this.slots.lines().forgetIfIdle(line);
			return Entry.of(Admission.FULL);
		}
		if (displaced != null) {
			this.queue.remove(displaced);
		}
		this.queue.add(line, ticket, takenBack);
		this.contended = !asks;
		boolean watchDeadlines = !takenBack && this.deadlines.add(ticket);
		return new Entry(asks ? Admission.ASKING : Admission.WAITING, displaced, watchDeadlines);
	}

	private boolean isContended() {
		return this.contended && this.queue.waiting() > 0;
	}

	/**
	 * Return whether there are requests that do not know yet that they wait.
	 */
	boolean isUnaware() {
		return !this.contended && this.queue.waiting() > 0;
	}

	/**
	 * There is no slot for those that wait.
	 * @return who has to be told so, or {@code null} if they know
	 */
	@Nullable News contend() {
		if (!isUnaware()) {
			return null;
		}
		this.contended = true;
		List<Ticket<?>> refused = new ArrayList<>();
		while (this.queue.waiting() > (this.neverWaits ? 0 : this.maxQueue)) {
			Ticket<?> newest = this.queue.newestOfTheLongestLine();
			this.queue.remove(newest);
			refused.add(newest);
		}
		return new News(this.queue.all(), refused);
	}

	/**
	 * Remember a request that was taken back and enters again later.
	 * @return whether it may come again
	 */
	boolean rest(Ticket<?> ticket) {
		return !this.closed && this.resting.add(ticket);
	}

	/**
	 * Forget a request that waits or rests.
	 * @return whether there was one to forget
	 */
	boolean remove(Ticket<?> ticket) {
		return this.queue.remove(ticket) || this.resting.remove(ticket);
	}

	/**
	 * Let nobody in any more.
	 * @return those that waited or rested
	 */
	List<Ticket<?>> close() {
		this.closed = true;
		List<Ticket<?>> tickets = this.queue.all();
		tickets.forEach(this.queue::remove);
		tickets.addAll(this.resting);
		this.resting.clear();
		return tickets;
	}

	/**
	 * What became of a request.
	 *
	 * @param admission what became of it
	 * @param displaced who had to leave the full queue for it
	 * @param watchDeadlines whether someone has to watch how long it waits
	 */
	record Entry(Admission admission, @Nullable Ticket<?> displaced, boolean watchDeadlines) {

		static Entry of(Admission admission) {
			return new Entry(admission, null, false);
		}

	}

	/**
	 * Who has to be told something.
	 *
	 * @param waiting those that wait
	 * @param refused those that there is no room for
	 */
	record News(List<Ticket<?>> waiting, List<Ticket<?>> refused) {
	}

}
