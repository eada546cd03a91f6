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

package io.github.deepseekspring.samples.benchmark.simulation;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Simulates 50 users of one account, of whom one sends half of all requests, and prints
 * what became of them as a table. Each figure is the mean of all runs and, after the
 * slash, the worst of them. They differ a little each time, since the limiter lets
 * requests that were answered 429 come back after a random time.
 *
 * @since 0.1.0
 */
public final class LimiterSimulation {

	private static final int SEEDS = 10;

	private LimiterSimulation() {
	}

	/**
	 * Run it.
	 * @param arguments how many runs with different seeds there are of each experiment,
	 * by default 10, and a part of the names of the experiments to run, by default all
	 */
	public static void main(String[] arguments) {
		int seeds = (arguments.length > 0) ? Integer.parseInt(arguments[0]) : SEEDS;
		String filter = Arrays.stream(arguments).skip(1).collect(Collectors.joining(" "));
		print(Experiment.all().stream().filter((experiment) -> experiment.name().contains(filter)).toList(), seeds,
				System.out);
	}

	private static void print(List<Experiment> experiments, int seeds, PrintStream out) {
		Column[] columns = Column.values();
		out.println(row("Scenario and variant", Arrays.stream(columns).map(Column::title)));
		out.println("|---|" + "---:|".repeat(columns.length));
		for (Experiment experiment : experiments) {
			List<Result> results = experiment.run(seeds);
			out.println(row(experiment.name(), Arrays.stream(columns).map((column) -> column.cell(results))));
		}
	}

	private static String row(String first, Stream<String> cells) {
		return Stream.concat(Stream.of(first), cells).collect(Collectors.joining(" | ", "| ", " |"));
	}

}
