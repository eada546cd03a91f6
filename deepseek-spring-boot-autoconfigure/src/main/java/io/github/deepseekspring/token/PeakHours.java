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

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

import org.springframework.util.Assert;

/**
 * When the peak price holds: from Monday to Friday except on Chinese public holidays, in
 * windows of the day. Days are those of Beijing, windows are in UTC.
 *
 * @param windows the windows in UTC, in order, without overlap
 * @param holidays the Chinese public holidays, as dates in Beijing. None are known from
 * the start, so that what is not listed is priced too high rather than too low
 * @since 0.1.0
 * @see <a href="https://api-docs.deepseek.com/quick_start/pricing">Models and pricing</a>
 */
public record PeakHours(List<Window> windows, Set<LocalDate> holidays) {

	private static final ZoneOffset BEIJING = ZoneOffset.ofHours(8);

	/**
	 * The documented windows, 01:00 to 04:00 and 06:00 to 10:00 UTC, without holidays.
	 */
	public static final PeakHours DOCUMENTED = new PeakHours(
			List.of(Window.parse("01:00-04:00"), Window.parse("06:00-10:00")), Set.of());

	public PeakHours {
		Assert.notNull(windows, "'windows' must not be null");
		Assert.notNull(holidays, "'holidays' must not be null");
		windows = windows.stream().sorted(Comparator.comparing(Window::start)).toList();
		holidays = Set.copyOf(holidays);
		for (int i = 1; i < windows.size(); i++) {
			Window earlier = windows.get(i - 1);
			Window later = windows.get(i);
			Assert.isTrue(!earlier.contains(later.start()),
					() -> "'windows' must not overlap, but " + earlier + " and " + later + " do");
		}
	}

	/**
	 * Return whether the peak price holds.
	 * @param instant the instant
	 * @return whether it is in one of the windows of a working day
	 */
	public boolean contains(Instant instant) {
		Assert.notNull(instant, "'instant' must not be null");
		LocalDate day = instant.atOffset(BEIJING).toLocalDate();
		LocalTime time = instant.atOffset(ZoneOffset.UTC).toLocalTime();
		return day.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) <= 0 && !this.holidays.contains(day)
				&& this.windows.stream().anyMatch((window) -> window.contains(time));
	}

	/**
	 * A part of a day.
	 *
	 * @param start the first moment, in UTC
	 * @param end the first moment after it, in UTC, later than the start; midnight is the
	 * end of the day
	 */
	public record Window(LocalTime start, LocalTime end) {

		public Window {
			Assert.notNull(start, "'start' must not be null");
			Assert.notNull(end, "'end' must not be null");
			Assert.isTrue(end.equals(LocalTime.MIDNIGHT) || start.isBefore(end), "'end' must be later than 'start'");
		}

		/**
		 * Read a window.
		 * @param text the first moment and the first moment after it, such as
		 * {@code 01:00-04:00}
		 * @return the window
		 * @throws IllegalArgumentException if it is no window
		 */
		public static Window parse(String text) {
			Assert.notNull(text, "'text' must not be null");
			String[] times = text.split("-", -1);
			Assert.isTrue(times.length == 2, "'text' must have the form 'HH:mm-HH:mm'");
			return new Window(time(times[0]), time(times[1]));
		}

		private static LocalTime time(String text) {
			try {
				return LocalTime.parse(text.strip());
			}
			catch (DateTimeParseException ex) {
				throw new IllegalArgumentException("'text' must have the form 'HH:mm-HH:mm'", ex);
			}
		}

		boolean contains(LocalTime time) {
			return !time.isBefore(this.start) && (this.end.equals(LocalTime.MIDNIGHT) || time.isBefore(this.end));
		}

		@Override
		public String toString() {
			return this.start + "-" + this.end;
		}

	}

}
