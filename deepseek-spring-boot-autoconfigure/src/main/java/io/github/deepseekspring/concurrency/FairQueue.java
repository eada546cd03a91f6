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
import java.util.Objects;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * The callers with requests, and whose turn it is: the one with the fewest requests that
 * run, and among those with about as many the one who has had no turn for longest.
 * Nothing takes longer the more requests or callers there are. Not thread-safe.
 */
final class FairQueue {

	private final CallerTable lines;

	private final LineBuckets byRank = new LineBuckets();

	/**
	 * A bit for each rank that has a line.
	 */
	private long ranks;

	private final LineBuckets byLength = new LineBuckets();

	private int longest;

	private int waiting;

	private int waitingCallers;

	/**
	 * Create a queue.
	 * @param lines the callers
	 */
	FairQueue(CallerTable lines) {
		this.lines = lines;
	}

	int waiting() {
		return this.waiting;
	}

	int waitingCallers() {
		return this.waitingCallers;
	}

	void add(CallerLine line, Ticket<?> waiter, boolean first) {
		waiter.line = line;
		int before = line.waiters.size();
		if (first) {
			line.waiters.addFirst(waiter.place);
		}
		else {
			line.waiters.addLast(waiter.place);
		}
		this.waiting++;
		if (before == 0) {
			this.waitingCallers++;
			if (line.userHasRoom()) {
				join(line);
			}
			else {
				Objects.requireNonNull(line.user).parked.addLast(line.turn);
			}
		}
		resized(line, before);
	}

	/**
	 * Remove a request that waits.
	 * @return whether it waited
	 */
	boolean remove(Ticket<?> waiter) {
		if (!waiter.place.isLinked()) {
			return false;
		}
		CallerLine line = Objects.requireNonNull(waiter.line);
		unlink(line, waiter);
		settle(line);
		this.lines.forgetIfIdle(line);
		return true;
	}

	private void unlink(CallerLine line, Ticket<?> waiter) {
		int before = line.waiters.size();
		waiter.place.unlink();
		waiter.age.unlink();
		this.waiting--;
		if (before == 1) {
			this.waitingCallers--;
			if (line.isParked()) {
				line.turn.unlink();
			}
			else {
				quit(line);
			}
		}
		resized(line, before);
	}

	/**
	 * Lines grow and shrink by one, so that the next longest ones are never far.
	 */
	private void resized(CallerLine line, int before) {
		int size = line.waiters.size();
		boolean last = before > 0 && this.byLength.remove(before, line.length);
		if (size > 0) {
			this.byLength.add(size, line.length);
		}
		if (size > this.longest || (last && before == this.longest)) {
			this.longest = size;
		}
		if (this.longest == 0) {
			this.byLength.trim();
		}
	}

	/**
	 * Find who has to leave the full queue for a caller with fewer requests in it.
	 * @return the request, or {@code null} when the caller's own line would be the
	 * longest
	 */
	@Nullable Ticket<?> newestOfALongerLine(CallerLine line) {
		if (this.longest <= line.waiters.size() + 1) {
			return null;
		}
		return Objects.requireNonNull(this.byLength.first(this.longest)).waiters.last();
	}

	/**
	 * Find who has to leave the queue when there are too many in it.
	 */
	Ticket<?> newestOfTheLongestLine() {
		return Objects.requireNonNull(Objects.requireNonNull(this.byLength.first(this.longest)).waiters.last());
	}

	/**
	 * Return whether a request waits for nothing but a slot of the account.
	 */
	boolean hasNext() {
		return nextLine() != null;
	}

	/**
	 * Take the request whose turn it is, if any. It counts as running.
	 */
	@Nullable Ticket<?> next() {
		CallerLine line = nextLine();
		return (line != null) ? next(line) : null;
	}

	/**
	 * Take the first request of a line that has one. It counts as running.
	 */
	Ticket<?> next(CallerLine line) {
		Ticket<?> waiter = Objects.requireNonNull(line.waiters.first());
		unlink(line, waiter);
		taken(line);
		if (!line.waiters.isEmpty() && !line.userHasRoom()) {
			park(line);
		}
		return waiter;
	}

	private @Nullable CallerLine nextLine() {
		CallerLine line = firstLine();
		while (line != null && !line.userHasRoom()) {
			park(line);
			line = firstLine();
		}
		return line;
	}

	private @Nullable CallerLine firstLine() {
		return (this.ranks != 0) ? this.byRank.first(Long.numberOfTrailingZeros(this.ranks)) : null;
	}

	/**
	 * A request of this line has a slot.
	 */
	void taken(CallerLine line) {
		count(line, 1);
	}

	/**
	 * A request of this line has given its slot back.
	 */
	void released(CallerLine line) {
		count(line, -1);
		settle(line);
		this.lines.forgetIfIdle(line);
	}

	private void count(CallerLine line, int change) {
		boolean inTurn = this.waiting > 0 && line.turn.isLinked() && !line.isParked()
				&& (change > 0 || rank(line.inFlight) != rank(line.inFlight + change));
		if (inTurn) {
			quit(line);
		}
		line.inFlight += change;
		if (line.user != null) {
			line.user.inFlight += change;
		}
		if (inTurn) {
			join(line);
		}
	}

	/**
	 * Let as many lines of a line's user have their turn as it has slots.
	 */
	void settle(CallerLine line) {
		UserSlots user = line.user;
		if (user == null) {
			return;
		}
		while (user.ready < user.room() && !user.parked.isEmpty()) {
			CallerLine first = Objects.requireNonNull(user.parked.first());
			first.turn.unlink();
			join(first);
		}
	}

	/**
	 * The other lines of the user come first when it has a slot again.
	 */
	private void park(CallerLine line) {
		quit(line);
		Objects.requireNonNull(line.user).parked.addLast(line.turn);
	}

	private void join(CallerLine line) {
		int rank = rank(line.inFlight);
		line.since = Ticket.now();
		this.byRank.add(rank, line.turn);
		this.ranks |= 1L << rank;
		if (line.user != null) {
			line.user.ready++;
		}
	}

	private void quit(CallerLine line) {
		int rank = rank(line.inFlight);
		if (this.byRank.remove(rank, line.turn)) {
			this.ranks &= ~(1L << rank);
		}
		if (line.user != null) {
			line.user.ready--;
		}
	}

	/**
	 * Visit the lines in the order of their turns.
	 * @param visitor returns whether it wants to see the next one
	 */
	void visit(Predicate<CallerLine> visitor) {
		long left = this.ranks;
		while (left != 0 && this.byRank.visit(Long.numberOfTrailingZeros(left), visitor)) {
			left &= left - 1;
		}
	}

	/**
	 * Return all requests that wait.
	 */
	List<Ticket<?>> all() {
		List<Ticket<?>> all = new ArrayList<>(this.waiting);
		this.lines.forEach((line) -> line.waiters.forEach(all::add));
		return all;
	}

	/**
	 * Return how many binary digits the number of requests has. With the number itself,
	 * one who happens to run a few more than all others would wait for all of them.
	 */
	static int rank(int inFlight) {
		return Integer.SIZE - Integer.numberOfLeadingZeros(inFlight);
	}

}
