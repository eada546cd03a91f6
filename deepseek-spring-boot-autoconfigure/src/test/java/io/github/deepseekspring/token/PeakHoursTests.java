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

package io.github.deepseekspring.token;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;

import io.github.deepseekspring.token.PeakHours.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link PeakHours}.
 */
class PeakHoursTests {

	@ParameterizedTest
	@CsvSource({ "2026-11-16T00:59:59.999Z,false", "2026-11-16T01:00:00Z,true", "2026-11-16T03:59:59.999Z,true",
			"2026-11-16T04:00:00Z,false", "2026-11-16T05:59:59Z,false", "2026-11-16T06:00:00Z,true",
			"2026-11-16T09:59:59Z,true", "2026-11-16T10:00:00Z,false", "2026-11-16T18:00:00Z,false",
			"2026-11-20T02:00:00Z,true", "2026-11-21T02:00:00Z,false", "2026-11-22T09:00:00Z,false" })
	void documentedHoursAreThoseOfWorkingDays(Instant instant, boolean peak) {
		assertThat(PeakHours.DOCUMENTED.contains(instant)).isEqualTo(peak);
	}

	@Test
	void holidaysHaveNoPeak() {
		PeakHours hours = new PeakHours(PeakHours.DOCUMENTED.windows(), Set.of(LocalDate.of(2026, 10, 1)));
		assertThat(hours.contains(Instant.parse("2026-10-01T02:00:00Z"))).isFalse();
		assertThat(hours.contains(Instant.parse("2026-10-02T02:00:00Z"))).isTrue();
	}

	@Test
	void daysAreThoseOfBeijing() {
		PeakHours late = new PeakHours(List.of(Window.parse("15:00-00:00")), Set.of(LocalDate.of(2026, 11, 18)));
		assertThat(late.contains(Instant.parse("2026-11-16T15:30:00Z"))).isTrue();
		assertThat(late.contains(Instant.parse("2026-11-16T23:59:59Z"))).isTrue();
		assertThat(late.contains(Instant.parse("2026-11-17T15:59:59Z"))).isTrue();
		assertThat(late.contains(Instant.parse("2026-11-17T16:00:00Z"))).as("18 November in Beijing").isFalse();
		assertThat(late.contains(Instant.parse("2026-11-20T15:59:59Z"))).isTrue();
		assertThat(late.contains(Instant.parse("2026-11-20T16:00:00Z"))).as("Saturday in Beijing").isFalse();
		assertThat(late.contains(Instant.parse("2026-11-22T16:00:00Z"))).as("Monday in Beijing").isTrue();
	}

	@Test
	void windowsMayTouchAndComeInAnyOrder() {
		PeakHours hours = new PeakHours(List.of(Window.parse("12:00-00:00"), Window.parse("00:00-12:00")), Set.of());
		assertThat(hours.windows()).extracting(Window::toString).containsExactly("00:00-12:00", "12:00-00:00");
		assertThat(hours.contains(Instant.parse("2026-11-16T12:00:00Z"))).isTrue();
	}

	@Test
	void withoutWindowsThereIsNoPeak() {
		assertThat(new PeakHours(List.of(), Set.of()).contains(Instant.parse("2026-11-16T02:00:00Z"))).isFalse();
	}

	@Test
	void whenWindowsOverlapThenFails() {
		List<Window> windows = List.of(Window.parse("06:00-10:00"), Window.parse("01:00-06:01"));
		assertThatIllegalArgumentException().isThrownBy(() -> new PeakHours(windows, Set.of()))
			.withMessage("'windows' must not overlap, but 01:00-06:01 and 06:00-10:00 do");
		assertThatIllegalArgumentException().isThrownBy(
				() -> new PeakHours(List.of(Window.parse("06:00-00:00"), Window.parse("07:00-08:00")), Set.of()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "01:00", "01:00-04:00-05:00", "1-4", "25:00-26:00", "a-b" })
	void whenTextIsNoWindowThenFails(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> Window.parse(text))
			.withMessage("'text' must have the form 'HH:mm-HH:mm'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "04:00-01:00", "04:00-04:00" })
	void whenWindowIsReversedThenFails(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> Window.parse(text))
			.withMessage("'end' must be later than 'start'");
	}

}
