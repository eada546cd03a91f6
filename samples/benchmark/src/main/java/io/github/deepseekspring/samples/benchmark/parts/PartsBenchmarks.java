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

package io.github.deepseekspring.samples.benchmark.parts;

import java.util.ArrayList;
import java.util.List;

import io.github.deepseekspring.samples.benchmark.limiter.Measurements;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

import org.springframework.util.Assert;

/**
 * Runs all benchmarks of this package and prints one table. The benchmarks take turns,
 * each round in new virtual machines, so that what else the machine does strikes all of
 * them alike.
 */
public final class PartsBenchmarks {

	private static final int ROUNDS = 5;

	private PartsBenchmarks() {
	}

	/**
	 * Run the benchmarks.
	 * @param args nothing, or {@code -quick} for one round instead of five
	 * @throws RunnerException if a benchmark fails
	 */
	public static void main(String[] args) throws RunnerException {
		boolean quick = List.of(args).equals(List.of("-quick"));
		Assert.isTrue(quick || args.length == 0, "The only argument is -quick");
		int rounds = quick ? 1 : ROUNDS;
		List<RunResult> results = new ArrayList<>();
		for (int round = 1; round <= rounds; round++) {
			System.out.println("Round " + round + " of " + rounds);
			for (ChainedOptionsBuilder options : round()) {
				results.addAll(new Runner(options.build()).run());
			}
		}
		Measurements measurements = new Measurements();
		measurements.addAll(results);
		System.out.println();
		System.out.print(new PartsTable(measurements));
	}

	/**
	 * Return what is run in each round.
	 */
	static List<ChainedOptionsBuilder> round() {
		return List.of(Measurements.options(UserIdBenchmark.class),
				Measurements.options(UserIdBenchmark.class).threads(2),
				Measurements.options(RequestEncodingBenchmark.class), Measurements.options(EventReaderBenchmark.class),
				Measurements.options(ChunkDecodingBenchmark.class),
				Measurements.options(CallBenchmark.class).warmupIterations(25).warmupTime(TimeValue.seconds(1)));
	}

}
