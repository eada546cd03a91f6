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

package io.github.deepseekspring.shared;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.github.deepseekspring.shared.Load.Served;

/**
 * How users were served.
 */
final class Statistics {

	private final List<Served> served;

	private final List<Duration> lightWaits;

	Statistics(List<Served> served) {
		this.served = served;
		this.lightWaits = served.stream().filter(Served::light).map(Served::waited).sorted().toList();
	}

	int lightServed() {
		return this.lightWaits.size();
	}

	int heavyServed() {
		return this.served.size() - lightServed();
	}

	/**
	 * Return how long light users waited.
	 * @param share the part of their requests that waited no longer, from 0 to 1
	 */
	Duration lightWait(double share) {
		return this.lightWaits.get((int) Math.ceil(share * (this.lightWaits.size() - 1)));
	}

	/**
	 * Return how many requests of each heavy user were served.
	 */
	Map<String, Long> heavyUsers() {
		return this.served.stream()
			.filter(Predicate.not(Served::light))
			.collect(Collectors.groupingBy(Served::user, TreeMap::new, Collectors.counting()));
	}

	@Override
	public String toString() {
		return String.format(Locale.ROOT,
				"%d requests of light users served, which waited %d ms (median), %d ms (95 %%), %d ms (longest); "
						+ "of heavy users %s",
				lightServed(), lightWait(0.5).toMillis(), lightWait(0.95).toMillis(), lightWait(1).toMillis(),
				heavyUsers());
	}

}
