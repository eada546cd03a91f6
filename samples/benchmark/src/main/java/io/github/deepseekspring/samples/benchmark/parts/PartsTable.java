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

import java.util.List;
import java.util.Locale;

import io.github.deepseekspring.samples.benchmark.limiter.Measurements;
import org.jspecify.annotations.Nullable;

/**
 * The measurements of the parts as a Markdown table.
 */
final class PartsTable {

	private static final String PLAIN_HMAC = "UserIdBenchmark.plainHmac";

	private static final String TWO_THREADS = " threads=2";

	private static final String READER = "EventReaderBenchmark.events perBuffer=";

	private static final String BYTES = "EventReaderBenchmark.bytes perBuffer=";

	private static final String PLAIN_PARSE = "ChunkDecodingBenchmark.plainParse";

	private static final String WEB_CLIENT = "CallBenchmark.webClient";

	private static final List<Row> ROWS = List.of(new Row("User id: `Mac.getInstance` each time", PLAIN_HMAC, null),
			new Row("User id: **first time**", "UserIdBenchmark.firstTime", PLAIN_HMAC),
			new Row("User id: **seen before**", "UserIdBenchmark.seenBefore", PLAIN_HMAC),
			new Row("User id, two threads: `Mac.getInstance` each time", PLAIN_HMAC + TWO_THREADS, null),
			new Row("User id, two threads: **first time**", "UserIdBenchmark.firstTime" + TWO_THREADS,
					PLAIN_HMAC + TWO_THREADS),
			new Row("User id, two threads: **seen before**", "UserIdBenchmark.seenBefore" + TWO_THREADS,
					PLAIN_HMAC + TWO_THREADS),
			new Row("Request to bytes: **1 message**", "RequestEncodingBenchmark.encode messages=1", null),
			new Row("Request to bytes: **30 messages**", "RequestEncodingBenchmark.encode messages=30", null),
			new Row("One event per buffer: the bytes alone", BYTES + 1, null),
			new Row("One event per buffer: **events**", READER + 1, BYTES + 1),
			new Row("50 events per buffer: the bytes alone", BYTES + 50, null),
			new Row("50 events per buffer: **events**", READER + 50, BYTES + 50),
			new Row("Chunk from bytes: plain parse", PLAIN_PARSE, null),
			new Row("Chunk from bytes: **decoder**", "ChunkDecodingBenchmark.decoder", PLAIN_PARSE),
			new Row("Whole call: `WebClient`", WEB_CLIENT, null),
			new Row("Whole call: **template**", "CallBenchmark.template", WEB_CLIENT));

	private final Measurements measurements;

	PartsTable(Measurements measurements) {
		this.measurements = measurements;
	}

	@Override
	public String toString() {
		StringBuilder table = new StringBuilder("""
				| | CPU ns/op | 10-90 % | B/op | share |
				|---|---:|---:|---:|---:|
				""");
		for (Row row : ROWS) {
			Double bytes = this.measurements.bytes(row.name());
			List<String> cells = List.of(row.title(), nanos(row, 50), nanos(row, 10) + "-" + nanos(row, 90),
					(bytes != null) ? String.valueOf(Math.round(bytes)) : "", share(row));
			table.append("| ").append(String.join(" | ", cells)).append(" |\n");
		}
		return table.toString();
	}

	private String nanos(Row row, int percentile) {
		double nanos = this.measurements.nanos(row.name(), percentile);
		return String.format(Locale.ROOT, (nanos < 100) ? "%.1f" : "%.0f", nanos);
	}

	private String share(Row row) {
		if (row.rival() == null) {
			return "";
		}
		double share = this.measurements.nanos(row.name(), 50) / this.measurements.nanos(row.rival(), 50);
		return String.format(Locale.ROOT, "%.2f", share);
	}

	/**
	 * A line of the table.
	 *
	 * @param title what it shows
	 * @param name the benchmark
	 * @param rival the benchmark whose CPU time the share is of
	 */
	private record Row(String title, String name, @Nullable String rival) {

	}

}
