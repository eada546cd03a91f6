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

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * The results as a Markdown table.
 */
final class ResultTable {

	private static final List<String> COMPARED = List.of("raw", "raw-jackson", "webclient", "spring-ai", "bare");

	private final Results results;

	ResultTable(Results results) {
		this.results = results;
	}

	@Override
	public String toString() {
		StringBuilder table = new StringBuilder();
		table.append("| ").append(title()).append(" | CPU us per chunk |");
		COMPARED.forEach((other) -> table.append(" of ").append(other).append(" |"));
		table.append(" B per chunk | target | met |\n|---|---:|")
			.append("---:|".repeat(COMPARED.size()))
			.append("---:|---|---|\n");
		this.results.clients().forEach((client) -> appendRow(table, client));
		return table.toString();
	}

	private String title() {
		return (this.results.perFlush() == 1) ? "1 chunk at a time" : this.results.perFlush() + " chunks at a time";
	}

	private void appendRow(StringBuilder table, String client) {
		List<Target> targets = Target.of(client, this.results.perFlush());
		table.append("| ").append(targets.isEmpty() ? client : "**" + client + "**");
		table.append(" | ").append(this.results.cpuMicros(client).text()).append(" |");
		COMPARED.forEach((other) -> table.append(' ').append(share(client, other)).append(" |"));
		table.append(String.format(Locale.ROOT, " %s%,.0f | ", this.results.isComplete(client) ? "" : ">= ",
				this.results.bytes(client).median()));
		table.append(targets.stream().map(Target::toString).collect(Collectors.joining("<br>")));
		table.append(" | ");
		table.append(
				targets.stream().map((target) -> met(target.isMet(this.results))).collect(Collectors.joining("<br>")));
		table.append(" |\n");
	}

	private String share(String client, String other) {
		Range share = client.equals(other) ? null : this.results.share(client, other);
		return (share != null) ? String.format(Locale.ROOT, "%.2f", share.median()) : "";
	}

	private static String met(@Nullable Boolean met) {
		if (met == null) {
			return "not measured";
		}
		return met ? "yes" : "**no**";
	}

}
