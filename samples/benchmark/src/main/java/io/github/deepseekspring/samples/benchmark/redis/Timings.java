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

package io.github.deepseekspring.samples.benchmark.redis;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Times per use of a permit, in microseconds, of rounds in which the limiter and Redisson
 * took turns.
 */
final class Timings {

	private final List<Double> limiter = new ArrayList<>();

	private final List<Double> redisson = new ArrayList<>();

	private final List<Double> shares = new ArrayList<>();

	/**
	 * Add the times of one round.
	 */
	void add(double limiterMicros, double redissonMicros) {
		this.limiter.add(limiterMicros);
		this.redisson.add(redissonMicros);
		this.shares.add(limiterMicros / redissonMicros);
	}

	/**
	 * Return the row of a Markdown table, with the medians and, in brackets, the lowest
	 * and the highest of all rounds.
	 */
	String row(int concurrency) {
		return String.format(Locale.ROOT, "| %d | %s | %s | %s |", concurrency, cell("%.1f", this.limiter),
				cell("%.1f", this.redisson), cell("%.2f", this.shares));
	}

	private static String cell(String format, List<Double> values) {
		return String.format(Locale.ROOT, format + " (" + format + "-" + format + ")", median(values),
				Collections.min(values), Collections.max(values));
	}

	private static double median(List<Double> values) {
		List<Double> sorted = values.stream().sorted().toList();
		int middle = sorted.size() / 2;
		return (sorted.size() % 2 == 1) ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
	}

}
