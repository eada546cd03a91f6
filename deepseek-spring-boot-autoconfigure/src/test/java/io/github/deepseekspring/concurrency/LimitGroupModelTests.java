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

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.deepseekspring.RateLimitException;
import io.github.deepseekspring.user.Caller;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;

import org.springframework.test.util.ReflectionTestUtils;

/**
 * Checks that the counts of a {@link LimitGroup} are linearizable: Lincheck tries in
 * which order threads can meet in it, and compares what they see with what they would see
 * one after another. Grants are operations of their own here, since they happen some time
 * after the slot was given back.
 */
@Timeout(600)
class LimitGroupModelTests {

	private static final int LIMIT = 3;

	private static final int MAX_QUEUE = 3;

	private static final List<RateLimitException> TOLD = List.of(TestSettings.tooMany(1, false, null),
			TestSettings.tooMany(2, false, null));

	private static @Nullable ManualScheduler time;

	/**
	 * Whoever looks is late enough for a limit to have recovered.
	 */
	@BeforeEach
	void letTimePass() {
		time = ManualScheduler.install(Duration.ofHours(1));
	}

	@AfterEach
	void giveTimeBack() {
		ManualScheduler.uninstall();
	}

	@Test
	void whenThreadsMeetThenTheCountsAreThoseOfSomeOrder() {
		new ModelCheckingOptions().threads(2)
			.actorsPerThread(4)
			.actorsBefore(4)
			.actorsAfter(2)
			.iterations(8)
			.invocationsPerIteration(200)
			.addGuarantee(ManagedStrategyGuaranteeKt.forClasses("java.util.ArrayList", "java.util.HashMap",
					"java.util.HashSet", ReflectionTestUtils.class.getName(), ManualScheduler.class.getName(),
					GroupStatistics.class.getName(), ConcurrencySettings.class.getName(), TestSettings.class.getName())
				.allMethods()
				.ignore())
			.sequentialSpecification(SequentialGroup.class)
			.check(SharedGroup.class);
	}

	private static int index(int thread, int number) {
		return 2 * thread + number;
	}

	/**
	 * The group, where each thread has two requests of its own.
	 */
	@Param(name = "thread", gen = ThreadIdGen.class)
	@Param(name = "number", gen = IntGen.class, conf = "0:1")
	@Param(name = "told", gen = IntGen.class, conf = "1:2")
	public static final class SharedGroup {

		private final LimitGroup group = group();

		private final Slots slots = (Slots) Objects.requireNonNull(ReflectionTestUtils.getField(this.group, "slots"));

		private final @Nullable Ticket<?>[] tickets = new Ticket<?>[16];

		/**
		 * A dispatcher that seems to be busy leaves the grants to {@link #grant}.
		 */
		private static LimitGroup group() {
			Objects.requireNonNull(time).clear();
			LimitGroup group = new LimitGroup("tested", List.of(), LIMIT, null,
					TestSettings.settings(LIMIT, MAX_QUEUE, Duration.ofDays(365), 3), new ConcurrencyLimiterListener() {
					}, null);
			Object dispatcher = Objects.requireNonNull(ReflectionTestUtils.getField(group, "dispatcher"));
			((AtomicInteger) Objects.requireNonNull(ReflectionTestUtils.getField(dispatcher, "missed"))).set(1);
			return group;
		}

		@Operation(params = { "thread", "number" })
		public String enter(int thread, int number) {
			int index = index(thread, number);
			if (this.tickets[index] != null) {
				return "OPEN";
			}
			Request request = new Request(index, this.group);
			Ticket<?> ticket = new Ticket<>(request, this.group, Caller.NOBODY);
			Admission admission = this.group.tryEnter(request, Caller.NOBODY) ? Admission.GRANTED
					: this.group.enter(ticket, false, 1);
			this.tickets[index] = (admission != Admission.FULL) ? ticket : null;
			return admission.name();
		}

		@Operation(params = { "thread", "number" })
		public boolean leave(int thread, int number) {
			int index = index(thread, number);
			Ticket<?> ticket = this.tickets[index];
			this.tickets[index] = null;
			return ticket != null && (this.group.remove(ticket) || this.group.release(ticket.request));
		}

		@Operation
		public int grant() {
			Ticket<?> ticket = this.group.locked(this.slots::next);
			return (ticket != null) ? ((Request) ticket.request).index : -1;
		}

		@Operation(params = { "thread", "number", "told" })
		public void throttle(int thread, int number, int told) {
			Ticket<?> ticket = this.tickets[index(thread, number)];
			if (ticket != null) {
				this.group.rejected(ticket.request, TOLD.get(told - 1));
			}
		}

		@Operation(params = { "thread", "number" })
		public void accept(int thread, int number) {
			Ticket<?> ticket = this.tickets[index(thread, number)];
			if (ticket != null) {
				this.group.accepted(ticket.request);
			}
		}

		@Operation
		public String counts() {
			Counts counts = this.group.counts();
			return counts.limit() + " " + counts.inFlight() + " " + counts.waiting() + " " + counts.known();
		}

	}

	/**
	 * The same for one thread.
	 */
	public static final class SequentialGroup {

		private final Map<Integer, Integer> roundByRunning = new HashMap<>();

		private final Deque<Integer> waiting = new ArrayDeque<>();

		private int limit = LIMIT;

		private int round;

		public String enter(int thread, int number) {
			int index = index(thread, number);
			if (this.roundByRunning.containsKey(index) || this.waiting.contains(index)) {
				return "OPEN";
			}
			boolean room = this.roundByRunning.size() < this.limit;
			if (room && this.waiting.isEmpty()) {
				this.roundByRunning.put(index, this.round);
				return "GRANTED";
			}
			if (!room && this.waiting.size() >= MAX_QUEUE) {
				return "FULL";
			}
			this.waiting.add(index);
			return "WAITING";
		}

		public boolean leave(int thread, int number) {
			int index = index(thread, number);
			return this.waiting.remove(index) || this.roundByRunning.remove(index) != null;
		}

		public int grant() {
			if (this.waiting.isEmpty() || this.roundByRunning.size() >= this.limit) {
				return -1;
			}
			int index = this.waiting.remove();
			this.roundByRunning.put(index, this.round);
			return index;
		}

		public void throttle(int thread, int number, int told) {
			Integer sentInRound = this.roundByRunning.get(index(thread, number));
			if (sentInRound != null && (sentInRound == this.round || told < this.limit)) {
				this.limit = told;
				this.round++;
			}
		}

		public void accept(int thread, int number) {
			boolean used = this.roundByRunning.size() >= this.limit || !this.waiting.isEmpty();
			if (used && this.roundByRunning.containsKey(index(thread, number))) {
				this.limit = LIMIT;
			}
		}

		public String counts() {
			int known = (this.roundByRunning.isEmpty() && this.waiting.isEmpty()) ? 0 : 1;
			return this.limit + " " + this.roundByRunning.size() + " " + this.waiting.size() + " " + known;
		}

	}

	private static final class Request extends LimitedSubscription<String> {

		private final int index;

		private Request(int index, LimitGroup group) {
			super(Flux.never(), new Lane("tested", group, (byte) 0), Operators.emptySubscriber());
			this.index = index;
		}

		@Override
		boolean handOver(Ticket<String> ticket) {
			return false;
		}

		@Override
		public void request(long n) {
		}

	}

}
