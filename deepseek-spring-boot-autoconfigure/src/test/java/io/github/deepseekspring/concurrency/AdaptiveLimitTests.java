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

import io.github.deepseekspring.concurrency.ConcurrencySettings.Adaptive;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link AdaptiveLimit}.
 */
class AdaptiveLimitTests {

	private static final int CEILING = 500;

	private final AdaptiveLimit limit = new AdaptiveLimit(CEILING, Adaptive.defaults());

	@Test
	void whenNothingWasRejectedThenIsTheCeiling() {
		assertThat(this.limit.current()).isEqualTo(CEILING);
		assertThat(this.limit.isReduced()).isFalse();
		assertThat(this.limit.accepted(CEILING, true, at(1))).isFalse();
		assertThat(this.limit.current()).isEqualTo(CEILING);
	}

	@Test
	void whenTheServerTellsTheLimitThenIsThatLimitAtOnce() {
		reject(25, 0, 26, 0);
		assertThat(this.limit.current()).isEqualTo(25);
		reject(5, 1, 6, 0);
		assertThat(this.limit.current()).isEqualTo(5);
	}

	@Test
	void whenTheToldLimitIsAboveTheCeilingThenIsTheCeiling() {
		reject(2500, 0, 400, 0);
		assertThat(this.limit.current()).isEqualTo(CEILING);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, -7 })
	void whenTheToldLimitMakesNoSenseThenCutsAsIfNoneWasTold(int told) {
		reject(told, 0, 100, 0);
		assertThat(this.limit.current()).isEqualTo(85);
	}

	@Test
	void whenItIsAPartThenA429TakesOnlyWhatWasTooMuch() {
		this.limit.startOver(50, at(0));
		this.limit.rejected(null, this.limit.round(), 49, at(1));
		assertThat(this.limit.current()).isEqualTo(49);
		this.limit.restore();
		assertThat(this.limit.current()).isEqualTo(CEILING);
		this.limit.rejected(null, this.limit.round(), CEILING, at(2));
		assertThat(this.limit.current()).isEqualTo((int) (0.85 * CEILING));
	}

	@Test
	void whenTheToldLimitIsNotToBeReadThenCutsAsIfNoneWasTold() {
		AdaptiveLimit deaf = new AdaptiveLimit(CEILING, new Adaptive(true, 1, 0.85, Duration.ofSeconds(10), false, 3));
		deaf.rejected(25, 0, 100, at(0));
		assertThat(deaf.current()).isEqualTo(85);
	}

	@Test
	void whenALateRequestTellsALimitThatIsNotLowerThenIsLeftAlone() {
		reject(25, 0, 26, 0);
		int round = this.limit.round();
		reject(30, 0, 25, 0);
		reject(25, 0, 25, 0);
		assertThat(this.limit.current()).isEqualTo(25);
		assertThat(this.limit.round()).isEqualTo(round);
		reject(20, 0, 25, 0);
		assertThat(this.limit.current()).isEqualTo(20);
	}

	@Test
	void whenTheSameLimitIsToldAgainForAMinuteThenIsHeldForFiveSecondsOrSix() {
		double time = tellAgainAndAgain(25, 0, 60);
		assertThat(heldFor(25, time)).isBetween(5.0, 6.5);
	}

	@Test
	void whenTheSameLimitIsToldAgainForLongerThenIsHeldForATenthOfThatUpToAMinute() {
		double time = tellAgainAndAgain(25, 0, 300);
		assertThat(heldFor(25, time)).isBetween(28.0, 34.0);
		time = tellAgainAndAgain(25, time + 40, 1500);
		assertThat(heldFor(25, time)).isBetween(59.0, 61.0);
	}

	@Test
	void whenTheSameLimitIsToldAfterTheTimeToRecoverThenIsHeldForTheShortestTime() {
		double time = tellAgainAndAgain(25, 0, 300);
		double later = time + heldFor(25, time) + 11;
		reject(25, this.limit.round(), 25, later);
		assertThat(heldFor(25, later)).isBetween(5.0, 5.2);
	}

	@Test
	void whenAnotherLimitIsToldThenIsHeldForTheShortestTime() {
		double time = tellAgainAndAgain(25, 0, 300);
		reject(20, this.limit.round(), 25, time + 1);
		assertThat(heldFor(20, time + 1)).isBetween(5.0, 5.2);
	}

	@Test
	void whenAQuarterMoreThanToldIsAcceptedThenRecoversFaster() {
		reject(200, 0, 300, 0);
		double obsolete = 5 + Math.cbrt(52 / (0.0008 * CEILING));
		double time = 5;
		while (this.limit.isReduced()) {
			time += 0.05;
			this.limit.accepted(this.limit.current(), true, at(time));
			double plain = 200 + 0.0008 * CEILING * Math.pow(time - 5, 3);
			if (time < obsolete) {
				assertThat(this.limit.current()).isCloseTo((int) plain, within(1));
			}
			else if (time > obsolete + 0.1 && this.limit.isReduced()) {
				assertThat(this.limit.current()).isGreaterThan((int) plain);
			}
		}
		assertThat(time).isCloseTo(11.4, within(0.2));
	}

	@Test
	void whenNoLimitIsToldThenCutsWhatIsInFlight() {
		reject(null, 0, 200, 0);
		assertThat(this.limit.current()).isEqualTo(170);
	}

	@Test
	void whenARequestOfAnEarlierRoundIsRejectedThenDoesNotCutAgain() {
		reject(null, 0, 200, 0);
		reject(null, 0, 190, 0.1);
		reject(null, 0, 180, 0.2);
		assertThat(this.limit.current()).isEqualTo(170);
		reject(null, 1, 170, 0.3);
		assertThat(this.limit.current()).isEqualTo(144);
	}

	@Test
	void whenRejectedWithFewerInFlightThenIsWhatIsInFlight() {
		reject(null, 0, 200, 0);
		reject(null, 0, 120, 0.1);
		assertThat(this.limit.current()).isEqualTo(120);
	}

	@Test
	void whenManyAreRejectedAtOnceThenIsWhatStaysInFlightAndRecoversWithinTenSeconds() {
		for (int inFlight = CEILING - 1; inFlight >= 200; inFlight--) {
			reject(null, 0, inFlight, 0);
		}
		assertThat(this.limit.round()).isEqualTo(1);
		assertThat(this.limit.current()).isEqualTo(200);
		double time = recover(0);
		assertThat(time).isCloseTo(6.4, within(0.3));
	}

	@Test
	void whenRejectedAgainAndAgainThenIsNeverBelowTheFloor() {
		for (int i = 0; i < 50; i++) {
			reject(null, this.limit.round(), this.limit.current() - 1, i);
		}
		assertThat(this.limit.current()).isEqualTo(1);
		AdaptiveLimit other = new AdaptiveLimit(CEILING, new Adaptive(true, 4, 0.5, Duration.ofSeconds(10), true, 3));
		other.rejected(2, 0, 3, at(0));
		assertThat(other.current()).isEqualTo(4);
		other.rejected(null, 1, 0, at(1));
		assertThat(other.current()).isEqualTo(4);
	}

	@Test
	void whenTheFloorIsAboveTheCeilingThenIsTheCeiling() {
		AdaptiveLimit small = new AdaptiveLimit(2, new Adaptive(true, 4, 0.5, Duration.ofSeconds(10), true, 3));
		small.rejected(1, 0, 1, at(0));
		small.rejected(null, 1, 1, at(0));
		assertThat(small.current()).isEqualTo(2);
	}

	@Test
	void whenUsedThenRecoversAlongTheCurve() {
		reject(null, 0, 200, 0);
		double toPlateau = Math.cbrt(30 / (0.0008 * CEILING));
		double obsolete = toPlateau + Math.cbrt((0.25 * 200 + 2) / (0.0008 * CEILING));
		for (double time = 0.1; time < 13; time += 0.1) {
			this.limit.accepted(this.limit.current(), true, at(time));
			double haste = 2 * Math.max(0, time - obsolete);
			double expected = 200 + 0.0008 * CEILING * Math.pow(time + haste - toPlateau, 3);
			double mostOfThem = Math.max(170, Math.min(CEILING, expected));
			assertThat((double) this.limit.current()).as("after %s s", time).isCloseTo(mostOfThem, within(1.01));
		}
	}

	@Test
	void whenRecoveryTakesTwiceAsLongThenSoDoesTheCurve() {
		AdaptiveLimit slow = new AdaptiveLimit(CEILING, new Adaptive(true, 1, 0.85, Duration.ofSeconds(20), true, 3));
		reject(null, 0, 200, 0);
		slow.rejected(null, 0, 200, at(0));
		for (double time = 0.1; time < 13; time += 0.1) {
			this.limit.accepted(this.limit.current(), true, at(time));
			slow.accepted(slow.current(), true, at(2 * time));
			assertThat(slow.current()).isCloseTo(this.limit.current(), within(1));
		}
	}

	@Test
	void whenNotUsedThenDoesNotRecover() {
		reject(null, 0, 200, 0);
		assertThat(this.limit.accepted(152, false, at(600))).isFalse();
		assertThat(this.limit.current()).isEqualTo(170);
		assertThat(this.limit.accepted(160, false, at(600))).isTrue();
	}

	@Test
	void whenUsedAfterALongIdleTimeThenGrowsByATenthOfWhatWasAccepted() {
		reject(null, 0, 200, 0);
		this.limit.accepted(170, true, at(600));
		assertThat(this.limit.current()).isEqualTo(189);
		this.limit.accepted(189, true, at(600));
		assertThat(this.limit.current()).isEqualTo(209);
	}

	@Test
	void whenSmallThenGrowsByTwoAtMost() {
		reject(1, 0, 1, 0);
		this.limit.accepted(1, true, at(600));
		assertThat(this.limit.current()).isEqualTo(3);
	}

	@Test
	void whenDisabledThenStaysAsItIs() {
		AdaptiveLimit fixed = new AdaptiveLimit(CEILING, new Adaptive(false, 1, 0.85, Duration.ofSeconds(10), true, 3));
		fixed.rejected(25, 0, 26, at(0));
		fixed.rejected(null, 0, 26, at(0));
		assertThat(fixed.current()).isEqualTo(CEILING);
	}

	@Test
	void couldHaveRecoveredWhenTheCurveIsBackAtTheCeiling() {
		reject(null, 0, 200, 0);
		assertThat(this.limit.couldHaveRecovered(at(10))).isFalse();
		assertThat(this.limit.couldHaveRecovered(at(14))).isTrue();
		assertThat(this.limit.isReduced()).isTrue();
	}

	/**
	 * Reject one more whenever the limit has grown, until some time has passed.
	 * @return when it was last told, at least that long after the start
	 */
	private double tellAgainAndAgain(int told, double start, double seconds) {
		double time = start;
		reject(told, this.limit.round(), told, time);
		while (time < start + seconds) {
			time += heldFor(told, time) + 1;
			reject(told, this.limit.round(), told, time);
		}
		return time;
	}

	/**
	 * Return for how long the limit is held, after which the curve takes its time for the
	 * first request more.
	 */
	private double heldFor(int told, double time) {
		double seconds = 0;
		while (this.limit.current() == told) {
			seconds += 0.05;
			this.limit.accepted(told, true, at(time + seconds));
		}
		return seconds - Math.cbrt(1 / (0.0008 * CEILING));
	}

	private double recover(double start) {
		double time = start;
		while (this.limit.isReduced() && time < 100) {
			time += 0.05;
			this.limit.accepted(this.limit.current(), true, at(time));
		}
		return time - start;
	}

	private void reject(@Nullable Integer told, int round, int inFlight, double seconds) {
		this.limit.rejected(told, round, inFlight, at(seconds));
	}

	private static long at(double seconds) {
		return 1_000_000_000_000L + (long) (seconds * 1e9);
	}

}
