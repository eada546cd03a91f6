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

package io.github.deepseekspring.samples.benchmark.streaming;

import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * What is said of several values.
 *
 * @param median the median
 * @param lowest the lowest
 * @param highest the highest
 */
record Range(double median, double lowest, double highest) {

	static Range of(List<Double> values) {
		return new Range(median(values), Collections.min(values), Collections.max(values));
	}

	static double median(List<Double> values) {
		List<Double> sorted = values.stream().sorted().toList();
		int middle = sorted.size() / 2;
		return (sorted.size() % 2 == 1) ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
	}

	/**
	 * Return the median and, in brackets, the lowest and the highest.
	 */
	String text() {
		return String.format(Locale.ROOT, "%.2f (%.2f-%.2f)", this.median, this.lowest, this.highest);
	}

}
