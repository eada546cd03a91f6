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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.github.deepseekspring.samples.benchmark.client.ChildProcess;
import io.github.deepseekspring.samples.benchmark.client.Load;
import io.github.deepseekspring.samples.benchmark.client.Values;

/**
 * Measures a client once, in a virtual machine of its own.
 */
final class ClientRun {

	private static final int STREAMS = 64;

	private static final int CHUNKS = 500;

	/**
	 * Above this share of the CPU time, the compiler is not done with the client.
	 */
	private static final double QUIET = 0.03;

	private static final int QUIET_WINDOWS = 3;

	private static final long NANOS_PER_MILLI = 1_000_000;

	private final String client;

	private final Effort effort;

	private final List<Integer> perFlush;

	ClientRun(String client, Effort effort, List<Integer> perFlush) {
		this.client = client;
		this.effort = effort;
		this.perFlush = perFlush;
	}

	/**
	 * Return the windows by how many chunks the server sends at a time.
	 */
	Map<Integer, List<Measurement>> measure(String baseUrl) {
		try (ChildProcess process = Clients.start(this.client, baseUrl, List.of())) {
			warmUp(process);
			Map<Integer, List<Measurement>> windows = new TreeMap<>();
			for (int i = 0; i < this.effort.windows(); i++) {
				for (int size : this.perFlush) {
					windows.computeIfAbsent(size, (key) -> new ArrayList<>())
						.add(Measurement.of(run(process, size, this.effort.windowMillis()), CHUNKS));
				}
			}
			return windows;
		}
		catch (IllegalStateException ex) {
			throw new IllegalStateException(this.client + ": " + ex.getMessage(), ex);
		}
	}

	/**
	 * Counts CPU time, so that it is enough as well where others take most of the time.
	 */
	private void warmUp(ChildProcess process) {
		long cpuNanos = 0;
		int quiet = 0;
		for (int i = 0; quiet < QUIET_WINDOWS && cpuNanos < this.effort.warmUpMillis() * NANOS_PER_MILLI; i++) {
			Values values = run(process, this.perFlush.get(i % this.perFlush.size()), this.effort.windowMillis() / 2);
			Measurement.of(values, CHUNKS);
			cpuNanos += values.number("cpuNanos");
			double compiler = (double) values.number("compilerNanos") / values.number("cpuNanos");
			quiet = (compiler >= 0 && compiler < QUIET) ? quiet + 1 : 0;
		}
	}

	private Values run(ChildProcess process, int size, long millis) {
		return process
			.ask(Expected.streams(this.client, Load.withoutPause(CHUNKS, size), STREAMS, 1, millis).command());
	}

	/**
	 * How long a client is measured.
	 *
	 * @param warmUpMillis how much CPU time it has before, at the most; less when the
	 * compiler is quiet, which only Linux tells
	 * @param windows how many windows there are for each size
	 * @param windowMillis how long each of them is at least
	 */
	record Effort(long warmUpMillis, int windows, long windowMillis) {
	}

}
