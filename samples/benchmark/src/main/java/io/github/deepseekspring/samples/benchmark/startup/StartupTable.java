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

package io.github.deepseekspring.samples.benchmark.startup;

import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * What starts took without and with the auto-configuration, as a Markdown table.
 *
 * @param without the starts without it
 * @param with the starts with it
 */
record StartupTable(List<Startup> without, List<Startup> with) {

	@Override
	public String toString() {
		StringBuilder table = new StringBuilder("""
				| until the application is ready | without | with | added | share |
				|---|---:|---:|---:|---:|
				""");
		append(table, "time, ms", Startup::elapsed);
		append(table, "CPU time, ms", Startup::cpu);
		append(table, "loaded classes", Startup::classes);
		append(table, "live heap, KB", Startup::heap);
		append(table, "beans", Startup::beans);
		return table.toString();
	}

	private void append(StringBuilder table, String title, ToLongFunction<Startup> figure) {
		long[] before = sorted(this.without, figure);
		long[] after = sorted(this.with, figure);
		long added = median(after) - median(before);
		List<String> cells = List.of(title, cell(before), cell(after), String.valueOf(added),
				String.format(Locale.ROOT, "%.1f %%", 100.0 * added / median(before)));
		table.append("| ").append(String.join(" | ", cells)).append(" |\n");
	}

	private static long[] sorted(List<Startup> starts, ToLongFunction<Startup> figure) {
		return starts.stream().mapToLong(figure).sorted().toArray();
	}

	private static long median(long[] sorted) {
		return sorted[sorted.length / 2];
	}

	private static String cell(long[] sorted) {
		return median(sorted) + " (" + sorted[0] + "-" + sorted[sorted.length - 1] + ")";
	}

}
