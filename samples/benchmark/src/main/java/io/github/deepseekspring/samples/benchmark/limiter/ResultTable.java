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

import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * The measurements as a Markdown table, beside what they should be.
 */
final class ResultTable {

	private static final String RESILIENCE4J = "UncontendedBenchmark.resilience4j";

	private static final String POOL = "UncontendedBenchmark.reactorPool";

	private static final String TWO_THREADS = " threads=2";

	private static final String CANCEL = "CancelBenchmark.limiter first=";

	private static final String POOL_CANCEL = "CancelBenchmark.reactorPool first=";

	private static final List<Row> ROWS = List.of(row("Free slot: the request alone", "UncontendedBenchmark.request"),
			row("Free slot: `Semaphore`, no request", "UncontendedBenchmark.semaphore"),
			row("Free slot: Resilience4j", RESILIENCE4J), row("Free slot: reactor-pool", POOL),
			new Row("Free slot: **limiter**", "UncontendedBenchmark.limiter", RESILIENCE4J, POOL,
					List.of(new Target(RESILIENCE4J, "Resilience4j", 0.85)), 80),
			row("Two threads: the request alone", "UncontendedBenchmark.request" + TWO_THREADS),
			row("Two threads: `Semaphore`, no request", "UncontendedBenchmark.semaphore" + TWO_THREADS),
			row("Two threads: Resilience4j", RESILIENCE4J + TWO_THREADS),
			new Row("Two threads: **limiter**", "UncontendedBenchmark.limiter" + TWO_THREADS,
					RESILIENCE4J + TWO_THREADS, null, List.of(), null),
			queued("Queued: **limiter**", "QueuedBenchmark.limiter standing=0"),
			queued("Queued behind 1,000: **limiter**", "QueuedBenchmark.limiter standing=1000"),
			row("Cancelled, oldest first: reactor-pool", POOL_CANCEL + "OLDEST"),
			row("Cancelled, newest first: reactor-pool", POOL_CANCEL + "NEWEST"),
			cancelled("Cancelled, oldest first: **limiter**", "OLDEST", "NEWEST"),
			cancelled("Cancelled, newest first: **limiter**", "NEWEST", "OLDEST"));

	private final Measurements measurements;

	ResultTable(Measurements measurements) {
		this.measurements = measurements;
	}

	private static Row row(String title, String name) {
		return new Row(title, name, null, null, List.of(), null);
	}

	private static Row queued(String title, String name) {
		return new Row(title, name, null, POOL, List.of(new Target(POOL, "reactor-pool with a free slot", 2 / 3.0)),
				300);
	}

	private static Row cancelled(String title, String first, String other) {
		return new Row(title, CANCEL + first, null, POOL_CANCEL + "NEWEST",
				List.of(new Target(POOL_CANCEL + "NEWEST", "reactor-pool, newest first", 0.01),
						new Target(CANCEL + other, "the other end", 1.5)),
				null);
	}

	@Override
	public String toString() {
		StringBuilder table = new StringBuilder("""
				| | CPU ns/op | 10-90 % | B/op | of Resilience4j | of reactor-pool | target | met |
				|---|---:|---:|---:|---:|---:|---|---|
				""");
		ROWS.forEach((row) -> append(table, row));
		return table.toString();
	}

	private void append(StringBuilder table, Row row) {
		Double bytes = this.measurements.bytes(row.name());
		List<String> cells = List.of(row.title(), number(this.measurements.nanos(row.name())),
				number(this.measurements.nanos(row.name(), 10)) + "-" + number(this.measurements.nanos(row.name(), 90)),
				(bytes != null) ? String.valueOf(Math.round(bytes)) : "", share(row.name(), row.resilience4j()),
				share(row.name(), row.pool()), targets(row), met(row, bytes));
		table.append("| ").append(String.join(" | ", cells)).append(" |\n");
	}

	private String share(String name, @Nullable String rival) {
		return (rival != null) ? decimal(ratio(name, rival)) : "";
	}

	private double ratio(String name, String other) {
		return this.measurements.nanos(name) / this.measurements.nanos(other);
	}

	private static String targets(Row row) {
		StringBuilder targets = new StringBuilder();
		for (Target target : row.targets()) {
			targets.append(targets.isEmpty() ? "" : ", ")
				.append("<= ")
				.append(decimal(target.share()))
				.append(" of ")
				.append(target.title());
		}
		if (row.maxBytes() != null) {
			targets.append(", <= ").append(row.maxBytes()).append(" B");
		}
		return targets.toString();
	}

	private String met(Row row, @Nullable Double bytes) {
		if (row.targets().isEmpty()) {
			return "";
		}
		boolean fast = row.targets().stream().allMatch((target) -> ratio(row.name(), target.other()) <= target.share());
		boolean small = row.maxBytes() == null || (bytes != null && Math.round(bytes) <= row.maxBytes());
		return (fast && small) ? "yes" : "**no**";
	}

	private static String number(double value) {
		return String.format(Locale.ROOT, (value < 100) ? "%.1f" : "%.0f", value);
	}

	private static String decimal(double value) {
		return String.format(Locale.ROOT, (value < 0.1) ? "%.4f" : "%.2f", value);
	}

	/**
	 * A line of the table.
	 *
	 * @param title what it shows
	 * @param name the benchmark
	 * @param resilience4j the benchmark of Resilience4j that it can be compared to
	 * @param pool the benchmark of reactor-pool that it can be compared to
	 * @param targets what the CPU time has to be
	 * @param maxBytes what may be allocated
	 */
	private record Row(String title, String name, @Nullable String resilience4j, @Nullable String pool,
			List<Target> targets, @Nullable Integer maxBytes) {

	}

	/**
	 * A share of the CPU time of another benchmark.
	 *
	 * @param other the other benchmark
	 * @param title what it is
	 * @param share the highest share
	 */
	private record Target(String other, String title, double share) {

	}

}
