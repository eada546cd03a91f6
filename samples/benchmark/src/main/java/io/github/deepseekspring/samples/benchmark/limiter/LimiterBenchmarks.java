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

package io.github.deepseekspring.samples.benchmark.limiter;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;

import org.springframework.util.Assert;

/**
 * Runs all benchmarks of this package and prints one table. The benchmarks take turns,
 * each round in new virtual machines, so that what else the machine does strikes all of
 * them alike.
 */
public final class LimiterBenchmarks {

	private static final String RAW_RESULTS = "target/limiter-benchmarks.json";

	private static final int ROUNDS = 4;

	private LimiterBenchmarks() {
	}

	/**
	 * Run the benchmarks.
	 * @param args nothing, or {@code -quick} for one round instead of four
	 * @throws RunnerException if a benchmark fails
	 */
	public static void main(String[] args) throws RunnerException {
		boolean quick = List.of(args).equals(List.of("-quick"));
		Assert.isTrue(quick || args.length == 0, "The only argument is -quick");
		run(quick ? 1 : ROUNDS);
	}

	private static void run(int rounds) throws RunnerException {
		List<RunResult> results = new ArrayList<>();
		for (int round = 1; round <= rounds; round++) {
			System.out.println("Round " + round + " of " + rounds);
			for (ChainedOptionsBuilder options : round()) {
				results.addAll(new Runner(options.build()).run());
			}
		}
		ResultFormatFactory.getInstance(ResultFormatType.JSON, RAW_RESULTS).writeOut(merge(results));
		Measurements measurements = new Measurements();
		measurements.addAll(results);
		System.out.println();
		System.out.print(new ResultTable(measurements));
	}

	/**
	 * Return what is run in each round. With two threads there is no reactor-pool, since
	 * one thread leaves its work to the other, which then has ever more to do.
	 */
	static List<ChainedOptionsBuilder> round() {
		return List.of(Measurements.options(UncontendedBenchmark.class),
				Measurements.options(UncontendedBenchmark.class).threads(2).exclude("reactorPool"),
				Measurements.options(QueuedBenchmark.class),
				Measurements.options(CancelBenchmark.class)
					.exclude("reactorPool")
					.warmupIterations(200)
					.measurementIterations(20),
				Measurements.options(CancelBenchmark.class)
					.exclude("limiter$")
					.warmupIterations(30)
					.measurementIterations(20));
	}

	/**
	 * Make one result of those of a benchmark in all rounds.
	 */
	static List<RunResult> merge(List<RunResult> results) {
		Map<String, List<BenchmarkResult>> forks = new LinkedHashMap<>();
		Map<String, BenchmarkParams> params = new LinkedHashMap<>();
		for (RunResult result : results) {
			String name = Measurements.name(result.getParams());
			params.putIfAbsent(name, result.getParams());
			forks.computeIfAbsent(name, (key) -> new ArrayList<>()).addAll(result.getBenchmarkResults());
		}
		return params.entrySet()
			.stream()
			.map((entry) -> new RunResult(entry.getValue(), forks.getOrDefault(entry.getKey(), List.of())))
			.toList();
	}

}
