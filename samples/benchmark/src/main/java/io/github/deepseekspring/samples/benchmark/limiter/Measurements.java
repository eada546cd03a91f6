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
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

import org.springframework.util.Assert;

/**
 * What was measured of each benchmark, over all its iterations in all rounds.
 */
public final class Measurements {

	private static final String BYTES = "gc.alloc.rate.norm";

	private final Map<String, List<Double>> nanos = new LinkedHashMap<>();

	private final Map<String, List<Double>> bytes = new LinkedHashMap<>();

	/**
	 * Take over what was measured.
	 * @param results the results of runs with the {@link ThreadCpuProfiler}
	 */
	public void addAll(Collection<RunResult> results) {
		for (RunResult result : results) {
			String name = name(result.getParams());
			for (BenchmarkResult fork : result.getBenchmarkResults()) {
				fork.getIterationResults().forEach((iteration) -> add(name, iteration));
			}
		}
	}

	/**
	 * Return the name of a benchmark in the form
	 * {@code UncontendedBenchmark.limiter threads=2 first=OLDEST}.
	 */
	static String name(BenchmarkParams params) {
		String qualified = params.getBenchmark();
		StringBuilder name = new StringBuilder(
				qualified.substring(qualified.lastIndexOf('.', qualified.lastIndexOf('.') - 1) + 1));
		if (params.getThreads() > 1) {
			name.append(" threads=").append(params.getThreads());
		}
		params.getParamsKeys().forEach((key) -> name.append(' ').append(key).append('=').append(params.getParam(key)));
		return name.toString();
	}

	private void add(String name, IterationResult iteration) {
		Map<String, ? extends Result<?>> results = secondaryResults(iteration);
		Result<?> cancels = results.get(CancelBenchmark.Cpu.LABEL);
		if (cancels != null) {
			add(name, cancels.getScore(), null);
			return;
		}
		Result<?> cpu = results.get(ThreadCpuProfiler.LABEL);
		Result<?> allocated = results.get(BYTES);
		Assert.state(cpu != null && allocated != null, () -> "No figures of " + name);
		add(name, cpu.getScore(), allocated.getScore());
	}

	@SuppressWarnings("unchecked")
	private static Map<String, ? extends Result<?>> secondaryResults(IterationResult iteration) {
		return (Map<String, ? extends Result<?>>) (Map<String, ?>) iteration.getSecondaryResults();
	}

	void add(String name, double nanos, @Nullable Double bytes) {
		this.nanos.computeIfAbsent(name, (key) -> new ArrayList<>()).add(nanos);
		if (bytes != null) {
			this.bytes.computeIfAbsent(name, (key) -> new ArrayList<>()).add(bytes);
		}
	}

	/**
	 * Return the CPU time of an operation.
	 * @param name the benchmark
	 * @param percentile which of the iterations, from 0 to 100
	 * @return the nanoseconds
	 */
	public double nanos(String name, int percentile) {
		return percentile(this.nanos, name, percentile);
	}

	double nanos(String name) {
		return nanos(name, 50);
	}

	/**
	 * Return how much an operation allocates, or {@code null} if that cannot be told from
	 * what its setup allocates.
	 * @param name the benchmark
	 * @return the bytes, or {@code null}
	 */
	public @Nullable Double bytes(String name) {
		return this.bytes.containsKey(name) ? percentile(this.bytes, name, 50) : null;
	}

	private static double percentile(Map<String, List<Double>> all, String name, int percentile) {
		List<Double> values = all.get(name);
		Assert.state(values != null, () -> "Not measured: " + name);
		List<Double> sorted = new ArrayList<>(values);
		Collections.sort(sorted);
		return sorted.get(Math.round((sorted.size() - 1) * percentile / 100f));
	}

	/**
	 * Return how all benchmarks are run: long enough for the compiler, and often enough
	 * for a median.
	 * @param benchmark the benchmark
	 * @return the options
	 */
	public static ChainedOptionsBuilder options(Class<?> benchmark) {
		return new OptionsBuilder().include("^" + benchmark.getName().replace(".", "\\.") + "\\.")
			.addProfiler(ThreadCpuProfiler.class)
			.addProfiler(GCProfiler.class)
			.forks(1)
			.jvmArgs("-Xms1g", "-Xmx1g", "-Dslf4j.internal.verbosity=ERROR")
			.warmupIterations(8)
			.warmupTime(TimeValue.milliseconds(400))
			.measurementIterations(6)
			.measurementTime(TimeValue.milliseconds(250))
			.shouldFailOnError(true)
			.verbosity(VerboseMode.SILENT);
	}

}
