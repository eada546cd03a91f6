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

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The table of all rounds, in Markdown.
 */
final class ManyStreamsTable {

	private static final double KILOBYTE = 1024;

	private final Map<Contender, List<Outcome>> outcomes = new LinkedHashMap<>();

	void add(Contender contender, Outcome outcome) {
		this.outcomes.computeIfAbsent(contender, (key) -> new ArrayList<>()).add(outcome);
	}

	/**
	 * Return what has come of the rounds of one contender, in their order.
	 */
	List<Outcome> of(Contender contender) {
		return this.outcomes.getOrDefault(contender, List.of());
	}

	/**
	 * Return the table.
	 */
	String markdown() {
		StringBuilder table = new StringBuilder(
				"| client | streams | open at once | complete | wall s | CPU s | without compiler | live heap KB/stream "
						+ "| threads | peak RSS MB | first failure |\n")
			.append("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---|\n");
		this.outcomes.forEach((contender, rounds) -> table.append(row(contender, rounds)));
		return table.toString();
	}

	private static String row(Contender contender, List<Outcome> rounds) {
		List<String> cells = List.of(contender.label(), Integer.toString(contender.streams()),
				Figures.of(rounds, Outcome::open).text(0), Figures.of(rounds, Outcome::complete).text(0),
				Figures.of(rounds, Outcome::wallSeconds).text(1), Figures.of(rounds, Outcome::cpuSeconds).text(1),
				Figures.of(rounds, Outcome::ownCpuSeconds).text(1),
				Figures.of(rounds, (outcome) -> outcome.heapPerStream() / KILOBYTE).text(1),
				Figures.of(rounds, Outcome::threads).text(0), Figures.of(rounds, Outcome::residentMegabytes).text(0),
				failure(rounds));
		return "| " + String.join(" | ", cells) + " |\n";
	}

	/**
	 * Return the class of the first failure, since a message may hold anything.
	 */
	private static String failure(List<Outcome> rounds) {
		return rounds.stream()
			.map(Outcome::failure)
			.filter((failure) -> !failure.isEmpty())
			.findFirst()
			.map((failure) -> "`" + failure.replaceAll("(?s)^([\\w.$]+): .*", "$1").replace("|", "\\|") + "`")
			.orElse("");
	}

}
