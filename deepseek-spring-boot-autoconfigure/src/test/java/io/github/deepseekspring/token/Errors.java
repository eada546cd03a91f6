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

import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/**
 * How far counted tokens are from the true ones.
 *
 * @param counted the counted tokens
 * @param exact the true ones, each above 0
 */
record Errors(List<Integer> counted, List<Integer> exact) {

	static <T> Errors of(List<T> cases, ToIntFunction<T> counted, ToIntFunction<T> exact) {
		return new Errors(cases.stream().map(counted::applyAsInt).toList(),
				cases.stream().map(exact::applyAsInt).toList());
	}

	int size() {
		return this.counted.size();
	}

	long exactCases() {
		return differences().filter((difference) -> difference == 0).count();
	}

	int largest() {
		return differences().map(Math::abs).max().orElse(0);
	}

	/**
	 * Return a row of a table: cases, exact ones, and the mean, the median and the 95th
	 * percentile of the relative error. The mean keeps the sign, the others do not.
	 */
	String row(String title) {
		double[] relative = IntStream.range(0, size())
			.mapToDouble((i) -> 100.0 * (this.counted.get(i) - this.exact.get(i)) / this.exact.get(i))
			.toArray();
		double mean = IntStream.range(0, size()).mapToDouble((i) -> relative[i]).average().orElse(0);
		double[] sorted = IntStream.range(0, size()).mapToDouble((i) -> Math.abs(relative[i])).sorted().toArray();
		int[] absolute = differences().map(Math::abs).sorted().toArray();
		return String.format(Locale.ROOT, "| %s | %d | %.1f %% | %+.1f %% | %.1f %% | %.1f %% | %d | %d | %d |", title,
				size(), 100.0 * exactCases() / size(), mean, percentile(sorted, 50), percentile(sorted, 95),
				absolute[rank(size(), 50)], absolute[rank(size(), 95)], largest());
	}

	private IntStream differences() {
		return IntStream.range(0, size()).map((i) -> this.counted.get(i) - this.exact.get(i));
	}

	private static double percentile(double[] sorted, int percent) {
		return sorted[rank(sorted.length, percent)];
	}

	private static int rank(int size, int percent) {
		return Math.max(0, (size * percent + 99) / 100 - 1);
	}

}
