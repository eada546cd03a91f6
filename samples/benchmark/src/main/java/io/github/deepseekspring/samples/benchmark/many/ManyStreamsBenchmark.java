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

package io.github.deepseekspring.samples.benchmark.many;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.github.deepseekspring.samples.benchmark.client.ChildProcess;
import io.github.deepseekspring.samples.benchmark.client.Load;
import io.github.deepseekspring.samples.benchmark.streaming.Clients;

/**
 * Opens as many streams at once as DeepSeek allows an account, and then four times as
 * many, with the template and with others in turn, each time in a new virtual machine,
 * and prints tables.
 *
 * @since 0.1.0
 */
public final class ManyStreamsBenchmark {

	private static final Path RESULT = Path.of("target", "many-streams.md");

	/**
	 * Fifty chunks at 200 ms, after three keep-alives within a second.
	 */
	private static final Load LOAD = new Load(50, 1, 200, 3, 300);

	/**
	 * The same, but they wait for longer: the last must be open before the first ends.
	 */
	private static final Load LARGE_LOAD = new Load(50, 1, 200, 3, 3000);

	private static final int STREAMS = 2500;

	private static final int ROUNDS = 5;

	private static final int LARGE_STREAMS = 10_000;

	private static final int LARGE_ROUNDS = 3;

	private static final long WARM_UP_MILLIS = 8000;

	private static final String TEMPLATE = "template";

	private static final String WEB_CLIENT = "webclient";

	private static final String LIMIT = "deepseek.concurrency.limits.deepseek-v4-flash=";

	private static final String TUNED = "pool=tuned";

	/**
	 * Nobody observes the others either.
	 */
	private static final String NOT_OBSERVED = "observed=no";

	private final long warmUpMillis;

	private final PrintStream out;

	private final ManyStreamsTable table = new ManyStreamsTable();

	private final ManyStreamsTargets targets = new ManyStreamsTargets();

	ManyStreamsBenchmark(long warmUpMillis, PrintStream out) {
		this.warmUpMillis = warmUpMillis;
		this.out = out;
	}

	/**
	 * Run it.
	 * @param args {@code -quick} for one round only
	 * @throws IOException if the tables cannot be written
	 * @throws InterruptedException if the thread is interrupted
	 */
	public static void main(String[] args) throws IOException, InterruptedException {
		boolean quick = List.of(args).contains("-quick");
		ManyStreamsBenchmark benchmark = new ManyStreamsBenchmark(WARM_UP_MILLIS, System.out);
		String result = benchmark.run(STREAMS, quick ? 1 : ROUNDS, LARGE_STREAMS, quick ? 1 : LARGE_ROUNDS);
		Files.createDirectories(RESULT.getParent());
		Files.writeString(RESULT, result);
	}

	/**
	 * Run all rounds.
	 * @param streams how many streams
	 * @param rounds how many rounds with these
	 * @param more how many streams after that
	 * @param moreRounds how many rounds with these
	 * @return the tables
	 */
	String run(int streams, int rounds, int more, int moreRounds) throws InterruptedException {
		Contender template = new Contender("**template**, default properties", TEMPLATE, streams, NOT_OBSERVED);
		Contender tuned = new Contender("WebClient, pool of 12,000", WEB_CLIENT, streams, TUNED);
		measure(rounds, LOAD,
				List.of(template, new Contender("WebClient", WEB_CLIENT, streams), tuned,
						new Contender("Spring AI", "spring-ai", streams),
						new Contender("**template**, observed for metrics", TEMPLATE, streams)));
		Contender large = new Contender("**template**, limit of " + more, TEMPLATE, more, NOT_OBSERVED, LIMIT + more);
		Contender largeTuned = new Contender("WebClient, pool of 12,000", WEB_CLIENT, more, TUNED);
		measure(moreRounds, LARGE_LOAD, List.of(large, largeTuned));
		this.targets.compare(this.table.of(template), this.table.of(tuned), streams);
		this.targets.growth(this.table.of(large), more, this.table.of(template), streams);
		String result = table() + "\n" + this.targets.markdown();
		this.out.println(result);
		return result;
	}

	/**
	 * Let contenders take turns.
	 * @param rounds how many rounds
	 * @param load what the server sends in each stream
	 * @param contenders who takes part
	 */
	void measure(int rounds, Load load, List<Contender> contenders) throws InterruptedException {
		for (int round = 1; round <= rounds; round++) {
			for (Contender contender : contenders) {
				Outcome outcome = run(contender, load);
				this.table.add(contender, outcome);
				this.out.println("Round " + round + ", " + contender.label() + ", " + contender.streams() + " streams: "
						+ outcome);
			}
		}
	}

	/**
	 * Return the table of what was measured so far.
	 */
	String table() {
		return this.table.markdown();
	}

	/**
	 * The server is new as well, so that nobody finds one that another has warmed up.
	 */
	private Outcome run(Contender contender, Load load) throws InterruptedException {
		try (ChildProcess server = Clients.startServer()) {
			String baseUrl = "http://127.0.0.1:" + server.answer().number("port");
			try (ChildProcess client = Clients.start(contender.client(), baseUrl, contender.options())) {
				return new ManyStreamsRun(server, client, contender, load).run(this.warmUpMillis);
			}
		}
	}

}
