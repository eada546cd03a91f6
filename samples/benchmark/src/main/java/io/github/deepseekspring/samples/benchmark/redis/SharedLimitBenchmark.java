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

package io.github.deepseekspring.samples.benchmark.redis;

import java.io.PrintStream;
import java.util.List;

import reactor.core.publisher.Flux;

import org.springframework.util.Assert;

/**
 * Measures how long it takes to acquire and release a permit of a limit in Redis, with
 * the limiter and with Redisson's semaphore in turns, and prints a table.
 *
 * @since 0.1.0
 */
public final class SharedLimitBenchmark {

	private static final int ROUNDS = 11;

	private static final int WARM_UP_ROUNDS = 3;

	private static final List<Load> LOADS = List.of(new Load(1, 3000), new Load(64, 30_000));

	private SharedLimitBenchmark() {
	}

	/**
	 * Run it.
	 * @param args the host and the port of a Redis server that nobody else uses, by
	 * default 127.0.0.1 and 6379
	 */
	public static void main(String[] args) {
		Assert.isTrue(args.length == 0 || args.length == 2, "The arguments are the host and the port");
		String host = (args.length > 0) ? args[0] : "127.0.0.1";
		int port = (args.length > 0) ? Integer.parseInt(args[1]) : 6379;
		run(host, port, LOADS, ROUNDS, System.out);
	}

	static void run(String host, int port, List<Load> loads, int rounds, PrintStream out) {
		out.println("| concurrent | limiter, us | Redisson, us | of Redisson |");
		out.println("|---:|---:|---:|---:|");
		try (Permits limiter = new LimiterPermits(host, port); Permits redisson = new RedissonPermits(host, port)) {
			for (Load load : loads) {
				out.println(measure(limiter, redisson, load, rounds).row(load.concurrency()));
			}
		}
	}

	private static Timings measure(Permits limiter, Permits redisson, Load load, int rounds) {
		Timings timings = new Timings();
		for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
			double ours = micros(limiter, load);
			double theirs = micros(redisson, load);
			if (round >= 0) {
				timings.add(ours, theirs);
			}
		}
		return timings;
	}

	private static double micros(Permits permits, Load load) {
		long start = System.nanoTime();
		Flux.range(0, load.uses()).flatMap((i) -> permits.use(), load.concurrency()).then().block();
		return (System.nanoTime() - start) / 1000.0 / load.uses();
	}

	/**
	 * What is measured in a round.
	 *
	 * @param concurrency how many permits are used at a time
	 * @param uses how many are used altogether
	 */
	record Load(int concurrency, int uses) {
	}

}
