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

package io.github.deepseekspring.samples.benchmark.latency;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

import io.github.deepseekspring.samples.benchmark.many.Figures;

/**
 * The timings of all rounds, in Markdown.
 */
final class TimingTable {

	private final Map<String, List<Timing>> timings = new LinkedHashMap<>();

	void add(String client, Timing timing) {
		this.timings.computeIfAbsent(client, (key) -> new ArrayList<>()).add(timing);
	}

	/**
	 * Return a table of answers that are not streamed.
	 * @param client the client that is compared
	 * @param with the client that it is compared with
	 * @param limit how much of the CPU time of that one it may use
	 */
	String calls(String client, String with, double limit) {
		StringBuilder table = new StringBuilder("| client | CPU us/call | of " + with
				+ " | call p50 us | call p99 us | allocated KB/call |\n|---|---:|---:|---:|---:|---:|\n");
		this.timings.forEach((name,
				rounds) -> table.append(row(name, text(rounds, Timing::cpu, 1), cpuRatios(name, with).text(2),
						text(rounds, Timing::endP50, 0), text(rounds, Timing::endP99, 0),
						text(rounds, Timing::allocatedKilobytes, 1))));
		Figures ratios = cpuRatios(client, with);
		return table.append("\nTarget: CPU of ")
			.append(client)
			.append(" at most ")
			.append(limit)
			.append(" of ")
			.append(with)
			.append((ratios.median() <= limit) ? ". Met.\n" : ". **Not met.**\n")
			.toString();
	}

	/**
	 * Return a table of streams.
	 * @param with the client that the others are compared with
	 */
	String streams(String with) {
		StringBuilder table = new StringBuilder("| client | first content p50 us | p99 us | p50, more than " + with
				+ " us | end p50 us | end p99 us | CPU us/stream |\n|---|---:|---:|---:|---:|---:|---:|\n");
		double least = Figures.of(of(with), Timing::firstP50).median();
		this.timings.forEach((name,
				rounds) -> table.append(row(name, text(rounds, Timing::firstP50, 0), text(rounds, Timing::firstP99, 0),
						Figures.format(Figures.of(rounds, Timing::firstP50).median() - least, 0),
						text(rounds, Timing::endP50, 0), text(rounds, Timing::endP99, 0),
						text(rounds, Timing::cpu, 0))));
		return table.toString();
	}

	private static String row(String... cells) {
		return "| " + String.join(" | ", cells) + " |\n";
	}

	private static String text(List<Timing> rounds, ToDoubleFunction<Timing> figure, int digits) {
		return Figures.of(rounds, figure).text(digits);
	}

	/**
	 * Return the ratio of each round, since what else the machine does differs less
	 * within a round than between rounds.
	 */
	private Figures cpuRatios(String client, String with) {
		List<Timing> ours = of(client);
		List<Timing> theirs = of(with);
		List<Double> ratios = new ArrayList<>();
		for (int round = 0; round < Math.min(ours.size(), theirs.size()); round++) {
			ratios.add(ours.get(round).cpu() / theirs.get(round).cpu());
		}
		return Figures.of(ratios, Double::doubleValue);
	}

	private List<Timing> of(String client) {
		return this.timings.getOrDefault(client, List.of());
	}

}
