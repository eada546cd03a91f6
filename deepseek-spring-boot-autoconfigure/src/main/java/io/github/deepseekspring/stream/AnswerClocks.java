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

package io.github.deepseekspring.stream;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.function.BiConsumer;

import io.github.deepseekspring.StalledException.Clock;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;

/**
 * The clocks of one attempt, all on one timer: signs of life only note the time, without
 * waiting until all threads see it, and the timer looks at the notes when the earliest
 * limit can have passed. Time in which the subscriber asks for nothing has a limit of its
 * own and counts for no other.
 *
 * @since 0.1.0
 */
public final class AnswerClocks {

	private static final AtomicLongFieldUpdater<AnswerClocks> BYTE_SINCE = AtomicLongFieldUpdater
		.newUpdater(AnswerClocks.class, "byteSince");

	private static final AtomicLongFieldUpdater<AnswerClocks> DATA_SINCE = AtomicLongFieldUpdater
		.newUpdater(AnswerClocks.class, "dataSince");

	/**
	 * How long the rest of a body may take once it can bring nothing new.
	 */
	private static final Duration END = Duration.ofSeconds(2);

	/**
	 * A subscriber that takes less time for a buffer takes none. To note so little for
	 * each of thousands of streams would cost more than all else that is done here.
	 */
	private static final long SHORTEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(1);

	private final Timeouts timeouts;

	private final boolean streaming;

	private final ClockTimer timer = ClockTimer.get();

	private final Disposable.Swap task = Disposables.swap();

	private volatile BiConsumer<Clock, Duration> listener = (clock, limit) -> {
	};

	private volatile Phase phase = Phase.CONNECTING;

	private volatile long phaseSince;

	private volatile long sentSince;

	private volatile long waitSince;

	private volatile long byteSince;

	private volatile long dataSince;

	private volatile boolean reading;

	private volatile boolean paused;

	private boolean looking;

	private long looksAt;

	/**
	 * Create the clocks of an attempt.
	 * @param timeouts the limits
	 * @param streaming whether the answer is streamed
	 */
	public AnswerClocks(Timeouts timeouts, boolean streaming) {
		this.timeouts = timeouts;
		this.streaming = streaming;
	}

	/**
	 * Start with connecting.
	 * @param listener is told the clock that runs out and its limit, on the timer's
	 * thread
	 */
	void start(BiConsumer<Clock, Duration> listener) {
		this.listener = listener;
		enter(Phase.CONNECTING);
	}

	/**
	 * Note that the request is on its way on a connection.
	 */
	public void sent() {
		if (this.phase == Phase.CONNECTING) {
			this.sentSince = now();
			this.waitSince = this.sentSince;
			this.byteSince = this.sentSince;
			enter(Phase.WAITING);
		}
	}

	/**
	 * Note that bytes have come.
	 */
	void received() {
		BYTE_SINCE.lazySet(this, now());
		this.reading = false;
	}

	/**
	 * Note that no data was among the bytes that came last. A call that is not streamed
	 * may be silent while the server generates, but must not be queued for ever.
	 */
	void filler() {
		if (!this.streaming && this.phase == Phase.WAITING
				&& this.byteSince - this.waitSince >= this.timeouts.firstData().toNanos()) {
			this.listener.accept(Clock.FIRST_DATA, this.timeouts.firstData());
		}
	}

	/**
	 * Note that data was among the bytes that came last.
	 */
	void data() {
		long since = this.byteSince;
		if (this.dataSince != since) {
			DATA_SINCE.lazySet(this, since);
		}
		if (this.phase == Phase.WAITING) {
			enter(Phase.ANSWERING);
		}
	}

	/**
	 * Note that more bytes are asked for. The time since the last ones was the
	 * subscriber's, if there is one that sees events before the end.
	 */
	void reading() {
		if (this.streaming && this.phase != Phase.CONNECTING) {
			pausedUntil(now());
		}
		this.reading = true;
		if (this.paused) {
			check();
		}
	}

	private void pausedUntil(long now) {
		long pause = now - this.byteSince;
		if (pause >= SHORTEST_PAUSE) {
			this.waitSince = this.waitSince + pause;
			this.dataSince = this.dataSince + pause;
			this.phaseSince = this.phaseSince + pause;
			this.byteSince = now;
		}
	}

	/**
	 * Note that only the end of the body is missing.
	 */
	void ending() {
		enter(Phase.ENDING);
	}

	void stop() {
		this.task.dispose();
	}

	/**
	 * Return how long ago the request was sent.
	 */
	Duration waited() {
		return Duration.ofNanos((this.phase != Phase.CONNECTING) ? now() - this.sentSince : 0);
	}

	/**
	 * To go from one phase to another takes no timer of its own, unless the new phase can
	 * be over before the timer that there is looks at the notes.
	 */
	private synchronized void enter(Phase phase) {
		long now = now();
		this.phaseSince = now;
		this.phase = phase;
		long next = nextLook(earliest(now));
		if (!this.looking || now + next - this.looksAt < 0) {
			lookAgain(now, next);
		}
	}

	/**
	 * Sound the clock that ran out, or look again when the next one can have.
	 */
	private void check() {
		Deadline earliest;
		synchronized (this) {
			this.looking = false;
			this.paused = !this.reading && this.phase != Phase.CONNECTING;
			long now = now();
			earliest = this.paused
					? deadline(Clock.SUBSCRIBER_IDLE, this.byteSince, this.timeouts.subscriberIdle(), now)
					: earliest(now);
			if (earliest.left > 0) {
				lookAgain(now, nextLook(earliest));
				return;
			}
		}
		this.listener.accept(earliest.clock, earliest.limit);
	}

	/**
	 * Look no later than a subscriber that asks for nothing can be noticed.
	 */
	private long nextLook(Deadline earliest) {
		return Math.min(earliest.left, this.timeouts.subscriberIdle().toNanos());
	}

	private void lookAgain(long now, long nanos) {
		this.looking = true;
		this.looksAt = now + nanos;
		this.task.update(this.timer.schedule(this::check, nanos));
	}

	private Deadline earliest(long now) {
		return switch (this.phase) {
			case CONNECTING -> deadline(Clock.CONNECT, this.phaseSince, this.timeouts.connect(), now);
			case WAITING -> wireIdle(now).orEarlier((!this.streaming) ? null
					: deadline(Clock.FIRST_DATA, this.waitSince, this.timeouts.firstData(), now));
			case ANSWERING ->
				wireIdle(now).orEarlier(deadline(Clock.PAYLOAD_IDLE, this.dataSince, this.timeouts.payloadIdle(), now));
			case ENDING -> deadline(Clock.WIRE_IDLE, this.phaseSince, END, now);
		};
	}

	private Deadline wireIdle(long now) {
		return this.streaming ? deadline(Clock.WIRE_IDLE, this.byteSince, this.timeouts.wireIdle(), now)
				: deadline(Clock.CALL_WIRE_IDLE, this.byteSince, this.timeouts.callWireIdle(), now);
	}

	private static Deadline deadline(Clock clock, long since, Duration limit, long now) {
		return new Deadline(clock, limit, limit.toNanos() - (now - since));
	}

	private long now() {
		return this.timer.now();
	}

	private record Deadline(Clock clock, Duration limit, long left) {

		Deadline orEarlier(@Nullable Deadline other) {
			return (other != null && other.left <= this.left) ? other : this;
		}

	}

	private enum Phase {

		CONNECTING, WAITING, ANSWERING, ENDING

	}

}
