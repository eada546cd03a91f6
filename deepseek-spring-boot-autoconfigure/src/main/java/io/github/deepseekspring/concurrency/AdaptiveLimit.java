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

import java.util.concurrent.TimeUnit;

import io.github.deepseekspring.concurrency.ConcurrencySettings.Adaptive;
import org.jspecify.annotations.Nullable;

/**
 * A limit that follows the server's 429s: it falls at once to what the server tells, or
 * by a part when the server tells nothing, and recovers along a cubic curve of time while
 * it is used. Not thread-safe. Times are in nanoseconds.
 */
final class AdaptiveLimit {

	/**
	 * Slope of the curve per unit of the ceiling and cubic second, for a recovery of
	 * {@value #REFERENCE_RECOVERY} seconds.
	 */
	private static final double SLOPE = 0.0008;

	private static final double REFERENCE_RECOVERY = 10;

	private static final double USED = 0.9;

	private static final double GROWTH = 1.1;

	private static final int GROWTH_OF_SMALL_LIMITS = 2;

	/**
	 * A limit that turned out to be too high is history when so much of it is accepted.
	 */
	private static final double OBSOLETE = 1.25;

	/**
	 * How much faster time passes on the curve from there on.
	 */
	private static final double HASTE = 3;

	private static final long SHORTEST_HOLD = TimeUnit.SECONDS.toNanos(5);

	private static final long LONGEST_HOLD = TimeUnit.SECONDS.toNanos(60);

	/**
	 * A limit is held for this part of the time for which the server has told it.
	 */
	private static final int PART_HELD = 10;

	private static final double NANOS_PER_SECOND = 1e9;

	private final int ceiling;

	private final int floor;

	private final Adaptive settings;

	private final double slope;

	private double beta;

	private double limit;

	/**
	 * Where the curve is flat: what the limit was when it turned out to be too high.
	 */
	private double plateau;

	private double secondsToPlateau;

	private long curveStart;

	private int round;

	private int told;

	private long toldSince;

	AdaptiveLimit(int ceiling, Adaptive settings) {
		this.ceiling = ceiling;
		this.floor = Math.min(ceiling, settings.min());
		this.settings = settings;
		this.slope = slope(ceiling, settings);
		this.beta = settings.beta();
		this.limit = ceiling;
		this.plateau = ceiling;
	}

	/**
	 * Return how steeply a limit recovers: requests per cubic second.
	 */
	static double slope(int ceiling, Adaptive settings) {
		return SLOPE * ceiling * Math.pow(REFERENCE_RECOVERY * NANOS_PER_SECOND / settings.recovery().toNanos(), 3);
	}

	/**
	 * Go on from what one of several instances has of a limit, which is not known to be
	 * too high. Each 429 takes only what was too much, since another instance may be the
	 * one that has too many.
	 */
	void startOver(int newLimit, long now) {
		this.beta = 1;
		this.limit = Math.max(this.floor, Math.min(this.ceiling, newLimit));
		this.plateau = this.limit;
		this.secondsToPlateau = 0;
		this.curveStart = now;
		this.told = 0;
		this.round++;
	}

	/**
	 * Be what is configured again.
	 */
	void restore() {
		startOver(this.ceiling, this.curveStart);
		this.beta = this.settings.beta();
	}

	int current() {
		return (int) this.limit;
	}

	int ceiling() {
		return this.ceiling;
	}

	boolean isReduced() {
		return this.limit < this.ceiling;
	}

	/**
	 * Return the number of cuts so far. A request keeps the number of the time when it
	 * was sent, or its last eight bits, so that all those that one limit let through cut
	 * it only once.
	 */
	int round() {
		return this.round;
	}

	/**
	 * Return whether so many requests are about all that the limit allows.
	 */
	boolean isNearlyReachedBy(int inFlight) {
		return inFlight >= USED * this.limit;
	}

	/**
	 * Adapt to a 429.
	 * @param toldLimit the limit that the server told, if it did
	 * @param sentInRound the round when the rejected request was sent
	 * @param inFlight how many requests run, the rejected one not counted
	 * @param now the time
	 */
	void rejected(@Nullable Integer toldLimit, int sentInRound, int inFlight, long now) {
		if (!this.settings.enabled()) {
			return;
		}
		boolean fresh = (byte) sentInRound == (byte) this.round;
		if (toldLimit != null && toldLimit >= 1 && this.settings.readLimitFromError()) {
			takeOver(toldLimit, fresh, now);
		}
		else {
			cut(fresh, inFlight, now);
		}
	}

	private void takeOver(int toldLimit, boolean fresh, long now) {
		double wanted = Math.max(this.floor, Math.min(this.ceiling, toldLimit));
		if (!fresh && wanted >= this.limit) {
			return;
		}
		boolean again = toldLimit == this.told && now - this.curveStart < this.settings.recovery().toNanos();
		if (!again) {
			this.toldSince = now;
		}
		this.told = toldLimit;
		this.limit = wanted;
		this.plateau = wanted;
		this.secondsToPlateau = 0;
		this.curveStart = now + Math.max(SHORTEST_HOLD, Math.min(LONGEST_HOLD, (now - this.toldSince) / PART_HELD));
		this.round++;
	}

	/**
	 * The request does not count as one that runs, so that the limit is at most the
	 * number of those that do.
	 */
	private void cut(boolean fresh, int inFlight, long now) {
		int running = Math.max(this.floor, inFlight);
		if (fresh) {
			this.plateau = Math.min(this.limit, running);
			this.limit = Math.max(this.floor, this.beta * this.plateau);
			this.round++;
		}
		if (running < this.limit) {
			this.limit = running;
			this.plateau = running;
		}
		this.secondsToPlateau = Math.cbrt(Math.max(0, this.plateau - this.limit) / this.slope);
		this.curveStart = now;
		this.told = 0;
	}

	/**
	 * Recover, if the limit is used and it is time to.
	 * @param inFlight how many requests run, the accepted one counted
	 * @param waiting whether requests wait because of this limit
	 * @param now the time
	 * @return whether more requests can run now
	 */
	boolean accepted(int inFlight, boolean waiting, long now) {
		if (!isReduced() || now <= this.curveStart || !(waiting || isNearlyReachedBy(inFlight))) {
			return false;
		}
		int before = current();
		double mostAllowed = Math.min(this.ceiling, GROWTH * inFlight + GROWTH_OF_SMALL_LIMITS);
		this.limit = Math.max(this.limit, Math.min(curve(now), mostAllowed));
		if (!isReduced()) {
			this.told = 0;
		}
		return current() > before;
	}

	/**
	 * Return whether the limit would be back at its ceiling if it had been used.
	 */
	boolean couldHaveRecovered(long now) {
		return !isReduced() || (now > this.curveStart && curve(now) >= this.ceiling);
	}

	private double curve(long now) {
		double seconds = (now - this.curveStart) / NANOS_PER_SECOND - this.secondsToPlateau;
		double uncertain = Math.cbrt(((OBSOLETE - 1) * this.plateau + GROWTH_OF_SMALL_LIMITS) / this.slope);
		seconds += (HASTE - 1) * Math.max(0, seconds - uncertain);
		return this.plateau + this.slope * seconds * seconds * seconds;
	}

}
