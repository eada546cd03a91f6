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
import java.util.Comparator;
import java.util.List;

/**
 * What the store is asked for: leases for the requests whose turn it would be. Not
 * thread-safe.
 */
final class WishList {

	private static final Comparator<Wish> ORDER = Comparator.comparingInt(Wish::rank).thenComparingLong(Wish::since);

	private final FairQueue queue;

	private final Leases leases;

	private long round;

	WishList(FairQueue queue, Leases leases) {
		this.queue = queue;
		this.leases = leases;
	}

	/**
	 * Return what is wanted, in the order in which it should be granted. A line's first
	 * request has its turn before the second one of any other line of the same rank.
	 * @param most how many leases at most
	 */
	List<Wish> next(int most) {
		this.round++;
		long now = Ticket.now();
		List<Wish> wishes = new ArrayList<>(Math.min(most, this.queue.waiting()));
		List<CallerLine> lines = new ArrayList<>();
		this.queue.visit((line) -> {
			if (line.userHasRoom() && mayAsk(line)) {
				lines.add(line);
				wishes.add(wish(line, 0, line.since));
			}
			return wishes.size() < most;
		});
		for (int turn = 1; wishes.size() < most && !lines.isEmpty(); turn++) {
			int deeper = turn;
			lines.removeIf((line) -> line.waiters.size() <= deeper || !mayAsk(line));
			for (CallerLine line : lines.subList(0, Math.min(lines.size(), most - wishes.size()))) {
				wishes.add(wish(line, deeper, now));
			}
		}
		wishes.sort(ORDER);
		return wishes;
	}

	private boolean mayAsk(CallerLine line) {
		return line.user == null || line.user.mayAsk(this.round);
	}

	private Wish wish(CallerLine line, int turn, long since) {
		return new Wish(this.leases.create(line.user), line, line.user, FairQueue.rank(line.inFlight + turn), since);
	}

}
