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

package io.github.deepseekspring.samples.benchmark.many;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * The figures of all rounds, without those that are not known.
 *
 * @param sorted the figures, the lowest first
 */
public record Figures(List<Double> sorted) {

	/**
	 * Take a figure from each outcome.
	 * @param outcomes what has come of the rounds
	 * @param figure which figure
	 * @param <T> the type of an outcome
	 * @return the figures
	 */
	public static <T> Figures of(List<T> outcomes, ToDoubleFunction<T> figure) {
		return new Figures(outcomes.stream()
			.mapToDouble(figure)
			.filter((value) -> !Double.isNaN(value))
			.sorted()
			.boxed()
			.toList());
	}

	/**
	 * Return the median.
	 * @return the median, or NaN without figures
	 */
	public double median() {
		if (this.sorted.isEmpty()) {
			return Double.NaN;
		}
		int middle = this.sorted.size() / 2;
		return (this.sorted.size() % 2 == 1) ? this.sorted.get(middle)
				: (this.sorted.get(middle - 1) + this.sorted.get(middle)) / 2;
	}

	public double highest() {
		return this.sorted.isEmpty() ? Double.NaN : this.sorted.get(this.sorted.size() - 1);
	}

	/**
	 * Return the median and, if there is more than one figure, the range.
	 * @param digits how many digits behind the point
	 */
	public String text(int digits) {
		if (this.sorted.isEmpty()) {
			return "";
		}
		String median = format(median(), digits);
		return (this.sorted.size() == 1) ? median : median + " (" + format(this.sorted.get(0), digits) + "-"
				+ format(this.sorted.get(this.sorted.size() - 1), digits) + ")";
	}

	public static String format(double value, int digits) {
		return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%." + digits + "f", value);
	}

}
