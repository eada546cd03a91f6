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

package io.github.deepseekspring.samples.benchmark.latency;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

import io.github.deepseekspring.samples.benchmark.client.ChildProcess;
import io.github.deepseekspring.samples.benchmark.client.Load;
import io.github.deepseekspring.samples.benchmark.client.Values;
import io.github.deepseekspring.samples.benchmark.client.Work;
import io.github.deepseekspring.samples.benchmark.streaming.Clients;
import io.github.deepseekspring.samples.benchmark.streaming.Expected;

/**
 * Sends one request at a time: answers that are not streamed, with the template beside a
 * bare WebClient, and streams, with all clients, for the time to the first content. Each
 * client has a new virtual machine in each round, and they take turns.
 *
 * @since 0.1.0
 */
public final class CallBenchmark {

	private static final Path RESULT = Path.of("target", "calls.md");

	private static final String TEMPLATE = "template";

	private static final String WEB_CLIENT = "webclient";

	private static final String RAW = "raw";

	/**
	 * Nobody observes WebClient, so that the one that nobody observes is to be compared
	 * with it.
	 */
	static final List<Caller> CALLERS = List.of(new Caller(WEB_CLIENT, WEB_CLIENT),
			new Caller(TEMPLATE, TEMPLATE, "observed=no"), new Caller("template, observed for metrics", TEMPLATE));

	private static final List<String> STREAMERS = List.of(RAW, WEB_CLIENT, "bare", TEMPLATE, "spring-ai", "openai-java",
			"langchain4j");

	private static final double MAX_CPU = 1.2;

	private static final int ROUNDS = 5;

	/**
	 * Below this share of the CPU time, the compiler is done with a client.
	 */
	private static final double QUIET = 0.03;

	private static final int QUIET_WARM_UPS = 2;

	private static final int MAX_WARM_UPS = 16;

	private static final int CALL_WARM_UP = 5000;

	private static final int CALLS = 10_000;

	private static final int STREAM_WARM_UP = 2500;

	private static final int STREAMS = 5000;

	private static final int CHUNKS = 20;

	private final PrintStream out;

	CallBenchmark(PrintStream out) {
		this.out = out;
	}

	/**
	 * Run it.
	 * @param args {@code -quick} for one round only, {@code -calls} or {@code -streams}
	 * for these only
	 * @throws IOException if the tables cannot be written
	 */
	public static void main(String[] args) throws IOException {
		List<String> options = List.of(args);
		int rounds = options.contains("-quick") ? 1 : ROUNDS;
		CallBenchmark benchmark = new CallBenchmark(System.out);
		StringBuilder result = new StringBuilder();
		if (!options.contains("-streams")) {
			result.append(benchmark.calls(CALLERS, rounds, CALL_WARM_UP, CALLS)).append('\n');
		}
		if (!options.contains("-calls")) {
			result.append(benchmark.streams(STREAMERS, rounds, STREAM_WARM_UP, STREAMS));
		}
		Files.createDirectories(RESULT.getParent());
		Files.writeString(RESULT, result);
	}

	/**
	 * Measure answers that are not streamed.
	 * @param callers who takes part
	 * @param rounds how many rounds
	 * @param warmUp how many requests are sent at a time to warm up
	 * @param requests how many are
	 * @return the table
	 */
	String calls(List<Caller> callers, int rounds, int warmUp, int requests) {
		TimingTable table = measure(callers, rounds, (client) -> Expected.calls(client, 1, warmUp, 0),
				(client) -> Expected.calls(client, 1, requests, 0));
		return print(table.calls(TEMPLATE, WEB_CLIENT, MAX_CPU));
	}

	/**
	 * Measure streams.
	 * @param clients the clients
	 * @param rounds how many rounds
	 * @param warmUp how many requests are sent at a time to warm up
	 * @param requests how many are measured
	 * @return the table
	 */
	String streams(List<String> clients, int rounds, int warmUp, int requests) {
		Load load = Load.withoutPause(CHUNKS, 1);
		List<Caller> callers = clients.stream().map((client) -> new Caller(client, client)).toList();
		TimingTable table = measure(callers, rounds, (client) -> Expected.streams(client, load, 1, warmUp, 0),
				(client) -> Expected.streams(client, load, 1, requests, 0));
		return print(table.streams(RAW));
	}

	private TimingTable measure(List<Caller> callers, int rounds, Function<String, Work> warmUp,
			Function<String, Work> work) {
		TimingTable table = new TimingTable();
		try (ChildProcess server = Clients.startServer()) {
			String baseUrl = "http://127.0.0.1:" + server.answer().number("port");
			for (int round = 1; round <= rounds; round++) {
				for (Caller caller : callers) {
					Timing timing = measure(baseUrl, caller, warmUp.apply(caller.client()),
							work.apply(caller.client()));
					this.out.println("Round " + round + ", " + caller.label() + ": " + timing);
					table.add(caller.label(), timing);
				}
			}
		}
		return table;
	}

	private static Timing measure(String baseUrl, Caller caller, Work warmUp, Work work) {
		try (ChildProcess client = Clients.start(caller.client(), baseUrl, caller.options())) {
			warmUp(client, warmUp);
			return Timing.of(client.ask(work.command()));
		}
	}

	private String print(String table) {
		this.out.println(table);
		return table;
	}

	/**
	 * Let the client work until its compiler has nearly nothing to do, or for long enough
	 * where the system does not tell.
	 */
	private static void warmUp(ChildProcess client, Work work) {
		int quiet = 0;
		for (int i = 0; i < MAX_WARM_UPS && quiet < QUIET_WARM_UPS; i++) {
			Values done = client.ask(work.command());
			long compiler = done.number("compilerNanos");
			quiet = (compiler >= 0 && compiler < QUIET * done.number("cpuNanos")) ? quiet + 1 : 0;
		}
	}

	/**
	 * Who sends the requests.
	 *
	 * @param label what it is called in the table
	 * @param client the name of the client
	 * @param options how it differs from the client's defaults
	 */
	record Caller(String label, String client, List<String> options) {

		Caller(String label, String client, String... options) {
			this(label, client, List.of(options));
		}

	}

}
