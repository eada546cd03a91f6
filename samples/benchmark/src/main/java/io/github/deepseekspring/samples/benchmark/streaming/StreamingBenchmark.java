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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.github.deepseekspring.samples.benchmark.client.ChildProcess;

import org.springframework.util.Assert;

/**
 * Measures what a chunk of a stream costs, with all clients in turn and in several
 * rounds, and writes a table and a chart.
 *
 * @since 0.1.0
 */
public final class StreamingBenchmark {

	private static final List<Integer> PER_FLUSH = List.of(1, 50);

	private static final List<String> QUICK_CLIENTS = List.of("raw", "bare", "template", "webclient");

	private static final ClientRun.Effort QUICK = new ClientRun.Effort(4000, 2, 1000);

	private static final ClientRun.Effort FULL = new ClientRun.Effort(15_000, 3, 2500);

	private static final Path DIRECTORY = Path.of("target");

	private List<String> clients = Clients.all();

	private ClientRun.Effort effort = FULL;

	private int rounds = 5;

	private StreamingBenchmark() {
	}

	/**
	 * Run it.
	 * @param args {@code -quick} for one short round of a few clients,
	 * {@code -clients=a,b} for these clients, {@code -rounds=n} for so many rounds
	 * instead of five
	 * @throws IOException if the results cannot be written
	 */
	public static void main(String[] args) throws IOException {
		StreamingBenchmark benchmark = new StreamingBenchmark();
		for (String arg : args) {
			benchmark.apply(arg);
		}
		benchmark.run();
	}

	private void apply(String arg) {
		if (arg.equals("-quick")) {
			this.clients = QUICK_CLIENTS;
			this.effort = QUICK;
			this.rounds = 1;
		}
		else if (arg.startsWith("-clients=")) {
			this.clients = List.of(arg.substring("-clients=".length()).split(","));
			Assert.isTrue(Clients.all().containsAll(this.clients), () -> "The clients are " + Clients.all());
		}
		else {
			Assert.isTrue(arg.startsWith("-rounds="), "The arguments are -quick, -clients=a,b and -rounds=n");
			this.rounds = Integer.parseInt(arg.substring("-rounds=".length()));
		}
	}

	private void run() throws IOException {
		Map<Integer, Results> results = new TreeMap<>();
		PER_FLUSH.forEach((perFlush) -> results.put(perFlush, new Results(perFlush)));
		try (ChildProcess server = Clients.startServer()) {
			String baseUrl = "http://127.0.0.1:" + server.answer().number("port");
			for (int round = 1; round <= this.rounds; round++) {
				for (String client : this.clients) {
					System.out.println("Round " + round + " of " + this.rounds + ": " + client);
					measure(round, client, baseUrl, results);
				}
			}
		}
		write(new ArrayList<>(results.values()));
	}

	private void measure(int round, String client, String baseUrl, Map<Integer, Results> results) {
		Map<Integer, List<Measurement>> windows = new ClientRun(client, this.effort, PER_FLUSH).measure(baseUrl);
		results.forEach((perFlush, ofSize) -> ofSize.add(round, client, windows.getOrDefault(perFlush, List.of())));
	}

	private static void write(List<Results> results) throws IOException {
		String tables = results.stream()
			.map((ofSize) -> new ResultTable(ofSize).toString())
			.collect(Collectors.joining("\n"));
		System.out.println();
		System.out.print(tables);
		Files.createDirectories(DIRECTORY);
		Files.writeString(DIRECTORY.resolve("streaming-benchmarks.md"), tables);
		Files.writeString(DIRECTORY.resolve("streaming-benchmarks.svg"), new ResultChart(results).toString());
	}

}
