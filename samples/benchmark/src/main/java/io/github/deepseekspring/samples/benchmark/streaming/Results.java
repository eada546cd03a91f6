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

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

import org.jspecify.annotations.Nullable;

/**
 * What was measured in all rounds with as many chunks at a time. Of the windows of a
 * round the median counts.
 */
final class Results {

	private final int perFlush;

	private final Map<String, Map<Integer, List<Measurement>>> windows = new LinkedHashMap<>();

	Results(int perFlush) {
		this.perFlush = perFlush;
	}

	int perFlush() {
		return this.perFlush;
	}

	/**
	 * Return the clients in the order in which they were measured.
	 */
	List<String> clients() {
		return List.copyOf(this.windows.keySet());
	}

	void add(int round, String client, List<Measurement> measurements) {
		this.windows.computeIfAbsent(client, (key) -> new LinkedHashMap<>())
			.computeIfAbsent(round, (key) -> new ArrayList<>())
			.addAll(measurements);
	}

	Range cpuMicros(String client) {
		return Range.of(List.copyOf(rounds(client, Measurement::cpuMicros).values()));
	}

	Range bytes(String client) {
		return Range.of(List.copyOf(rounds(client, Measurement::bytes).values()));
	}

	/**
	 * Return whether {@link #bytes(String)} is all that there are.
	 */
	boolean isComplete(String client) {
		return this.windows.getOrDefault(client, Map.of())
			.values()
			.stream()
			.flatMap(List::stream)
			.allMatch(Measurement::complete);
	}

	/**
	 * Return the shares of the CPU time of another client in the same round, or
	 * {@code null} if there is no round with both.
	 */
	@Nullable Range share(String client, String other) {
		Map<Integer, Double> others = rounds(other, Measurement::cpuMicros);
		List<Double> shares = new ArrayList<>();
		rounds(client, Measurement::cpuMicros).forEach((round, cpuMicros) -> {
			Double otherMicros = others.get(round);
			if (otherMicros != null) {
				shares.add(cpuMicros / otherMicros);
			}
		});
		return shares.isEmpty() ? null : Range.of(shares);
	}

	private Map<Integer, Double> rounds(String client, ToDoubleFunction<Measurement> figure) {
		Map<Integer, Double> medians = new LinkedHashMap<>();
		this.windows.getOrDefault(client, Map.of())
			.forEach((round, measurements) -> medians.put(round,
					Range.median(measurements.stream().map(figure::applyAsDouble).toList())));
		return medians;
	}

}
